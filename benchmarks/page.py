"""The page of figures, in Markdown: what was measured, on what, and by which command."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.reading import Rate
from benchmarks.sizes import Sizes
from onrecord.evaluation.report import Evaluation, Figure, Score

__all__ = ["Measured", "f1_text", "markdown_table", "write_page"]


@dataclass(frozen=True)
class Measured:
    """All that one run of the benchmarks measured."""

    date: str
    version: str
    model: str
    command: str
    machine: dict[str, str]
    corpus: str
    articles: int
    words: int
    rounds: int
    rates: list[Rate]
    cold: dict[str, list[float]]
    sizes: Sizes
    evaluation: Evaluation | None


def markdown_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A Markdown table; the first column is set left, the others right."""
    return [
        f"| {' | '.join(header)} |",
        f"|---|{'---:|' * (len(header) - 1)}",
        *(f"| {' | '.join(row)} |" for row in rows),
        "",
    ]


def f1_text(figure: Figure) -> str:
    """An F1, with its interval where there is one."""
    if figure.low is None or figure.high is None:
        return f"{figure.value:.3f}"
    return f"{figure.value:.3f} [{figure.low:.3f}, {figure.high:.3f}]"


def _score_row(name: str, score: Score) -> list[str]:
    return [name, f"{score.precision:.3f}", f"{score.recall:.3f}", f1_text(score.f1)]


def _scores(evaluation: Evaluation, corpus: str) -> list[str]:
    figures = evaluation.figures
    rows = [_score_row("attributions, relaxed", figures.relaxed), _score_row("attributions, exact", figures.exact)]
    for name, scores in (("exact spans", figures.span), ("tokens", figures.token)):
        rows += [_score_row(f"{name}, {role}", getattr(scores, role)) for role in ("source", "cue", "content")]
    error = evaluation.calibration.error
    lines = [
        "## How well it reads",
        "",
        f"{corpus}: {figures.documents} articles, {figures.relaxed.gold:,} attributions in the gold. In brackets the "
        f"{evaluation.bootstrap.level:.0%} interval of a bootstrap over articles "
        f"({evaluation.bootstrap.samples:,} draws). `onrecord eval --help` says what each measure counts. Settings "
        "were chosen on this split, so that a new text will be read a little less well.",
        "",
        *markdown_table(["", "precision", "recall", "F1"], rows),
        f"Expected calibration error of the confidence, in {len(evaluation.calibration.bins)} bins of equal size: "
        f"**{error or 0:.3f}**.",
        "",
        *markdown_table(
            ["form in the gold", "in gold", "found, relaxed", "found, exact"],
            [[n, f"{f.gold:,}", f1_text(f.relaxed), f1_text(f.exact)] for n, f in evaluation.forms.items()],
        ),
    ]
    if evaluation.outlets:
        lines += markdown_table(
            ["outlet", "articles", "attributions, relaxed", "attributions, exact", "content spans"],
            [
                [name, f"{f.documents}", f1_text(f.relaxed.f1), f1_text(f.exact.f1), f1_text(f.span.content.f1)]
                for name, f in evaluation.outlets.items()
            ],
        )
    return lines


def _speed(measured: Measured) -> list[str]:
    return [
        "## How fast it reads",
        "",
        f"{measured.corpus}: {measured.articles} articles, {measured.words:,} words (what white space parts), read "
        f"through `Reader.pipe`, from documents to records; the median of {measured.rounds} rounds. *Encoder alone* is "
        "the network over the same pieces in windows that do not overlap, with nothing before or behind it, in turns "
        "with the reading. *Time in the encoder* is of all threads' time.",
        "",
        *markdown_table(
            ["threads", "words a second", "slowest and fastest round", "encoder alone", "ratio", "time in the encoder"],
            [
                [
                    str(rate.threads),
                    f"{rate.reading:,.0f}",
                    f"{rate.slowest:,.0f} to {rate.fastest:,.0f}",
                    f"{rate.encoder:,.0f}",
                    f"{rate.ratio:.2f}",
                    f"{rate.busy:.0%}",
                ]
                for rate in measured.rates
            ],
        ),
    ]


def _spread(values: Sequence[float], form: str) -> list[str]:
    return [format(value, form) for value in (min(values), statistics.median(values), max(values))]


def _cold(measured: Measured) -> list[str]:
    cold = measured.cold
    return [
        "## One article from a cold start",
        "",
        "`onrecord read benchmarks/article.txt --format json`, a made-up article of 800 words, each run a new process; "
        f"{len(cold['wall'])} runs, after one that is not counted.",
        "",
        *markdown_table(
            ["", "least", "median", "most"],
            [
                ["wall time, s", *_spread(cold["wall"], ".2f")],
                ["processor time, s", *_spread(cold["processor"], ".2f")],
                ["greatest memory, MB", *_spread(cold["memory"], ".0f")],
            ],
        ),
    ]


def _sizes(sizes: Sizes) -> list[str]:
    measured = [("wheel, with the model", sizes.wheel)]
    if sizes.installed is not None:
        measured.append(("installed, with all that it needs", sizes.installed))
        measured += [(f"of which `{name}`", size) for name, size in sizes.largest]
    rows = [[name, f"{size:.1f}", f"{size * 1e6 / 2**20:.1f}"] for name, size in measured]
    note = [] if sizes.installed is not None else ["The installed size is measured with `--installed`.", ""]
    return ["## Size", "", *markdown_table(["", "MB", "MiB"], rows), *note]


def write_page(measured: Measured) -> str:
    """The page as Markdown."""
    lines = [
        "<!-- Written by `python -m benchmarks.run --write`; edits are lost. -->",
        "",
        "# Figures",
        "",
        f"On Record {measured.version} with the model {measured.model}, measured on {measured.date} in one run of",
        "",
        f"    {measured.command}",
        "",
        "Words a second are of this machine on that day. Compare the ratios, which were measured in turns within one "
        "run; a rate from another machine, or another day, is no comparison.",
        "",
        *markdown_table(["machine", ""], [[name, value] for name, value in measured.machine.items()]),
    ]
    if measured.evaluation:
        lines += _scores(measured.evaluation, measured.corpus)
    lines += [*_speed(measured), *_cold(measured), *_sizes(measured.sizes)]
    return "\n".join(lines).rstrip() + "\n"

"""The page of this program beside its peers, in Markdown: every figure with what it means and where it ends."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.beside_limit import limit_section
from benchmarks.limit import Limit
from benchmarks.page import f1_text, markdown_table
from benchmarks.peers.listing import ENTRIES, NOT_RUN, entry_of
from benchmarks.peers.tagging import PROVENANCE
from benchmarks.quoted import LEAST_WORDS
from benchmarks.scored import Scored
from benchmarks.turns import Spread, Team, Turn, ratios
from onrecord.evaluation.report import Score

__all__ = ["Beside", "write_page"]


@dataclass(frozen=True)
class Beside:
    """All that one run measured."""

    date: str
    version: str
    command: str
    machine: dict[str, str]
    corpus: str
    articles: int
    timed: int  #: of the articles, how many are read in the rounds
    words: int  #: of those
    rounds: int
    processes: list[int]
    teams: Sequence[Team]
    turns: list[Turn]
    scored: list[Scored]
    limit: Limit | None
    pipeline: tuple[str, int, float] | None = None  #: its name, a treebank's words, the part of them tagged as there


def _of(beside: Beside, key: str, processes: int) -> list[Turn]:
    return [turn for turn in beside.turns if turn.key == key and turn.processes == processes]


def _rate(beside: Beside, turns: Sequence[Turn]) -> str:
    return f"{beside.words / statistics.median(turn.seconds for turn in turns):,.0f}"


def _speed_row(beside: Beside, team: Team, processes: int) -> list[str] | None:
    entry = team.entry
    turns = _of(beside, entry.key, processes)
    if not turns:
        return None
    held = ["", "", ""]
    if entry.beside and (found := ratios(beside.turns, entry.beside, entry.key, processes)):
        spread = Spread.of(found)
        held = [f"**{spread.median:.2f}**", f"{spread.least:.2f}", f"{spread.most:.2f}"]
    busy = statistics.median(turn.busy for turn in turns)
    memory = max(turn.memory for turn in turns)
    return [entry.name, *held, _rate(beside, turns), f"{busy:.2f}", f"{memory:,.0f}"]


def _timed(beside: Beside) -> str:
    return (
        f"{beside.timed} of {beside.articles} articles"
        if beside.timed < beside.articles
        else f"{beside.articles} articles"
    )


def _speed(beside: Beside) -> list[str]:
    lines = [
        "## How fast",
        "",
        f"{beside.corpus}: {_timed(beside)}, {beside.words:,} words (what white space parts). Every program is a "
        "process of its own that has loaded and read some articles before. They read them in turns, "
        f"{beside.rounds} rounds, in an order that begins one further on in each round. With several processes, each "
        "has a share of the articles, and the time ends with the last.",
        "",
        "The *ratio* is how many times as fast On Record was in the same round: 2.00 means twice as many words in the "
        "same time, and below 1 the other is the faster. The whole of On Record is held against whole programs, its "
        "network alone against the network alone. *Cores* are those that it kept busy: a check that nobody had more "
        "than its due. Memory is each process's greatest, added up.",
        "",
    ]
    header = ["", "ratio", "least", "most", "words a second", "cores", "memory, MB"]
    for count in beside.processes:
        rows = [row for team in beside.teams if (row := _speed_row(beside, team, count))]
        lines += [f"With {count} process{'es' if count > 1 else ''}:", "", *markdown_table(header, rows)]
    refused = {turn.key: turn.refused for turn in beside.turns if turn.refused}
    if refused:
        counts = " and ".join(f"{entry_of(key).name} {count}" for key, count in refused.items())
        lines += [f"Paragraphs refused, most for marks that do not pair: {counts}. They count as read.", ""]
    return lines


def _does(beside: Beside) -> list[str]:
    lines = ["## What each does", ""]
    lines += [f"- *{entry.name}.* {entry.does}" for entry in ENTRIES]
    lines += ["", "Whoever needs tags and parses anyway gets quotations with speakers for hardly any more time.", ""]
    if beside.pipeline:
        name, words, part = beside.pipeline
        lines += [
            f"The pipeline is `{name}`. {PROVENANCE.get(name, '')}On a treebank's {words:,} words its tagger gives the "
            f"annotators' Penn tag to {part:.1%}.",
            "",
        ]
    missing = [team for team in beside.teams if team.missing is not None]
    if missing:
        lines += ["Not measured in this run:", ""]
        lines += [f"- *{team.entry.name}*: {team.missing}." for team in missing]
        lines += [""]
    return lines


def _row(score: Score) -> list[str]:
    return [f"{score.precision:.3f}", f"{score.recall:.3f}", f1_text(score.f1)]


def _scores(beside: Beside) -> list[str]:
    if not beside.scored:
        return []
    names = {each.key: entry_of(each.key).name for each in beside.scored}
    header = ["", "precision", "recall", "F1"]
    return [
        "## How well",
        "",
        f"All {beside.articles} articles, the same gold (PolNeAR's first annotator), the same scorer; "
        "[evaluation](evaluation.md) says what each measure counts. In brackets the 95% interval of a bootstrap over "
        "articles. On Record's settings were chosen on these articles, and its model learnt from others of the same "
        "outlets and years; the rules of the others were not made for them. So a part of the distance is that of being "
        "at home.",
        "",
        "**Quotations only**, which is all that the rules claim to find: each quotation in marks of at least "
        f"{LEAST_WORDS} words that is attributed to somebody, with its source and cue. It counts where source and cue "
        "share a word with the gold's.",
        "",
        *markdown_table(header, [[names[each.key], *_row(each.quotations.relaxed)] for each in beside.scored]),
        "Attributions all of whose content is in marks (*direct*), relaxed; what a program gives for the quoted part "
        "of a mixed attribution counts against it here:",
        "",
        *markdown_table(header, [[names[each.key], *_row(each.direct.relaxed)] for each in beside.scored]),
        "**Everything that is attributed**, which only On Record claims to find: relaxed, and then exact.",
        "",
        *markdown_table(header, [[names[each.key], *_row(each.all.relaxed)] for each in beside.scored]),
        *markdown_table(header, [[names[each.key], *_row(each.all.exact)] for each in beside.scored]),
        "By part, F1: the words that are in any source, cue or content, and spans that are the same to the word.",
        "",
        *markdown_table(
            ["", "words: source", "cue", "content", "spans: source", "cue", "content"],
            [
                [
                    names[each.key],
                    *(
                        f"{getattr(getattr(each.all, kind), role).f1.value:.3f}"
                        for kind in ("token", "span")
                        for role in ("source", "cue", "content")
                    ),
                ]
                for each in beside.scored
            ],
        ),
        "Of the gold's attributions of each form, how many are found (relaxed):",
        "",
        *markdown_table(
            ["", *(f"{form} ({figures.gold:,})" for form, figures in beside.scored[0].forms.items())],
            [
                [names[each.key], *(f"{figures.relaxed.value:.3f}" for figures in each.forms.values())]
                for each in beside.scored
            ],
        ),
    ]


def _seconds(beside: Beside, key: str) -> dict[int, float]:
    return {
        count: statistics.median(turn.seconds for turn in turns)
        for count in beside.processes
        if (turns := _of(beside, key, count))
    }


def write_page(beside: Beside) -> str:
    """The page as Markdown."""
    versions = {
        f"{name} {version}" for team in beside.teams for name, version in team.versions.items() if name != "bundle"
    }
    bundles = {team.versions["bundle"] for team in beside.teams if "bundle" in team.versions}
    lines = [
        "<!-- Written by `python -m benchmarks.beside --write`; edits are lost. -->",
        "",
        "# Beside peers",
        "",
        f"On Record {beside.version} with the model {', '.join(sorted(bundles)) or 'unknown'}, measured on "
        f"{beside.date} in one run of",
        "",
        f"    {beside.command}",
        "",
        "Words a second are of this machine on that day; the ratios are what to compare.",
        "",
        *markdown_table(
            ["machine", ""],
            [
                *([name, value] for name, value in beside.machine.items() if name != "packages"),
                ["packages", ", ".join(sorted(versions, key=str.lower))],
            ],
        ),
        *_speed(beside),
        *_does(beside),
        *_scores(beside),
    ]
    if beside.limit:
        lines += limit_section(beside.limit, _seconds(beside, "encoder"), _seconds(beside, "reader"))
    lines += [
        "## What could not be run",
        "",
        "Looked for on the package index and elsewhere, for English news:",
        "",
        *(f"- {name}: {why}" for name, why in NOT_RUN),
    ]
    return "\n".join(lines).rstrip() + "\n"

r"""This program beside its peers, in one run on one machine: speed as ratios with their spread, and scores.

    python -m benchmarks.beside --polnear ../shared/data/polnear/dev --pipeline PIPELINE --write docs/peers.md

Give it a Python of its own, for PyTorch is large and some peers pin old versions: ``pip install -e '.[bench,train]'``,
a small English pipeline of spaCy's, and ``pip install --no-deps sayswho``. What is not installed is named as not
measured. ``--rounds``, ``--each`` and ``--articles`` make it short.
"""

from __future__ import annotations

import argparse
import datetime
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.beside_page import Beside, write_page
from benchmarks.corpus import Corpus, load_corpus
from benchmarks.limit import measure_limit
from benchmarks.machine import describe_machine
from benchmarks.peers.listing import ENTRIES
from benchmarks.peers.system import NotInstalled, Options
from benchmarks.peers.tagging import tag_accuracy
from benchmarks.scored import Scored, score
from benchmarks.turns import Team, Turn, measure, shares, teams
from onrecord.evaluation.gold import GoldArticle
from onrecord.model.bundle import bundle_folder
from onrecord.record.lines import BadLine, read_records
from onrecord.version import __version__

__all__ = ["main"]


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def _scores(
    present: Sequence[Team], words: Sequence[int], gold: Sequence[GoldArticle] | None, kept: Path | None
) -> list[Scored]:
    """What each program that finds attributions finds in all articles, against the gold.

    Time is not taken here, so every process has a share.
    """
    scored = []
    with tempfile.TemporaryDirectory() as folder:
        for team in present:
            if gold is None or team.missing is not None or not team.entry.scored:
                continue
            _say(f"scoring {team.entry.name} …")
            parts = shares(words, len(team.workers))
            paths = [(kept or Path(folder)) / f"{team.entry.key}-{number}.jsonl" for number in range(len(parts))]
            team.read(parts, records=paths)
            records = [each for path in paths for each in read_records(path) if not isinstance(each, BadLine)]
            scored.append(score(team.entry.key, records, gold, all_are_quotations=team.entry.quotations_only))
    return scored


def _told(turn: Turn) -> Turn:
    _say(f"round {turn.round + 1}, {turn.processes} at once: {turn.key} {turn.seconds:.1f} s, busy {turn.busy:.2f}")
    return turn


def _checked(pipeline: str, treebank: Path | None) -> tuple[str, int, float] | None:
    """The pipeline's name, and how well it tags a treebank; nothing where either is not there."""
    if treebank is None:
        return None
    try:
        return Path(pipeline).name, *tag_accuracy(pipeline, treebank)
    except NotInstalled:
        return None


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.beside", description=__doc__.partition("\n")[0])
    parser.add_argument("--polnear", type=Path, help="a split of PolNeAR to read and to score")
    parser.add_argument("--pipeline", default=Options.pipeline, help="what spaCy loads (default: %(default)s)")
    parser.add_argument("--treebank", type=Path, help="a CoNLL-U file on which its tagger is checked")
    parser.add_argument("--bundle", help="the model: a name, or a folder (default: the shipped one)")
    parser.add_argument("--rounds", type=int, default=5, help="default: %(default)s")
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2], help="default: 1 2")
    parser.add_argument("--articles", type=int, help="read only so many")
    parser.add_argument("--each", type=int, default=1, help="time only one article in so many; all are scored")
    parser.add_argument("--only", nargs="+", metavar="KEY", help="measure only these, and what they are held against")
    parser.add_argument("--no-limit", action="store_true", help="do not measure the machine's limit")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep what was found there, as records")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="write the page here rather than print it")
    return parser.parse_args(arguments)


def _command(arguments: Sequence[str]) -> str:
    """As it was called, without the places of this machine."""
    named = [Path(word).name if Path(word).is_absolute() else word for word in arguments]
    return " ".join(["python -m benchmarks.beside", *named])


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print the page or write it."""
    arguments = sys.argv[1:] if arguments is None else arguments
    options = _options(arguments)
    machine = describe_machine()
    loaded = load_corpus(options.polnear)
    many = options.articles or len(loaded.documents)
    corpus = Corpus(loaded.name, loaded.documents[:many], loaded.gold and loaded.gold[:many])
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
    folder = bundle_folder(options.bundle)
    wanted = set(options.only or [entry.key for entry in ENTRIES])
    wanted |= {entry.beside for entry in ENTRIES if entry.key in wanted and entry.beside}
    entries = [
        entry for entry in ENTRIES if entry.key in wanted and not (entry.one_process and options.processes == [1])
    ]
    texts = [document.text for document in corpus.documents]
    words = [len(text.split()) for text in texts]
    timed = {index: words[index] for index in range(0, len(texts), options.each)}
    _say(f"starting {len(entries)} programs …")
    with teams(entries, texts, max(options.processes), Options(options.pipeline, folder)) as present:
        for team in present:
            if team.missing is not None:
                _say(f"{team.entry.name}: not measured: {team.missing}")
        turns = [_told(turn) for turn in measure(present, timed, options.processes, options.rounds)]
        scored = _scores(present, words, corpus.gold, options.keep)
    limit = None
    if not options.no_limit:
        _say("measuring the machine's limit …")
        limit = measure_limit([corpus.documents[index] for index in timed], options.processes, folder)
    page = write_page(
        Beside(
            date=datetime.datetime.now(datetime.UTC).date().isoformat(),
            version=__version__,
            command=_command(arguments),
            machine=machine,
            corpus=corpus.name,
            articles=len(texts),
            timed=len(timed),
            words=sum(timed.values()),
            rounds=options.rounds,
            processes=options.processes,
            teams=present,
            turns=turns,
            scored=scored,
            limit=limit,
            pipeline=_checked(options.pipeline, options.treebank),
        )
    )
    if options.write:
        options.write.write_text(page, encoding="utf-8")
        _say(f"wrote {options.write}")
    else:
        print(page)
    return 0


if __name__ == "__main__":
    sys.exit(main())

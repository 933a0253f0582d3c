"""What `onrecord check` makes of articles that report a debate, against transcripts of what was said.

    python -m evaluation.debates --polnear DIR --transcripts DIR [--records FILE.jsonl ...] [--sample 60 --seed N]

``--polnear`` is a folder of PolNeAR's splits, each with ``text/``; ``--transcripts`` is read with all folders below
it. An article counts as reporting a debate where its text has the word "debate" (or "debates", "debated") at least
twice: once is often a mention in passing. ``--records`` are ready records of these articles (JSON lines), known by
their text; the others are read now, which takes far longer.

There is no gold: the counts say what verdicts are given, and ``--sample`` prints verdicts in full, with everything
that a person needs to judge them. The sample is drawn so that verdicts which rest on a passage are not drowned by
those that do not: at most a third of it are "not found" and "too short".
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from onrecord.ingest.load import open_document
from onrecord.record.lines import BadLine, read_records
from onrecord.record.types import Record
from onrecord.verify.check import check_record
from onrecord.verify.index import TranscriptIndex
from onrecord.verify.transcript import open_transcripts
from onrecord.verify.types import CheckedQuotation, Verdict

__all__ = ["draw_sample", "main", "reports_debate"]

_DEBATE = re.compile(r"\bdebate(?:s|d)?\b", re.IGNORECASE)
#: PolNeAR's files are named OUTLET_DAY_TITLE.txt.
_DAY = re.compile(r"(?<=_)\d{4}-\d\d-\d\d(?=_)")
_LEAST_MENTIONS = 2
#: The share of a sample that may be verdicts without a passage.
_WITHOUT_PASSAGE = 1 / 3
_RESTS_ON_NOTHING = frozenset({Verdict.NOT_FOUND, Verdict.TOO_SHORT})


def reports_debate(text: str) -> bool:
    """Whether an article reports a debate, as this evaluation counts it."""
    return sum(1 for _ in zip(_DEBATE.finditer(text), range(_LEAST_MENTIONS), strict=False)) == _LEAST_MENTIONS


def draw_sample(checked: Sequence[CheckedQuotation], size: int, seed: int) -> list[CheckedQuotation]:
    """``size`` verdicts by chance, of which at most a third rest on no passage, in the order of ``checked``."""
    dice = random.Random(seed)  # noqa: S311 -- a sample to read, no secret
    resting = [at for at, each in enumerate(checked) if each.verdict not in _RESTS_ON_NOTHING]
    others = [at for at, each in enumerate(checked) if each.verdict in _RESTS_ON_NOTHING]
    without = min(round(size * _WITHOUT_PASSAGE), len(others))
    drawn = dice.sample(resting, min(size - without, len(resting))) + dice.sample(others, without)
    return [checked[at] for at in sorted(drawn)]


def _articles(polnear: Path) -> Iterator[tuple[Path, str]]:
    """The articles that report a debate, in the order of their names."""
    for path in sorted(polnear.rglob("text/*.txt")):
        text = path.read_text(encoding="utf-8")
        if reports_debate(text):
            yield path, text


def _records(articles: Sequence[tuple[Path, str]], ready: Iterable[Path]) -> Iterator[Record]:
    """The articles' records: ready ones of the same text, or read now."""
    wanted = {text: path for path, text in articles}
    known: dict[str, Record] = {}
    for path in ready:
        for record in read_records(path):
            if isinstance(record, BadLine):
                print(record, file=sys.stderr)
            elif record.document.text in wanted:
                known[record.document.text] = record
    missing = [(path, text) for path, text in articles if text not in known]
    if missing:
        from onrecord.reader import Reader

        documents = [open_document(path) for path, _ in missing]
        for record in Reader().pipe(documents):
            known[record.document.text] = record
    for path, text in articles:
        day = _DAY.search(path.name)
        document = msgspec.structs.replace(known[text].document, published=day[0] if day else None)
        yield msgspec.structs.replace(known[text], document=document)


def _in_full(number: int, each: CheckedQuotation) -> Iterator[str]:
    """One verdict with everything that it rests on."""
    yield f"{number}. {Path(each.article).name} [{each.start}:{each.end}] {each.verdict.value}: {each.reason}"
    yield f"   article ({each.credited or 'nobody'}): {' '.join(each.words.split())}"
    for passage in each.passages:
        where = f"{Path(passage.transcript).name}:{passage.line or passage.time or '?'}"
        yield f"   {passage.speaker or 'nobody'} at {where}: {' '.join(passage.words.split())}"
    for change in each.differences:
        yield f"     {change.kind}{' (alters)' if change.alters else ''}: [-{change.said}-] {{+{change.quoted}+}}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Check, print the counts, and print a sample if asked."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.debates", description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("--polnear", type=Path, required=True, metavar="DIR", help="PolNeAR's splits")
    parser.add_argument("--transcripts", type=Path, required=True, metavar="DIR", help="what was said")
    parser.add_argument("--records", type=Path, nargs="*", default=[], metavar="FILE", help="ready records")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="print so many verdicts in full")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="which sample")
    options = parser.parse_args(arguments)
    started = time.perf_counter()
    index = TranscriptIndex(
        open_transcripts([options.transcripts], lambda source, error: print(f"not read: {error}", file=sys.stderr))
    )
    print(f"{len(index.transcripts):,} transcripts, {len(index):,} words: {time.perf_counter() - started:.1f} s")
    articles = list(_articles(options.polnear))
    records = list(_records(articles, options.records))
    started = time.perf_counter()
    checked = [each for record in records for each in check_record(record, index)]
    seconds = time.perf_counter() - started
    print(f"{len(records):,} articles that report a debate, {len(checked):,} quotations: {seconds:.1f} s")
    counts = Counter(each.verdict for each in checked)
    for verdict in Verdict:
        print(f"  {verdict.value:<16}{counts[verdict]:>6,}  {counts[verdict] / max(len(checked), 1):>6.1%}")
    for number, each in enumerate(draw_sample(checked, options.sample, options.seed), 1):
        print("\n".join(["", *_in_full(number, each)]))
    return 0


if __name__ == "__main__":
    sys.exit(main())

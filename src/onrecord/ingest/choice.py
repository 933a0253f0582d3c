"""Which of a page's runs are the article: the extractor's choice, looked up in the page's own text.

The extractor returns a small tree of its own with the text it chose. Each of its lines is sought in the page with
white space and invisible characters taken out of both, so that what markup trimmed, glued or split does not matter, and
what comes back is the page's own text, at its place. So a sentence keeps the ``<time>`` that the extractor drops, a
word that ``<b>`` cuts stays whole, and a caption can be put where it stands. A line that the page does not hold (the
extractor may take it from the page's JSON) is kept as the extractor gives it, after the line before it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.ingest.flow import Run
from onrecord.text.document import BlockKind

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Chosen", "choose"]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A stretch of text that is in the article.

    ``run`` is the index of the page's run that it is in, or after which it stands if the page does not hold it.
    ``linked`` counts its code points that stand in links, ``own`` says that it is the page's own text.
    """

    text: str
    kind: BlockKind
    run: int
    linked: int = 0
    own: bool = True


#: The extractor's elements that do not end a line; all others do.
_INLINE = frozenset({"a", "b", "del", "em", "graphic", "hi", "i", "ref", "span", "strong", "sub", "sup", "u"})
_KINDS: dict[str, BlockKind] = {"head": "heading", "quote": "blockquote", "item": "list_item"}

#: A shorter line (in characters without white space) is taken only for a whole run: as a part, it could be anything.
_SHORTEST_PART = 12
#: A line this long is sought in all the page if it does not follow; a shorter one could be another place's by chance.
_LONG = 40
#: How far on a line that is not a whole run is sought, in characters without white space.
_AHEAD = 50_000
#: All that seeking in the whole page may read, in characters: a bound on hostile pages, ten times what news pages need.
_EFFORT = 200_000_000
#: The extractor drops some elements out of the middle of lines; a line is still found by its two ends if no more than
#: this is between them that it lacks, as a factor and in characters. A line too short for that is found by its first
#: and last third, and only as a whole run.
_ENDS, _GROWTH, _GROWTH_LEAST = 20, 1.3, 60
#: From this share on of a run's characters, the extractor meant all of it.
_NEARLY_ALL = 0.7


def choose(runs: Sequence[Run], body: _Element) -> list[Chosen]:
    """The stretches of ``runs`` that the extractor put in ``body``, in the page's order, none twice.

    Takes time linear in the page plus at most ``_EFFORT`` characters of seeking.
    """
    seeker = _Seeker([_squeeze(run.text) for run in runs])
    taken: dict[int, list[tuple[int, int]]] = defaultdict(list)
    loose: list[Chosen] = []
    for line, kind in _lines(body):
        found = seeker.seek(_squeeze(line))
        if found is None:
            loose.append(Chosen(line, kind, seeker.run_before(), own=False))
        else:
            for index, start, end in seeker.split(*found):
                taken[index].append((start, end))
    own = [stretch for index in sorted(taken) for stretch in _stretches(runs[index], index, taken[index])]
    return sorted([*own, *loose], key=lambda chosen: (chosen.run, not chosen.own))


class _Seeker:
    """Finds lines in the page's squeezed text, going forward where it can."""

    def __init__(self, squeezed: list[str]) -> None:
        self.whole = "".join(squeezed)
        self.starts: list[int] = []
        self.places: dict[str, list[int]] = defaultdict(list)
        at = 0
        for text in squeezed:
            self.starts.append(at)
            self.places[text].append(at)
            at += len(text)
        self.cursor = 0
        self.used: set[int] = set()
        self.effort = _EFFORT

    def seek(self, line: str) -> tuple[int, int] | None:
        """Where ``line`` stands in the squeezed page, half-open; ``None`` if it does not."""
        if not line:
            return None
        found = self._as_runs(line) or self._as_part(line) or self._by_ends(line)
        if found is not None:
            self.cursor = found[1]
            self.used.add(found[0])
        return found

    def split(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """The stretch as parts of runs: the run's index, and start and end in that run's squeezed text."""
        index = bisect_right(self.starts, start) - 1
        while index < len(self.starts) and self.starts[index] < end:
            stop = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.whole)
            begin = self.starts[index]
            yield index, max(start, begin) - begin, min(end, stop) - begin
            index += 1

    def run_before(self) -> int:
        """The index of the run in which the line found last ends; -1 before the first."""
        return bisect_right(self.starts, self.cursor - 1) - 1 if self.cursor else -1

    def _as_runs(self, line: str) -> tuple[int, int] | None:
        places = self.places.get(line)
        if not places:
            return None
        ahead = bisect_right(places, self.cursor - 1)
        candidates = places[ahead : ahead + 1] if len(line) < _LONG else [*places[ahead : ahead + 1], places[0]]
        start = next((place for place in candidates if place not in self.used), None)
        return None if start is None else (start, start + len(line))

    def _as_part(self, line: str) -> tuple[int, int] | None:
        if len(line) < _SHORTEST_PART:
            return None
        start = self.whole.find(line, self.cursor, self.cursor + _AHEAD + len(line))
        if start < 0 and len(line) >= _LONG and self.effort > 0:
            self.effort -= len(self.whole)
            start = self.whole.find(line)
        return None if start < 0 else (start, start + len(line))

    def _by_ends(self, line: str) -> tuple[int, int] | None:
        if len(line) < _SHORTEST_PART:
            return None
        ends = min(_ENDS, len(line) // 3)
        first, last = line[:ends], line[-ends:]
        start = self.whole.find(first, self.cursor, self.cursor + _AHEAD)
        if start < 0:
            return None
        within = start + int(len(line) * _GROWTH) + _GROWTH_LEAST
        end = self.whole.rfind(last, start + ends, within)
        if end < 0 or (ends < _ENDS and not self._is_run(start, end + len(last))):
            return None
        return start, end + len(last)

    def _is_run(self, start: int, end: int) -> bool:
        """Whether the stretch is all of one run."""
        index = bisect_right(self.starts, start) - 1
        following = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.whole)
        return self.starts[index] == start and following == end


def _squeeze(text: str) -> str:
    """``text`` without white space and characters that print nothing."""
    text = "".join(text.split())
    return text if text.isprintable() else "".join(filter(str.isprintable, text))


def _stretches(run: Run, index: int, parts: list[tuple[int, int]]) -> Iterator[Chosen]:
    """The parts of one run, in squeezed offsets, as stretches of its text; overlaps are joined."""
    joined: list[list[int]] = []
    for start, end in sorted(parts):
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    kept = [at for at, character in enumerate(run.text) if character.isprintable() and not character.isspace()]
    if sum(end - start for start, end in joined) >= _NEARLY_ALL * len(kept):
        yield Chosen(run.text, run.kind, index, run.linked)
        return
    done = 0
    for start, end in joined:
        begin, stop = kept[start], kept[end - 1] + 1
        while begin > done and run.text[begin - 1].isalnum() and run.text[begin].isalnum():
            begin -= 1
        while stop < len(run.text) and run.text[stop - 1].isalnum() and run.text[stop].isalnum():
            stop += 1
        text = run.text[max(begin, done) : stop].strip()
        done = stop
        if text:
            yield Chosen(text, run.kind, index, round(run.linked * len(text) / len(run.text)))


def _lines(body: _Element) -> Iterator[tuple[str, BlockKind]]:
    """The extractor's text line by line, with the kind that its elements give."""
    from lxml.etree import iterwalk

    pieces: list[str] = []
    kinds: list[BlockKind] = ["paragraph"]
    for event, element in iterwalk(body, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag and tag not in _INLINE:
            line = " ".join("".join(pieces).split())
            pieces.clear()
            if line:
                yield line, kinds[-1]
            if event == "start":
                kinds.append(_KINDS.get(tag, kinds[-1]))
            else:
                kinds.pop()
        text = (element.text if tag else None) if event == "start" else element.tail
        if text and not (event == "end" and element is body):
            pieces.append(text)
    line = " ".join("".join(pieces).split())
    if line:
        yield line, "paragraph"

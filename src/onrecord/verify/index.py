"""Every word of many transcripts, and where each run of three words stands.

A quotation is looked up, not searched for: its runs of three words are found in a sorted array by bisection, and only
the few places that share some are looked at. So a question costs about the same for one transcript or a thousand. Why
not a database's full-text index: it would find the transcript and not the place, and the words would have to be read
and compared again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from onrecord.text.comparing import compared_words
from onrecord.verify.directions import spoken_stretches
from onrecord.verify.transcript import Transcript

__all__ = ["Region", "TranscriptIndex"]

#: Words in a run: of four, one changed word in four would hide a quotation; of two, most runs are everywhere.
_RUN = 3
#: Places that are looked at for one question, the rarest runs first. Runs of common words have tens of thousands in a
#: few million words; six runs that are rarer than a thousandth are enough to find any passage that shares them.
_MOST_PLACES = 4_000
#: Places of one run that are looked at where even the rarest is common.
_MOST_OF_ONE = 20_000
#: Words by which a passage may grow or shrink between two runs that it shares with a quotation.
_DRIFT = 14
#: Odd multipliers that mix three word numbers into 32 bits (Knuth's 2654435761 and two primes). A collision costs a
#: look at a place that does not fit, and nothing else.
_MIX = (2_654_435_761, 40_503_001, 1_000_003)


class Region(NamedTuple):
    """Words ``first`` to ``last`` of the index, half-open, of one transcript, that share runs with a quotation.

    ``runs`` is how many of the quotation's runs of three words stand there.
    """

    transcript: int
    first: int
    last: int
    runs: int


class TranscriptIndex:
    """Transcripts, ready to be asked. Their words are numbered through, in the transcripts' order."""

    def __init__(self, transcripts: Iterable[Transcript]) -> None:
        """Read all words once: about three microseconds a word, and 24 bytes."""
        self.transcripts: list[Transcript] = []
        numbers: dict[str, int] = {"": 0}  # 0 stands between transcripts, so that no run goes over their edges
        word_numbers: list[npt.NDArray[np.int32]] = []
        starts: list[npt.NDArray[np.int32]] = []
        ends: list[npt.NDArray[np.int32]] = []
        firsts = [0]
        for transcript in transcripts:
            words = [
                word
                for start, end in spoken_stretches(transcript)
                for word in compared_words(transcript.text, start, end)
            ]
            found = [numbers.setdefault(word.key, len(numbers)) for word in words]
            self.transcripts.append(transcript)
            word_numbers.append(np.array([*found, 0], dtype=np.int32))
            starts.append(np.array([*(word.span.start for word in words), len(transcript.text)], dtype=np.int32))
            ends.append(np.array([*(word.span.end for word in words), len(transcript.text)], dtype=np.int32))
            firsts.append(firsts[-1] + len(found) + 1)
        self._numbers = numbers
        self._keys = list(numbers)
        empty = np.zeros(0, dtype=np.int32)
        self._words: npt.NDArray[np.int32] = np.concatenate([empty, *word_numbers])  # word -> its number
        self._starts: npt.NDArray[np.int32] = np.concatenate([empty, *starts])  # word -> code point in its transcript
        self._ends: npt.NDArray[np.int32] = np.concatenate([empty, *ends])
        self._firsts: npt.NDArray[np.int64] = np.array(firsts, dtype=np.int64)  # transcript -> its first word
        self._sort_runs()

    def _sort_runs(self) -> None:
        words = self._words
        count = max(len(words) - _RUN + 1, 0)
        inner = np.flatnonzero((words[:count] > 0) & (words[1 : count + 1] > 0) & (words[2 : count + 2] > 0))
        mixed = _mixed(words[inner], words[inner + 1], words[inner + 2]) if count else np.zeros(0, dtype=np.uint32)
        order = np.argsort(mixed, kind="stable")
        self._runs: npt.NDArray[np.uint32] = mixed[order]  # sorted
        self._run_at: npt.NDArray[np.int32] = inner[order].astype(np.int32)  # run -> its first word

    def __len__(self) -> int:
        """How many words were spoken in all transcripts."""
        return len(self._words) - len(self.transcripts)

    def words(self, first: int, last: int) -> list[str]:
        """The keys of words ``first`` to ``last``."""
        keys = self._keys
        return [keys[number] for number in self._words[first:last].tolist()]

    def place(self, word: int) -> tuple[int, int]:
        """Where a word stands in its transcript's text: code points, half-open."""
        return int(self._starts[word]), int(self._ends[word])

    def transcript_of(self, word: int) -> int:
        """Which transcript a word is in."""
        return int(np.searchsorted(self._firsts, word, side="right")) - 1

    def bounds(self, transcript: int) -> tuple[int, int]:
        """The first word of a transcript and the one behind its last."""
        return int(self._firsts[transcript]), int(self._firsts[transcript + 1]) - 1

    def numbers_of(self, keys: Sequence[str]) -> npt.NDArray[np.int32]:
        """The numbers of words; -1 for one that nobody spoke."""
        return np.array([self._numbers.get(key, -1) for key in keys], dtype=np.int32)

    def exactly(self, keys: Sequence[str], within: Iterable[int] | None = None) -> list[int]:
        """The first words of all places where ``keys`` stand one behind the other, in order.

        Of at most ``_MOST_OF_ONE`` places of their rarest run. Fewer words than a run are looked for in the transcripts
        ``within`` alone, and nowhere without it.
        """
        wanted = self.numbers_of(keys)
        if not len(wanted) or (wanted < 0).any():
            return []
        if len(wanted) < _RUN:
            at = [self._scan(wanted, transcript) for transcript in within or ()]
            return sorted(int(place) for places in at for place in places)
        low, high = self._postings(wanted)
        rarest = int(np.argmin(high - low))
        places = self._run_at[low[rarest] : min(high[rarest], low[rarest] + _MOST_OF_ONE)].astype(np.int64) - rarest
        places = places[(places >= 0) & (places + len(wanted) <= len(self._words))]
        for offset, number in enumerate(wanted):
            places = places[self._words[places + offset] == number]
        found = [int(place) for place in np.sort(places)]
        if within is None:
            return found
        allowed = set(within)
        return [place for place in found if self.transcript_of(place) in allowed]

    def _scan(self, wanted: npt.NDArray[np.int32], transcript: int) -> npt.NDArray[np.int64]:
        first, last = self.bounds(transcript)
        words = self._words[first:last]
        places = np.flatnonzero(words[: max(len(words) - len(wanted) + 1, 0)] == wanted[0])
        for offset in range(1, len(wanted)):
            places = places[words[places + offset] == wanted[offset]]
        return places + first

    def _postings(self, wanted: npt.NDArray[np.int32]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """For each run of the question, where it begins and ends among the sorted runs; empty for unknown words."""
        count = len(wanted) - _RUN + 1
        mixed = _mixed(wanted[:count], wanted[1 : count + 1], wanted[2:])
        low = np.searchsorted(self._runs, mixed, side="left").astype(np.int64)
        high = np.searchsorted(self._runs, mixed, side="right").astype(np.int64)
        known = (wanted[:count] >= 0) & (wanted[1 : count + 1] >= 0) & (wanted[2:] >= 0)
        return low, np.where(known, high, low)

    def regions(
        self, keys: Sequence[str], limit: int, *, drift: int = _DRIFT, within: Iterable[int] | None = None
    ) -> list[Region]:
        """Where most of the runs of ``keys`` stand near each other in their order, the best first.

        ``drift`` is how many words more or less may stand between two of them than in the question. At most ``limit``
        regions, those that share most runs first, and then those that stand first.
        """
        wanted = self.numbers_of(keys)
        if len(wanted) < _RUN:
            return []
        low, high = self._postings(wanted)
        counts = high - low
        places: list[npt.NDArray[np.int64]] = []
        offsets: list[npt.NDArray[np.int64]] = []
        total = 0
        for offset in np.argsort(counts, kind="stable").tolist():
            count = int(counts[offset])
            if not count:
                continue
            if places and total + count > _MOST_PLACES:
                break
            count = min(count, _MOST_OF_ONE)
            places.append(self._run_at[low[offset] : low[offset] + count].astype(np.int64))
            offsets.append(np.full(count, offset, dtype=np.int64))
            total += count
        if not places:
            return []
        at, offset_of = np.concatenate(places), np.concatenate(offsets)
        if within is not None:
            inside = np.isin(np.searchsorted(self._firsts, at, side="right") - 1, list(within))
            at, offset_of = at[inside], offset_of[inside]
        return self._grouped(at, offset_of, len(wanted), limit, drift)

    def _grouped(
        self,
        at: npt.NDArray[np.int64],
        offset_of: npt.NDArray[np.int64],
        size: int,
        limit: int,
        drift: int,
    ) -> list[Region]:
        """Places whose distance from where the question would begin is about the same, as regions."""
        if not len(at):
            return []
        begins = at - offset_of
        order = np.lexsort((at, begins))
        begins, at, offset_of = begins[order], at[order], offset_of[order]
        transcript_of = np.searchsorted(self._firsts, at, side="right") - 1
        parts = (np.diff(begins) > drift) | (np.diff(transcript_of) != 0)
        group = np.concatenate([[0], np.cumsum(parts)])
        distinct = np.unique(group * (size + 1) + offset_of) // (size + 1)
        runs = np.bincount(distinct)
        best = np.argsort(-runs, kind="stable")[:limit].tolist()
        regions = []
        for number in best:
            low = int(np.searchsorted(group, number, side="left"))
            high = int(np.searchsorted(group, number, side="right"))
            transcript = int(transcript_of[low])
            first, last = self.bounds(transcript)
            begin = max(first, int(begins[low]) - drift // 2)
            end = min(last, int(begins[high - 1]) + size + drift // 2, begin + 2 * size + 3 * drift)
            if begin < end:
                regions.append(Region(transcript, begin, end, int(runs[number])))
        return regions


def _mixed(
    first: npt.NDArray[np.int32], second: npt.NDArray[np.int32], third: npt.NDArray[np.int32]
) -> npt.NDArray[np.uint32]:
    """Three word numbers in 32 bits."""
    one, two, three = (part.astype(np.uint64) for part in (first, second, third))
    mixed = one * np.uint64(_MIX[0]) + two * np.uint64(_MIX[1]) + three * np.uint64(_MIX[2])
    mixed ^= mixed >> np.uint64(29)
    runs: npt.NDArray[np.uint32] = mixed.astype(np.uint32)
    return runs

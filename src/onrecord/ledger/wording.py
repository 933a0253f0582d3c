"""One wording beside another: whether it is the same quotation, what became of it on the way, and where it differs.

Quotations are shortened, cut, changed and pieced together as they are handed on, often several of these at once. So a
wording is compared with a base in two passes. First the runs of three words or more that both have are found wherever
they stand (greedy string tiling: Wise, "String similarity via greedy string tiling", 1993), which finds parts that
changed places and costs time only for what is there. Then what lies between the runs is aligned word by word
(``verify.align``). An alignment of the whole would do neither well: it cannot see that places were changed, and where
one quotation ends in the words with which another begins it scatters their words over each other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from onrecord.verify.align import Stretch, align_words

__all__ = ["Base", "Comparison", "Kind", "Tile", "beside", "compare", "enough", "may_be_enough"]


class Kind(StrEnum):
    """What a wording is beside its base; ``docs/tracing.md`` has an example of each."""

    SAME = "same"  #: every word, in order, and no other
    LONGER = "longer"  #: every word, in order, and more before or behind
    PART = "part"  #: words missing at the beginning or the end; the quotation may go on where the base ends
    CUT = "cut"  #: words left out within, with an ellipsis or without
    ALTERED = "altered"  #: words replaced, or added within
    STITCHED = "stitched"  #: parts from different places: in another order, or each in marks of its own


#: Words of a run that is sought in both wordings: that of ``ledger.shingles``, by which quotations are found.
_RUN = 3
#: Places of one run in the base that are tried; a run that returns more often ("no, no, no, no") tells places apart
#: no better.
_MOST_PLACES = 16
#: Words of a run that is a part of the base though it stands out of order: shorter ones ("one of the", "we are going
#: to") return by chance in any text of some length.
_MOVED_LEAST = 4
#: Words at an edge up to which what differs was replaced; from more than that on both sides, one quotation ended and
#: another went on.
_EDGE = 3
#: Words on both sides that are aligned beyond the outermost run.
_REACH = 30
#: What a gap between two runs costs, in words, against the words of the run that it leads to. Words that take the
#: place of others count whole. Words left out are what happens to quotations, and cost little however many they are.
#: Words added rarely run to more than a clause.
_LEFT_OUT_COST, _MOST_LEFT_OUT_COST = 0.25, 3.0
_ADDED_COST = 0.5


class Tile(NamedTuple):
    """A run of words in both: ``size`` words from ``at`` in the base, from ``place`` in the wording."""

    at: int
    place: int
    size: int


#: Words in common from which parts of two longer quotations may be one quotation. Of the pairs of quotations of
#: PolNeAR's articles with three or four words in common and all of the shorter one, most share a name or a slogan
#: ("commander in chief"). With shorter bases what is shared must be half of them.
_LEAST_SHARED = 5
#: From so many shared words on, the part of the shorter wording that must be shared for the two to be one quotation.
#: Chosen on pairs of quotations from two of PolNeAR's articles, of which 40 that have .4 to .8 of the shorter one in
#: common were read by eye. With five or six words 28 of 32 share a turn of speech and no more ("you don't want to be"),
#: with seven to nine 3 of 5, with ten and more none of 3: two cuttings of one speech. With four even .8 is most often
#: chance ("if you look at it").
_LEAST_PARTS = ((10, 0.4), (7, 0.6), (5, 0.8), (0, 1.0))
#: Below so many shared words they must be this part of the stretch that they are scattered over, in either wording:
#: "you don't want … to be the" is found in any long quotation.
_SCATTERED, _LEAST_PART_OF_REACH = 7, 0.7
#: What each word that differs between the shared ones takes from their weight.
_DIFFERING_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Comparison:
    """A wording beside its base, in words (indices, half-open).

    ``stretches`` cover both from first to last word, in order. ``start`` and ``end`` are those of the wording's words
    that correspond to the base; what lies outside is more of the same quotation. ``shared`` is the number of words in
    common, and ``reach`` over how many they are scattered, in whichever of the two that is more; ``differing`` is the
    weight of those between them that differ, of which words left out have less. ``parts`` are what the wording is
    stitched from, in its order, and otherwise empty.
    """

    kind: Kind
    shared: int
    reach: int
    differing: float
    start: int
    end: int
    stretches: tuple[Stretch, ...]
    parts: tuple[Tile, ...] = ()

    @property
    def is_full(self) -> bool:
        """Whether the wording has words for all of the base's, the same or others."""
        return self.kind is not Kind.STITCHED and not any(
            each.left_start < each.left_end and each.right_start == each.right_end for each in self.stretches
        )


class Base:
    """A wording that others are compared with: its words, and where each of its runs of three stands.

    It keeps what was compared with it, since a quotation that many articles print alike is compared once.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self.keys = tuple(keys)
        self.words = frozenset(keys)
        self.compared: dict[tuple[tuple[str, ...], tuple[int, ...]], Comparison | None] = {}
        self.places: dict[tuple[str, ...], list[int]] = {}
        for at in range(len(self.keys) - _RUN + 1):
            places = self.places.setdefault(self.keys[at : at + _RUN], [])
            if len(places) < _MOST_PLACES:
                places.append(at)


def enough(comparison: Comparison, base: int, words: int) -> bool:
    """Whether what is shared makes one quotation of wordings of ``base`` and ``words`` words.

    At least 5 words, or half of the base's; and of the shorter of the two all, where five or more are shared .8. From
    seven on, the shared words less half of those that differ between them must be .6 of the shorter, from ten on .4.
    Fewer than seven must be .7 of the stretch that they are scattered over.
    """
    shared = comparison.shared
    if shared < _SCATTERED:
        return may_be_enough(shared, base, words) and shared >= _LEAST_PART_OF_REACH * comparison.reach
    return shared - _DIFFERING_WEIGHT * comparison.differing >= _least_part(shared) * min(base, words)


def may_be_enough(shared: int, base: int, words: int) -> bool:
    """Whether so many words in common could be enough, wherever they stand."""
    return (shared >= _LEAST_SHARED or shared * 2 >= base) and shared >= _least_part(shared) * min(base, words)


def _least_part(shared: int) -> float:
    return next(part for number, part in _LEAST_PARTS if shared >= number)


def compare(base: Base, keys: Sequence[str], breaks: Sequence[int] = ()) -> Comparison | None:
    """``keys`` beside ``base``; none where they have no run of three words in common.

    ``breaks`` are the indices of words at which a new pair of quotation marks opens. Whether what is shared makes them
    one quotation is for :func:`enough` to say. Time grows with the words of both, but for the gaps between runs, which
    are aligned (see ``verify.align``).
    """
    words = tuple(keys)
    known = (words, tuple(breaks))
    if known not in base.compared:
        tiles = _tiles(base, words)
        chain = _densest(_in_order(tiles)) if tiles else []
        base.compared[known] = (
            _comparison(_joined(base.keys, words, chain), _moved(tiles, chain), breaks) if tiles else None
        )
    return base.compared[known]


def beside(base: Base, keys: Sequence[str], breaks: Sequence[int] = ()) -> Comparison:
    """The same for two that are known to be one quotation, though no run of three words may be left in common."""
    found = compare(base, keys, breaks)
    if found is not None:
        return found
    stretches = align_words(base.keys, tuple(keys))
    if any(each.same for each in stretches):
        return _comparison(stretches, [], breaks)
    return Comparison(Kind.ALTERED, 0, len(keys), float(len(keys)), 0, len(keys), tuple(stretches))


def _comparison(stretches: Sequence[Stretch], moved: Sequence[Tile], breaks: Sequence[int]) -> Comparison:
    same = [each for each in stretches if each.same]
    runs = [Tile(each.left_start, each.right_start, each.left_end - each.left_start) for each in same]
    kind = Kind.STITCHED if moved else _kind(stretches, frozenset(breaks))
    parts = tuple(sorted([*runs, *moved], key=lambda tile: tile.place)) if kind is Kind.STITCHED else ()
    start, end = _ends(stretches)
    start = min([start, *(tile.place for tile in moved)])
    end = max([end, *(tile.place + tile.size for tile in moved)])
    tiles = [*runs, *moved]
    base_reach = max(tile.at + tile.size for tile in tiles) - min(tile.at for tile in tiles)
    first, last = stretches.index(same[0]), stretches.index(same[-1])
    differing = sum(
        _cost(each.left_end - each.left_start, each.right_end - each.right_start)
        for at, each in enumerate(stretches)
        if not each.same and (first < at < last or _is_replaced(each))
    )
    return Comparison(
        kind=kind,
        shared=sum(tile.size for tile in tiles),
        reach=max(base_reach, end - start),
        differing=differing,
        start=start,
        end=end,
        stretches=tuple(stretches),
        parts=parts,
    )


def _tiles(base: Base, words: tuple[str, ...]) -> list[Tile]:
    """Runs of three words or more that are in both, none overlapping another, in the wording's order.

    At each word the longest run that begins there is taken; of equally long ones the first behind the run before.
    """
    tiles: list[Tile] = []
    taken = bytearray(len(base.keys))
    place = following = 0
    while place <= len(words) - _RUN:
        best = Tile(0, place, 0)
        for at in base.places.get(words[place : place + _RUN], ()):
            size = 0
            while (
                at + size < len(base.keys)
                and place + size < len(words)
                and not taken[at + size]
                and base.keys[at + size] == words[place + size]
            ):
                size += 1
            if (size, at >= following) > (best.size, best.at >= following):
                best = Tile(at, place, size)
        if best.size >= _RUN:
            tiles.append(best)
            taken[best.at : best.at + best.size] = b"\x01" * best.size
            following = best.at + best.size
            place += best.size
        else:
            place += 1
    return tiles


def _in_order(tiles: Sequence[Tile]) -> list[Tile]:
    """Those of the tiles that stand in the same order in both and have the most words together.

    The heaviest increasing subsequence, over a list of ends that grow with their weight: O(n log n) steps.
    """
    ends: list[int] = []
    best: list[tuple[int, int]] = []  # beside each end: the words up to there, and the last tile's index
    before: list[int | None] = []
    for index, tile in enumerate(tiles):
        slot = bisect_left(ends, tile.at + 1)
        weight, previous = best[slot - 1] if slot else (0, None)
        before.append(previous)
        weight += tile.size
        slot = bisect_left(ends, tile.at + tile.size)
        last = slot
        while last < len(ends) and best[last][0] <= weight:
            last += 1
        if slot == 0 or best[slot - 1][0] < weight:
            ends[slot:last] = [tile.at + tile.size]
            best[slot:last] = [(weight, index)]
    chain: list[Tile] = []
    at: int | None = best[-1][1]
    while at is not None:
        chain.append(tiles[at])
        at = before[at]
    return chain[::-1]


def _densest(chain: Sequence[Tile]) -> list[Tile]:
    """The neighbouring tiles of a chain that have the most words after what the gaps between them cost.

    Runs that two texts share by chance lie far from the others, and are left behind.
    """
    best = (0.0, 0, 0)
    score, first = 0.0, 0
    for index, tile in enumerate(chain):
        if index:
            previous = chain[index - 1]
            score -= _cost(tile.at - previous.at - previous.size, tile.place - previous.place - previous.size)
        if score <= 0:
            score, first = 0.0, index
        score += tile.size
        if score > best[0]:
            best = (score, first, index + 1)
    return list(chain[best[1] : best[2]])


def _cost(base: int, words: int) -> float:
    """What a gap costs that has so many words of the base and of the wording."""
    replaced = min(base, words)
    left_out = min((base - replaced) * _LEFT_OUT_COST, _MOST_LEFT_OUT_COST)
    return replaced + left_out + (words - replaced) * _ADDED_COST


def _moved(tiles: Sequence[Tile], chain: Sequence[Tile]) -> list[Tile]:
    """Tiles that are not in their place, long enough to be parts of their own, and near enough to the others."""
    first, last = chain[0], chain[-1]
    start, end = first.place, last.place + last.size
    moved = []
    known = set(chain)
    others = [tile for tile in tiles if tile not in known and tile.size >= _MOVED_LEAST]
    for tile in (each for each in others if each.place >= start):
        crosses = tile.at < last.at or tile.place < last.place
        if crosses and (tile.place - end) * _ADDED_COST < tile.size:
            moved.append(tile)
            end = max(end, tile.place + tile.size)
    for tile in (each for each in reversed(others) if each.place < start):
        if tile.at > first.at and (start - tile.place - tile.size) * _ADDED_COST < tile.size:
            moved.append(tile)
            start = tile.place
    return moved


def _joined(base: tuple[str, ...], words: tuple[str, ...], chain: Sequence[Tile]) -> list[Stretch]:
    """The chain's tiles with what lies between and around them aligned: stretches that cover both wordings."""
    first, last = chain[0], chain[-1]
    found = [
        Stretch(first.at - each.left_end, first.at - each.left_start,
                first.place - each.right_end, first.place - each.right_start, each.same)
        for each in reversed(_outward(base[: first.at][::-1], words[: first.place][::-1]))
    ]  # fmt: skip
    before: Tile | None = None
    for tile in chain:
        if before:
            found += _aligned(base, words, before.at + before.size, tile.at, before.place + before.size, tile.place)
        found.append(Stretch(tile.at, tile.at + tile.size, tile.place, tile.place + tile.size, same=True))
        before = tile
    at, place = last.at + last.size, last.place + last.size
    found += [_shifted(each, at, place) for each in _outward(base[at:], words[place:])]
    return _merged(found)


def _aligned(base: Sequence[str], words: Sequence[str], at: int, until: int, place: int, last: int) -> list[Stretch]:
    return [_shifted(each, at, place) for each in align_words(base[at:until], words[place:last])]


def _shifted(stretch: Stretch, at: int, place: int) -> Stretch:
    return Stretch(
        stretch.left_start + at, stretch.left_end + at, stretch.right_start + place, stretch.right_end + place,
        stretch.same,
    )  # fmt: skip


def _outward(base: tuple[str, ...], words: tuple[str, ...]) -> list[Stretch]:
    """What follows the outermost run in both, aligned as far as it is the same quotation.

    That is as far as the words that are the same outweigh what differs (``_cost``), and to the end where no more than
    ``_EDGE`` are left in both. Behind it the base's words are left out, and the wording's are more of the quotation.
    """
    stretches: list[Stretch] = []
    if min(len(base), len(words)) and max(len(base), len(words)) > _EDGE:
        score, best, kept = 0.0, 0.0, 0
        near = align_words(base[:_REACH], words[:_REACH])
        for index, each in enumerate(near):
            size = each.left_end - each.left_start
            score += size if each.same else -_cost(size, each.right_end - each.right_start)
            if each.same and (score > best or (score == best and size > 1)):
                best, kept = score, index + 1
        stretches = near[:kept]
    at, place = (stretches[-1].left_end, stretches[-1].right_end) if stretches else (0, 0)
    left, right = len(base) - at, len(words) - place
    if 0 < max(left, right) <= _EDGE and min(left, right):
        return stretches + _aligned(base, words, at, len(base), place, len(words))
    if left:
        stretches.append(Stretch(at, len(base), place, place, same=False))
    if right:
        stretches.append(Stretch(len(base), len(base), place, len(words), same=False))
    return stretches


def _merged(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Neighbours that are the same as one stretch."""
    merged: list[Stretch] = []
    for each in stretches:
        if merged and merged[-1].same and each.same:
            before = merged.pop()
            each = Stretch(before.left_start, each.left_end, before.right_start, each.right_end, same=True)
        merged.append(each)
    return merged


def _ends(stretches: Sequence[Stretch]) -> tuple[int, int]:
    """The words of the wording that correspond to the base: the same ones, and those replaced at an edge."""
    first, last = stretches[0], stretches[-1]
    same = [each for each in stretches if each.same]
    start = first.right_start if _is_replaced(first) else same[0].right_start
    return start, last.right_end if _is_replaced(last) else same[-1].right_end


def _is_replaced(stretch: Stretch) -> bool:
    return not stretch.same and stretch.left_start < stretch.left_end and stretch.right_start < stretch.right_end


def _kind(stretches: Sequence[Stretch], breaks: frozenset[int]) -> Kind:
    """The gravest of what happened to words that stand in their order."""
    same = [index for index, each in enumerate(stretches) if each.same]
    within = [each for each in stretches[same[0] : same[-1] + 1] if not each.same]
    if any(each.right_start < each.right_end for each in within) or any(map(_is_replaced, stretches)):
        return Kind.ALTERED
    if within:
        return Kind.STITCHED if any(each.right_start in breaks for each in within) else Kind.CUT
    around = [each for each in stretches if not each.same]
    if any(each.left_start < each.left_end for each in around):
        return Kind.PART
    return Kind.LONGER if around else Kind.SAME

"""What parts an article's words from a transcript's, and what kind of difference each is.

The words are aligned, and each stretch that is not the same is looked at by itself: is it another spelling of the same
words, a contraction undone, a hesitation dropped, an editor's bracket, something left out, or something else said?
What no rule explains is a change of words. The order of the rules is from what changes nothing to what changes most,
so that a stretch is taken for the mildest thing that explains all of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from onrecord.attribution.lemmas import irregular_verbs, noun_lemma, regular_lemma
from onrecord.verify.align import Stretch, align_words
from onrecord.verify.spoken import pairs_of, words_of_list
from onrecord.verify.types import DifferenceKind
from onrecord.verify.wording import Wording

__all__ = ["SILENT_LIMIT", "Change", "compare"]

#: Words that may be left out in one place without a mark and the quotation still be called trimmed: about a clause.
#: What lies further apart was not said together.
SILENT_LIMIT = 12
#: Words of a phrase begun twice: "we have to, we have to go".
_LONGEST_REPEAT = 6
#: Stretches longer than this are not tried for other spellings of the same words.
_LONGEST_SPELLING = 8


class Change(NamedTuple):
    """One difference: words ``first`` to ``last`` of the quotation, ``said_first`` to ``said_last`` of the passage."""

    kind: DifferenceKind
    first: int
    last: int
    said_first: int
    said_last: int
    marked: bool
    alters: bool


def compare(quotation: Wording, said: Sequence[str], own: Sequence[bool] | None = None) -> list[Change]:
    """The differences between a quotation and the passage ``said``, in order; none where all words are the same.

    ``own`` tells for each word of the passage whether it is the same speaker's as the first; another's words that
    stand between are an interruption.
    """
    changes: list[Change] = []
    for stretch in align_words(quotation.keys, said):
        if not stretch.same:
            changes += _Stretch(quotation, said, own, stretch).changes()
            continue
        for at in sorted(quotation.mended):  # [I]t, which was said as it is
            if stretch.left_start <= at < stretch.left_end:
                beside = at - stretch.left_start + stretch.right_start
                changes.append(Change("bracket", at, at + 1, beside, beside + 1, marked=True, alters=False))
    changes.sort(key=lambda change: (change.first, change.last))
    return changes


class _Stretch(NamedTuple):
    """One stretch that is not the same."""

    quotation: Wording
    said: Sequence[str]
    own: Sequence[bool] | None
    at: Stretch

    def changes(self) -> list[Change]:
        first, last, said_first, said_last = self.at[:4]
        marks = sorted(gap for gap in self.quotation.gaps if first <= gap <= last)
        if marks and first < last and said_first < said_last:
            return self._around_gap(marks[0])
        return list(self._plain(first, last, said_first, said_last, marked=bool(marks)))

    def _around_gap(self, gap: int) -> list[Change]:
        """A stretch with an ellipsis in it: the words before that belong at its beginning, those behind at its end."""
        first, last, said_first, said_last = self.at[:4]
        before = min(gap - first, said_last - said_first)
        behind = min(last - gap, said_last - said_first - before)
        changes: list[Change] = []
        if first < gap:
            changes += self._plain(first, gap, said_first, said_first + before, marked=False)
        changes += self._plain(gap, gap, said_first + before, said_last - behind, marked=True)
        if gap < last:
            changes += self._plain(gap, last, said_last - behind, said_last, marked=False)
        return changes

    def _plain(self, first: int, last: int, said_first: int, said_last: int, *, marked: bool) -> Iterator[Change]:
        """A stretch without an ellipsis in its middle."""
        if first == last and said_first == said_last:
            return
        quoted = list(self.quotation.keys[first:last])
        said = list(self.said[said_first:said_last])
        if quoted and said and _same_spelling(quoted, said):
            return
        if self._is_sum(first, last, said_first, said_last):
            return
        if not quoted:
            yield from self._left_out(first, said_first, said_last, marked=marked)
            return
        kind: DifferenceKind | None = None
        shown, alters = False, False
        if all(at in self.quotation.editors for at in range(first, last)):
            kind, shown = "bracket", True
        elif not said:
            kind, alters = "added", True
        elif _contracted(quoted, said):
            kind = "contraction"
        elif len(quoted) == len(said) and all(map(_same_or_inflected, quoted, said)):
            kind, shown = "inflection", all(at in self.quotation.mended for at in range(first, last))
        if kind is not None:
            yield Change(kind, first, last, said_first, said_last, shown, alters)
            return
        yield from self._split(first, last, said_first, said_last)

    def _is_sum(self, first: int, last: int, said_first: int, said_last: int) -> bool:
        """Whether it is the spelling of a sum of money: "$1 trillion", "a trillion dollars"."""
        quoted, said = self.quotation.keys[first:last], tuple(self.said[said_first:said_last])
        if {quoted, said} == {("a",), ("1",)}:
            return (
                self.quotation.keys[last : last + 1] in _SCALES
                and tuple(self.said[said_last : said_last + 1]) in _SCALES
            )
        before = self.quotation.keys[first - 1 : first] if first else ()
        return {quoted, said} in ({("dollars",), ()}, {("dollar",), ()}) and bool(before) and _is_number(before[0])

    def _split(self, first: int, last: int, said_first: int, said_last: int) -> Iterator[Change]:
        """Words replaced: editor's words apart, dropped hesitations at the edges apart, and what is left as one."""
        editors = self.quotation.editors
        hesitant = _hesitations(self.said[said_first:said_last])
        while said_last - said_first > last - first and hesitant and hesitant[-1]:
            said_last -= 1
            hesitant.pop()
            dropped = Change("hesitation", last, last, said_last, said_last + 1, marked=False, alters=False)
            yield from self._plain(first, last, said_first, said_last, marked=False)
            yield dropped
            return
        if hesitant and hesitant[0] and said_last - said_first > last - first:
            yield Change("hesitation", first, first, said_first, said_first + 1, marked=False, alters=False)
            yield from self._plain(first, last, said_first + 1, said_last, marked=False)
            return
        inside = [at for at in range(first, last) if at in editors]
        if inside and len(inside) < last - first:
            # An editor's word stands for what was said in its place; the words beside it are the article's own.
            low, high = inside[0], inside[-1] + 1
            before, behind = low - first, last - high
            if before + behind <= said_last - said_first:
                yield from self._plain(first, low, said_first, said_first + before, marked=False)
                yield Change("bracket", low, high, said_first + before, said_last - behind, marked=True, alters=False)
                yield from self._plain(high, last, said_last - behind, said_last, marked=False)
                return
        yield from self._around_common(first, last, said_first, said_last)

    def _around_common(self, first: int, last: int, said_first: int, said_last: int) -> Iterator[Change]:
        """Words replaced, parted where some of them are the same after all or a contraction is undone among them.

        Levenshtein's distance pairs words that stand beside each other where a shift would cost as much.
        """
        quoted, said = self.quotation.keys[first:last], self.said[said_first:said_last]
        common = _longest_common(quoted, said)
        if common is None:
            yield Change("replaced", first, last, said_first, said_last, marked=False, alters=True)
            return
        at, size, beside, length = common
        low, high = first + at, said_first + beside
        yield from self._plain(first, low, said_first, high, marked=False)
        if quoted[at : at + size] != tuple(said[beside : beside + length]):
            yield Change("contraction", low, low + size, high, high + length, marked=False, alters=False)
        yield from self._plain(low + size, last, high + length, said_last, marked=False)

    def _left_out(self, at: int, said_first: int, said_last: int, *, marked: bool) -> Iterator[Change]:
        """Words of the passage for which the quotation has none, parted by why they are missing."""
        if self.own is not None and said_last > said_first and not any(self.own[said_first:said_last]):
            yield Change("interruption", at, at, said_first, said_last, marked=False, alters=False)
            return
        if marked:
            yield Change("left_out", at, at, said_first, said_last, marked=True, alters=False)
            return
        hesitant = _hesitations(self.said[said_first:said_last])
        repeated = self._repeats(said_first, said_last)
        if repeated:
            yield Change("repeat", at, at, said_first, said_last, marked=False, alters=False)
            return
        if all(hesitant):
            yield Change("hesitation", at, at, said_first, said_last, marked=False, alters=False)
            return
        left = [word for word, dropped in zip(self.said[said_first:said_last], hesitant, strict=True) if not dropped]
        # What is long is no slip of a word: it makes two passages of one, which the verdict says.
        alters = len(left) <= SILENT_LIMIT and any(_turns(word) for word in left)
        yield Change("left_out", at, at, said_first, said_last, marked=False, alters=alters)

    def _repeats(self, said_first: int, said_last: int) -> bool:
        """Whether what was left out is said once more beside it, hesitations aside."""
        size = said_last - said_first
        if size > _LONGEST_REPEAT + 2:
            return False
        out = _without_hesitations(self.said[said_first:said_last])
        if not out or len(out) > _LONGEST_REPEAT:
            return False
        behind = _without_hesitations(self.said[said_last : said_last + len(out) + 3])[: len(out)]
        before = _without_hesitations(self.said[max(said_first - len(out) - 3, 0) : said_first])[-len(out) :]
        return out in (behind, before)


def _longest_common(quoted: Sequence[str], said: Sequence[str]) -> tuple[int, int, int, int] | None:
    """The longest words of a stretch that are the same, or the same but for a contraction: where they begin, how many.

    First in the quotation, then in what was said; ``None`` where there are none, and for long stretches, which are
    other words altogether. What is the whole of both is none either: it has been tried.
    """
    if max(len(quoted), len(said)) > _LONGEST_SPELLING:
        return None
    contracted = any(len(_undone(word)) > 1 for word in (*quoted, *said))
    if not contracted and set(quoted).isdisjoint(said):
        return None
    for size in range(len(quoted), 0, -1):
        for at in range(len(quoted) - size + 1):
            one = tuple(quoted[at : at + size])
            for beside in range(len(said)):
                for length in (size, size + 1, size - 1) if contracted else (size,):
                    other = tuple(said[beside : beside + length])
                    if not other or len(other) < length or (size, length) == (len(quoted), len(said)):
                        continue
                    if one == other or (size != length and _contracted(one, other)):
                        return at, size, beside, length
    return None


def _hesitations(said: Sequence[str]) -> list[bool]:
    """For each word whether it is a hesitation, or part of one of several words."""
    listed = words_of_list("hesitations")
    marks = [False] * len(said)
    at = 0
    while at < len(said):
        for size in (2, 1):
            if " ".join(said[at : at + size]) in listed and at + size <= len(said):
                marks[at : at + size] = [True] * size
                at += size
                break
        else:
            at += 1
    return marks


def _without_hesitations(said: Sequence[str]) -> list[str]:
    return [word for word, dropped in zip(said, _hesitations(said), strict=True) if not dropped]


def _turns(word: str) -> bool:
    """Whether a sentence says something else without this word."""
    return (
        word in words_of_list("turning")
        or (word.endswith("nt") and word[:-2] in words_of_list("helping"))
        or (word in ("cant", "wont", "aint"))
    )


@lru_cache(maxsize=4_096)
def _spelt(word: str) -> str:
    """A number as digits, an abbreviation in full, an okay as one."""
    full = pairs_of("numbers").get(word) or pairs_of("abbreviations").get(word)
    return full or ("okay" if word == "ok" else word.removesuffix(".00"))


#: What a sum may be counted in.
_SCALES = frozenset({("hundred",), ("thousand",), ("million",), ("billion",), ("trillion",)})


def _is_number(word: str) -> bool:
    return _spelt(word)[:1].isdigit() or (word,) in _SCALES


def _same_spelling(quoted: Sequence[str], said: Sequence[str]) -> bool:
    """Whether two stretches are the same words written otherwise: health care, healthcare; U.S., US; 20, twenty."""
    if max(len(quoted), len(said)) > _LONGEST_SPELLING:
        return False
    if len(quoted) == len(said) and all(a == b or _same_possessive(a, b) for a, b in zip(quoted, said, strict=True)):
        return True
    return _joined(quoted) == _joined(said)


def _same_possessive(one: str, other: str) -> bool:
    """Whether two words are Sanders' and Sanders's, apostrophes left out."""
    short, long = sorted((one, other), key=len)
    return short.endswith("s") and long == short + "s"


def _joined(words: Sequence[str]) -> str:
    return "".join(_spelt(word) for word in words if word not in ("dollar", "dollars"))


@lru_cache(maxsize=4_096)
def _undone(word: str) -> tuple[str, ...]:
    """A contraction's words; "is" and "has", "would" and "had" alike, since 's and 'd are both."""
    listed = pairs_of("contractions").get(word)
    if listed:
        return tuple(part for each in listed.split() for part in _undone(each))
    if word.endswith("nt") and word[:-2] in words_of_list("helping"):
        return (_merged(word[:-2]), "not")
    for ending, full in (("re", "are"), ("ve", "have"), ("ll", "will"), ("d", "would"), ("s", "is")):
        if word.endswith(ending) and word != "is" and word[: -len(ending)] in words_of_list("contracting"):
            return (word[: -len(ending)], _merged(full))
    return (_merged(word),)


def _merged(word: str) -> str:
    return {"has": "is", "had": "would", "wo": "will"}.get(word, word)


def _contracted(quoted: Sequence[str], said: Sequence[str]) -> bool:
    """Whether the stretches are the same words but for contractions."""
    if max(len(quoted), len(said)) > _LONGEST_SPELLING:
        return False
    one = [part for word in quoted for part in _undone(word)]
    other = [part for word in said for part in _undone(word)]
    if len(quoted) == len(said) == 1 and len(other) == 2 and "not" not in other and said[0] not in _NOT_CLIPPED:
        return one[0] in other and len(one) == 1  # He's right: "is right"; who've started: "who started"
    return one == other and (len(quoted) != len(said) or _is_clipped(quoted, said))


def _is_clipped(quoted: Sequence[str], said: Sequence[str]) -> bool:
    """Whether every pair that differs has a clipped form in it: 'cause for because."""
    clipped = pairs_of("contractions")
    return all(a == b or a in clipped or b in clipped for a, b in zip(quoted, said, strict=True))


#: Contractions that are words of their own without their apostrophe.
_NOT_CLIPPED = frozenset({"were", "well", "its", "ill", "hell", "shell", "wed", "shed", "id"})
_MODALS = {"would": "will", "could": "can", "might": "may"}
_FORMS_OF_BE = frozenset({"be", "am", "is", "are", "was", "were", "been", "being"})


@lru_cache(maxsize=16_384)
def _lemmas(word: str) -> frozenset[str]:
    """What a word may be a form of."""
    if word in _FORMS_OF_BE:
        return frozenset({"be"})
    return frozenset(
        {word, irregular_verbs().get(word, word), regular_lemma(word), noun_lemma(word), _MODALS.get(word, word)}
    )


def _same_or_inflected(quoted: str, said: str) -> bool:
    return quoted == said or _inflected(quoted, said)


def _inflected(quoted: str, said: str) -> bool:
    """Whether two words are forms of one: says, said; city, cities; will, would."""
    if quoted == said or min(len(quoted), len(said)) < 2 or _turns(quoted) != _turns(said):
        return (quoted in _MODALS and _MODALS[quoted] == said) or (said in _MODALS and _MODALS[said] == quoted)
    return not _lemmas(quoted).isdisjoint(_lemmas(said))

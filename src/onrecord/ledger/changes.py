"""What changed between two versions of a page in who says what: kept, altered, added, removed.

Why not a difference of the two texts: a paragraph that moved, or a headline, is no change in what anybody is said to
have said, and one word can be ("denied" for "declined to say"). Records have the statements apart, so that these are
matched, each with one at most, and a pair is then compared aspect by aspect.

Matching goes from the certain to the likely. First what is the same in every aspect; then the same words of the same
speaker; then those that share most of their words: at least ``SAME_SPEAKER`` of them where the speaker is the same, and
``OTHER_SPEAKER`` where the words have passed to another. Candidates are found by the words that few statements have, so
that the time grows with the articles' length and not with its square.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from onrecord.record.types import Attribution, ContentSpan, Record, SpanRecord
from onrecord.text.comparing import keys_of

__all__ = ["OTHER_SPEAKER", "SAME_SPEAKER", "Altered", "Aspect", "Changes", "changes"]

Aspect = Literal["content", "form", "cue", "source", "standing", "hedges", "negation"]

#: The part of their words that two contents share (Dice: twice those of both, by the words of either), from which they
#: are one statement of one speaker that was written anew; below it a speaker has said something else.
SAME_SPEAKER = 0.4
#: The same where the speaker is another: a correction of the name leaves the words as they were.
OTHER_SPEAKER = 0.7
#: Contents of fewer words are alike by chance ("so", "he won") and are not matched across speakers.
_LEAST_WORDS = 3
#: A word that more statements of the old version have says little of which one is meant.
_MOST_WITH_WORD = 24
#: Candidates of one statement that are compared word by word: those with most of its rarer words.
_MOST_COMPARED = 8


@dataclass(frozen=True, slots=True)
class Altered:
    """A statement in both versions that is not the same, and in what it differs."""

    old: Attribution
    new: Attribution
    aspects: tuple[Aspect, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """Two versions' attributions: those of the old one have their places in its text, the others in the new one's.

    ``kept`` and ``altered`` hold pairs, in the order of the new version as ``added``; ``removed`` is in the old one's.
    """

    kept: tuple[tuple[Attribution, Attribution], ...]
    altered: tuple[Altered, ...]
    added: tuple[Attribution, ...]
    removed: tuple[Attribution, ...]


@dataclass(frozen=True, slots=True)
class _Statement:
    """An attribution with what of it is compared. Capitals, accents and marks are no difference in words."""

    number: int
    attribution: Attribution
    aspects: dict[Aspect, Hashable]
    words: Counter[str]

    @property
    def speaker(self) -> Hashable:
        return self.aspects["source"]


def _statements(record: Record) -> list[_Statement]:
    names = {entity.id: entity.name for entity in record.entities}
    text = record.document.text

    def keys(spans: Iterable[SpanRecord | ContentSpan]) -> tuple[str, ...]:
        return tuple(key for span in spans for key in keys_of(text[span.start : span.end]))

    made = []
    for number, each in enumerate(record.attributions):
        content = keys(each.content)
        named = names.get(each.source.entity or "")
        aspects: dict[Aspect, Hashable] = {
            "content": content,
            "form": each.form,
            "cue": keys(each.cue.spans),
            # Who it is where that is known, and not whether a pronoun says so.
            "source": tuple(keys_of(named)) if named else keys(each.source.spans),
            "standing": each.source.standing,
            "hedges": tuple(sorted(keys([hedge]) for hedge in each.hedges)),
            "negation": each.negated,
        }
        made.append(_Statement(number, each, aspects, Counter(content)))
    return made


class _Pairing:
    """Which of the new statements is which of the old, each in one pair at most."""

    def __init__(self, old: list[_Statement], new: list[_Statement]) -> None:
        self._old, self._new = old, new
        self.old_of: dict[int, _Statement] = {}
        self._taken: set[int] = set()

    def left_old(self) -> list[_Statement]:
        return [each for each in self._old if each.number not in self._taken]

    def left_new(self) -> list[_Statement]:
        return [each for each in self._new if each.number not in self.old_of]

    def _pair(self, old: _Statement, new: _Statement) -> None:
        self.old_of[new.number] = old
        self._taken.add(old.number)

    def pair_equal(self, key: Callable[[_Statement], Hashable]) -> None:
        """Pair those with equal keys, the first with the first."""
        waiting: dict[Hashable, list[_Statement]] = defaultdict(list)
        for old in reversed(self.left_old()):
            waiting[key(old)].append(old)
        for new in self.left_new():
            if waiting.get(key(new)):
                self._pair(waiting[key(new)].pop(), new)

    def pair_alike(self) -> None:
        """Pair those that share enough of their words, the likest first; of equals those that stand nearest."""
        having: dict[str, list[_Statement]] = defaultdict(list)
        for old in self.left_old():
            for word in old.words:
                having[word].append(old)
        pairs = []
        for new in self.left_new():
            shared = Counter(
                old.number
                for word in new.words
                if len(having.get(word, ())) <= _MOST_WITH_WORD
                for old in having.get(word, ())
            )
            likeliest = sorted(shared.items(), key=lambda each: (-each[1], abs(each[0] - new.number), each[0]))
            for number, _ in likeliest[:_MOST_COMPARED]:
                likeness = _likeness(self._old[number], new)
                if likeness:
                    pairs.append((-likeness, abs(number - new.number), number, new.number))
        for _, _, old_number, new_number in sorted(pairs):
            if old_number not in self._taken and new_number not in self.old_of:
                self._pair(self._old[old_number], self._new[new_number])


def _likeness(old: _Statement, new: _Statement) -> float:
    """The part of their words that two statements share, 0 to 1; 0 where it is too small for them to be one."""
    least = SAME_SPEAKER
    if old.speaker != new.speaker:
        least = OTHER_SPEAKER
        if min(old.words.total(), new.words.total()) < _LEAST_WORDS:
            return 0.0
    both = (old.words & new.words).total()
    dice = 2 * both / (old.words.total() + new.words.total())
    return dice if dice >= least else 0.0


def changes(old: Record, new: Record) -> Changes:
    """What became of the old version's attributions in the new one. The same two records give the same changes."""
    before, after = _statements(old), _statements(new)
    pairing = _Pairing(before, after)
    pairing.pair_equal(lambda each: tuple(each.aspects.values()))
    pairing.pair_equal(lambda each: (each.aspects["content"], each.speaker, each.aspects["cue"]))
    pairing.pair_equal(lambda each: (each.aspects["content"], each.speaker))
    pairing.pair_alike()
    kept: list[tuple[Attribution, Attribution]] = []
    altered: list[Altered] = []
    for each in after:
        found = pairing.old_of.get(each.number)
        if found is None:
            continue
        differing = tuple(aspect for aspect in get_args(Aspect) if found.aspects[aspect] != each.aspects[aspect])
        if differing:
            altered.append(Altered(found.attribution, each.attribution, differing))
        else:
            kept.append((found.attribution, each.attribution))
    return Changes(
        tuple(kept),
        tuple(altered),
        tuple(each.attribution for each in pairing.left_new()),
        tuple(each.attribution for each in pairing.left_old()),
    )

"""Who says "I" where no quotation marks tell it: the turns of interviews, hearings and speeches.

News quotes its speakers. A transcript hands the floor from one to another, and who has it is told at the edges: a label
("Vell: …"), a name that ends the turn before ("… Ms. Vell?"), a heading ("Remarks by Mara Vell"), an introduction
("I'm Mara Vell"), or the title of an interview. Where none of these tells it nobody is named: an unlabelled turn in a
room of many is anyone's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.attribution.lexicon import listed
from onrecord.attribution.phrases import ends_sentence
from onrecord.attribution.words import Words
from onrecord.entities.entity import Entity, NameMention
from onrecord.entities.names import address_words
from onrecord.span import Span

__all__ = ["FIRST_PERSON", "SECOND_PERSON", "Floor", "find_turns"]

FIRST_PERSON = frozenset({"i", "me", "my", "mine", "myself"})
SECOND_PERSON = frozenset({"you", "your", "yours", "yourself"})
#: What a heading calls a speech, before "of" or "by" and the speaker's name, or behind it.
_SPEECHES = frozenset(
    listed("argument, remarks, statement, address, speech, testimony, lecture, keynote, oration, sermon, eulogy")
)
_INTERVIEWS = frozenset({"interview", "interviews", "interviewed", "interviewing"})
_INTERVIEWEES = frozenset({"him", "her"})
#: Words that give somebody the floor, and those that stand beside them.
_INVITING = frozenset({"proceed", "ahead", "begin", "start", "continue", "floor"})
_HANDING = _INVITING | frozenset(
    listed(
        "alright, all, right, okay, ok, please, go, you, may, can, the, is, yours, and, now, then, so, yes, over, to"
    )
)
_LONGEST_HEADING, _LONGEST_LABEL = 24, 8
#: The most words and marks of what is said to who has the floor: a question, and a remark without a question mark.
_LONGEST_QUESTION, _LONGEST_REMARK = 140, 80
#: So many blocks at the beginning may tell who is interviewed.
_BEGINNING = 8
#: Words that may stand between whose speech it is and the word for it: Vell's Second Inaugural [Address].
_NEAR_SPEECH = 5


@dataclass(frozen=True, slots=True)
class Floor:
    """Who has the floor in a block, as an index of the entities, and by what words; and who has it else."""

    speaker: int | None
    hearer: int | None
    evidence: Span | None


class _Names:
    """The persons' names of a document, by place."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self.at: dict[int, tuple[int, NameMention]] = {}
        for index, entity in enumerate(entities):
            if entity.kind == "person":
                self.at |= {mention.first: (index, mention) for mention in entity.names}

    def within(self, place: range) -> list[tuple[int, NameMention]]:
        """Those that begin in ``place``, in order."""
        return [self.at[word] for word in place if word in self.at]


def _only_name(
    words: Words, place: range, names: _Names, beside: frozenset[str] = frozenset()
) -> tuple[int, NameMention] | None:
    """The name that ``place`` is, but for forms of address, marks, and the words ``beside``."""
    found = names.within(place)
    if len(found) != 1:
        return None
    _, mention = found[0]
    others = [
        at
        for at in place
        if not mention.first <= at < mention.last
        and words[at].is_word
        and words[at].lower not in address_words()
        and words[at].lower not in beside
    ]
    return None if others else found[0]


def _label(words: Words, block: range, names: _Names) -> tuple[int, NameMention] | None:
    """Whose turn a label at the block's start says it is: Vell: …, Speaker Vell. …"""
    for at in range(block.start, min(block.start + _LONGEST_LABEL, block.stop - 1)):
        if words[at].lower == ":" or (words[at].lower == "." and ends_sentence(words, at)):
            named = _only_name(words, range(block.start, at), names)
            titled = named is not None and (words[at].lower == ":" or named[1].first > block.start)
            return named if titled else None
    return None


def _handed(words: Words, block: range, names: _Names) -> tuple[int, NameMention] | None:
    """To whom the block's last sentence gives the floor: Ms. Vell? Alright, Ms. Vell, please proceed."""
    stop = block.stop - 1
    if stop <= block.start or words[stop].lower not in {".", "?", "!", ":"}:
        return None
    start = stop
    while start > block.start and not ends_sentence(words, start - 1):
        start -= 1
    invited = any(words[at].lower in _INVITING for at in range(start, stop))
    # A block that is a name, and neither asks nor invites, is a caption.
    called = start > block.start or words[stop].lower == "?" or invited
    return _only_name(words, range(start, stop), names, _HANDING if invited else frozenset()) if called else None


def _introduced(words: Words, block: range, names: _Names) -> tuple[int, NameMention] | None:
    """Who introduces himself: I'm Mara Vell; my name is Mara Vell; I, Mara Vell, declare."""
    for index, mention in names.within(block):
        before = [words[at].lower for at in range(max(block.start, mention.first - 3), mention.first)]
        if before[-2:] in (["i", "'m"], ["i", "am"], ["i", ","]) or before == ["my", "name", "is"]:
            return index, mention
    return None


def _announced(words: Words, block: range, names: _Names) -> tuple[int, NameMention] | None:
    """Whose speech a heading announces: Remarks by Mara Vell; Mara Vell's Inaugural Address."""
    if len(block) > _LONGEST_HEADING or words[block.stop - 1].lower in {".", "?", "!"}:
        return None
    said = [words[at].lower for at in block]
    speeches = [block.start + at for at, word in enumerate(said) if word in _SPEECHES]
    for index, mention in names.within(block):
        if any(
            at < mention.first and said[at - block.start + 1] in {"of", "by"} for at in speeches if at + 1 < block.stop
        ):
            return index, mention
        if (
            mention.last < block.stop
            and words[mention.last].lower == "'s"
            and any(at > mention.last for at in speeches)
        ):
            return index, mention
    return None


def _interviewed(
    words: Words, block: range, names: _Names, before: Mapping[int, NameMention], *, opens: bool
) -> list[tuple[int, NameMention]]:
    """Who is interviewed, as a sentence of the page's beginning has it: An interview with Mara Vell.

    The name that an interviewer has behind "by" is left out. In what ``opens`` the page, a title, "tells" is enough.
    "We spoke with her" means the one person whom the page has named by then, or in ``before`` the sentence.
    """
    told = next((at for at in block if _tells_of_interview(words, at, opens=opens)), None)
    if told is None:
        return []
    start, stop = told, told
    while start > block.start and not ends_sentence(words, start - 1):
        start -= 1
    while stop < block.stop and not ends_sentence(words, stop):
        stop += 1
    found: dict[int, NameMention] = {}
    for index, mention in names.within(range(start, stop)):
        if len(mention.parts) > 1 and not (mention.first and words[mention.first - 1].lower == "by"):
            found.setdefault(index, mention)
    if not found and any(words[at].lower in _INTERVIEWEES for at in range(told + 1, min(told + 3, stop))):
        found = {**before, **dict(_full_names(names, range(block.start, start)))}
        return list(found.items()) if len(found) == 1 else []
    return list(found.items())


def _full_names(names: _Names, place: range) -> list[tuple[int, NameMention]]:
    """The persons whom ``place`` names by more than one word."""
    return [(index, mention) for index, mention in names.within(place) if len(mention.parts) > 1]


def _tells_of_interview(words: Words, at: int, *, opens: bool) -> bool:
    word = words[at].lower
    following = words[at + 1].lower if at + 1 < len(words) else ""
    spoke = word in {"spoke", "talked", "spoken"} and following in {"with", "to"}
    return word in _INTERVIEWS or spoke or (opens and word in {"tells", "talks", "speaks"})


def _asks(words: Words, block: range) -> bool:
    """Whether the block is spoken to who has the floor, rather than by who has it."""
    if words[block.stop - 1].lower == "?":
        return len(block) <= _LONGEST_QUESTION
    if len(block) > _LONGEST_REMARK:
        return False
    said = [words[at].lower for at in block]
    to_you = sum(word in SECOND_PERSON for word in said)
    return to_you > 1 and to_you > sum(word in FIRST_PERSON for word in said)


def _blocks(words: Words) -> list[tuple[int, range]]:
    """The number and the words of each block."""
    starts = [at for at in range(len(words)) if not at or words[at].block != words[at - 1].block]
    return [(words[start].block, range(start, stop)) for start, stop in pairwise([*starts, len(words)])]


def find_turns(words: Words, entities: Sequence[Entity]) -> Mapping[int, Floor]:
    """Who has the floor in each block in which that is told, by the block's number. Linear."""
    names, turns = _Names(entities), dict[int, Floor]()
    holder: tuple[int, NameMention] | None = None
    in_the_room: dict[int, NameMention] = {}
    named: dict[int, NameMention] = {}
    for place, (number, block) in enumerate(_blocks(words)):
        if place < _BEGINNING and not in_the_room:
            in_the_room = dict(_interviewed(words, block, names, named, opens=not place))
            if len(in_the_room) == 1:
                holder = next(iter(in_the_room.items()))
            named |= dict(_full_names(names, block))
        if (announced := _announced(words, block, names)) is not None:
            holder = announced
            continue
        labelled, spoken_to = _label(words, block, names), None
        if labelled is not None:
            spoken_to = holder[0] if holder is not None and holder[0] != labelled[0] else None
            holder = labelled
        speaking = labelled or _introduced(words, block, names) or _left_over(block, in_the_room, names) or holder
        if speaking is not None:
            index, mention = speaking
            if labelled is None and speaking is holder and _asks(words, block):
                turns[number] = Floor(None, index, mention.span)
            else:
                turns[number] = Floor(index, spoken_to, mention.span)
        holder = _handed(words, block, names) or holder
    return turns


def _left_over(block: range, in_the_room: Mapping[int, NameMention], names: _Names) -> tuple[int, NameMention] | None:
    """The one of several that the block does not speak of, where it speaks of the others."""
    if len(in_the_room) < 2:
        return None
    spoken_of = {index for index, _ in names.within(block)}
    silent = [index for index in in_the_room if index not in spoken_of]
    return (silent[0], in_the_room[silent[0]]) if len(silent) == 1 else None

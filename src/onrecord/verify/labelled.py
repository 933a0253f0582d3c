r"""Plain text with speaker labels, as agencies and stations publish it, or with none.

A label stands at a line's beginning: ``CLINTON:``, ``MEGYN KELLY:``, ``SEN. ROSA VELL (I-ME):``, ``Mara Vell
(00:12):``, ``[Moderator]``, ``Q.``. A turn goes on over paragraphs until the next. Names in capitals are labels by
themselves; in small letters ("Mara Vell:") a sentence may begin alike ("Remember: …"), so these count only in a text
where labels come back. Where a text has run two turns into one line ("… Thank you.VELL: And so"), a name in capitals
that is a label elsewhere in the same text is one there too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from onrecord.verify.spoken import words_of_list
from onrecord.verify.transcript import Transcript, Turn

__all__ = ["read_labelled"]

#: Speaker's words as a label writes them: capitals, with initials, hyphens, apostrophes; at most six.
_CAPITAL_WORD = r"(?:[A-Z][A-Z'’.\-]*[A-Z.]|[A-Z]c[A-Z]+|[A-Z]\.|#?\d{1,2}|[A-Z])"  # KELLY, O'NEILL, McCAIN, J., #2
_CAPITALS = rf"{_CAPITAL_WORD}(?:,?\ {_CAPITAL_WORD}){{0,5}}"
_NAME_WORD = r"(?:[A-Z][\w'’.\-]*|de|la|van|von|der|del|bin|al|of|the|\d{1,2})"
_NAME = rf"[A-Z][\w'’.\-]*(?:\ {_NAME_WORD}){{0,4}}"
#: What may stand between a name and its colon: (R-TX), [on video], (00:12:40), , CNN HOST.
_ASIDE = r"(?:\ ?\((?P<{0}>[^()\n]{{1,40}})\)|\ ?\[[^\[\]\n]{{1,40}}\])?"
_TIME = r"(?:[\[(]?(?P<before>\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?)[\])]?\s*(?:-\s*)?)?"
_LEAD = r"^[^\S\n]*(?:>>+\s?|\*\*|[-–—]\s)?"

_COLON_LABEL = re.compile(
    _LEAD
    + _TIME
    + rf"(?:(?P<capitals>{_CAPITALS})|(?P<name>{_NAME}))"
    + _ASIDE.format("aside")
    + r"(?:,\ [A-Za-z ,.&'’\-]{2,40})?(?P<colon>:)(?:\*\*)?(?=\s|$|[^\s\d/])",
    re.MULTILINE,
)
_BRACKET_LABEL = re.compile(r"^[^\S\n]*\[(?P<name>[A-Z][\w'’. \-]{0,40})\](?P<colon>:?)", re.MULTILINE)
#: A question or an answer: "Q. Was it?", "Q: …", "Q Mr. Mayor", "A. It was."
_LETTER_LABEL = re.compile(r"^[^\S\n]*(?:(?P<name>[QA])[.:](?=\s)|(?P<bare>Q)[^\S\n]+(?=[A-Z\"“]))", re.MULTILINE)
#: Two turns run into one line.
_RUN_IN = re.compile(rf"(?<=[.?!)\]\"”…\-—])\ ?(?P<capitals>{_CAPITALS}):(?=\s|$|[A-Z])")
_CLOCK = re.compile(r"\d{1,2}:\d\d(?::\d\d)?")
#: A text with more labels in capitals than this has no others: what looks like one is a headline or a list.
_FEW = 2
#: The longest label; what is longer is a sentence.
_LONGEST = 60


class _Label(NamedTuple):
    start: int
    end: int
    speaker: str
    time: str | None
    certain: bool


def read_labelled(name: str, text: str, *, whole_lines: bool = True) -> Transcript:
    """The transcript in a plain text: its turns between labels, what stands before the first one nobody's."""
    labels = _labels(text)
    turns: list[Turn] = []
    first = labels[0].start if labels else len(text)
    edges = [_Label(0, 0, "", None, certain=True)] if first > 0 or not labels else []
    for label, following in _with_following([*edges, *labels], len(text)):
        start, end = _trimmed(text, label.end, following)
        if start < end:
            turns.append(Turn(label.speaker or None, start, end, label.time))
    return Transcript(name, text, tuple(turns), whole_lines=whole_lines)


def _with_following(labels: list[_Label], end: int) -> Iterator[tuple[_Label, int]]:
    for at, label in enumerate(labels):
        yield label, labels[at + 1].start if at + 1 < len(labels) else end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    inside = text[start:end]
    return start + len(inside) - len(inside.lstrip()), start + len(inside.rstrip()) if inside.strip() else start


def _labels(text: str) -> list[_Label]:
    """The labels of ``text`` in order."""
    found = [*_colon_labels(text), *_bracket_labels(text), *_letter_labels(text)]
    known = {label.speaker for label in found if label.certain}
    counts = Counter(label.speaker for label in found)
    in_capitals = sum(1 for label in found if label.certain) > _FEW
    recurring = any(not label.certain and counts[label.speaker] > 1 for label in found)
    kept = [
        label
        for label in found
        if label.certain or (not in_capitals and (counts[label.speaker] > 1 or (recurring and " " in label.speaker)))
    ]
    kept += [
        _Label(match.start(), match.end(), match["capitals"], None, certain=True)
        for match in _RUN_IN.finditer(text)
        if match["capitals"] in known
    ]
    kept.sort()
    labels: list[_Label] = []
    for label in kept:
        if not labels or label.start >= labels[-1].end:
            labels.append(label)
    return labels


def _colon_labels(text: str) -> Iterator[_Label]:
    for match in _COLON_LABEL.finditer(text):
        speaker = (match["capitals"] or match["name"]).strip()
        if len(match.group().strip()) > _LONGEST or speaker.casefold() in words_of_list("not_labels"):
            continue
        time = match["before"] or _time_in(match["aside"])
        # One capital letter is a list's "A:" or "B:", but for questions and answers, which have their own pattern.
        certain = bool(match["capitals"]) and len(speaker) > 1 and not speaker.isdigit()
        if len(speaker) > 1:
            yield _Label(match.start(), match.end(), speaker, time, certain or bool(time))


def _time_in(aside: str | None) -> str | None:
    return aside if aside and _CLOCK.fullmatch(aside) else None


def _bracket_labels(text: str) -> Iterator[_Label]:
    for match in _BRACKET_LABEL.finditer(text):
        words = match["name"].casefold().split()
        if words and words_of_list("directions").isdisjoint(words):
            yield _Label(match.start(), match.end(), match["name"].strip(), None, certain=bool(match["colon"]))


def _letter_labels(text: str) -> Iterator[_Label]:
    """Questions and answers. An "A." alone is a list's first item: answers count only where there are questions."""
    found = list(_LETTER_LABEL.finditer(text))
    asked = sum(1 for match in found if (match["name"] or match["bare"]) == "Q")
    for match in found:
        speaker = match["name"] or match["bare"]
        if asked and (speaker == "Q" or asked > 1):
            yield _Label(match.start(), match.end(), speaker, None, certain=True)

"""Brat standoff files as PolNeAR writes them: gold attributions of one article by one annotator.

    T1⇥Source 89 106⇥The New York Post          a span with its words; "89 93;98 106" is one in two fragments
    E1⇥Attribution:T4 Content:T3 Cue:T2         an event joins spans; a role may be numbered, "Content2:T9"

Why not a brat library: the few there are read files only to write them again, and pass over a line that they do not
understand. A gold line that is lost without a word makes a score wrong without a word, so here it is an error that
names the file and the line. Two things that PolNeAR's files hold are let pass: a span whose words run over a line's
end, so that lines without any mark of their own follow; and brat's notes, relations and attributes, which carry no
span.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from onrecord.errors import FormatError, NotFound
from onrecord.evaluation.spans import ROLES, AttributionSpans
from onrecord.span import Span

__all__ = ["parse_standoff", "read_standoff"]

#: "115 290"
_OFFSETS = r"[0-9]{1,12} [0-9]{1,12}"
#: "T3⇥Content 115 290⇥that …": id, type, fragments, and the words, which may be left out.
_SPAN = re.compile(rf"(T\d+)\t(\S+) ({_OFFSETS}(?:;{_OFFSETS})*)(?:\t(.*))?")
#: "E1⇥Attribution:T4 Content:T3 Cue:T2 Source:T1": id, and pairs of role and target.
_EVENT = re.compile(r"(E\d+)\t(\S+:[TE]\d+(?: \S+:[TE]\d+)*) ?")
#: "R1⇥…", "A1⇥…", "M1⇥…", "N1⇥…", "#1⇥…", "*⇥…": brat's relations, attributes, normalisations, notes, equivalences.
_OTHER = re.compile(r"(?:[RAMN#]\d+|\*)\t.*")
#: Several arguments of one role are numbered: "Content2".
_NUMBER = re.compile(r"\d+$")


def _fragments(written: str) -> list[Span]:
    return [Span(int(start), int(end)) for start, end in (part.split() for part in written.split(";"))]


def _annotations(standoff: str, where: str) -> Iterator[tuple[int, re.Match[str]]]:
    """The lines that are spans or events, with their numbers from 1; raises FormatError for one that is nothing."""
    words_missing = 0  # code points that the words of the last span are short of: they go on in the next lines
    for number, ended in enumerate(standoff.split("\n"), start=1):
        line = ended.removesuffix("\r")
        if match := _SPAN.fullmatch(line):
            fragments = _fragments(match[3])  # their words are joined with spaces
            covered = sum(end - start for start, end in fragments) + len(fragments) - 1
            words_missing = covered - len(match[4]) if match[4] else 0
            yield number, match
        elif match := _EVENT.fullmatch(line):
            words_missing = 0
            yield number, match
        elif _OTHER.fullmatch(line):
            words_missing = 0
        elif words_missing > 0:
            words_missing -= len(line) + 1
        elif line.strip():
            raise FormatError(
                f"{where}, line {number}: {line[:60]!r} is no line of brat standoff. A span is written "
                f"'T1⇥Source 89 106⇥words' and an event 'E1⇥Attribution:T4 Content:T3', with a tab at each ⇥"
            )


def parse_standoff(standoff: str, where: str, text_length: int | None = None) -> tuple[AttributionSpans, ...]:
    """The attributions in one file's contents, in the order of its events; ``where`` names it in messages.

    An event is an attribution where it has content, and a cue or a source: PolNeAR's annotators left a few beginnings
    of others. Raises FormatError, with the line, for a line that is none of brat's, a span that ends before it starts
    or behind ``text_length`` (in code points), an event whose span does not exist, and an id given twice.
    """
    spans: dict[str, list[Span]] = {}
    events: list[tuple[int, str, list[tuple[str, str]]]] = []
    for number, match in _annotations(standoff, where):
        if match.re is _EVENT:
            arguments = [(role, target) for role, _, target in (pair.rpartition(":") for pair in match[2].split(" "))]
            events.append((number, match[1], arguments))
            continue
        if match[1] in spans:
            raise FormatError(f"{where}, line {number}: {match[1]} names a second span; each id stands once in a file")
        spans[match[1]] = fragments = _fragments(match[3])
        for start, end in fragments:
            if start >= end:
                raise FormatError(f"{where}, line {number}: the span {start} to {end} covers nothing")
            if text_length is not None and end > text_length:
                raise FormatError(
                    f"{where}, line {number}: the span {start} to {end} runs past the text, {text_length} code points "
                    "long. Is this the text that was annotated, unchanged?"
                )
    attributions = []
    for number, name, arguments in events:
        roles: dict[str, set[Span]] = {role: set() for role in ROLES}
        for argument, target in arguments:
            role = _NUMBER.sub("", argument).lower()
            if target.startswith("T") and target not in spans:
                raise FormatError(f"{where}, line {number}: {name} points to {target}, and no line gives that span")
            if role in roles and target in spans:
                roles[role].update(spans[target])
        source, cue, content = (tuple(sorted(roles[role])) for role in ROLES)
        if content and (cue or source):
            attributions.append(AttributionSpans(source, cue, content))
    return tuple(attributions)


def read_standoff(path: Path, text_length: int | None = None) -> tuple[AttributionSpans, ...]:
    """The attributions of one ``.ann`` file; see :func:`parse_standoff`. Raises NotFound and FormatError."""
    try:
        standoff = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise NotFound(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise FormatError(f"{path}: byte {error.start} is not UTF-8; brat's files are") from error
    return parse_standoff(standoff, str(path), text_length)

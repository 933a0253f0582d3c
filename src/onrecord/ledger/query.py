"""What a person types into a search, as an expression of SQLite's full-text index.

Why not hand the words on as they are: that index has a language of its own (columns, NEAR, ^, +, brackets), in which
"don't" is an error and "AND" an operator. Here a few signs mean what they mean in every search on the web and all else
is a word. Each word or phrase is handed on within quotation marks, so that the index parts it into its own words by the
same rules as the texts: "don't" becomes the phrase *don t*, which is what the index holds of it.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.errors import OptionError
from onrecord.span import Span

__all__ = ["MOST_TERMS", "Words", "find_matches", "has_words", "parse_words", "query_of_arguments", "quoted"]

#: More words than a question has; each costs a list of the index.
MOST_TERMS = 64
_LONGEST = 4_000
#: Fewer letters before the star stand for a good part of all words: the index would join thousands of lists.
_LEAST_BEFORE_STAR = 3
#: Signs of a word that an error tells.
_TOLD = 40

_MARKS = str.maketrans(dict.fromkeys("“”„‟«»＂", '"') | {"\x00": " "})
#: -levy, "we will pay", -"we will pay", levy: a minus counts at a word's beginning only (well-known).
_TERM = re.compile(
    r"""
    (?P<minus> (?<!\S) - (?=\S) )?
    (?: " (?P<phrase> [^"]* ) (?: " | $ )
      | (?P<word> [^\s"]+ ) )
    """,
    re.VERBOSE,
)
#: What makes an argument of the command a query rather than words in their order: levy OR toll, levy -toll, lev*.
_SYNTAX = re.compile(r"""["“”„‟«»＂] | \* | (?<!\S)OR(?!\S) | \s-\S""", re.VERBOSE)


@dataclass(frozen=True, slots=True)
class Words:
    """A query as two expressions for one column of the index: what must occur, and what must not; empty for nothing."""

    wanted: str = ""
    excluded: str = ""


@dataclass(frozen=True, slots=True)
class _Term:
    expression: str
    excluded: bool
    is_or: bool


def quoted(words: str) -> str:
    """``words`` as the index takes them: a phrase of whatever words it finds in them, and no syntax."""
    safe = words.replace("\x00", " ").encode("utf-8", "replace").decode("utf-8").replace('"', '""')
    return f'"{safe}"'


def _is_of_a_word(sign: str) -> bool:
    """Whether the index keeps a sign (unicode61: letters, numbers and private use) rather than parting words at it."""
    return sign.isalnum() or unicodedata.category(sign) == "Co"


def has_words(text: str) -> bool:
    """Whether the index finds a word in ``text``."""
    return any(map(_is_of_a_word, text))


def _letters_at_end(word: str) -> int:
    signs = len(word.rstrip("*"))
    while signs and not _is_of_a_word(word[signs - 1]):
        signs -= 1
    end = signs
    while signs and _is_of_a_word(word[signs - 1]):
        signs -= 1
    return end - signs


def _terms(text: str) -> Iterable[_Term]:
    for found in _TERM.finditer(text.translate(_MARKS)):
        phrase, word = found["phrase"], found["word"]
        said: str = phrase if phrase is not None else word
        if not has_words(said):
            continue
        star = phrase is None and word.endswith("*")
        if star and _letters_at_end(word) < _LEAST_BEFORE_STAR:
            told = word if len(word) <= _TOLD else f"…{word[-_TOLD:]}"
            raise OptionError(f"{told}: a star needs at least {_LEAST_BEFORE_STAR} letters before it, as in harb*")
        excluded = found["minus"] is not None
        yield _Term(quoted(said) + ("*" if star else ""), excluded, is_or=word == "OR" and not excluded)


def _joined(terms: Sequence[_Term]) -> list[list[str]]:
    """The wanted terms in groups, of which each must occur by one of its members."""
    groups: list[list[str]] = []
    joining = False
    for at, term in enumerate(terms):
        if term.is_or and not joining and groups and at + 1 < len(terms):
            joining = True
        elif joining:
            groups[-1].append(term.expression)
            joining = False
        elif not term.excluded:
            groups.append([term.expression])
    return groups


def parse_words(text: str) -> Words:
    """A person's query: words that must all occur, "phrases", -excluded ones, begin* and this OR that.

    OR joins the two words or phrases beside it, before all else. Whatever is not one of these is a plain word, and
    what has no letter or digit is passed over. Raises OptionError where nothing is left, for a star behind fewer than
    three letters, an excluded word beside OR, and a query longer than anybody types.
    """
    if len(text) > _LONGEST:
        raise OptionError(f"the search has {len(text):,} characters, {_LONGEST:,} are allowed; use fewer words")
    terms = list(_terms(text))
    if text.strip() and not terms:
        raise OptionError(f"there is no word in {text.strip()[:40]!r}: give one with letters or digits")
    if len(terms) > MOST_TERMS:
        raise OptionError(
            f"the search has {len(terms)} words, {MOST_TERMS} are allowed; put what belongs together in quotation marks"
        )
    for term, following in pairwise(terms):
        if (term.excluded and following.is_or) or (term.is_or and following.excluded):
            raise OptionError("OR stands beside an excluded word; exclude words one by one, as in levy -toll -tax")
    groups = [group[0] if len(group) == 1 else f"({' OR '.join(group)})" for group in _joined(terms)]
    return Words(" AND ".join(groups), " OR ".join(term.expression for term in terms if term.excluded))


def query_of_arguments(arguments: Sequence[str]) -> str:
    """One query from the arguments of a command.

    A shell takes the quotation marks off "we will pay", so that an argument of several words with none of the signs
    above stands for a phrase. A mark that one argument leaves open is closed by a later one.
    """
    parts = []
    is_open = False
    for argument in arguments:
        if is_open or _SYNTAX.search(argument) or not re.search(r"\S\s+\S", argument):
            parts.append(argument)
            is_open ^= bool(argument.translate(_MARKS).count('"') % 2)
        else:
            minus = "-" if argument.startswith("-") else ""
            parts.append(f'{minus}"{argument.removeprefix("-").strip()}"')
    return " ".join(parts)


_OPEN, _SHUT = "\x02", "\x03"
_SURROGATES = tuple(map(chr, range(0xD800, 0xE000)))


def find_matches(texts: Sequence[str], words: Words) -> list[list[Span]]:
    """Where in each text the wanted words stand, as code points; the index itself says so, on a copy in memory."""
    spans: list[list[Span]] = [[] for _ in texts]
    if not words.wanted:
        return spans
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE texts USING fts5(content, tokenize = 'unicode61 remove_diacritics 2')")
        acting = str.maketrans(dict.fromkeys(f"\x00{_OPEN}{_SHUT}", " ") | dict.fromkeys(_SURROGATES, "?"))
        rows = [(number, text.translate(acting)) for number, text in enumerate(texts)]
        connection.executemany("INSERT INTO texts (rowid, content) VALUES (?, ?)", rows)
        marked = connection.execute(
            f"SELECT rowid, highlight(texts, 0, '{_OPEN}', '{_SHUT}') FROM texts WHERE texts MATCH ?",  # noqa: S608
            (words.wanted,),
        )
        for number, text in marked:
            spans[number] = list(_between_marks(text))
    finally:
        connection.close()
    return spans


def _between_marks(text: str) -> Iterable[Span]:
    start = 0
    for marks_before, found in enumerate(re.finditer(f"[{_OPEN}{_SHUT}]", text)):
        at = found.start() - marks_before
        if found.group() == _OPEN:
            start = at
        else:
            yield Span(start, at)

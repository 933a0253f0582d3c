"""The tools that an assistant has: their names, what it is told of them, what they take, and what answers.

A model chooses by these descriptions alone. Each says what the tool answers, when to use it and when another one, and
what its offsets count. Nothing here knows the protocol: ``mcp_server`` speaks it, and the docs list these tools.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from onrecord.interfaces.assistant import archive, articles
from onrecord.interfaces.assistant.answers import (
    Answer,
    ArticleShown,
    Checked,
    Explained,
    Found,
    OutletShown,
    OutletsListed,
    PersonShown,
    SpeakersListed,
    Traced,
)
from onrecord.interfaces.assistant.desk import Desk
from onrecord.interfaces.assistant.questions import (
    ToCheck,
    ToExplain,
    ToListOutlets,
    ToListSpeakers,
    ToRead,
    ToSearch,
    ToShow,
    ToShowOutlet,
    ToShowPerson,
    ToTrace,
)

__all__ = ["TOOLS", "Tool"]


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool as an assistant sees it, and what answers it.

    ``of_ledger`` is whether it needs one; ``reads`` whether the model may have to read for it, and ``open_world``
    whether it may fetch from the web.
    """

    name: str
    title: str
    description: str
    asked: type[Any]
    answer: type[Answer]
    run: Callable[[Desk, Any], Answer]
    of_ledger: bool = True
    reads: bool = False
    open_world: bool = False


_ANCHORED = (
    "`words` are exactly text[start:end] of the article's text (code points, end exclusive). Only what is `quoted`, or "
    "stands in quotation marks within the words, may be given as the speaker's own; the rest is the writer's wording."
)
TOOLS: tuple[Tool, ...] = (
    Tool(
        "read",
        "Read an article",
        "Read one article now and say who is said to have said what in it: every statement with its source, cue, exact "
        "words and offsets, and whose words the story is made of. Use it for an article that somebody gives as text, "
        "HTML or an address; for indexed articles use `search` and `show`, which cost no reading. It takes seconds, "
        f"and keeps nothing in the ledger. {_ANCHORED} The article's hash in the answer is what `show`, `explain` and "
        "`check` take as `article` for the rest of this session.",
        ToRead, ArticleShown, articles.read, of_ledger=False, reads=True, open_world=True,
    ),
    Tool(
        "search",
        "Search statements",
        "Find statements in all indexed articles: who is said to have said what about something, by words, speaker, "
        "outlet, kind of source, hearsay and date. It searches what people are said to have said, and not the rest of "
        f"the articles. Each hit has its article's number and address, its id there, and its words with offsets. "
        f"{_ANCHORED}",
        ToSearch, Found, archive.search,
    ),
    Tool(
        "show",
        "Show an article",
        "Show one article from its stored record: who said what in it, in the text's order, page by page; with "
        "`attribution` one statement whole, with the paragraphs it stands in; with `text_from` the article's own text. "
        f"Use it before a statement is quoted, to see it in its place. {_ANCHORED}",
        ToShow, ArticleShown, articles.show, of_ledger=False,
    ),
    Tool(
        "trace",
        "Trace a quotation",
        "Follow a quotation through all indexed articles, the earliest first: who printed these words, when, and to "
        "whom each article credits them; also where they were shortened, cut, altered or stitched together, word by "
        "word. Use it to ask whether a quotation was really printed so, or who had it first. Only what stands within "
        "quotation marks is looked through. Each piece has its document and offsets.",
        ToTrace, Traced, archive.trace,
    ),
    Tool(
        "check",
        "Check quotations against transcripts",
        "Hold an article's quotations against transcripts of what was said, and give each a verdict: verbatim, "
        "trimmed, edited, stitched, altered, speaker_differs, not_found, too_short; with the passage it rests on and "
        "every word that differs. Use it where a transcript is at hand. not_found never means that it was not said, "
        "and verbatim does not mean fair: read the passage. start and end of a quotation are the article's, those of a "
        "passage the transcript's.",
        ToCheck, Checked, articles.check, of_ledger=False, reads=True,
    ),
    Tool(
        "speakers",
        "List speakers",
        "Whom the indexed articles quote, most words first: statements, articles, outlets, words, the share that is "
        "word for word, and the days. Named people and bodies only; unnamed sources are found by `search` with "
        "`standing`.",
        ToListSpeakers, SpeakersListed, archive.speakers,
    ),
    Tool(
        "person",
        "Show a speaker",
        "One person or body in detail: names and offices that articles give, who quotes it, how (word for word, "
        "claimed, through which hands), beside whom, month by month, and the newest statements with their words and "
        "offsets. Use it for who somebody is in these articles. A name that fits several is refused with the numbers "
        "of those it fits.",
        ToShowPerson, PersonShown, archive.person,
    ),
    Tool(
        "outlets",
        "List outlets",
        "How each outlet sources what it tells: articles, words, the page's own share, the share of words without a "
        "named source, hearsay, word for word, and how much the ten most quoted have.",
        ToListOutlets, OutletsListed, archive.outlets,
    ),
    Tool(
        "outlet",
        "Show an outlet",
        "One outlet in detail: whose words its stories are made of, whom it quotes most, in which form and with which "
        "cues, month by month.",
        ToShowOutlet, OutletShown, archive.outlet,
    ),
    Tool(
        "explain",
        "Explain a statement",
        "Say why a statement was read as it was: by what words its source was taken for whom, its standing, its cue, "
        "and through which hands it came. Use it where a reading is doubted. For an article of the ledger the text is "
        "read again, which takes seconds.",
        ToExplain, Explained, articles.explain, of_ledger=False, reads=True,
    ),
)  # fmt: skip

"""The search: what is said in all articles, by words, speaker, outlet, kind and date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from onrecord.errors import OptionError
from onrecord.export.wording import ACTS, FORMS, STANCES, STANDINGS, visible
from onrecord.interfaces.drawing import counted
from onrecord.interfaces.search_views import count_in_words
from onrecord.interfaces.web.asked import Asked, asked_of, question_of
from onrecord.interfaces.web.chips import Chip
from onrecord.interfaces.web.drawing import draw
from onrecord.interfaces.web.failures import status_of
from onrecord.interfaces.web.statements import in_articles
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.narrowing import LOOKED_AT, Narrowing, narrowing
from onrecord.ledger.query import parse_words
from onrecord.ledger.questions import Hits, Question
from onrecord.ledger.search import search

__all__ = ["router"]

router = APIRouter()

#: Statements of one page, as the command shows.
_SHOWN = 20
#: Outlets that are offered to narrow the answers by; any other can be typed.
_OUTLETS = 8
#: Filters of a question that found nothing that are tried to be left out: each is a search of its own.
_TRIED = 6

#: Values of the parameters that have a few, in words.
_CHOICES: dict[str, dict[str, str]] = {
    "standing": {str(value): words for value, words in STANDINGS.items()},
    "form": {str(value): words for value, words in FORMS.items()},
    "act": {str(value): words for value, words in ACTS.items()},
    "stance": {str(value): words for value, words in STANCES.items()},
}
_ORDERS = {"newest": "the newest first", "oldest": "the oldest first", "relevance": "the most relevant first"}


@router.get("/search")
def _answers(request: Request) -> Response:
    """The answers of one question, page by page, or what was wrong with the question."""
    asked = asked_of(request.query_params.multi_items())
    if not all(value.strip() for value in request.query_params.values()):
        return RedirectResponse(asked.address(), status_code=303)  # a form's empty fields have no place in an address
    told = {
        "asked": asked,
        "choices": _CHOICES,
        "orders": _ORDERS,
        "counted": counted,
        "looked_at": LOOKED_AT,
        "failure": "",
        "page": None,
        "articles": (),
        "narrow": Narrowing({}, {}, {}, counted_all=True),
        "outlets": (),
        "chips": tuple(_chips(asked)),
        "meant": (),
        "before": "",
        "next": "",
    }
    status = 200
    with request.app.state.shelf.asked() as ledger:
        try:
            question = question_of(asked, limit=_SHOWN)
            page = search(ledger, question)
            told |= _told(ledger, asked, question, page)
        except OptionError as error:
            status = status_of(error)
            told["failure"] = str(error)
    return draw(request, "search.html", told, status=status)


def _told(ledger: Ledger, asked: Asked, question: Question, page: Hits) -> dict[str, object]:
    """What the page says of the answers."""
    narrow = narrowing(ledger, question)
    chips = tuple(_chips(asked, page))
    if not page.count:
        chips = tuple(_with_answers(ledger, asked, chips))
    return {
        "page": page,
        "count": count_in_words(page),
        "articles": in_articles(page.hits, parse_words(question.words)),
        "narrow": narrow,
        "outlets": [
            (outlet, count, asked.having("outlet", outlet).address())
            for outlet, count in list(narrow.outlets.items())[:_OUTLETS]
        ],
        "chips": chips,
        "meant": [
            (visible(each.name), each.entity_id, asked.having("speaker", f"#{each.entity_id}").address())
            for each in (page.speakers if len(page.speakers) > 1 else ())
        ],
        "before": _before(ledger, asked, question, page),
        "next": asked.having("after", page.next).address() if page.next else "",
    }


def _before(ledger: Ledger, asked: Asked, question: Question, page: Hits) -> str:
    """The address of the page before this one; nothing on the first.

    It is found by asking on from this page's first answer in the other direction, so that no address has to carry
    where one came from.
    """
    if question.after is None:
        return ""
    first = asked.without("after").address()
    if question.order == "relevance":
        at = int(question.after.partition(":")[2]) - _SHOWN
        return asked.having("after", f"relevance:{at}").address() if at > 0 else first
    if not page.hits:
        return first
    opposite: str = "oldest" if question.order == "newest" else "newest"
    begin = page.hits[0].attribution_id
    behind = search(
        ledger,
        replace(question, order=opposite, after=f"{opposite}:{begin}", limit=_SHOWN + 1),  # type: ignore[arg-type]
        counting=False,
    ).hits
    if len(behind) <= _SHOWN:
        return first
    return asked.having("after", f"{question.order}:{behind[-1].attribution_id}").address()


def _chips(asked: Asked, page: Hits | None = None) -> Iterator[Chip]:
    """The filters in force."""
    labels = {
        "words": "words", "speaker": "speaker", "outlet": "outlet", "standing": "source", "hops": "hands",
        "min_hops": "hands", "since": "since", "until": "until", "min_confidence": "sure by",
    }  # fmt: skip
    flags = {
        "negated": ("only what is negated", "nothing that is negated"),
        "outer": ("nothing within another’s words",) * 2,
        "once": ("of copies, the first only",) * 2,
        "versions": ("earlier texts too",) * 2,
    }
    for name, value in asked.given:
        address = asked.without(name, value).address()
        if name in _CHOICES:
            yield Chip(labels.get(name, name), _CHOICES[name].get(value, value), address)
        elif name in flags:
            yield Chip("", flags[name][value.lower() in {"false", "0", "no", "off"}], address)
        elif name == "min_hops":
            yield Chip(labels[name], f"{value} or more", address)
        elif name == "min_confidence":
            yield Chip(labels[name], f"{value} at least", address)
        elif name == "speaker" and page is not None and len(page.speakers) == 1:
            yield Chip(labels[name], page.speakers[0].name, address)
        elif name in labels:
            yield Chip(labels[name], value, address)


def _with_answers(ledger: Ledger, asked: Asked, chips: tuple[Chip, ...]) -> Iterator[Chip]:
    """The chips of a question that found nothing, with how many answers there are without each."""
    tried = [pair for pair in asked.given if pair[0] not in {"order", "after"}]
    for number, (chip, (name, value)) in enumerate(zip(chips, tried, strict=True)):
        if len(tried) == 1 or number >= _TRIED:
            yield chip
            continue
        wider = question_of(asked.without(name, value), limit=1)
        if name == "words":  # without which there is no order of relevance
            wider = replace(wider, order="newest")
        page = search(ledger, wider)
        yield replace(chip, found=count_in_words(page) if page.count else "")

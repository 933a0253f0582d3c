"""People and bodies: whom the articles quote, and one of them with all that the ledger has of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from onrecord.errors import OptionError
from onrecord.export.wording import ACTS, FORMS, SPEAKERS, STANCES, STANDINGS, visible
from onrecord.interfaces.drawing import counted
from onrecord.interfaces.entity_views import decision_in_words
from onrecord.interfaces.web.api.parameters import place
from onrecord.interfaces.web.asked import SEARCH, Asked, Parameters, asked_of, flag_of
from onrecord.interfaces.web.chips import Chip
from onrecord.interfaces.web.days import period
from onrecord.interfaces.web.drawing import draw
from onrecord.interfaces.web.failures import Unknown, status_of
from onrecord.interfaces.web.person_figures import cues_by_stance, months_by_outlet, office_lines
from onrecord.interfaces.web.statements import in_articles
from onrecord.ledger.decisions import decisions
from onrecord.ledger.finding import kept_entity, outlet_meant
from onrecord.ledger.joins import Join, entity_listed, joins_of, known_entities
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.profile_details import speaker_detail
from onrecord.ledger.profile_timeline import said_by_month
from onrecord.ledger.profiles import SPEAKER_ORDERS, Articles, SpeakerOrder, speakers
from onrecord.ledger.query import Words
from onrecord.ledger.questions import Question
from onrecord.ledger.search import search

__all__ = ["router"]

router = APIRouter()

_LIST = Parameters(
    "/people",
    ("name", "kind", "outlet", "since", "until", "once", "sort", "after"),
    flags=frozenset({"once"}),
    usual={"sort": "words"},
)
_ONE = ("outlet", "since", "until", "once", "joins")
_KINDS = {"person": "people", "organization": "organisations", "group": "groups", "outlet": "news outlets"}
_KIND = {"person": "person", "organization": "organisation", "group": "group", "outlet": "news outlet"}

#: People and bodies of one page.
_SHOWN = 50
#: Of those who are named and never quoted, so many are told where nobody else of a name is.
_NAMED = 12
#: Statements of one person that its page shows, and joins unless all are asked for.
_NEWEST, _JOINS, _MOST_JOINS = 8, 12, 2_000


@router.get("/people")
def _people(request: Request) -> Response:
    """Whom the articles quote, page by page."""
    asked = asked_of(request.query_params.multi_items(), _LIST)
    if not all(value.strip() for value in request.query_params.values()):
        return RedirectResponse(asked.address(), status_code=303)
    told = {
        "asked": asked,
        "kinds": _KINDS,
        "kind": _KIND,
        "sorts": SPEAKER_ORDERS,
        "said_by": partial(_said_by, asked),
        "counted": counted,
        "chips": tuple(_chips(asked)),
        "failure": "",
        "found": (),
        "every": 0,
        "first": 0,
        "before": "",
        "next": "",
        "named": (),
    }
    status = 200
    with request.app.state.shelf.asked() as ledger:
        try:
            told |= _listed(ledger, asked)
        except OptionError as error:
            status = status_of(error)
            told["failure"] = str(error)
    return draw(request, "people.html", told, status=status)


def _listed(ledger: Ledger, asked: Asked) -> dict[str, object]:
    """What the list says. Raises OptionError for a question that makes no sense."""
    kind, sort = asked.one("kind") or None, _sort_of(asked)
    if kind is not None and kind not in _KINDS:
        raise OptionError(f"{kind[:40]!r} is no kind of speaker; it is one of {', '.join(_KINDS)}")
    behind = place(asked.one("after") or None, sort)
    found, every = speakers(
        ledger,
        _articles(ledger, asked),
        kind=kind,
        named=asked.one("name") or None,
        sort=sort,
        limit=_SHOWN,
        offset=behind,
    )
    following = behind + _SHOWN
    before = asked.without("after")
    if found and behind > _SHOWN:
        before = before.having("after", f"{sort}:{behind - _SHOWN}")
    return {
        "found": found,
        "every": every,
        "first": behind + 1,
        "before": before.address() if behind else "",
        "next": asked.having("after", f"{sort}:{following}").address() if following < every else "",
        "named": () if found or behind or not asked.one("name") else known_entities(
            ledger, asked.one("name"), limit=_NAMED
        )[0],
    }  # fmt: skip


def _said_by(asked: Asked, entity: int) -> Asked:
    """The search for what somebody says in the articles that are asked for."""
    articles = [(name, asked.one(name)) for name in ("outlet", "since", "until", "once")]
    return asked_of([("speaker", f"#{entity}"), *articles], SEARCH)


def _sort_of(asked: Asked) -> SpeakerOrder:
    written = asked.one("sort") or "words"
    for order in SPEAKER_ORDERS:
        if order == written:
            return order
    raise OptionError(f"{written[:40]!r} is no order of speakers; it is one of {', '.join(SPEAKER_ORDERS)}")


def _articles(ledger: Ledger, asked: Asked) -> Articles:
    """Which articles count. Raises OptionError."""
    since, until = period(asked.one("since"), asked.one("until"))
    outlet = asked.one("outlet")
    number = outlet_meant(ledger.connection, outlet)[0] if outlet else None
    return Articles(number, since, until, flag_of(asked, "once"))


def _chips(asked: Asked) -> Iterator[Chip]:
    """The filters in force."""
    for name, value in asked.given:
        address = asked.without(name).address()
        if name == "kind":
            yield Chip("", _KINDS.get(value, value), address)
        elif name == "once":
            yield Chip("", "of copies, the first only", address)
        elif name in {"name", "outlet", "since", "until"}:
            yield Chip(name, value, address)


@router.get("/people/{entity}")
def _person(request: Request, entity: str) -> Response:
    """One person or body; the number of one that was merged leads to the one that it is in."""
    path = f"/people/{entity}"
    asked = asked_of(request.query_params.multi_items(), _parameters(path))
    with request.app.state.shelf.asked() as ledger:
        number = _number(entity)
        kept = kept_entity(ledger.connection, number) if number is not None else None
        if kept is None:
            raise Unknown(f"the ledger has nobody of the number {entity[:40]!r}; the list of people has everybody")
        if str(kept) != entity or not all(value.strip() for value in request.query_params.values()):
            return RedirectResponse(asked.address(f"/people/{kept}"), status_code=303)
        told = {"asked": asked, "counted": counted, "chips": tuple(_chips(asked)), "failure": "", "kind": _KIND}
        status = 200
        try:
            told |= _figures(ledger, kept, asked)
        except OptionError as error:
            # The page stands as it is without its filters, with what was wrong with them.
            status = status_of(error)
            told["failure"] = str(error)
            told |= _figures(ledger, kept, asked_of((), asked.of))
        told |= _joined(ledger, kept, every=asked.one("joins") == "all")
    return draw(request, "person.html", told, status=status)


def _parameters(path: str) -> Parameters:
    return Parameters(path, _ONE, flags=frozenset({"once"}), usual={"joins": "some"})


def _number(written: str) -> int | None:
    """A number of the ledger; none of what is none."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 19 else None


def _figures(ledger: Ledger, entity: int, asked: Asked) -> dict[str, object]:
    """What the articles have of somebody, those that are asked for. Raises OptionError for filters without sense."""
    articles = _articles(ledger, asked)
    detail = speaker_detail(ledger, f"#{entity}", articles)
    outlet = asked.one("outlet") or None
    newest = search(
        ledger,
        Question(
            speaker=f"#{entity}",
            outlet=outlet,
            since=articles.since,
            until=articles.until,
            once=articles.once,
            limit=_NEWEST,
        ),
        counting=False,
    )
    return {
        "detail": detail,
        "speaker": detail.speaker,
        "months": months_by_outlet(said_by_month(ledger, entity, articles)),
        "newest": in_articles(newest.hits, Words()),
        "shown": len(newest.hits),
        "said": _said_by(asked, entity),
        "offices": office_lines(detail.offices, detail.speaker.first, detail.speaker.last),
        "cues": cues_by_stance(detail.cues),
        "words": {"standing": STANDINGS, "form": FORMS, "act": ACTS, "stance": STANCES, "whose": SPEAKERS},
    }


def _joined(ledger: Ledger, entity: int, *, every: bool) -> dict[str, object]:
    """Why the articles' people and bodies were taken for this one, and what a person decided about it."""
    listed = entity_listed(ledger, entity)
    joins: list[Join] = list(islice(joins_of(ledger, entity), _MOST_JOINS if every else _JOINS))
    made = [each for each in decisions(ledger) if entity in {each.entity_id, each.other_id}]
    return {
        "listed": listed,
        "joins": joins,
        "decisions": [
            (decision_in_words(each), each.other_id if each.entity_id == entity else each.entity_id, each.action)
            for each in made
        ],
        "also": [visible(name) for name in listed.names if name != listed.name],
    }

"""``onrecord search``: what is said in all articles of a ledger, by words, speaker, outlet, kind and date."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

import click

from onrecord.attribution.terms import Act, Form, Stance, Standing
from onrecord.interfaces.cli_read import look_of
from onrecord.interfaces.days import day_of_option

if TYPE_CHECKING:
    from onrecord.ledger.ledger import Ledger
    from onrecord.ledger.questions import Hits, Question

__all__ = ["command"]

#: Answers that a person is shown at once, and a program that asks for JSON.
_SHOWN = 20
_FORMATS = ("table", "json", "jsonl", "csv")
#: Put before a word that begins with a minus, until click has told the options from the words; no argument of a
#: process can hold it.
_WORD_SIGN = "\x00"


class _WordsCommand(click.Command):
    """A command whose words may begin with a minus: "-toll" excludes a word, and is no row of options -t -o -l -l."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        names = {name for option in options for name in option.opts}
        takes_value = {name for option in options if not option.is_flag for name in option.opts}
        formats = {f"-f{form}" for form in _FORMATS}
        told: list[str] = []
        before = ""
        for arg in args:
            is_word = len(arg) > 1 and arg.startswith("-") and not arg.startswith("--") and arg not in names | formats
            told.append(f"{_WORD_SIGN}{arg}" if is_word and before not in takes_value else arg)
            before = arg
        return super().parse_args(ctx, told)


def _without_sign(_: click.Context, __: click.Parameter, words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.removeprefix(_WORD_SIGN) for word in words)


def _choices(terms: object) -> click.Choice[str]:
    return click.Choice(get_args(terms))


def _pages(ledger: Ledger, question: Question, limit: int | None) -> Iterator[Hits]:
    """The pages of the question's answers, as far as ``limit``; only the first is counted."""
    from onrecord.ledger.questions import MOST_HITS
    from onrecord.ledger.search import search

    left = limit
    first = True
    while left is None or left > 0:
        size = MOST_HITS if left is None else min(left, MOST_HITS)
        page = search(ledger, replace(question, limit=size), counting=first)
        yield page
        if page.next is None:
            return
        question = replace(question, after=page.next)
        left = None if left is None else left - len(page.hits)
        first = False


def _write(pages: Iterator[Hits], form: str, question: Question, color: str) -> tuple[Hits, int]:
    """Write the answers as they come; the first page, and how many answers there were."""
    import msgspec

    from onrecord.interfaces.search_views import as_object, header, page_object, rows, view
    from onrecord.ledger.query import parse_words

    out = sys.stdout.buffer
    first: Hits | None = None
    shown = 0
    if form == "csv":
        out.write(header())
    look = look_of(color, sys.stdout.isatty())
    words = parse_words(question.words)
    held = []
    for page in pages:
        first = first or page
        shown += len(page.hits)
        if form == "table":
            out.write(view(page.hits, words, look).encode("utf-8", "replace"))
        elif form == "csv":
            out.writelines(rows(page.hits))
        elif form == "jsonl":
            out.writelines(msgspec.json.encode(as_object(hit)) + b"\n" for hit in page.hits)
        else:
            held.append(page)
    assert first is not None
    if form == "json":
        whole = replace(
            first, hits=tuple(hit for page in held for hit in page.hits), more=held[-1].more, next=held[-1].next
        )
        out.write(msgspec.json.format(msgspec.json.encode(page_object(whole)), indent=2) + b"\n")
    out.flush()
    return first, shown


@click.command(name="search", cls=_WordsCommand)
@click.argument("words", metavar="[WORDS]...", nargs=-1, callback=_without_sign)
@click.option("--ledger", metavar="FILE", required=True, envvar="ONRECORD_LEDGER", help="The ledger to search.")
@click.option("--speaker", metavar="NAME", help="Who says it: a name, words of one, or a number as in '#17'.")
@click.option("--outlet", metavar="NAME", help="Only articles of this outlet; a part of its name will do.")
@click.option("--standing", type=_choices(Standing), multiple=True, help="What kind of source; may be given again.")
@click.option("--form", type=_choices(Form), multiple=True, help="Word for word, not, or partly.")
@click.option("--act", type=_choices(Act), multiple=True, help="What is done by saying it.")
@click.option("--stance", type=_choices(Stance), multiple=True, help="How the writer’s cue stands to it.")
@click.option("--hops", type=click.IntRange(0), metavar="N", help="Come through so many hands; 9 is 9 or more.")
@click.option("--min-hops", type=click.IntRange(0), metavar="N", help="Come through at least so many: 2 is hearsay.")
@click.option("--negated/--not-negated", default=None, help="Only what is, or is not, denied or said not to be said.")
@click.option("--since", callback=day_of_option, metavar="DATE", help="Published on this day or later; 2023-03 also.")
@click.option("--until", callback=day_of_option, metavar="DATE", help="Published on this day or earlier.")
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="0..1",
    help="Leave out what the reader is less sure of than this.",
)
@click.option("--outer", is_flag=True, help="Leave out what stands within another’s words.")
@click.option("--once", is_flag=True, help="Of copies of one story, the first only.")
@click.option("--versions", "--all-versions", is_flag=True, help="Also the earlier texts of pages that have changed.")
@click.option("--order", type=click.Choice(["newest", "oldest", "relevance"]), default="newest", show_default=True)
@click.option("--limit", type=click.IntRange(1), metavar="N", help=f"Table and json: {_SHOWN} unless given; else all.")
@click.option("--after", metavar="CURSOR", help="Go on behind a page: what its JSON has as next.")
@click.option(
    "-f",
    "--format",
    "written",
    type=click.Choice(_FORMATS),
    default="table",
    show_default=True,
)
@click.option("-q", "--quiet", is_flag=True, help="No count on stderr.")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="auto: on a terminal, unless NO_COLOR is set.",
)
def command(
    words: tuple[str, ...],
    ledger: str,
    speaker: str | None,
    outlet: str | None,
    standing: tuple[Standing, ...],
    form: tuple[Form, ...],
    act: tuple[Act, ...],
    stance: tuple[Stance, ...],
    hops: int | None,
    min_hops: int | None,
    negated: bool | None,
    since: date | None,
    until: date | None,
    min_confidence: float,
    outer: bool,
    once: bool,
    versions: bool,
    order: Literal["newest", "oldest", "relevance"],
    limit: int | None,
    after: str | None,
    written: str,
    quiet: bool,
    color: str,
) -> None:
    """Search what is said in a ledger's articles; the newest first.

    All words must occur in what is said, in any order; with none, everything that the options let through is listed.

    \b
    levy harbour              both words
    "we will pay"             these words in this order (several words in one argument)
    levy -toll                not the second; after a minus a phrase, too
    harb*                     words that begin so
    levy wall OR dam          OR joins the two beside it: levy, and one of wall and dam

    \b
    Examples:
      onrecord search levy --ledger news.ledger
      onrecord search "sea wall" -delay --speaker Ortega --since 2023
      onrecord search --standing unnamed_person --standing unnamed_group --outlet courier
      onrecord search levy --min-hops 2 --once --format csv > hearsay.csv

    Exit status: 0 also where nothing is found, 1 where the ledger cannot be read, 2 for a wrong option or a speaker or
    an outlet that the ledger does not know.
    """  # noqa: D301 -- click's mark for lines that stay as they are
    from onrecord.interfaces.search_views import summary
    from onrecord.ledger.ledger import Ledger
    from onrecord.ledger.query import query_of_arguments
    from onrecord.ledger.questions import Question

    question = Question(
        words=query_of_arguments(words),
        speaker=speaker,
        outlet=outlet,
        standing=standing,
        form=form,
        act=act,
        stance=stance,
        hops=hops,
        min_hops=min_hops,
        negated=negated,
        since=since,
        until=until,
        min_confidence=min_confidence,
        outer=outer,
        once=once,
        versions=versions,
        order=order,
        after=after,
    )
    most = limit or (_SHOWN if written in {"table", "json"} else None)
    with Ledger(ledger) as opened:
        page, shown = _write(_pages(opened, question, most), written, question, color)
    if quiet:
        return
    for line in summary(page, shown, ledger, order):
        click.echo(line, err=True)
    if not page.count and any(re.search(r"\S\s", word.strip()) for word in words):
        click.echo("several words in one argument are found in this order only; apart, in any", err=True)

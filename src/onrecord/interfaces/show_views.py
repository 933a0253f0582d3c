"""The texts that a page has had, and what changed between two of them in who says what: for a person, and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from onrecord.export.wording import FORMS, STANDINGS, long_date, visible, words_of
from onrecord.interfaces.drawing import Drawing, counted
from onrecord.ledger.changes import Altered, Aspect, Changes
from onrecord.ledger.pages import Version
from onrecord.record.types import Attribution, Record

if TYPE_CHECKING:
    from rich.text import Text

    from onrecord.interfaces.output import Look

__all__ = [
    "ASPECTS",
    "aspect_in_words",
    "changes_object",
    "changes_view",
    "versions_object",
    "versions_view",
    "who_says",
]

#: In what a statement can differ, in words.
ASPECTS: dict[Aspect, str] = {
    "content": "what is said",
    "form": "how it is quoted",
    "cue": "the cue",
    "source": "who says it",
    "standing": "what kind of source",
    "hedges": "the hedges",
    "negation": "the negation",
}


def versions_object(versions: Sequence[Version]) -> list[dict[str, Any]]:
    """The texts of a page as JSON's own types."""
    made: list[dict[str, Any]] = msgspec.to_builtins(list(versions))
    return made


def versions_view(versions: Sequence[Version], look: Look) -> str:
    """A line for each text of a page, the newest last."""
    drawing = Drawing(look)
    drawing.add()
    newest = versions[-1]
    drawing.add(visible(newest.title or "") or "A page without a title", "  ", style="bold")
    width = max(len(str(each.document)) for each in versions)
    drawing.add(f"{'version':>7}  {'article':>{max(7, width)}}  published")
    for each in versions:
        told = [long_date(each.published) or "undated", counted(each.words, "word")]
        told.append(counted(each.attributions, "attribution"))
        if each.replaced_by is None:
            told.append("the newest")
        drawing.add(f"{each.version:>7}  {each.document:>{max(7, width)}}  {' · '.join(told)}")
    drawing.add()
    return drawing.drawn()


def changes_object(old: Version, new: Version, records: tuple[Record, Record], found: Changes) -> dict[str, Any]:
    """The changes as JSON's own types: each attribution whole, with its places in its own version's text."""
    return {
        "from": _article(old, records[0]),
        "to": _article(new, records[1]),
        "kept": [{"old": before.id, "new": after.id} for before, after in found.kept],
        "altered": [
            {
                "aspects": list(each.aspects),
                "old": msgspec.to_builtins(each.old),
                "new": msgspec.to_builtins(each.new),
            }
            for each in found.altered
        ],
        "added": msgspec.to_builtins(found.added),
        "removed": msgspec.to_builtins(found.removed),
    }


def _article(version: Version, record: Record) -> dict[str, Any]:
    return {
        "document": version.document,
        "version": version.version,
        "published": version.published,
        "hash": version.hash,
        "uri": record.document.uri,
    }


def changes_view(old: Version, new: Version, records: tuple[Record, Record], found: Changes, look: Look) -> str:
    """What changed, the altered first, with the old words behind a minus and the new ones behind a plus."""
    before, after = records
    drawing = Drawing(look)
    drawing.add()
    drawing.add(
        visible(after.document.title or before.document.title or "") or "A page without a title", "  ", style="bold"
    )
    drawing.add(f"{_named(old)} → {_named(new)}", "  ", style="dim")
    counts = (("altered", found.altered), ("added", found.added), ("removed", found.removed), ("as before", found.kept))
    drawing.add(" · ".join(f"{len(each):,} {name}" for name, each in counts), "  ", style="dim")
    if found.altered:
        _heading(drawing, "Altered")
        for number, each in enumerate(found.altered):
            if number:
                drawing.add()
            _altered(drawing, each, before, after)
    for name, sign, listed, record in (("Added", "+", found.added, after), ("Removed", "−", found.removed, before)):
        if listed:
            _heading(drawing, name)
        for attribution in listed:
            drawing.add(_said(attribution, record), "  ", "    ")
            drawing.add(_content(attribution, record), f"  {sign} ", "    ")
    drawing.add()
    return drawing.drawn()


def _named(version: Version) -> str:
    dated = f", {long_date(version.published)}" if version.published else ""
    return f"version {version.version} (article {version.document}{dated})"


def _heading(drawing: Drawing, name: str) -> None:
    drawing.add()
    drawing.add(name, "  ", style="bold")


def who_says(attribution: Attribution, record: Record) -> str:
    """The name of whom an attribution's source means, or else its words."""
    names = {entity.id: entity.name for entity in record.entities}
    named = names.get(attribution.source.entity or "")
    return visible(named or "") or words_of(record, attribution.source.spans).strip(" ,;:") or "nobody named"


def _said(attribution: Attribution, record: Record) -> Text:
    from rich.text import Text

    head = Text(who_says(attribution, record), "underline")
    cue = words_of(record, attribution.cue.spans, " … ")
    return head.append(" — ", "dim").append(cue, "italic") if any(map(str.isalpha, cue)) else head


def _content(attribution: Attribution, record: Record) -> str:
    return words_of(record, attribution.content, " … ")


def aspect_in_words(aspect: Aspect, attribution: Attribution, record: Record) -> str:
    """One aspect of an attribution in words."""
    match aspect:
        case "content":
            return _content(attribution, record)
        case "form":
            return FORMS[attribution.form]
        case "cue":
            return words_of(record, attribution.cue.spans, " … ")
        case "source":
            return who_says(attribution, record)
        case "standing":
            return STANDINGS[attribution.source.standing]
        case "hedges":
            return words_of(record, attribution.hedges, ", ") or "none"
        case "negation":
            return "negated" if attribution.negated else "not negated"


def _altered(drawing: Drawing, altered: Altered, before: Record, after: Record) -> None:
    """Who says it now; then each aspect that differs, as it was and as it is."""
    drawing.add(_said(altered.new, after), "  ", "    ")
    if "content" not in altered.aspects:
        drawing.add(_content(altered.new, after), "  │ ")
    for aspect in altered.aspects:
        drawing.add(f"{ASPECTS[aspect]}:", "    ", style="dim")
        drawing.add(aspect_in_words(aspect, altered.old, before), "    − ", "      ")
        drawing.add(aspect_in_words(aspect, altered.new, after), "    + ", "      ")

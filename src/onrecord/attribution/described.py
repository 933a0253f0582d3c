"""An attribution with all that is said about it from the words alone: what the record's assembly starts from."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.attribution.found import FoundAttribution
from onrecord.attribution.standing import StandingReason
from onrecord.attribution.terms import Act, Form, Stance, Standing
from onrecord.attribution.time import FoundTime
from onrecord.span import Span

__all__ = ["DescribedAttribution"]


@dataclass(frozen=True, slots=True)
class DescribedAttribution:
    """What was found, and its description; ``quoted`` has one truth value for each content span, in order."""

    found: FoundAttribution
    quoted: tuple[bool, ...]
    form: Form
    lemma: str
    act: Act
    stance: Stance
    negated: bool
    hedges: tuple[Span, ...]
    standing: Standing
    standing_reason: StandingReason = "no_source"
    addressee: Span | None = None
    time: FoundTime | None = None

"""The closed vocabularies that an attribution is described with; the record's format uses the same."""

from __future__ import annotations

from typing import Literal

__all__ = ["Act", "Form", "Stance", "Standing"]

#: ``direct``: all content within quotation marks; ``indirect``: none; ``mixed``: some (O'Keefe et al. 2012).
Form = Literal["direct", "indirect", "mixed"]
#: What kind of source it is (after Spangher et al. 2023).
Standing = Literal["named_person", "unnamed_person", "named_group", "unnamed_group", "document", "outlet", "none"]
#: Searle's (1976) classes of speech acts, or ``mental``: believed, wished or felt, and not said at all.
Act = Literal["assertive", "directive", "commissive", "expressive", "mental"]
#: What the writer's cue does: ``neutral`` (said), ``distancing`` (claimed), ``endorsing`` (revealed, acknowledged).
Stance = Literal["neutral", "distancing", "endorsing"]

"""How speech differs from what is written of it, as lists that an editor can read and change."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from onrecord.attribution.lexicon import word_lists

__all__ = ["pairs_of", "words_of_list"]


def words_of_list(name: str) -> frozenset[str]:
    """One list of ``spoken.toml``."""
    return word_lists("onrecord.verify", "spoken.toml")[name]


@cache
def pairs_of(name: str) -> Mapping[str, str]:
    """One list of ``spoken.toml`` whose members are pairs: what is written to what it stands for."""
    found = (pair.split("=", 1) for pair in words_of_list(name))
    return {left.strip(): right.strip() for left, right in found}

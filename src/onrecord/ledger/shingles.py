"""Runs of three words, by which a quotation is found again, whole, shortened or altered.

A quotation with one word changed in ten still shares most of its runs with the original. Each run is written as a
word of letters and digits into a full-text index that keeps for it the sorted list of its quotations, and no more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

__all__ = ["RUN", "shingles"]

#: Words of a run: two are too common to be looked up, and four leave a quotation of six words with one changed no run.
RUN = 3


def shingles(keys: Sequence[str]) -> list[str]:
    """For each run of three of the compared words, in order, twelve hexadecimal digits that stand for it."""
    return [
        hashlib.blake2b(" ".join(keys[at : at + RUN]).encode("utf-8", "replace"), digest_size=6).hexdigest()
        for at in range(len(keys) - RUN + 1)
    ]

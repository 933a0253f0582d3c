"""What the model tells of each word: one vocabulary of names, shared by training and reading.

Tags are begin, inside, last, and unit (BILOU: Ratinov and Roth 2009), which make the end of a span something that the
encoder is asked for, not only its beginning; with begin and inside alone contents ended at the wrong word.
"""

from __future__ import annotations

__all__ = ["NAME_CLASSES", "ROLES", "SPEECH_TAGS", "TAGS"]

#: The parts of an attribution, as PolNeAR names them.
ROLES = ("source", "cue", "content")

TAGS = ("O", *(f"{position}-{role}" for role in ROLES for position in "BILU"))

#: The classes of names that CoreNLP's tagger tells apart and that tell sources apart.
NAME_CLASSES = ("none", "person", "organization", "place", "title", "group", "date", "other")

#: Penn Treebank tags, the rare ones joined.
SPEECH_TAGS = (
    "other", "CC", "CD", "DT", "EX", "IN", "JJ", "JJR", "JJS", "MD", "NN", "NNP", "NNPS", "NNS", "POS", "PRP",
    "PRP$", "RB", "RBR", "RP", "TO", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "WDT", "WP", "WRB", "punctuation",
)  # fmt: skip

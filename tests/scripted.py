"""An encoder for tests: it says of each word what a script says of the word's spelling, in microseconds."""

from __future__ import annotations

import threading

import numpy as np

from onrecord.model.labels import NAME_CLASSES, SPEECH_TAGS, TAGS
from onrecord.model.session import EncoderInput, EncoderOutput

LINK_WIDTH = 4


class ScriptedEncoder:
    """Tags words by the id of their first piece; a link scores highest for what stands nearest.

    ``tags`` gives a piece's tag; every other piece gets O. What it says depends on the window's pieces alone.
    """

    def __init__(self, tags: dict[int, str]) -> None:
        self.tags = tags
        self.runs = 0
        self._lock = threading.Lock()

    def run(self, window: EncoderInput) -> EncoderOutput:
        with self._lock:
            self.runs += 1
        words = len(window.words)
        tags = np.full((words, len(TAGS)), -8.0, np.float32)
        for row, piece in enumerate(window.piece_ids[window.words].tolist()):
            tags[row, TAGS.index(self.tags.get(piece, "O"))] = -0.01
        ones = np.ones((words, LINK_WIDTH), np.float32)
        return EncoderOutput(
            tags=tags,
            content_query=ones,
            content_key=ones,
            cue_query=ones,
            cue_key=ones,
            mention_query=ones,
            mention_key=ones,
            names=np.full(words, NAME_CLASSES.index("none")),
            speech=np.full(words, SPEECH_TAGS.index("NN")),
        )

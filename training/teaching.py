"""What a trained network thinks of articles, kept for a smaller one to learn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from onrecord.model.pieces import encode
from onrecord.model.tagger import window_inputs
from onrecord.model.windows import MAX_PIECES, plan_windows
from onrecord.model.wordpiece import Vocabulary
from training.losses import shorter_floats
from training.network import Network
from training.polnear import Article

__all__ = ["Thoughts", "load_thoughts", "save_thoughts", "think_of"]

#: Pieces that the teacher reads at once, padding with them.
PIECES_AT_ONCE = 8192


@dataclass(frozen=True)
class Thoughts:
    """The last hidden states of a network over one article of ``P`` pieces, which it read in ``N`` windows."""

    pieces: Tensor  #: float16 [P, hidden], each from the window that owns the piece's word
    frames: Tensor  #: float16 [N, hidden], of each window's [CLS]
    owners: Tensor  #: int64 [P] the window that each piece was read in

    def within(self, start: int, length: int) -> Tensor:
        """Float32 [length + 1, hidden]: [CLS] of the window that owns the middle, and ``length`` pieces from ``start``
        on."""
        frame = self.frames[self.owners[start + length // 2]]
        return torch.cat([frame[None], self.pieces[start : start + length]]).float()


@torch.inference_mode()
def think_of(network: Network, articles: Sequence[Article], vocabulary: Vocabulary) -> list[Thoughts]:
    """What ``network`` makes of each article, read in windows as long as it was trained for."""
    width = network.encoder.config.hidden_size
    kept: list[Thoughts] = []
    waiting = []
    for number, article in enumerate(articles):
        pieces = encode(article.text, article.blocks, vocabulary)
        plan = plan_windows(pieces)
        total = len(pieces.piece_ids)
        words = np.searchsorted(pieces.first_pieces, np.arange(total), "right") - 1
        owners = torch.from_numpy(plan.owners[words].astype(np.int64))
        count = len(plan.first_words)
        kept.append(Thoughts(torch.zeros(total, width).half(), torch.zeros(count, width).half(), owners))
        for at, window in enumerate(window_inputs(pieces, plan, vocabulary.frame, MAX_PIECES)):
            waiting.append((number, at, int(pieces.first_pieces[plan.first_words[at]]), window))
    waiting.sort(key=lambda each: len(each[3].piece_ids))
    done = 0
    while done < len(waiting):
        group = [waiting[done]]
        while done + len(group) < len(waiting):
            following = waiting[done + len(group)]
            if len(following[3].piece_ids) * (len(group) + 1) > PIECES_AT_ONCE:
                break
            group.append(following)
        longest = len(group[-1][3].piece_ids)

        def stacked(name: str, g: Sequence = group, n: int = longest) -> Tensor:
            rows = [getattr(window, name) for *_, window in g]
            return torch.tensor(np.stack([np.pad(row, (0, n - len(row))) for row in rows]))

        attended = torch.tensor([[i < len(window.piece_ids) for i in range(longest)] for *_, window in group]).long()
        with shorter_floats():
            hidden = network.encode(*(stacked(name) for name in ("piece_ids", "case", "block", "quote")), attended)
        for (number, at, start, window), states in zip(group, hidden.half(), strict=True):
            thoughts = kept[number]
            thoughts.frames[at] = states[0]
            length = len(window.piece_ids) - 2
            own = thoughts.owners[start : start + length] == at
            thoughts.pieces[start : start + length][own] = states[1 : 1 + length][own]
        done += len(group)
        print(f"\rthe teacher has read {done} of {len(waiting)} windows", end="", flush=True)
    print(flush=True)
    return kept


def save_thoughts(thoughts: Sequence[Thoughts], path: Path) -> None:
    """Write them, so that another run need not think again."""
    tensors = {}
    for number, each in enumerate(thoughts):
        tensors |= {f"{number}.pieces": each.pieces, f"{number}.frames": each.frames, f"{number}.owners": each.owners}
    save_file(tensors, path)


def load_thoughts(path: Path) -> list[Thoughts]:
    """Read what :func:`save_thoughts` wrote."""
    tensors = load_file(path)
    return [
        Thoughts(tensors[f"{n}.pieces"], tensors[f"{n}.frames"], tensors[f"{n}.owners"])
        for n in range(len(tensors) // 3)
    ]

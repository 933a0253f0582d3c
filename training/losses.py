"""What a network is trained to lessen, and quick figures of how far it has come."""

from __future__ import annotations

import random
from contextlib import AbstractContextManager

import numpy as np
import torch
from torch import Tensor, nn

from onrecord.model.labels import ROLES, TAGS
from training.network import Network
from training.polnear import NO_LABEL
from training.windows import Window, batches

__all__ = ["candidates", "encode_batch", "losses", "measure", "shorter_floats", "total_loss"]

AUXILIARY_WEIGHT = 0.15  # of the names' and the parts of speech's losses
LINK_WEIGHT = 0.5
ANTECEDENT_WEIGHT = 0.1


def shorter_floats() -> AbstractContextManager[object]:
    """Products in bfloat16 where the processor has them; elsewhere they would be made up, and slower than floats."""
    has_them = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
    return torch.autocast("cpu", torch.bfloat16, enabled=has_them)


def encode_batch(network: Network, batch: dict[str, Tensor]) -> Tensor:
    """Float [window, piece, hidden], before dropout."""
    return network.encode(batch["piece_ids"], batch["case"], batch["block"], batch["quote"], batch["attended"].long())


def candidates(batch: dict[str, Tensor]) -> Tensor:
    """Bool [window, piece]: what a link may point at, the first pieces of words and [CLS]."""
    candidate = batch["is_first"].bool()
    candidate[:, 0] = True
    return candidate


def losses(network: Network, hidden: Tensor, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """Each head's loss: tags and links are means over words, links' weighted so that each span counts once.

    ``hidden`` is float [window, piece, hidden], what the encoder gives of the batch.
    """
    words = batch["is_first"].bool()
    hidden_words = hidden[words]
    out = {}
    for head in ("tags", "names", "speech"):
        logits = getattr(network, head)(hidden_words).float()
        labelled = batch[head][words] != NO_LABEL
        # The mean over no words at all would be no number, and all weights with it.
        loss = nn.functional.cross_entropy(logits[labelled], batch[head][words][labelled], reduction="sum")
        out[head] = loss / labelled.sum().clamp(min=1)
    candidate = candidates(batch)
    for head in ("cue_of_content", "source_of_cue"):
        link = getattr(network, head)
        scores = link.scores(*link(hidden)).float().masked_fill(~candidate[:, None, :], -1e4)
        target = batch[head]
        chosen = target != NO_LABEL
        if chosen.any():
            loss = nn.functional.cross_entropy(scores[chosen], target[chosen], reduction="none")
            weight = batch["weight"][chosen]
            out[head] = (loss * weight).sum() / weight.sum()
            out[head + "_right"] = ((scores[chosen].argmax(-1) == target[chosen]).float() * weight).sum() / weight.sum()
        else:
            out[head] = scores.sum() * 0
    return out | antecedent_loss(network, hidden, candidate, batch)


def antecedent_loss(network: Network, hidden: Tensor, candidate: Tensor, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """The loss of each mention's link to what it refers back to: any earlier mention of its chain will do.

    The likelihood is that of all of them together (Lee et al., EMNLP 2017). A chain's first mention points at [CLS];
    one whose chain began before the window is not asked.
    """
    length = hidden.shape[1]
    earlier = torch.ones(length, length).tril(-1).bool() & candidate[:, None, :]
    scores = network.antecedent.scores(*network.antecedent(hidden)).float().masked_fill(~earlier, -1e4)
    chain = batch["chain"]
    right = (chain[:, :, None] == chain[:, None, :]) & earlier
    right[:, :, 0] = batch["opens_chain"].bool()
    asked = (chain != NO_LABEL) & right.any(-1)
    if not asked.any():
        return {"antecedent": scores.sum() * 0}
    scores, right = scores[asked], right[asked]
    loss = scores.logsumexp(-1) - scores.masked_fill(~right, -1e4).logsumexp(-1)
    hits = right.gather(1, scores.argmax(-1, keepdim=True)).float()
    return {"antecedent": loss.mean(), "antecedent_right": hits.mean()}


def total_loss(parts: dict[str, Tensor]) -> Tensor:
    return (
        parts["tags"]
        + LINK_WEIGHT * (parts["cue_of_content"] + parts["source_of_cue"])
        + ANTECEDENT_WEIGHT * parts["antecedent"]
        + AUXILIARY_WEIGHT * (parts["names"] + parts["speech"])
    )


@torch.no_grad()
def measure(network: Network, windows: list[Window], hand: random.Random) -> dict[str, float]:
    """Quick figures on dev windows: word F1 of each role by best tag, and the share of links that are right."""
    network.eval()
    counts = {role: [0, 0, 0] for role in ROLES}
    right: dict[str, list[float]] = {f"{link}_right": [] for link in ("cue_of_content", "source_of_cue", "antecedent")}
    for batch, _ in batches(windows, 8192, hand):
        with shorter_floats():
            hidden = encode_batch(network, batch)
            parts = losses(network, hidden, batch)
            words = batch["is_first"].bool()
            guess = network.tags(hidden[words]).float().argmax(-1)
        gold = batch["tags"][words]
        for role in ROLES:
            members = torch.tensor([i for i, tag in enumerate(TAGS) if tag.endswith(role)])
            p, g = torch.isin(guess, members), torch.isin(gold, members)
            for i, value in enumerate((p & g, p, g)):
                counts[role][i] += int(value.sum())
        for name, values in right.items():
            if name in parts:
                values.append(float(parts[name]))
    network.train()
    figures = {role: round(2 * tp / max(p + g, 1), 4) for role, (tp, p, g) in counts.items()}
    return figures | {name: round(float(np.mean(v)), 4) for name, v in right.items()}

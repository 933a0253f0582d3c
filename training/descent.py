"""What every training does beside its own loss: steps, the rate, the averaged weights, and what it tells."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from training.network import Network

__all__ = ["Descent"]

#: Steps between two lines of how far a training is, and the steps whose losses they give the mean of.
_TELL_EVERY = 50


class Descent:
    """AdamW with a rate that warms up and then falls to nothing, and a running mean of the weights.

    ``averaged`` is that mean, which is what a training is for; it moves by 1 - ``average`` of the way at each step.
    """

    def __init__(
        self,
        network: Network,
        groups: Sequence[Mapping[str, Any]],
        *,
        steps: int,
        average: float,
        warm: float = 1 / 16,
    ) -> None:
        """``groups`` are AdamW's, ``warm`` is the share of ``steps`` in which the rate rises."""
        self.averaged = copy.deepcopy(network).requires_grad_(False)
        self.step, self.steps = 0, steps
        self._network, self._average = network, average
        self._optimizer = torch.optim.AdamW([dict(group) for group in groups], weight_decay=0.01, fused=True)
        rising = max(1, int(steps * warm))
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            self._optimizer, lambda s: min((s + 1) / rising, max(0.0, (steps - s) / max(1, steps - rising)))
        )
        self._began = time.time()
        self._seen: dict[str, list[float]] = {}

    def take(self, loss: Tensor, parts: Mapping[str, Tensor]) -> None:
        """One step down from ``loss``; ``parts`` are what it is made of, to be told."""
        self._optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self._network.parameters(), 1.0)
        self._optimizer.step()
        self._schedule.step()
        self.step += 1
        decay = min(self._average, self.step / (self.step + 10))
        with torch.no_grad():
            for mean, now in zip(self.averaged.parameters(), self._network.parameters(), strict=True):
                mean.lerp_(now, 1 - decay)
        for name, value in parts.items():
            self._seen.setdefault(name, []).append(float(value.detach()))
        if self.step % _TELL_EVERY == 0:
            means = {name: round(float(np.mean(values)), 4) for name, values in self._seen.items()}
            print(f"step {self.step}/{self.steps} {time.time() - self._began:.0f}s {means}", flush=True)
            self._seen = {}

    def close_epoch(self, epoch: int, figures: Mapping[str, float], out: Path) -> None:
        """Tell the figures of an epoch, counted from 1, and keep the averaged weights, beside those of earlier ones."""
        told = {"epoch": epoch, "seconds": round(time.time() - self._began), **figures}
        print(json.dumps(told), flush=True)
        for name in (f"epoch-{epoch}", "averaged"):
            save_file(self.averaged.state_dict(), out / f"{name}.safetensors")
        (out / "figures.json").write_text(json.dumps(told))

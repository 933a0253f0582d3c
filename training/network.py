"""The network: one encoder, and a head for each thing that a word is asked for.

Links are asked of the side that has one answer. A content has one cue; a cue has one source, or none; but a source
that speaks twice in a sentence has two cues ("said … and promised …": 8 in 100 attributions of PolNeAR share their
source), so a pointer from source to cue must lose one of them.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from onrecord.model.labels import NAME_CLASSES, SPEECH_TAGS, TAGS
from onrecord.model.pieces import BLOCK_FEATURES, CASE_FEATURES, QUOTE_FEATURES

__all__ = ["DISTANCE_BUCKETS", "LINK_WIDTH", "Network", "distance_buckets"]

LINK_WIDTH = 128
#: Signed distance in pieces from the word that points to the word pointed at, on a logarithmic scale.
DISTANCE_BUCKETS = 2 * 18


def distance_buckets(length: int) -> Tensor:
    """int64 [from, to]: the bucket of each signed distance in pieces, two buckets to a doubling."""
    position = torch.arange(length)
    distance = position[None, :] - position[:, None]
    size = (2 * torch.log2(distance.abs().float() + 1)).long().clamp(max=DISTANCE_BUCKETS // 2 - 1)
    return torch.where(distance < 0, size, size + DISTANCE_BUCKETS // 2)


class Link(nn.Module):
    """Scores of each word pointing at each other word: a scaled bilinear product, a bias of the word pointed at, and
    a bias of the distance."""

    def __init__(self, hidden_width: int) -> None:
        super().__init__()
        self.query = nn.Linear(hidden_width, LINK_WIDTH)
        self.key = nn.Linear(hidden_width, LINK_WIDTH)
        self.distance = nn.Parameter(torch.zeros(DISTANCE_BUCKETS))

    def forward(self, hidden: Tensor) -> tuple[Tensor, Tensor]:
        """hidden float [window, piece, hidden] to query and key, each float [window, piece, link]."""
        return self.query(hidden) / math.sqrt(math.sqrt(LINK_WIDTH)), self.key(hidden) / math.sqrt(
            math.sqrt(LINK_WIDTH)
        )

    def scores(self, query: Tensor, key: Tensor) -> Tensor:
        """float [window, from, to]."""
        return query @ key.transpose(1, 2) + self.distance[distance_buckets(query.shape[1])]


class Network(nn.Module):
    """Encoder and heads; every output is float32 [window, piece, …]."""

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.encoder = BertModel(config, add_pooling_layer=False)
        width = config.hidden_size
        if heads := getattr(config, "kept_heads", None):
            self._keep_heads(heads)
        self.case = nn.Embedding(len(CASE_FEATURES), width)
        self.block = nn.Embedding(len(BLOCK_FEATURES), width)
        self.quote = nn.Embedding(len(QUOTE_FEATURES), width)
        for feature in (self.case, self.block, self.quote):
            nn.init.zeros_(feature.weight)
        self.dropout = nn.Dropout(0.1)
        self.tags = nn.Linear(width, len(TAGS))
        self.cue_of_content = Link(width)
        self.source_of_cue = Link(width)
        self.antecedent = Link(width)
        self.names = nn.Linear(width, len(NAME_CLASSES))
        self.speech = nn.Linear(width, len(SPEECH_TAGS))

    def _keep_heads(self, heads: int) -> None:
        """Fewer heads than the hidden states have room for: each as wide as ever, which BERT's own configuration
        cannot say."""
        for layer in self.encoder.encoder.layer:
            attention = layer.attention.self
            width, channels = self.encoder.config.hidden_size, heads * attention.attention_head_size
            attention.num_attention_heads, attention.all_head_size = heads, channels
            for name in ("query", "key", "value"):
                setattr(attention, name, nn.Linear(width, channels))
            layer.attention.output.dense = nn.Linear(channels, width)

    def encode(self, piece_ids: Tensor, case: Tensor, block: Tensor, quote: Tensor, attended: Tensor) -> Tensor:
        """int64 [window, piece] features to hidden states, float [window, piece, hidden]."""
        embedded = (
            self.encoder.embeddings.word_embeddings(piece_ids) + self.case(case) + self.block(block) + self.quote(quote)
        )
        hidden: Tensor = self.encoder(inputs_embeds=embedded, attention_mask=attended).last_hidden_state
        return hidden

"""Train the network on PolNeAR and keep the averaged weights.

    python -m training.train --polnear DIR --encoder DIR --out checkpoints/run [--epochs 8] [--seed 1]

``--encoder`` is a folder with a BERT's ``config.json``, ``model.safetensors`` and ``vocab.txt``. Each epoch cuts
every article anew into windows, begins them at another word, reads the article as another of its annotators did, and
writes some articles' quotation marks in another hand (curly as straight, straight as curly, guillemets), so that no
outlet's typography is learned in place of quotation itself. Each epoch's averaged weights are kept beside the last, to
begin another run from or to be averaged with it.
"""

from __future__ import annotations

import argparse
import copy
import itertools
import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from transformers import BertConfig

from onrecord.ingest.text import find_blocks
from onrecord.model.labels import ROLES, TAGS
from onrecord.model.pieces import encode
from onrecord.model.wordpiece import Vocabulary
from onrecord.text.quotations import find_quotations
from training.clauses import read_ewt
from training.gum import read_gum
from training.network import Network
from training.polnear import NO_LABEL, NO_SOURCE, Article, label_words, read_split
from training.voices import taken_apart

WINDOW = 512  # pieces with the two that frame a window: the encoder's longest
AUXILIARY_WEIGHT = 0.15  # of the names' and the parts of speech's losses
LINK_WEIGHT = 0.5
ANTECEDENT_WEIGHT = 0.1
EWT_SHARE = 1 / 3  # of EWT's paragraphs in each epoch


@dataclass(frozen=True)
class Window:
    """One window's arrays, each int64 [piece] but ``weight``, float32 [piece]; piece 0 is [CLS], the last is [SEP]."""

    piece_ids: np.ndarray
    case: np.ndarray
    block: np.ndarray
    quote: np.ndarray
    is_first: np.ndarray
    tags: np.ndarray
    cue_of_content: np.ndarray  # piece pointed at
    source_of_cue: np.ndarray  # piece pointed at; 0, [CLS], says that there is none
    names: np.ndarray
    speech: np.ndarray
    weight: np.ndarray
    chain: np.ndarray  # for a mention's head, its chain of coreference
    opens_chain: np.ndarray  # whether the mention is its chain's first


def rewrite_quotation_marks(text: str, hand: random.Random) -> str:
    """The text with its double marks in another hand; as many code points as before."""
    if hand.random() > 0.3:
        return text
    opening, closing = hand.choice([("“", "”"), ('"', '"'), ('"', '"'), ("«", "»"), ("„", "“")])
    letters = list(text)
    for block in find_blocks(text):
        for quotation in find_quotations(text, block.start, block.end):
            if quotation.inner.start - quotation.span.start != 1 or text[quotation.span.start] in "'‘":
                continue
            letters[quotation.span.start] = opening
            if quotation.closed and quotation.span.end - quotation.inner.end == 1:
                letters[quotation.inner.end] = closing
    return "".join(letters)


def cut(article: Article, vocabulary: Vocabulary, hand: random.Random, *, training: bool) -> Iterator[Window]:
    """An article's windows, which do not overlap; in training they begin at a random word."""
    text = rewrite_quotation_marks(article.text, hand) if training else article.text
    pieces = encode(text, article.blocks, vocabulary)
    reading = hand.choice(article.readings) if training else article.readings[0]
    labels = label_words(article, reading, pieces)
    total = len(pieces.piece_ids)
    if not total:
        return
    room = WINDOW - 2
    edges = [0]
    if training and total > room:
        edges.append(int(pieces.first_pieces[np.searchsorted(pieces.first_pieces, hand.randrange(64, room)) - 1]))
    while total - edges[-1] > room:
        edges.append(int(pieces.first_pieces[np.searchsorted(pieces.first_pieces, edges[-1] + room, "right") - 1]))
    edges.append(total)
    for start, end in itertools.pairwise(edges):
        if end <= start:
            continue
        low, high = np.searchsorted(pieces.first_pieces, (start, end))
        at = pieces.first_pieces[low:high] - start + 1
        length = end - start + 2

        def framed(values: np.ndarray, edge: tuple[int, int] = (0, 0), a: int = start, b: int = end) -> np.ndarray:
            return np.concatenate([[edge[0]], values[a:b], [edge[1]]]).astype(np.int64)

        def spread(values: np.ndarray, fill: float, dtype: type, n: int = length, w: np.ndarray = at) -> np.ndarray:
            out = np.full(n, fill, dtype)
            out[w] = values
            return out

        def target(words: np.ndarray, lo: int = low, hi: int = high, w: np.ndarray = at) -> np.ndarray:
            """The piece pointed at, where it stands in this window."""
            out = np.full(len(words), NO_LABEL, np.int64)
            inside = (words >= lo) & (words < hi)
            out[inside] = w[words[inside] - lo]
            out[words == NO_SOURCE] = 0
            return out

        yield Window(
            framed(pieces.piece_ids, vocabulary.frame),
            framed(pieces.case),
            framed(pieces.block),
            framed(pieces.quote),
            spread(np.ones(high - low), 0, np.int64),
            spread(labels.tags[low:high], NO_LABEL, np.int64),
            spread(target(labels.cue_of_content[low:high]), NO_LABEL, np.int64),
            spread(target(labels.source_of_cue[low:high]), NO_LABEL, np.int64),
            spread(labels.names[low:high], NO_LABEL, np.int64),
            spread(labels.speech[low:high], NO_LABEL, np.int64),
            spread(labels.span_weight[low:high], 0, np.float32),
            spread(labels.chain[low:high], NO_LABEL, np.int64),
            spread(labels.opens_chain[low:high], 0, np.int64),
        )


_FILLED_WITH_ZERO = ("piece_ids", "case", "block", "quote", "is_first", "weight", "opens_chain")
_FILLED_WITH_NO_LABEL = ("tags", "cue_of_content", "source_of_cue", "names", "speech", "chain")


def batches(windows: list[Window], pieces_at_once: int, hand: random.Random) -> Iterator[dict[str, Tensor]]:
    """Windows of like length together, padded to the longest, in random order."""
    order = sorted(range(len(windows)), key=lambda i: (len(windows[i].piece_ids) // 32, hand.random()))
    groups: list[list[Window]] = [[]]
    for index in order:
        window = windows[index]
        if groups[-1] and len(window.piece_ids) * (len(groups[-1]) + 1) > pieces_at_once:
            groups.append([])
        groups[-1].append(window)
    hand.shuffle(groups)
    for group in groups:
        longest = max(len(w.piece_ids) for w in group)

        def stack(name: str, fill: float, g: list[Window] = group, n: int = longest) -> Tensor:
            rows = [getattr(w, name) for w in g]
            return torch.tensor(np.stack([np.pad(r, (0, n - len(r)), constant_values=fill) for r in rows]))

        batch = {n: stack(n, 0) for n in _FILLED_WITH_ZERO}
        batch |= {n: stack(n, NO_LABEL) for n in _FILLED_WITH_NO_LABEL}
        batch["attended"] = torch.tensor([[i < len(w.piece_ids) for i in range(longest)] for w in group])
        yield batch


def losses(network: Network, batch: dict[str, Tensor]) -> dict[str, Tensor]:
    """Each head's loss: tags and links are means over words, links' weighted so that each span counts once."""
    hidden = network.dropout(
        network.encode(batch["piece_ids"], batch["case"], batch["block"], batch["quote"], batch["attended"].long())
    )
    words = batch["is_first"].bool()
    hidden_words = hidden[words]
    out = {}
    for head in ("tags", "names", "speech"):
        logits = getattr(network, head)(hidden_words).float()
        out[head] = nn.functional.cross_entropy(logits, batch[head][words], ignore_index=NO_LABEL)
    candidate = words.clone()
    candidate[:, 0] = True
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
    for batch in batches(windows, 8192, hand):
        with torch.autocast("cpu", torch.bfloat16):
            parts = losses(network, batch)
            hidden = network.encode(
                batch["piece_ids"], batch["case"], batch["block"], batch["quote"], batch["attended"].long()
            )
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


def load_encoder(folder: Path) -> Network:
    config = BertConfig.from_json_file(str(folder / "config.json"))
    config._attn_implementation = "sdpa"
    config.attention_probs_dropout_prob = 0.0  # lets the fused attention run; the hidden dropout stays
    network = Network(config)
    weights = {k.removeprefix("bert."): v for k, v in load_file(folder / "model.safetensors").items()}
    missing, unexpected = network.encoder.load_state_dict(weights, strict=False)
    wanted = [name for name in missing if "position_ids" not in name]
    if wanted:
        raise SystemExit(f"{folder}: weights are missing: {wanted[:5]}")
    print("not used:", unexpected, flush=True)
    return network


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--polnear", type=Path, required=True, help="folder with train/ and dev/")
    parser.add_argument(
        "--gum", type=Path, help="folder with GUM's train/: who speaks for themselves, voices within voices"
    )
    parser.add_argument("--gum-times", type=int, default=1, help="read GUM so often in each epoch, cut anew each time")
    parser.add_argument("--ewt", type=Path, help="EWT's training file: the same in emails and reviews")
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch-pieces", type=int, default=3072)
    parser.add_argument("--encoder-rate", type=float, default=2e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--average", type=float, default=0.995, help="decay of the averaged weights, per step")
    parser.add_argument("--start", type=Path, help="begin from the weights of another run, to be averaged with it")
    parser.add_argument("--only", nargs="+", metavar="HEAD", help="train these heads and leave the rest as it is")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--articles", type=int, help="train on so many articles only")
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    hand = random.Random(options.seed)
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    vocabulary = Vocabulary.from_file(options.encoder / "vocab.txt")
    train = read_split(options.polnear / "train")[: options.articles]
    gum = [
        part for article in (read_gum(options.gum / "train") if options.gum else ()) for part in taken_apart(article)
    ]
    ewt = [part for article in (read_ewt(options.ewt) if options.ewt else ()) for part in taken_apart(article)]
    print(f"{len(gum)} documents and contents of GUM, {len(ewt)} of EWT, of which a part each epoch", flush=True)

    def epoch_articles() -> list[Article]:
        return train + gum * options.gum_times + hand.sample(ewt, int(len(ewt) * EWT_SHARE))

    dev = [w for a in read_split(options.polnear / "dev") for w in cut(a, vocabulary, hand, training=False)]
    network = load_encoder(options.encoder)
    if options.start:
        begun = network.load_state_dict(load_file(options.start), strict=False)
        print("begun anew:", begun.missing_keys, flush=True)
        if begun.unexpected_keys:
            raise SystemExit(f"{options.start}: not of this network: {begun.unexpected_keys[:5]}")
    for name, parameter in network.named_parameters():
        parameter.requires_grad_(not options.only or name.partition(".")[0] in options.only)
    averaged = copy.deepcopy(network).requires_grad_(False)
    encoder = list(network.encoder.parameters())
    known = {id(p) for p in encoder}
    heads = [p for p in network.parameters() if id(p) not in known]
    optimizer = torch.optim.AdamW(
        [{"params": encoder, "lr": options.encoder_rate}, {"params": heads, "lr": options.head_rate}],
        weight_decay=0.01,
        fused=True,
    )
    pieces = sum(len(w.piece_ids) for a in epoch_articles() for w in cut(a, vocabulary, hand, training=True))
    steps = options.epochs * (pieces // options.batch_pieces + 1)
    warm = max(1, steps // 16)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / warm, max(0.0, (steps - s) / max(1, steps - warm)))
    )
    print(f"{len(train)} articles, {pieces} pieces an epoch, {steps} steps", flush=True)
    step, began = 0, time.time()
    print(json.dumps({"epoch": 0, **measure(averaged, dev, hand)}), flush=True)
    for epoch in range(options.epochs):
        windows = [w for a in epoch_articles() for w in cut(a, vocabulary, hand, training=True)]
        seen: dict[str, list[float]] = {}
        for batch in batches(windows, options.batch_pieces, hand):
            with torch.autocast("cpu", torch.bfloat16):
                parts = losses(network, batch)
            loss = total_loss(parts)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            decay = min(options.average, step / (step + 10))
            with torch.no_grad():
                for mean, now in zip(averaged.parameters(), network.parameters(), strict=True):
                    mean.lerp_(now, 1 - decay)
            for name, value in parts.items():
                seen.setdefault(name, []).append(float(value.detach()))
            if step % 50 == 0:
                means = {name: round(float(np.mean(v[-50:])), 4) for name, v in seen.items()}
                print(f"step {step}/{steps} {time.time() - began:.0f}s {means}", flush=True)
        figures = {"epoch": epoch + 1, "seconds": round(time.time() - began), **measure(averaged, dev, hand)}
        print(json.dumps(figures), flush=True)
        for name in (f"epoch-{epoch + 1}", "averaged"):
            save_file(averaged.state_dict(), options.out / f"{name}.safetensors")
        (options.out / "figures.json").write_text(json.dumps(figures))
    averaged.encoder.config.to_json_file(str(options.out / "config.json"))


if __name__ == "__main__":
    main()

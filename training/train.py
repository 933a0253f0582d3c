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
import json
import random
from pathlib import Path

import torch
from safetensors.torch import load_file
from transformers import BertConfig

from onrecord.model.wordpiece import Vocabulary
from training.clauses import read_ewt
from training.descent import Descent
from training.gum import read_gum
from training.losses import encode_batch, losses, measure, shorter_floats, total_loss
from training.network import Network
from training.polnear import read_split
from training.voices import taken_apart
from training.windows import Window, batches, cut, in_another_hand

EWT_SHARE = 1 / 3  # of EWT's paragraphs in each epoch


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

    def epoch_windows() -> list[Window]:
        articles = train + gum * options.gum_times + hand.sample(ewt, int(len(ewt) * EWT_SHARE))
        return [w for a in articles for w in cut(in_another_hand(a, hand), vocabulary, hand, training=True)]

    dev = [w for a in read_split(options.polnear / "dev") for w in cut(a, vocabulary, hand, training=False)]
    network = load_encoder(options.encoder)
    if options.start:
        begun = network.load_state_dict(load_file(options.start), strict=False)
        print("begun anew:", begun.missing_keys, flush=True)
        if begun.unexpected_keys:
            raise SystemExit(f"{options.start}: not of this network: {begun.unexpected_keys[:5]}")
    for name, parameter in network.named_parameters():
        parameter.requires_grad_(not options.only or name.partition(".")[0] in options.only)
    encoder = list(network.encoder.parameters())
    known = {id(p) for p in encoder}
    heads = [p for p in network.parameters() if id(p) not in known]
    groups = [{"params": encoder, "lr": options.encoder_rate}, {"params": heads, "lr": options.head_rate}]
    pieces = sum(len(w.piece_ids) for w in epoch_windows())
    steps = options.epochs * (pieces // options.batch_pieces + 1)
    descent = Descent(network, groups, steps=steps, average=options.average)
    print(f"{len(train)} articles, {pieces} pieces an epoch, {steps} steps", flush=True)
    print(json.dumps({"epoch": 0, **measure(descent.averaged, dev, hand)}), flush=True)
    for epoch in range(options.epochs):
        for batch, _ in batches(epoch_windows(), options.batch_pieces, hand):
            with shorter_floats():
                parts = losses(network, network.dropout(encode_batch(network, batch)), batch)
            descent.take(total_loss(parts), parts)
        descent.close_epoch(epoch + 1, measure(descent.averaged, dev, hand), options.out)
    network.encoder.config.to_json_file(str(options.out / "config.json"))


if __name__ == "__main__":
    main()

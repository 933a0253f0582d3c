"""Distil a bundle's network into a narrower one.

    python -m training.distil --polnear DIR --gum DIR --ewt FILE --bundle DIR --out checkpoints/small

The smaller network begins as the larger one with half of each layer's attention heads and a third of its inner units,
those that add most (``training.narrowing``), and learns three things at once: the larger one's last hidden state of
every piece (as in TinyBERT: Jiao et al., 2020), what the larger one's heads make of it (Hinton et al., 2015), and the
labels themselves. The larger one reads each text once, in windows as long as it was trained for, and what it thought is
kept; the smaller one reads windows of another length, cut anew in each epoch, some with their quotation marks in
another hand.

PolNeAR's contents are read by themselves too, as the reader reads them again in search of a voice within: nobody has
labelled what lies in them, but the larger network has an opinion of it.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from safetensors.numpy import load_file as numpy_weights
from torch import Tensor, nn

from onrecord.model.bundle import load_bundle
from onrecord.model.labels import TAGS
from onrecord.model.wordpiece import Vocabulary
from training.clauses import read_ewt
from training.descent import Descent
from training.gum import read_gum
from training.losses import candidates, encode_batch, losses, measure, shorter_floats, total_loss
from training.narrowing import as_network, narrowed
from training.network import Network
from training.polnear import Article, read_split
from training.teaching import Thoughts, load_thoughts, save_thoughts, think_of
from training.unquantise import unquantise
from training.voices import alone, taken_apart
from training.windows import Window, batches, cut, in_another_hand

#: Of EWT's paragraphs and of PolNeAR's contents, so many in each epoch.
SAMPLED_SHARE = 1 / 3
#: Contents of PolNeAR that the larger network reads by themselves.
CONTENTS = 6000
#: The shortest content that is read by itself, in code points: about the reader's own least.
LEAST_CONTENT = 40
#: What the labels weigh beside what the larger network says.
LABELS_WEIGHT = 0.5
LINKS_WEIGHT = 0.5
AUXILIARY_WEIGHT = 0.15
_LINKS = {"cue_of_content": "content", "source_of_cue": "cue"}


@dataclass(frozen=True)
class Lesson:
    """An article and what the larger network thinks of it."""

    article: Article
    thoughts: Thoughts


def contents_alone(articles: Sequence[Article], count: int, hand: random.Random) -> Iterator[Article]:
    """So many of the articles' contents, each as if it stood alone, and as one that nobody has labelled."""
    contents = [
        (article, content)
        for article in articles
        for gold in article.readings[0]
        for content in gold.content
        if content[1] - content[0] >= LEAST_CONTENT
    ]
    for article, content in hand.sample(contents, min(count, len(contents))):
        yield replace(article, readings=((),), blocks=(alone(article.text, content),), unsure=(content,), chains=())


def divergence(said: Tensor, taught: Tensor) -> Tensor:
    """Kullback and Leibler's, of the larger network's distribution and ours; both logits, float [row, choice]."""
    return nn.functional.kl_div(said.log_softmax(-1), taught.log_softmax(-1), log_target=True, reduction="sum") / max(
        1, len(said)
    )


def taught_losses(
    network: Network, teacher: Network, hidden: Tensor, taught: Tensor, batch: dict[str, Tensor]
) -> dict[str, Tensor]:
    """How far we are from the larger network: in hidden states, and in what the heads say of them.

    ``hidden`` and ``taught`` are float [window, piece, hidden]. The distance of hidden states is the share of their
    variance that is not explained. A link is asked of the words that the larger network gives the role to.
    """
    aimed_at = batch["attended"].roll(-1, 1)  # all that is attended to but what closes a window
    aimed_at[:, -1] = False
    aimed, reached = taught[aimed_at], hidden[aimed_at]
    out = {"hidden": (reached - aimed).square().mean() / aimed.var(0).mean()}
    words = batch["is_first"].bool()
    best = torch.zeros(words.shape, dtype=torch.int64)
    for head in ("tags", "names", "speech"):
        with torch.no_grad():
            aim = getattr(teacher, head)(taught[words])
        if head == "tags":
            best[words] = aim.argmax(-1)
        out[f"{head}_taught"] = divergence(getattr(network, head)(hidden[words]), aim)
    candidate = candidates(batch)
    for link, role in _LINKS.items():
        members = torch.tensor([index for index, tag in enumerate(TAGS) if tag.endswith(role)])
        asked = torch.isin(best, members) & words
        ours, theirs = getattr(network, link), getattr(teacher, link)
        said = ours.scores(*ours(hidden)).masked_fill(~candidate[:, None, :], -1e4)
        with torch.no_grad():
            aim = theirs.scores(*theirs(taught)).masked_fill(~candidate[:, None, :], -1e4)
        out[f"{link}_taught"] = divergence(said[asked], aim[asked])
    return out


def whole_loss(parts: dict[str, Tensor]) -> Tensor:
    """All of it, weighted."""
    taught = (
        parts["hidden"]
        + parts["tags_taught"]
        + LINKS_WEIGHT * (parts["cue_of_content_taught"] + parts["source_of_cue_taught"])
        + AUXILIARY_WEIGHT * (parts["names_taught"] + parts["speech_taught"])
    )
    return taught + LABELS_WEIGHT * total_loss(parts)


def windows_of(
    lessons: Sequence[Lesson], vocabulary: Vocabulary, hand: random.Random, longest: int
) -> tuple[list[Window], dict[int, Lesson]]:
    """An epoch's windows, and by the identity of each the lesson that it is of."""
    windows: list[Window] = []
    lesson_of: dict[int, Lesson] = {}
    for lesson in lessons:
        article = in_another_hand(lesson.article, hand)
        for window in cut(article, vocabulary, hand, training=True, longest=longest):
            windows.append(window)
            lesson_of[id(window)] = lesson
    return windows, lesson_of


def main() -> None:
    """Let the larger network read, and the smaller one learn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--polnear", type=Path, required=True, help="folder with train/ and dev/")
    parser.add_argument("--gum", type=Path, required=True, help="folder with GUM's train/")
    parser.add_argument("--ewt", type=Path, required=True, help="EWT's training file")
    parser.add_argument("--bundle", type=Path, required=True, help="whose network is distilled")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--inner", type=int, default=512, help="units that are left of each layer's inner ones")
    parser.add_argument("--heads", type=int, default=6, help="that are left of each layer's attention")
    parser.add_argument("--start", type=Path, help="go on from the weights of another run, as they are or narrower")
    parser.add_argument("--longest", type=int, default=256, help="pieces of a window, with the two that frame it")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--steps", type=int, help="stop after so many, to compare beginnings")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch-pieces", type=int, default=2048)
    parser.add_argument("--rate", type=float, default=4e-4)
    parser.add_argument("--average", type=float, default=0.995, help="decay of the averaged weights, per step")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    hand = random.Random(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    shutil.copy(options.bundle / "vocabulary.txt", options.out / "vocab.txt")
    bundle = load_bundle(options.bundle)
    vocabulary = bundle.vocabulary
    weights = unquantise(options.bundle)
    teacher = as_network(weights).requires_grad_(False)
    articles = read_split(options.polnear / "train")
    wide = numpy_weights(options.start) if options.start else weights
    begun = narrowed(as_network(wide), wide, options.inner, options.heads, articles[::20], vocabulary)
    network = as_network(begun).train()
    network.encoder.config.to_json_file(str(options.out / "config.json"))
    gum = [part for article in read_gum(options.gum / "train") for part in taken_apart(article)]
    sampled = [part for article in read_ewt(options.ewt) for part in taken_apart(article)]
    sampled += contents_alone(articles, CONTENTS, random.Random(1))  # the same in each run: thoughts are kept
    read = [*articles, *gum, *sampled]
    kept = options.out / f"thoughts-{bundle.manifest.name}.safetensors"
    if not kept.exists():
        save_thoughts(think_of(teacher, read, vocabulary), kept)
    lessons = [Lesson(*pair) for pair in zip(read, load_thoughts(kept), strict=True)]
    always = len(articles) + len(gum)

    def epoch_lessons() -> list[Lesson]:
        return lessons[:always] + hand.sample(lessons[always:], int(len(sampled) * SAMPLED_SHARE))

    dev = [
        window
        for article in read_split(options.polnear / "dev")
        for window in cut(article, vocabulary, hand, training=False, longest=options.longest)
    ]
    pieces = sum(len(w.piece_ids) for w in windows_of(epoch_lessons(), vocabulary, hand, options.longest)[0])
    steps = options.epochs * (pieces // options.batch_pieces + 1)
    groups = [{"params": list(network.parameters()), "lr": options.rate}]
    descent = Descent(network, groups, steps=steps, average=options.average)
    print(f"{len(lessons)} texts, {pieces} pieces an epoch, {steps} steps", flush=True)
    if not options.start:
        print(json.dumps({"teacher": measure(teacher, dev, hand)}), flush=True)
    for epoch in range(options.epochs):
        windows, lesson_of = windows_of(epoch_lessons(), vocabulary, hand, options.longest)
        for batch, group in batches(windows, options.batch_pieces, hand):
            taught = torch.zeros(*batch["piece_ids"].shape, network.encoder.config.hidden_size)
            for row, window in zip(taught, group, strict=True):
                length = len(window.piece_ids) - 2
                row[: length + 1] = lesson_of[id(window)].thoughts.within(window.start, length)
            with shorter_floats():
                hidden = encode_batch(network, batch)
                parts = losses(network, hidden, batch) | taught_losses(network, teacher, hidden, taught, batch)
            descent.take(whole_loss(parts), parts)
            if descent.step == options.steps:
                return
        descent.close_epoch(epoch + 1, measure(descent.averaged, dev, hand), options.out)


if __name__ == "__main__":
    main()

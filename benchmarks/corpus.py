"""What is read: PolNeAR's texts where they lie beside the checkout, the repo's own article repeated where not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from onrecord.evaluation.gold import GoldArticle, read_gold
from onrecord.ingest.text import find_blocks
from onrecord.text.document import Document

__all__ = ["ARTICLE", "Corpus", "load_corpus"]

#: A made-up news article of 800 words.
ARTICLE = Path(__file__).parent / "article.txt"
#: As many articles as PolNeAR dev has.
REPEATS = 84


@dataclass(frozen=True)
class Corpus:
    """Documents to read, and their gold where there is one."""

    name: str
    documents: list[Document]
    gold: list[GoldArticle] | None

    @property
    def words(self) -> int:
        """Words as everybody counts them: what white space parts."""
        return sum(len(document.text.split()) for document in self.documents)


def load_corpus(polnear: Path | None) -> Corpus:
    """A split of PolNeAR, or without one the made-up article again and again."""
    if polnear is None:
        text = ARTICLE.read_text(encoding="utf-8")
        name = f"the made-up article in `benchmarks/article.txt`, {REPEATS} times"
        return Corpus(name, [Document(text, find_blocks(text))] * REPEATS, None)
    gold = read_gold(polnear)
    documents = [Document(article.text, find_blocks(article.text), uri=article.name) for article in gold]
    return Corpus(f"PolNeAR {polnear.name}", documents, gold)

"""What is measured beside what, and what cannot be: the words that the page says of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from benchmarks.peers.system import Options, System

__all__ = ["ENTRIES", "NOT_RUN", "Entry", "entry_of", "load"]


@dataclass(frozen=True)
class Entry:
    """One program as it is measured."""

    key: str
    name: str  #: on the page
    where: str  #: the function that loads it, ``module:name`` within this package
    beside: str | None  #: the key of what of ours it is measured against; none for what is ours itself
    does: str  #: on the page: what it does with a text, and what not
    one_process: bool = False  #: has threads in the place of processes
    quotations_only: bool = False  #: says of everything that it finds that it is a quotation
    scored: bool = True  #: finds attributions


ENTRIES = (
    Entry(
        "reader",
        "On Record",
        "onrecord_reader:load",
        None,
        "Texts to records: attributions of every form with their nested ones, hedges, entities, standing, chain.",
    ),
    Entry(
        "threads",
        "On Record, one process, as many threads",
        "onrecord_reader:load",
        "reader",
        "The same in its usual form: windows of text side by side on threads.",
        one_process=True,
        scored=False,
    ),
    Entry(
        "small",
        "On Record, `--bundle small`",
        "onrecord_reader:load_small",
        "reader",
        "The same with the smaller of the two models that come with it.",
    ),
    Entry(
        "textacy",
        "spaCy, small English + textacy's quotations",
        "textacy_quotations:load",
        "reader",
        "Tags, parses, lemmas and names of every word, which On Record does not give; and quotations in marks with "
        "their speaker and verb. No indirect or mixed attribution, nothing nested, nobody whom a pronoun means.",
        quotations_only=True,
    ),
    Entry(
        "sayswho",
        "spaCy, small English + sayswho's quotations",
        "sayswho_quotations:load",
        "reader",
        "The same pipeline, and textacy's rules as sayswho mended them for newspaper articles. Its coreference, which "
        "would say who is meant, needs a pipeline that is not on the package index and is left out.",
        quotations_only=True,
    ),
    Entry(
        "spacy",
        "spaCy, small English, alone",
        "spacy_pipeline:load",
        "reader",
        "Tags, parses, lemmas and names; no attribution. A yardstick of speed, over whole articles.",
        scored=False,
    ),
    Entry(
        "torch",
        "On Record, network in floats in PyTorch",
        "torch_network:load_reader",
        "reader",
        "All that On Record does, with the same weights multiplied in floats by PyTorch as it comes.",
    ),
    Entry(
        "encoder",
        "On Record's network alone",
        "onrecord_encoder:load",
        None,
        "Every piece in one window; nothing before or behind the network.",
        scored=False,
    ),
    Entry(
        "torch-encoder",
        "Network alone, in floats in PyTorch",
        "torch_network:load_encoder",
        "encoder",
        "The same windows.",
        scored=False,
    ),
)

#: Programs for the same task that were looked for, and why there is no figure of them.
NOT_RUN = (
    ("Stanford CoreNLP, Stanza", "CoreNLP's quote annotator needs its models, which no package of the index carries."),
    ("BookNLP and its forks", "download their models from a hub at the first run; made for novels."),
    ("sayswho, whole", "needs spaCy's experimental coreference pipeline, which is not on the index."),
    ("BBC Citron", "not on the index (the package of that name is another thing); its models are pickles."),
    (
        "Gender Gap Tracker's extractor, ATAP Quotation Tool, the Guardian's and AFP's",
        "repositories, not packages; the last without its trained model.",
    ),
    ("quotect, direct-speech-extractor-ru", "German and Russian only."),
    ("quid, lotte, proquo, indiquo", "find where one text quotes another, not who speaks in a text."),
    ("Giveme5W1H", "asks a CoreNLP server; finds an article's main event, not its quotations."),
    ("SG-NLP, newspaper and its forks", "no quotation attribution in them."),
)


def entry_of(key: str) -> Entry:
    """The entry with that key."""
    return next(entry for entry in ENTRIES if entry.key == key)


def load(entry: Entry, options: Options) -> System:
    """The program, ready to be measured. Raises NotInstalled."""
    module, _, name = entry.where.partition(":")
    loader: Callable[[Options], System] = getattr(import_module(f"benchmarks.peers.{module}"), name)
    return loader(options)

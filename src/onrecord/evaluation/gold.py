"""A folder of annotated articles: the texts, what each annotator read in them, and which outlet they are from.

Two layouts are read. PolNeAR's: ``text/NAME.txt`` and ``attributions/NAME_ANNOTATOR.ann``, with ``metadata.tsv`` one
folder up. Brat's own: ``NAME.txt`` and ``NAME.ann`` (or several ``NAME_ANNOTATOR.ann``) side by side.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import FormatError, NotFound, NotText
from onrecord.evaluation.spans import AttributionSpans
from onrecord.evaluation.standoff import read_standoff

__all__ = ["GoldArticle", "read_gold", "read_text"]


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One annotated article; ``readings`` has one tuple of attributions for each annotator, by the files' names.

    The first reading is the one that scores are taken against. ``outlet`` is ``None`` where no metadata names it.
    """

    name: str
    text: str
    readings: tuple[tuple[AttributionSpans, ...], ...]
    outlet: str | None = None


def read_text(path: Path) -> str:
    """The file's text unchanged, line ends too, so that offsets hold. Raises NotFound, and NotText if not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise NotFound(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise NotText(f"{path}: byte {error.start} is not UTF-8. Save the text as UTF-8 and try again") from error


def _outlets(folder: Path) -> dict[str, str]:
    """Article name to outlet, from PolNeAR's ``metadata.tsv`` in the folder or the one above; empty without one."""
    for path in (folder / "metadata.tsv", folder.parent / "metadata.tsv"):
        if path.is_file():
            rows = csv.DictReader(read_text(path).splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
            if not {"filename", "publisher"} <= set(rows.fieldnames or ()):
                raise FormatError(f"{path}: the first line must name the columns 'filename' and 'publisher'")
            return {row["filename"]: row["publisher"] for row in rows if row["publisher"]}
    return {}


def read_gold(folder: Path) -> list[GoldArticle]:
    """The articles of an annotated folder, by name.

    In PolNeAR's layout a text that no file annotates counts as one in which nothing is attributed; in brat's, where
    unannotated texts lie beside annotated ones, it is left out. Raises NotFound where the folder holds neither layout,
    NotText, and FormatError for a line that cannot be understood or an annotation without its text.
    """
    if not folder.is_dir():
        raise NotFound(f"{folder}: no such folder. Gold is a folder with text/ and attributions/, or .txt beside .ann")
    split = (folder / "text").is_dir() and (folder / "attributions").is_dir()
    texts = {path.stem: path for path in sorted((folder / "text" if split else folder).glob("*.txt"))}
    annotations = sorted((folder / "attributions" if split else folder).glob("*.ann"))
    if not texts or not annotations:
        raise NotFound(
            f"{folder}: no annotated articles here. Gold is a folder with text/*.txt and attributions/*.ann, "
            "or with .txt files and their .ann files side by side"
        )
    annotated: dict[str, list[Path]] = {name: [] for name in texts}
    for path in annotations:
        name = path.stem if path.stem in texts else path.stem.rpartition("_")[0]
        if name not in texts:
            raise FormatError(f"{path}: there is no text for it: expected {path.stem}.txt, or {name}.txt")
        annotated[name].append(path)
    outlets = _outlets(folder)
    articles = []
    for name, path in texts.items():
        if not annotated[name] and not split:
            continue
        text = read_text(path)
        readings = tuple(read_standoff(annotation, len(text)) for annotation in annotated[name]) or ((),)
        articles.append(GoldArticle(name, text, readings, outlets.get(name)))
    return articles

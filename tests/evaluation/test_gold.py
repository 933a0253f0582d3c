"""An annotated folder is read in either layout, and what does not fit together in it is said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from onrecord.errors import FormatError, NotFound, NotText
from onrecord.evaluation.forms import forms_of
from onrecord.evaluation.gold import read_gold


def test_a_split_is_read_by_name_with_its_outlets_and_annotators(gold: Path) -> None:
    articles = read_gold(gold)
    assert [(a.name, a.outlet, len(a.readings)) for a in articles] == [
        ("courier_bridge", "courier", 1),
        ("courier_weather", "courier", 1),
        ("lantern_harbour", "lantern", 2),
    ]
    assert [[len(reading) for reading in a.readings] for a in articles] == [[1], [1], [3, 1]]


def test_every_span_is_of_its_text(gold: Path) -> None:
    words = {
        span.of(article.text)
        for article in read_gold(gold)
        for found in article.readings[0]
        for span in (*found.source, *found.cue, *found.content)
    }
    assert words >= {"Ada Loom", "a clerk", "Bo Tern", "Cy Vane", "called", "reportedly", "rained", "“Again,”"}


def test_texts_and_annotations_may_lie_side_by_side(gold: Path, tmp_path: Path) -> None:
    folder = tmp_path / "brat"
    folder.mkdir()
    shutil.copy(gold / "text" / "courier_bridge.txt", folder / "a_b.txt")
    shutil.copy(gold / "attributions" / "courier_bridge_ann1.ann", folder / "a_b.ann")
    shutil.copy(gold / "text" / "courier_weather.txt", folder / "unannotated.txt")
    (article,) = read_gold(folder)
    assert (article.name, article.outlet, len(article.readings[0])) == ("a_b", None, 1)


def test_a_text_of_a_split_that_nobody_annotated_has_no_attributions(gold: Path) -> None:
    (gold / "attributions" / "courier_bridge_ann1.ann").unlink()
    assert [len(a.readings[0]) for a in read_gold(gold)] == [0, 1, 3]


def test_line_ends_stay_as_they_are(gold: Path) -> None:
    (gold / "text" / "courier_bridge.txt").write_bytes("Bo Tern called\r\nthe bridge “a long story”.\r\n".encode())
    assert "\r\n" in read_gold(gold)[0].text


def test_no_gold_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no such folder"):
        read_gold(tmp_path / "gone")
    with pytest.raises(NotFound, match="no annotated articles"):
        read_gold(tmp_path)


def test_an_annotation_without_its_text_is_an_error(gold: Path) -> None:
    (gold / "attributions" / "stray_ann1.ann").write_text("")
    with pytest.raises(FormatError, match=r"stray_ann1\.ann: there is no text"):
        read_gold(gold)


def test_a_shortened_text_is_noticed(gold: Path) -> None:
    (gold / "text" / "courier_bridge.txt").write_text("Bo Tern called.\n")
    with pytest.raises(FormatError, match=r"courier_bridge_ann1\.ann, line 3: .* past the text"):
        read_gold(gold)


def test_a_text_in_another_encoding_is_refused(gold: Path) -> None:
    (gold / "text" / "courier_bridge.txt").write_bytes("Zoë".encode("latin-1"))
    with pytest.raises(NotText, match="not UTF-8"):
        read_gold(gold)


def test_the_form_is_told_from_the_quotation_marks(gold: Path) -> None:
    forms = {a.name: forms_of(a.text, a.readings[0]) for a in read_gold(gold)}
    assert forms == {
        "courier_bridge": ["mixed"],
        "courier_weather": ["direct"],
        "lantern_harbour": ["indirect", "direct", "indirect"],
    }

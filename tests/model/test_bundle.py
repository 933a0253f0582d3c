"""A bundle is checked before it is trusted; what is wrong with it is said with its place."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.errors import BundleError
from onrecord.model.bundle import NAMED, SHIPPED, bundle_folder, load_bundle

pytestmark = pytest.mark.bundle


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the shipped bundle, to be spoiled."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "bundle"))


def test_the_shipped_bundle_is_sound_and_small() -> None:
    bundle = load_bundle()
    assert bundle.manifest.name
    assert sum(file.stat().st_size for file in SHIPPED.iterdir()) < 30_000_000


def test_the_small_bundle_is_sound_smaller_and_its_own() -> None:
    small = load_bundle(bundle_folder("small"))
    assert small.manifest.name not in ("", load_bundle().manifest.name)
    assert small.model.stat().st_size < 0.8 * load_bundle().model.stat().st_size


def test_a_bundle_is_asked_for_by_name_or_by_folder(tmp_path: Path) -> None:
    assert bundle_folder(None) == SHIPPED
    assert bundle_folder("small") == NAMED["small"]
    assert bundle_folder("./small") == bundle_folder(Path("small")) == Path("small")
    assert bundle_folder(str(tmp_path)) == tmp_path


def test_a_name_that_there_is_none_of() -> None:
    with pytest.raises(BundleError, match=r"tiny: no bundle can be read there .* ask for small"):
        load_bundle(bundle_folder("tiny"))


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=r"no bundle can be read there .*install onrecord again"):
        load_bundle(tmp_path / "nowhere")


def test_a_manifest_that_is_none(copy: Path) -> None:
    (copy / "manifest.json").write_text("{}")
    with pytest.raises(BundleError, match="not a bundle's manifest"):
        load_bundle(copy)


@pytest.mark.parametrize("name", ["model.onnx", "vocabulary.txt"])
def test_a_file_that_is_damaged(copy: Path, name: str) -> None:
    with (copy / name).open("ab") as file:
        file.write(b"x")
    with pytest.raises(BundleError, match=rf"{name}: damaged"):
        load_bundle(copy)


def test_a_file_that_is_missing(copy: Path) -> None:
    (copy / "model.onnx").unlink()
    with pytest.raises(BundleError, match=r"model\.onnx: cannot be read"):
        load_bundle(copy)


def _other_format(manifest: dict[str, object]) -> None:
    manifest["format"] = 99


def _other_labels(manifest: dict[str, object]) -> None:
    vocabularies = manifest["vocabularies"]
    assert isinstance(vocabularies, dict)
    vocabularies["tags"] = vocabularies["tags"][::-1]


@pytest.mark.parametrize(("spoil", "said"), [(_other_format, "bundle format 99"), (_other_labels, "labels are not")])
def test_a_bundle_for_another_program(copy: Path, spoil: Callable[[dict[str, object]], None], said: str) -> None:
    manifest = json.loads((copy / "manifest.json").read_text())
    spoil(manifest)
    (copy / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(BundleError, match=said):
        load_bundle(copy)

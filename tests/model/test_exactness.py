"""Sums of 8-bit products are the same on every processor: asked for where they are not exact by themselves."""

from __future__ import annotations

import numpy as np
import pytest

from onrecord.model import exactness


@pytest.mark.parametrize("seed", range(5))
def test_the_network_is_run_with_exact_sums(seed):
    left = np.random.default_rng(seed).integers(200, 256, (64, 64), dtype=np.uint8)
    got = exactness.sums(left, exact=not exactness.exact_by_itself())
    assert np.array_equal(got, left.astype(np.int64) @ np.full((64, 64), 127))


def test_the_greatest_sums_are_exact_when_asked_for():
    got = exactness.sums(np.full((64, 64), 255, np.uint8), exact=True)
    assert (got == 255 * 127 * 64).all()


def test_sums_that_overflow_are_noticed(monkeypatch):
    monkeypatch.setattr(exactness, "sums", lambda left, exact: np.full((64, 64), 32767 * 32))
    exactness.exact_by_itself.cache_clear()
    try:
        assert not exactness.exact_by_itself()
    finally:
        exactness.exact_by_itself.cache_clear()


@pytest.mark.parametrize("by_itself", [True, False])
def test_exact_sums_are_asked_for_only_where_needed(monkeypatch, by_itself):
    import onnxruntime as ort

    from onrecord.model import session
    from onrecord.model.bundle import bundle_folder, load_bundle

    asked = {}

    class Options(ort.SessionOptions):
        def add_session_config_entry(self, key, value):
            asked[key] = value
            super().add_session_config_entry(key, value)

    monkeypatch.setattr(ort, "SessionOptions", Options)
    monkeypatch.setattr(session, "exact_by_itself", lambda: by_itself)
    session.OnnxEncoder(load_bundle(bundle_folder(None)).model)
    assert asked == ({} if by_itself else {"session.x64quantprecision": "1"})

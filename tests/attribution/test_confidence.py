"""A confidence is a probability that rises with what the model is sure of."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.attribution.confidence import FEATURES, confidence, features
from onrecord.attribution.linking import LinkedAttribution
from onrecord.model.bundle import Calibration
from onrecord.model.decoding import TaggedSpan

EVEN = Calibration(list(FEATURES), [0.1] * len(FEATURES), -1.0)
chances = st.floats(0, 1).map(lambda p: float(np.log(np.float32(max(p, 1e-30)))))


def linked(source_chance: float = 0.0, content_chance: float = 0.0, *, source: bool = True) -> LinkedAttribution:
    return LinkedAttribution(
        TaggedSpan("source", 0, 2) if source else None,
        TaggedSpan("cue", 2, 3),
        (TaggedSpan("content", 3, 8),),
        source_chance,
        (content_chance,),
    )


@given(st.lists(chances, min_size=8, max_size=8), chances, chances, st.booleans())
def test_any_probabilities_give_a_confidence(sure: list[float], one: float, other: float, source: bool):
    values = features(linked(one, other, source=source), np.array(sure, np.float32))
    assert len(values) == len(FEATURES)
    assert np.isfinite(values).all()
    assert 0 <= confidence(values, EVEN) <= 1


@given(st.lists(st.floats(-20, -0.001), min_size=8, max_size=8), st.integers(0, 7))
def test_a_surer_word_lowers_nothing(sure: list[float], at: int):
    surer = list(sure)
    surer[at] /= 2
    before, after = (features(linked(), np.array(values, np.float32)) for values in (sure, surer))
    assert all(b >= a - 1e-6 for a, b in zip(before, after, strict=True))


def test_log_odds_tell_the_sure_from_the_surest():
    nearly, surest = (features(linked(float(np.log(p))), np.zeros(8, np.float32)) for p in (0.99, 0.9995))
    at = FEATURES.index("source_link_odds")
    assert nearly[at] == pytest.approx(4.6, abs=0.1)
    assert surest[at] > nearly[at] + 2


def test_an_attribution_without_contents_of_its_own_is_given_a_confidence():
    values = features(LinkedAttribution(None, TaggedSpan("cue", 0, 1), (), 0.0, ()), np.zeros(1, np.float32))
    assert 0 < confidence(values, EVEN) < 1

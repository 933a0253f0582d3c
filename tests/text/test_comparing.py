import itertools

from hypothesis import given
from hypothesis import strategies as st

from onrecord.text.comparing import compared_words, keys_of


def test_what_two_hands_write_differently_compares_alike():
    assert keys_of("“Don’t — it's well-known,” O'Neill said.") == keys_of("Don't, its well known, O’Neill said")
    assert keys_of("In the café, 1,300 — about 4.5% — stayed") == keys_of("in the cafe 1300 about 4.5 percent stayed")
    assert keys_of("A&E") == ["a", "and", "e"]


def test_words_that_differ_stay_different():
    assert keys_of("we will not") != keys_of("we will")
    assert keys_of("1.5") != keys_of("15")


def test_marks_alone_are_no_words():
    assert keys_of(" — “…” ?! _ 'n' ") == ["n"]


def test_each_word_keeps_its_place():
    text = "He said: “Don’t go.”"
    assert [text[w.span.start : w.span.end] for w in compared_words(text, 3, 14)] == ["said", "Don"]
    assert [text[w.span.start : w.span.end] for w in compared_words(text, 9)] == ["Don’t", "go"]


@given(st.text())
def test_any_text_gives_words_in_order_with_keys(text):
    words = compared_words(text)
    assert [word.key for word in words] == keys_of(text)
    assert all(word.key and word.span.start < word.span.end for word in words)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(words))

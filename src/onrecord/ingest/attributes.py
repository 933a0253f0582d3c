"""How many attributes the elements of a page have, told before the page is parsed.

The parser looks through all attributes of an element for each further one (libxml2 2.14: 20,000 take 0.9 s, and
100,000 take 25), so that a page of a few megabytes, one element with a million attributes, would hold it for hours; and
nothing can break it off. So they are counted first, in one pass that goes by the tokens of the HTML Standard (13.2.5):
comments, and elements whose content is no markup, are passed over, since scripts hold much that looks like an element.
"""

from __future__ import annotations

import re

__all__ = ["most_attributes"]

#: An attribute: its name, and its value in marks or without. Possessive, so that no input takes more than one pass.
_ATTRIBUTE = r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+"""
_COMMENT = r"<!--(?:-?>|.*?--!?>|.*+)"
_RAW = r"<(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)(?=[\s/>])(?:.*?</(?P=raw)(?=[\s/>])|.*+)"
_ELEMENT = rf"<[a-zA-Z][^\s/>]*+(?P<attributes>(?:{_ATTRIBUTE})*+)"
_TOKEN = re.compile(f"{_COMMENT}|{_RAW}|{_ELEMENT}", re.S | re.I)
_ONE = re.compile(_ATTRIBUTE, re.S)
#: Attributes shorter in all than this are fewer than anybody minds, and are not counted.
_SHORT = 4_000


def most_attributes(text: str) -> int:
    """The most attributes that an element of the page has, or 0 where none has so many that it matters. Linear."""
    most = 0
    for token in _TOKEN.finditer(text):
        start, end = token.span("attributes")
        if end - start >= _SHORT:
            most = max(most, sum(1 for _ in _ONE.finditer(text, start, end)))
    return most

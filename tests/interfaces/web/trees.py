"""A page as a tree, looked into by selectors: the few of CSS that the tests need, as paths of lxml."""

from __future__ import annotations

import re

from lxml import html

__all__ = ["got", "select", "tree_of", "words_of"]

PAGE = {"Accept": "text/html"}
_PART = re.compile(
    r"(?P<tag>[a-z][a-z0-9]*) | \.(?P<kind>[\w-]+) | \#(?P<id>[\w-]+) | \[(?P<name>[\w-]+)(?:=(?P<value>[^\]]+))?\]",
    re.VERBOSE,
)


def tree_of(text):
    """A page's text as a tree."""
    return html.fromstring(text)


def got(site, address, status=200, **query):
    """The page that a browser gets at an address, as a tree."""
    answer = site.get(address, headers=PAGE, **query)
    assert answer.status_code == status, answer.text
    return tree_of(answer.text)


def select(tree, selector):
    """Elements by a selector: tags, .class, #id, [name] and [name=value], "a b" within, "a > b" directly within."""
    path = "."
    step = "//"
    for part in selector.split():
        if part == ">":
            step = "/"
            continue
        path += f"{step}{_condition(part)}"
        step = "//"
    return tree.xpath(path)


def _condition(part):
    tag, conditions, at = "*", [], 0
    while at < len(part):
        found = _PART.match(part, at)
        assert found, f"no selector of these tests: {part}"
        at = found.end()
        tag = found["tag"] or tag
        if found["kind"]:
            conditions.append(f"contains(concat(' ', normalize-space(@class), ' '), ' {found['kind']} ')")
        if found["id"]:
            conditions.append(f"@id = '{found['id']}'")
        if found["name"]:
            conditions.append(f"@{found['name']} = '{found['value']}'" if found["value"] else f"@{found['name']}")
    return tag + "".join(f"[{condition}]" for condition in conditions)


def words_of(elements):
    """The words of each element, their spaces squeezed."""
    return [" ".join(each.text_content().split()) for each in elements]

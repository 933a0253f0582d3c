"""Offices that a text gives, by the cases in ``cases/roles.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import onrecord

pytestmark = pytest.mark.bundle

CASES = tomllib.loads((Path(__file__).parent / "cases" / "roles.toml").read_text(encoding="utf-8"))


def roles_in(text: str) -> list[list[str]]:
    """Title, body's name and status of every role in a text; each role's words hold its title."""
    record = onrecord.read_text(text)
    names = {entity.id: entity.name for entity in record.entities}
    roles = [role for entity in record.entities for role in entity.roles]
    assert all(role.title in " ".join(text[role.start : role.end].split()) for role in roles)
    return [[role.title, names.get(role.organization or "", ""), role.status] for role in roles]


@pytest.mark.parametrize(("text", "roles"), CASES["roles"])
def test_an_office_is_told_with_its_body_and_status(text: str, roles: list[list[str]]):
    assert roles_in(text) == roles


@pytest.mark.parametrize("text", CASES["none"])
def test_what_is_no_office_is_none(text: str):
    assert roles_in(text) == []


def test_an_office_is_told_once():
    text = "Mayor Mara Vell came. On Monday, Mayor Mara Vell left."
    assert roles_in(text) == [["Mayor", "", "current"]]

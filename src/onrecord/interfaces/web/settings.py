"""How a site is served: what it shows, who may ask, and how much at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

from onrecord.interfaces.model_options import Model

__all__ = ["Settings", "is_loopback"]

_MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One site.

    ``ledger`` is its file, which is made where there is none. ``kept`` is whether that file outlives the server: pages
    say so. ``token`` is asked of every request where it is not None. ``hosts`` are the names under which the site may
    be asked for, beside those of this machine; a request under another name is refused, so that no page of the web can
    reach the site by a name of its own.

    ``max_body`` is in bytes, ``read_seconds`` how long reading one article may take, ``read_words`` how many words it
    may have.
    """

    ledger: Path
    kept: bool = True
    read_only: bool = False
    token: str | None = None
    hosts: tuple[str, ...] = ()
    allow_private: bool = False
    model: Model = field(default_factory=Model)
    max_body: int = 10 * _MEBIBYTE
    read_seconds: float = 120.0
    read_words: int = 200_000


def is_loopback(host: str) -> bool:
    """Whether a host, a name or an address, is this machine alone."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False

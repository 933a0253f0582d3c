"""Made-up news pages by the hundred thousand, as HTML, alone or in a web archive: to read at scale without a crawl.

Sentences are drawn from the repo's made-up article, so that they hold attributions as news does, and names are drawn
anew for each page. Around the story stands what stands around stories: a head, navigation, related links, a footer. The
same seed gives the same pages.
"""

from __future__ import annotations

import gzip
import random
import re
from collections.abc import Iterator
from pathlib import Path

from benchmarks.corpus import ARTICLE

__all__ = ["as_warc_records", "made_up_pages", "write_warc"]

_SENTENCE = re.compile(r"[^.?!]+[.?!][”\"]?\s*")
_SYLLABLES = tuple("bar cor del fen gar hol jor kel lam mor nor pel quin ros tam vel".split())  # noqa: SIM905
_LINKS = ("World", "Politics", "Harbor", "Markets", "Weather", "Letters", "Sport", "Obituaries", "Subscribe", "Contact")


def _sentences() -> list[str]:
    text = ARTICLE.read_text(encoding="utf-8")
    found = [sentence.strip() for paragraph in text.split("\n\n") for sentence in _SENTENCE.findall(paragraph)]
    return [sentence for sentence in found if 6 <= len(sentence.split()) <= 60]


def _name(hand: random.Random) -> str:
    return " ".join((hand.choice(_SYLLABLES) + hand.choice(_SYLLABLES)).capitalize() for _ in range(2))


def _clutter(hand: random.Random, length: int) -> str:
    """Scripts, styles and teasers, in the parts in which pages have them: half, a quarter, a quarter of ``length``."""
    if not length:
        return ""
    names = [hand.choice(_SYLLABLES) + hand.choice(_SYLLABLES) for _ in range(length // 40)]
    script = ";".join(f"var {name}={{{name}:{hand.random():.6f}}}" for name in names)[: length // 2]
    style = "".join(f".{name}-{n}{{margin:{n}px;color:#0{n % 10}f}}" for n, name in enumerate(names))[: length // 4]
    teasers = "".join(
        f'<div class="teaser card"><a href="/{name}/{n}"><img src="/i/{n}.jpg" alt=""><span>{_name(hand)} on '
        f"{_name(hand)}</span></a></div>"
        for n, name in enumerate(names[: length // 600])
    )
    return f"<style>{style}</style><script>{script}</script><section class='more'>{teasers}</section>"


def made_up_pages(count: int, words: int, seed: int = 1, clutter: int = 0) -> Iterator[tuple[str, bytes]]:
    """Each page's address and its HTML; a story has at least ``words`` words, and ``clutter`` characters around it."""
    hand = random.Random(seed)
    sentences = _sentences()
    for number in range(count):
        story: list[str] = []
        length = 0
        while length < words:
            sentence = hand.choice(sentences)
            if hand.random() < 0.3:
                sentence = f"“{sentence.strip('“”')[:-1]},” said {_name(hand)}, who leads the {_name(hand)} council."
            story.append(sentence)
            length += len(sentence.split())
        paragraphs = [" ".join(story[at : at + 3]) for at in range(0, len(story), 3)]
        title = f"{_name(hand)} faces questions over {_name(hand)}"
        links = "".join(f'<li><a href="/{link.lower()}">{link}</a></li>' for link in _LINKS)
        body = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs)
        html = (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
            f'<meta property="og:site_name" content="The {_name(hand)} Post"><meta property="article:published_time" '
            f'content="2024-{hand.randint(1, 12):02d}-{hand.randint(1, 28):02d}"></head><body>'
            f"<nav><ul>{links}</ul></nav>"
            f"<main><article><h1>{title}</h1>\n{body}</article></main><aside><h2>More</h2><ul>{links}</ul></aside>"
            f"{_clutter(hand, clutter)}<footer><p>© The Post. All rights reserved.</p></footer></body></html>"
        )
        yield f"https://news.example/{number:07d}", html.encode()


def as_warc_records(pages: Iterator[tuple[str, bytes]]) -> Iterator[bytes]:
    """Each page as the record of an answer in a WARC, in a gzip member of its own."""
    for uri, html in pages:
        http = (
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(html)
            + html
        )
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2024-03-14T09:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:{random.Random(uri).getrandbits(128):032x}>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        yield gzip.compress(head.encode() + http + b"\r\n\r\n", 6, mtime=0)


def write_warc(path: Path, count: int, words: int, seed: int = 1, clutter: int = 0) -> int:
    """Write ``count`` pages as a web archive; its size in bytes."""
    with path.open("wb") as file:
        for record in as_warc_records(made_up_pages(count, words, seed, clutter)):
            file.write(record)
    return path.stat().st_size

"""Lines for a person at a terminal: wrapped behind a margin, with styles where they are welcome.

The article's own view (``export/terminal.py``) draws its voices in colours of their own; lists of many articles have
none to give, and bold, dim and italic only.
"""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.text import Text

    from onrecord.interfaces.output import Look

__all__ = ["Drawing", "counted"]

#: Lines longer than this are hard to read, however wide the terminal, as in ``export/terminal.py``.
_WIDEST = 100
_NARROWEST = 32


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: ``1 article``, ``1,200 articles``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


class Drawing:
    """Takes lines one after another; ``drawn`` gives them back, without trailing spaces."""

    def __init__(self, look: Look) -> None:
        from rich.console import Console

        self.width = max(_NARROWEST, min(look.width, _WIDEST))
        self._console = Console(
            file=StringIO(),
            width=self.width,
            force_terminal=look.color,
            force_interactive=False,
            no_color=look.plain or not look.color,
            color_system="auto" if look.color else None,
            legacy_windows=False,
            highlight=False,
            markup=False,
            emoji=False,
        )

    def add(self, text: Text | str = "", first: str = "", rest: str | None = None, style: str = "") -> None:
        """Write ``text`` within the width, its first line behind ``first``, the others behind ``rest`` or the same."""
        from rich.text import Text

        written = Text(text, style) if isinstance(text, str) else text
        behind = first if rest is None else rest
        room = max(_NARROWEST // 2, self.width - max(len(first), len(behind)))
        for number, line in enumerate(written.wrap(self._console, room) or [Text()]):
            whole = Text().append(behind if number else first, "dim").append_text(line)
            whole.rstrip()
            self._console.print(whole, soft_wrap=True)

    def drawn(self) -> str:
        """What was written so far; it is forgotten then."""
        out = self._console.file
        assert isinstance(out, StringIO)
        text = out.getvalue()
        out.seek(0)
        out.truncate()
        return text

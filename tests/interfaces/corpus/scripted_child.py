"""The process that reads, with a reader that needs no network, and pages that do to it what their words say."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from onrecord.ingest.offered import Offered, PassedOver
from onrecord.interfaces.corpus import child, reading
from onrecord.interfaces.corpus.types import Settings
from onrecord.reader import Reader
from onrecord.text.document import Document
from scripted import ScriptedEncoder

_plainly = reading.article_of


def _article_of(offered: Offered, settings: Settings) -> Document | PassedOver:
    if b"KILL" in offered.page.content:
        os.kill(os.getpid(), signal.SIGKILL)
    if b"SLEEP" in offered.page.content:
        time.sleep(60)
    once = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    if once and b"ONCE" in offered.page.content and not once.exists():
        once.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return _plainly(offered, settings)


class _Reader(Reader):
    def _record(self, half):  # type: ignore[no-untyped-def]
        if "FAIL" in half.document.text:
            raise ValueError("a fault of the program's own")
        return super()._record(half)


reading.article_of = _article_of
child._new_reader = lambda setup: _Reader(threads=1, encoder=ScriptedEncoder({}))
child.main()

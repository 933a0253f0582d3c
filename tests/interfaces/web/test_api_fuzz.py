"""The API against its own description: whatever the description allows, and whatever it forbids, is sent to it.

The tool is run as a command, in a process of its own: its plugin for pytest keeps to one version of that.
"""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from interfaces.web.ledgers import filled
from interfaces.web.served import nothing_is_found, served
from onrecord.interfaces.web.settings import Settings

#: What the description cannot say: that two parameters do not go together, or that a name is of nobody in the ledger.
#: So what it allows may be refused; what it forbids must be.
NOT_HELD = "positive_data_acceptance"
#: Drawn at random for each route, beside the edges of every parameter and field, which are all tried.
DRAWN = 20


@pytest.mark.bundle
def test_no_request_leads_to_a_fault_or_to_an_answer_that_is_not_described(tmp_path, monkeypatch):
    nothing_is_found(monkeypatch)
    with served(Settings(ledger=filled(tmp_path / "fuzzed.ledger"))) as address:
        command = [
            sys.executable, "-c", "from schemathesis.cli import schemathesis; schemathesis()",
            "run", f"{address}/api/v1/openapi.json", "--no-color", "--continue-on-failure", "--no-shrink",
            "--exclude-checks", NOT_HELD, "--max-examples", str(DRAWN), "--generation-deterministic",
            "--request-timeout", "60", "--suppress-health-check", "all",
        ]  # fmt: skip
        run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=900, check=False)
    assert run.returncode == 0, run.stdout[-8_000:] + run.stderr
    tried = re.search(r"(\d+) generated, (\d+) passed", run.stdout)
    assert tried is not None, run.stdout[-3_000:]
    assert tried[1] == tried[2]
    assert int(tried[1]) > 1_000

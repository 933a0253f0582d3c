"""sayswho's quotations over the same spaCy pipeline: textacy's rules, mended by a user of them for newspaper articles.

The package also resolves speakers, with a coreference pipeline that is not on the package index. So its class cannot be
made here, and its finder of quotations is called by itself, which is all that the scores look at.
"""

from __future__ import annotations

from benchmarks.peers.quotation_rules import QuotationRules
from benchmarks.peers.system import Options, System, need

__all__ = ["load"]


def load(options: Options) -> System:
    """Ready to be measured. Raises NotInstalled."""
    rules = need("sayswho.quote_finder").quote_finder
    return QuotationRules(options, rules, ("sayswho",))

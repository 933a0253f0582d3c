"""textacy's direct quotations over a small spaCy pipeline: the rules that people reach for first.

They find what stands in quotation marks beside a reporting verb with a subject, and say who the subject is. Indirect
and mixed quotations they leave out, by their own word.
"""

from __future__ import annotations

from benchmarks.peers.quotation_rules import QuotationRules
from benchmarks.peers.system import Options, System, need

__all__ = ["load"]


def load(options: Options) -> System:
    """Ready to be measured. Raises NotInstalled."""
    rules = need("textacy.extract.triples").direct_quotations
    return QuotationRules(options, rules, ("textacy",))

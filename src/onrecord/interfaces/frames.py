"""Answers as data frames: the one home of pandas.

A frame has the columns of the table that the command writes as CSV, so that a notebook begun with one goes on with the
other. Its values keep their types.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from onrecord.errors import OptionError
from onrecord.ledger.profiles import Outlets, Speakers
from onrecord.ledger.questions import Hits
from onrecord.ledger.tracing_types import Trace
from onrecord.record.types import Record
from onrecord.verify.checks import Checks
from onrecord.verify.types import CheckedQuotation

if TYPE_CHECKING:
    import pandas

    from onrecord.interfaces.ledger_tables import Column

__all__ = ["Answers", "to_frame"]

Answers = Hits | Trace | Speakers | Outlets | Checks | Sequence[CheckedQuotation] | Record


def to_frame(answers: Answers) -> pandas.DataFrame:
    """What a ledger or a check answered, or a record, as a data frame; needs pandas (``onrecord[frames]``).

    The columns are those of the command's ``--format csv``: of a search a row for each attribution, of a trace for each
    appearance, of speakers and outlets for each of them, of a check for each quotation; of a record a row for each
    attribution, with the columns of its Parquet table. Values are numbers, truth values and text of their own types,
    and what is unknown is ``NA``. Days are text (``2024-05-04``), as articles give them.

    Raises OptionError where pandas is not installed, or the answers are none of these.
    """
    columns, rows = _table(answers)
    try:
        import pandas
    except ImportError as error:
        raise OptionError("data frames need pandas; install it with: pip install 'onrecord[frames]'") from error
    return pandas.DataFrame(rows, columns=list(columns)).convert_dtypes()


def _table(answers: object) -> tuple[Iterable[str], list[dict[str, Any]]]:
    match answers:
        case Hits():
            from onrecord.interfaces import search_views

            return search_views.COLUMNS, [search_views.flat(hit) for hit in answers.hits]
        case Trace():
            from onrecord.interfaces import trace_views

            return trace_views.COLUMNS, list(trace_views.flat(answers, limit=None, every=True))
        case Speakers():
            from onrecord.interfaces.people_views import SPEAKERS_TABLE

            return _of_columns(SPEAKERS_TABLE, answers)
        case Outlets():
            from onrecord.interfaces.people_views import OUTLETS

            return _of_columns(OUTLETS, answers)
        case Record():
            from onrecord.export.table import ATTRIBUTIONS, attribution_rows

            return [each.name for each in ATTRIBUTIONS], list(attribution_rows(answers))
    if isinstance(answers, (Checks, list, tuple)):
        checked = list(answers)
        if all(isinstance(each, CheckedQuotation) for each in checked):
            from onrecord.interfaces import check_views

            return check_views.COLUMNS, [check_views.flat(each) for each in checked]
    raise OptionError(
        f"no data frame can be made of {type(answers).__name__}; give what a ledger's search, trace, speakers, outlets "
        "or check answered, what onrecord.check did, or a record"
    )


def _of_columns(columns: Sequence[Column[Any]], rows: Iterable[Any]) -> tuple[list[str], list[dict[str, Any]]]:
    return [each.name for each in columns], [{each.name: each.value(row) for each in columns} for row in rows]

"""Parts that are in place: put there, known again, and cleared away where another has taken their place.

A part's tables are put in place one by one, and last of all its report in ``_run/parts``: a part counts once that
stands. Whoever was killed in between puts the same bytes in the same places again.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from onrecord.errors import OptionError
from onrecord.export.part_tables import TABLES
from onrecord.interfaces.corpus.places import Folder
from onrecord.interfaces.corpus.types import Part, Report

__all__ = ["REPORTS", "clear_superseded", "finished_parts", "put", "put_report"]

REPORTS = "_run/parts"


def _table(name: str, part: str) -> str:
    return f"{name}/{part}.parquet"


def put(out: str, report: Report, tables: dict[str, bytes]) -> None:
    """Put a part's tables in place in the folder ``out``, then its report. Raises OutputError."""
    folder = Folder(out)
    for name, data in tables.items():
        folder.write(_table(name, report.part.id), data)
    put_report(folder, report)


def put_report(folder: Folder, report: Report) -> None:
    """Put a part's report in place: from now on the part counts. Raises OutputError."""
    folder.write(f"{REPORTS}/{report.part.id}.json", msgspec.json.format(msgspec.json.encode(report)))


def finished_parts(folder: Folder) -> dict[str, Report]:
    """The reports of the parts that are in place, by the parts' ids. Raises OptionError for a report that is none."""
    found: dict[str, Report] = {}
    for name in folder.names(REPORTS):
        data = folder.read(f"{REPORTS}/{name}")
        if data is None:
            continue
        try:
            report = msgspec.json.decode(data, type=Report)
        except msgspec.DecodeError as error:
            raise OptionError(
                f"{folder.uri}/{REPORTS}/{name} is no report of this program ({error}); remove it and the part is read "
                "again, or choose another folder with --out"
            ) from error
        found[report.part.id] = report
    return found


def clear_superseded(folder: Folder, finished: dict[str, Report], planned: Iterable[Part]) -> int:
    """Remove the parts of earlier runs that read files of which this run has planned other parts; how many it were."""
    parts = list(planned)
    ids = {part.id for part in parts}
    read = {given.uri for part in parts for given in part.inputs}
    cleared = 0
    for id_, report in finished.items():
        if id_ not in ids and any(given.uri in read for given in report.part.inputs):
            folder.remove(f"{REPORTS}/{id_}.json")  # first: a part without a report is none
            for name in TABLES:
                folder.remove(_table(name, id_))
            cleared += 1
    return cleared

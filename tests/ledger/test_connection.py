"""A ledger that cannot be used says why, and nothing in it is touched."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading

import pytest

from benchmarks.rows import all_rows
from ledger.articles import Said, article
from onrecord.errors import LedgerDamaged, LedgerUnwritable, LedgerVersion, NoLedger, NotALedger, OptionError
from onrecord.ledger import connection as connections
from onrecord.ledger.connection import connect, transaction
from onrecord.ledger.ledger import Ledger
from onrecord.ledger.schema import STEPS, migrate

RECORD = article(Said("Maria Ortega", "We will not pay a crown more than last year"))


@pytest.fixture
def path(tmp_path):
    """A ledger with one article, closed."""
    with Ledger(tmp_path / "news.ledger", write=True) as ledger:
        ledger.add([RECORD])
    return tmp_path / "news.ledger"


def test_one_that_is_not_there_is_not_made_by_asking(tmp_path):
    with pytest.raises(NoLedger, match="onrecord index"):
        Ledger(tmp_path / "none.ledger")
    assert not (tmp_path / "none.ledger").exists()


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(NoLedger, match="no folder"):
        Ledger(tmp_path / "nowhere" / "news.ledger", write=True)


def test_a_folder_is_no_ledger(tmp_path):
    with pytest.raises(NotALedger, match="folder"):
        Ledger(tmp_path, write=True)


@pytest.mark.parametrize("write", [False, True])
def test_another_file_is_refused_and_left_as_it_was(tmp_path, write):
    file = tmp_path / "notes.txt"
    file.write_text("Nobody asked the quay.\n" * 100)
    with pytest.raises(NotALedger, match="not an SQLite file"):
        Ledger(file, write=write)
    assert file.read_text() == "Nobody asked the quay.\n" * 100


@pytest.mark.parametrize("write", [False, True])
def test_another_programs_database_is_refused_and_left_as_it_was(tmp_path, write):
    file = tmp_path / "contacts.db"
    with sqlite3.connect(file) as made:
        made.execute("CREATE TABLE person (name TEXT)")
    made.close()
    before = file.read_bytes()
    with pytest.raises(NotALedger, match="no ledger"):
        Ledger(file, write=write)
    assert file.read_bytes() == before


def test_a_ledger_with_a_strangers_trigger_is_not_opened(path):
    with sqlite3.connect(path) as made:
        made.execute("CREATE TRIGGER t AFTER INSERT ON document BEGIN DELETE FROM record; END")
    made.close()
    with pytest.raises(NotALedger, match="things in it"):
        Ledger(path, write=True)


@pytest.mark.parametrize("write", [False, True])
def test_a_later_version_is_refused_with_what_to_do(path, write):
    with sqlite3.connect(path) as made:
        made.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    made.close()
    with pytest.raises(LedgerVersion, match="newer onrecord"):
        Ledger(path, write=write)


def test_an_earlier_version_is_brought_up_to_date_by_writing_and_refused_by_reading(path, monkeypatch):
    steps = (*STEPS, "CREATE TABLE later (number INTEGER);\nINSERT INTO later VALUES (7);\n")
    monkeypatch.setattr("onrecord.ledger.schema.STEPS", steps)
    monkeypatch.setattr(connections, "migrate", lambda connection: migrate(connection, steps))
    with pytest.raises(LedgerVersion, match="up to date"):
        Ledger(path)
    with Ledger(path, write=True) as ledger:
        assert ledger.connection.execute("SELECT number FROM later").fetchall() == [(7,)]
        assert ledger.record(1) == RECORD
    with Ledger(path) as ledger:
        assert ledger.record(1) == RECORD


def test_a_step_that_fails_leaves_the_version_before(path, monkeypatch):
    steps = (*STEPS, "CREATE TABLE later (number INTEGER);\nINSERT INTO nowhere VALUES (7);\n")
    monkeypatch.setattr("onrecord.ledger.schema.STEPS", steps)
    monkeypatch.setattr(connections, "migrate", lambda connection: migrate(connection, steps))
    with pytest.raises(Exception, match="nowhere"):
        Ledger(path, write=True)
    monkeypatch.undo()
    with Ledger(path, write=True) as ledger:
        assert ledger.record(1) == RECORD


def test_a_ledger_cut_short_is_damaged_and_left_as_it_is(path):
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(LedgerDamaged, match="damaged"):
        read_all(path)
    assert path.read_bytes() == whole[: len(whole) // 2]


def read_all(path):
    with Ledger(path) as ledger, connections.translated(path):
        return list(ledger.records()), all_rows(ledger.connection)


def test_a_record_written_over_is_told_from_one_that_is_whole(path):
    with Ledger(path, write=True) as ledger:
        ledger.connection.execute("UPDATE record SET content = x'789c00'")
        with pytest.raises(LedgerDamaged):
            ledger.record(1)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to what is read-only")
def test_a_file_that_may_only_be_read_is_read_and_not_written(path):
    path.chmod(stat.S_IREAD)
    path.parent.chmod(stat.S_IREAD | stat.S_IEXEC)
    try:
        with Ledger(path) as ledger:
            assert ledger.record(1) == RECORD
        with pytest.raises(LedgerUnwritable, match="only be read"):
            Ledger(path, write=True)
    finally:
        path.parent.chmod(stat.S_IRWXU)


def test_a_ledger_opened_to_be_asked_is_not_added_to(path):
    with Ledger(path) as ledger, pytest.raises(OptionError, match="write=True"):
        ledger.add([RECORD])


def test_a_full_disk_loses_nothing_of_what_was_there(path):
    with Ledger(path, write=True) as ledger:
        before = all_rows(ledger.connection)
        pages = ledger.connection.execute("PRAGMA page_count").fetchone()[0]
        ledger.connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        many = [article(Said("Maria Ortega", f"We will pay {n} crowns and not one more")) for n in range(500)]
        with pytest.raises(LedgerUnwritable, match="disk is full"):
            ledger.add(many)
        assert all_rows(ledger.connection) == before
    with Ledger(path, write=True) as ledger:
        assert ledger.record(1) == RECORD


def test_a_second_writer_waits_and_then_is_told(path, monkeypatch):
    monkeypatch.setattr(connections, "_PATIENCE", 50)
    one = Ledger(path, write=True)
    with one, transaction(one.connection), pytest.raises(LedgerUnwritable, match="another program"):
        Ledger(path, write=True)


def test_readers_see_whole_articles_only_while_one_writes(path):
    """Two readers ask again and again while articles of three statements are added."""
    made = [
        article(*(Said("Maria Ortega", f"We will pay {n} crowns, {word}") for word in ("first", "second", "third")))
        for n in range(60)
    ]
    done = threading.Event()
    seen: list[tuple[int, int, int]] = []
    wrong: list[BaseException] = []

    def ask() -> None:
        try:
            with Ledger(path) as ledger:
                while not done.is_set():
                    counts = ledger.connection.execute(
                        "SELECT (SELECT count(*) FROM document), (SELECT count(*) FROM attribution), "
                        "(SELECT count(*) FROM attribution_text WHERE attribution_text MATCH 'content: crowns')"
                    ).fetchone()
                    seen.append(counts)
        except BaseException as error:
            wrong.append(error)

    readers = [threading.Thread(target=ask) for _ in range(2)]
    for reader in readers:
        reader.start()
    with Ledger(path, write=True) as ledger:
        for each in made:
            ledger.add([each])
    done.set()
    for reader in readers:
        reader.join()
    assert not wrong
    assert len({documents for documents, _, _ in seen}) > 1
    assert all(rows == 1 + 3 * (documents - 1) == 1 + words for documents, rows, words in seen)


def test_odd_names_of_files_are_names(tmp_path):
    for name in ("a b.ledger", "100%.ledger", "what?.ledger", "né#1.ledger"):
        with Ledger(tmp_path / name, write=True) as ledger:
            ledger.add([RECORD])
        assert (tmp_path / name).is_file()
        connect(tmp_path / name).close()

"""Any number of shells at once: nobody loses an answer, and nobody waits for ever."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, contextmanager
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.stored import context_of, is_sound, modes, notes, rows
from valuecheck.actions import changing, record, stamps
from valuecheck.core.answer import Answer
from valuecheck.core.errors import ExitCode, StoreError
from valuecheck.store import connection, sqlite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Run
    from valuecheck.config.compiled import Context

SHORT = 0.2  # seconds


@pytest.mark.parametrize(("processes", "umask"), [(20, 0o022), (5, 0o000)])
def test_first_answers_at_once_all_arrive_in_private(
    home: Path, processes: int, umask: int
) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "valuecheck", "4", f"n{number}"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            umask=umask,
        )
        for number in range(processes)
    ]
    said = [process.communicate(timeout=300) for process in started]
    assert [err for _, err in said if err] == []
    assert all(out.startswith("✓ Recorded 4".encode()) for out, _ in said)
    assert {process.returncode for process in started} == {0}
    assert sorted(notes(home)) == sorted(f"n{number}" for number in range(len(started)))
    assert is_sound(home)
    assert modes(home) == {
        ".": 0o700,
        "state": 0o700,
        "state/next-due": 0o600,
        "state/short": 0o600,
        "valuecheck.db": 0o600,
    }


def test_every_clock_and_id_is_there_once_and_each_answer_can_be_undone(home: Path) -> None:
    def answer(number: int) -> None:
        for _ in range(5):
            record.store_answer(context_of(home), Answer(3, f"n{number}"), context_of(home).today)

    threads = [threading.Thread(target=answer, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (counts,) = rows(
        home, "SELECT count(*), count(DISTINCT id), count(DISTINCT clock) FROM check_ins"
    )
    assert counts == (40, 40, 40)
    assert rows(home, "SELECT count(DISTINCT command) FROM history") == [(40,)]


@contextmanager
def locked(home: Path, how: str) -> Iterator[None]:
    """Another program holds the store's lock."""
    with closing(sqlite3.connect(home / "valuecheck.db", isolation_level=None)) as other:
        other.execute(f"BEGIN {how}")
        yield


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits the usual fifteen seconds."""
    connect = sqlite.connect
    for module in (connection, sqlite):
        monkeypatch.setattr(module, "connect", lambda path, _timeout=SHORT: connect(path, SHORT))


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("how", ["IMMEDIATE", "EXCLUSIVE"])
def test_a_lock_held_too_long_ends_in_a_sentence_and_never_in_a_tick(
    run: Run, home: Path, how: str
) -> None:
    run("4", "first")
    with locked(home, how):
        outcome = run("5", "second", "+meeting")
    assert outcome.code == ExitCode.STORE
    assert outcome.out == ""
    assert outcome.err == (
        "not stored: 5 second +meeting\n"
        f"valuecheck: cannot use {home}/valuecheck.db: another program is writing to it; "
        "try again in a moment.\n"
    )
    assert notes(home) == ["first"]


@pytest.mark.usefixtures("impatient")
def test_reading_goes_on_while_another_program_prepares_a_write(run: Run, home: Path) -> None:
    run("4", "first")
    with locked(home, "IMMEDIATE"):
        assert "first" in run("log").out


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("command", ["log", "status", "due", "report", "off"])
def test_reading_says_so_while_another_program_writes(run: Run, home: Path, command: str) -> None:
    run("4", "first")
    with locked(home, "EXCLUSIVE"):
        outcome = run(command)
    assert (outcome.code, outcome.out) == (ExitCode.STORE, "")
    assert "another program is writing to it; try again in a moment." in outcome.err


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("how", ["IMMEDIATE", "EXCLUSIVE"])
def test_a_copy_that_cannot_be_brought_back_now_is_said_and_changes_nothing(
    run: Run, home: Path, how: str
) -> None:
    run("4", "first")
    run("backup")
    run("5", "second")
    with locked(home, how):
        outcome = run("backup", "restore", "1", "--yes")
    assert outcome.code == ExitCode.STORE
    assert "another program is writing to it; try again in a moment." in outcome.err
    assert notes(home) == ["first", "second"]


def test_each_caller_chooses_how_long_it_waits(run: Run, home: Path) -> None:
    run("4", "first")
    with locked(home, "EXCLUSIVE"), pytest.raises(StoreError):
        record.store_answer(context_of(home), Answer(4, ""), context_of(home).today, timeout=SHORT)


def test_a_short_lock_is_waited_out(run: Run, home: Path) -> None:
    run("4", "first")
    with locked(home, "EXCLUSIVE"):
        waiting = threading.Thread(
            target=partial(
                record.store_answer, context_of(home), Answer(4, "second"), context_of(home).today
            )
        )
        waiting.start()
        waiting.join(SHORT)
        assert waiting.is_alive()
    waiting.join()
    assert notes(home) == ["first", "second"]


@pytest.mark.usefixtures("impatient")
def test_once_stored_an_answer_is_acknowledged_even_if_nobody_can_look_again(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("4", "first")
    publish = stamps.publish
    other = sqlite3.connect(home / "valuecheck.db", isolation_level=None)

    def lock_then_publish(told: stamps.ForShells, where: Context) -> None:
        other.execute("BEGIN EXCLUSIVE")
        publish(told, where)

    monkeypatch.setattr(changing, "publish", lock_then_publish)
    outcome = run("5", "second")
    other.close()
    assert outcome == (0, "✓ Recorded 5 for Fri 20 Nov\n", "")
    assert notes(home) == ["first", "second"]


@pytest.mark.usefixtures("home")
def test_a_reader_that_stops_early_is_no_failure_of_the_store(run: Run) -> None:
    run("4", "first")
    reader, writer = os.pipe()
    os.close(reader)
    finished = subprocess.run(
        [sys.executable, "-m", "valuecheck", "status", "--short"],
        stdout=writer,
        stderr=subprocess.PIPE,
        timeout=300,
        check=False,
    )
    os.close(writer)
    assert (finished.returncode == ExitCode.STORE, finished.stderr) == (False, b"")

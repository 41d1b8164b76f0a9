"""Whatever the disk and the file are like: one sentence, exit 4, and no answer lost unseen."""

from __future__ import annotations

import os
import random
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ELSEWHERE
from tests.disks import fill, small_disk
from tests.stored import is_sound, notes, rows
from valuecheck.__main__ import main
from valuecheck.core.errors import ExitCode
from valuecheck.store import connection, sqlite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Outcome, Run

ANSWER = ("4", "fixed", "it", "+incident")
READERS = (("status",), ("log",), ("due",), ("report",), ("off",), ("undo", "--yes"))
SENTENCE = re.compile(r"valuecheck: [^\n]+; [^\n]+\.\n\Z")


def assert_refused(outcome: Outcome, reason: str) -> None:
    assert outcome.code == ExitCode.STORE
    assert outcome.out == ""
    assert SENTENCE.search(outcome.err), outcome.err
    assert reason in outcome.err


@pytest.fixture
def answered(run: Run, home: Path) -> Path:
    """A home with one answer."""
    assert run("3", "first").code == 0
    return home


# The file


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"these are my passwords\n" * 100, "it is not a valuecheck store; move it away"),
        (b"xy", "it is not a valuecheck store; move it away"),
        (b"SQLite format 3\x00" + bytes(84), "it is not a valuecheck store"),
    ],
    ids=["text", "two bytes", "half a header"],
)
def test_a_file_that_is_no_store_is_refused_and_left_alone(
    run: Run, home: Path, content: bytes, reason: str
) -> None:
    home.mkdir()
    (home / "valuecheck.db").write_bytes(content)
    outcome = run(*ANSWER)
    assert_refused(outcome, reason)
    assert "not stored: 4 fixed it +incident" in outcome.err
    assert_refused(run("log"), reason)
    assert (home / "valuecheck.db").read_bytes() == content


def test_a_file_without_a_byte_is_a_new_store(run: Run, home: Path) -> None:
    home.mkdir()
    (home / "valuecheck.db").touch()
    assert run("due").code == 3
    assert (home / "valuecheck.db").stat().st_size == 0
    assert run(*ANSWER).code == 0
    assert notes(home) == ["fixed it +incident"]


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("PRAGMA user_version = 99", "was written by a newer valuecheck; update this one"),
        ("PRAGMA application_id = 7", "belongs to another program; move it away"),
        ("PRAGMA application_id = 0", "belongs to another program; move it away"),
        ("DROP TABLE facts", "no such table: facts"),
        ("DELETE FROM facts", "its device is missing"),
        ("ALTER TABLE check_ins RENAME TO gone", "no such table: main.check_ins"),
    ],
)
def test_a_store_that_is_not_ours_to_use_is_left_alone(
    run: Run, answered: Path, sql: str, reason: str
) -> None:
    rows(answered, sql)
    before = (answered / "valuecheck.db").read_bytes()
    assert_refused(run(*ANSWER), reason)
    assert (answered / "valuecheck.db").read_bytes() == before


def test_an_empty_database_of_another_program_is_left_alone(run: Run, home: Path) -> None:
    home.mkdir()
    rows(home, "PRAGMA application_id = 7")
    assert_refused(run(*ANSWER), "belongs to another program")


def test_a_folder_in_place_of_the_store_is_refused(run: Run, home: Path) -> None:
    (home / "valuecheck.db").mkdir(parents=True)
    assert_refused(run(*ANSWER), "it cannot be opened")
    assert_refused(run("status"), "it cannot be opened")


def test_a_file_in_place_of_the_home_is_refused(run: Run, home: Path) -> None:
    home.write_text("")
    assert_refused(run(*ANSWER), "file exists; check that file and folder are there")


def test_a_link_to_nowhere_is_not_followed_to_make_a_second_store(run: Run, home: Path) -> None:
    home.mkdir()
    (home / "valuecheck.db").symlink_to(home / "not-mounted" / "valuecheck.db")
    assert run("due").code == 3
    assert_refused(run(*ANSWER), "it cannot be opened")


def test_a_link_to_a_store_elsewhere_is_followed(run: Run, home: Path, tmp_path: Path) -> None:
    run("3", "first")
    (home / "valuecheck.db").rename(tmp_path / "moved.db")
    (home / "valuecheck.db").symlink_to(tmp_path / "moved.db")
    assert run(*ANSWER).code == 0
    assert notes(home) == ["first", "fixed it +incident"]
    assert (home / "valuecheck.db").is_symlink()


def test_a_link_to_a_device_swallows_no_answer(run: Run, home: Path) -> None:
    home.mkdir()
    (home / "valuecheck.db").symlink_to(os.devnull)
    assert_refused(run(*ANSWER), "cannot use")


@pytest.mark.parametrize(
    "name",
    ["with space", "what?", "no#1", "100%41", "Größe 😀", "a'b\"c", "&mode=memory", "\udcff"],
)
def test_any_name_of_a_folder_is_taken_as_it_is(
    run: Run, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / name
    try:
        folder.mkdir()
    except OSError:
        pytest.skip(ELSEWHERE)
    monkeypatch.setenv("VALUECHECK_HOME", str(folder))
    assert run(*ANSWER).code == 0
    assert sorted(path.name for path in folder.iterdir()) == ["state", "valuecheck.db"]
    assert notes(folder) == ["fixed it +incident"]


@pytest.mark.parametrize("name", ["x" * 300, "loop"])
def test_a_name_that_no_file_can_have_ends_in_a_sentence(
    run: Run, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    monkeypatch.setenv("VALUECHECK_HOME", str(tmp_path / name))
    for words in (ANSWER, *READERS):
        outcome = run(*words)
        assert outcome.code in (ExitCode.USAGE, ExitCode.STORE)
        assert SENTENCE.search(outcome.err)


def test_a_store_in_wal_mode_becomes_one_file_again(run: Run, answered: Path) -> None:
    writer = sqlite3.connect(answered / "valuecheck.db")
    writer.execute("PRAGMA journal_mode = WAL")
    writer.close()
    assert run(*ANSWER).code == 0
    assert rows(answered, "PRAGMA journal_mode") == [("delete",)]
    assert sorted(path.name for path in answered.iterdir()) == ["state", "valuecheck.db"]


def test_an_old_sqlite_is_named(run: Run, answered: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
    monkeypatch.setattr(sqlite3, "sqlite_version", "3.36.0")
    assert_refused(run(*ANSWER), "SQLite 3.36.0 is too old; use a Python built with SQLite 3.37")
    assert notes(answered) == ["first"]


# Damage


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a made-up year, a few changes to undo, and days off."""
    home = tmp_path_factory.mktemp("damage") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VALUECHECK_HOME", str(home))
        patch.setenv("VALUECHECK_NOW", "2026-11-20T09:00:00+01:00")
        for words in (("demo", str(home)), ANSWER, ("edit", "2"), ("off", "tomorrow"), ("3", "x")):
            assert main(words) == 0
    return home / "valuecheck.db"


@pytest.mark.parametrize("seed", range(int(os.environ.get("VALUECHECK_DAMAGES", "25"))))
def test_damage_never_ends_in_a_traceback(run: Run, home: Path, year: Path, seed: int) -> None:
    chance = random.Random(seed)
    damaged = bytearray(year.read_bytes())
    for _ in range(chance.randrange(1, 30)):
        # As often in the first page, which says what everything else means, as anywhere.
        where = chance.randrange(chance.choice((100, 4096, len(damaged))))
        damaged[where] ^= 1 << chance.randrange(8)
    if chance.random() < 0.3:
        del damaged[chance.randrange(len(damaged)) :]
    home.mkdir()
    (home / "valuecheck.db").write_bytes(damaged)
    for words in (*READERS, ANSWER, ("edit", "last", "2", "better"), ("forget", "last", "--yes")):
        outcome = run(*words)
        assert "Traceback" not in outcome.err
        if outcome.code == ExitCode.STORE:
            assert SENTENCE.search(outcome.err), outcome.err
            assert "✓" not in outcome.out


def test_a_row_against_its_constraints_is_damage(run: Run, answered: Path) -> None:
    with sqlite3.connect(answered / "valuecheck.db") as raw:
        raw.execute("PRAGMA ignore_check_constraints = ON")
        raw.execute("UPDATE check_ins SET day = '2026-02-31'")
    raw.close()
    assert_refused(run("status"), "it is damaged (CHECK constraint failed in check_ins)")


def test_a_mistake_of_ours_is_not_blamed_on_the_store(answered: Path) -> None:
    message = "ours"
    with (
        pytest.raises(ValueError, match=message),
        connection.reading(str(answered / "valuecheck.db")),
    ):
        raise ValueError(message)


# Full disk


@pytest.fixture
def full(answered: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home whose store cannot grow by a single page."""
    connect = sqlite.connect

    def connect_full(path: str, timeout: float = 1) -> sqlite3.Connection:
        opened = connect(path, timeout)
        opened.execute("PRAGMA max_page_count = 1")  # SQLite takes the present size, if larger
        return opened

    monkeypatch.setattr(connection, "connect", connect_full)
    return answered


def test_on_a_full_disk_no_answer_is_acknowledged_that_is_not_there(run: Run, full: Path) -> None:
    acknowledged = ["first"]
    for number in range(100):
        note = f"{number} {'x' * 900}"
        outcome = run("4", note)
        if outcome.code:
            break
        acknowledged.append(note)
    assert_refused(outcome, "the disk is full; free some space and try again.")
    assert f"not stored: 4 {note}" in outcome.err
    assert notes(full) == acknowledged
    assert "first" in run("log").out
    assert is_sound(full)


def answers_until_it_fails(home: Path, **options: object) -> tuple[list[str], bytes]:
    """Answer in processes of their own; the notes that were acknowledged, and the last error."""
    acknowledged: list[str] = []
    for number in range(200):
        note = f"{number} {'y' * 990}"
        finished = subprocess.run(  # type: ignore[call-overload]
            [sys.executable, "-m", "valuecheck", "4", note],
            env={**os.environ, "VALUECHECK_HOME": str(home)},
            capture_output=True,
            check=False,
            timeout=60,
            **options,
        )
        if finished.returncode:
            assert finished.returncode == ExitCode.STORE
            assert "✓".encode() not in finished.stdout
            return acknowledged, finished.stderr
        acknowledged.append(note)
    pytest.fail("it never failed")


def test_a_limit_on_the_size_of_files_loses_no_acknowledged_answer(answered: Path) -> None:
    size = (answered / "valuecheck.db").stat().st_size

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 8192, size + 8192))

    acknowledged, error = answers_until_it_fails(answered, preexec_fn=limit)
    assert SENTENCE.search(error.decode())
    assert notes(answered) == ["first", *acknowledged]
    assert is_sound(answered)


def test_a_disk_that_is_really_full_loses_no_acknowledged_answer(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with small_disk(disk):
        home = disk / "home"
        monkeypatch.setenv("VALUECHECK_HOME", str(home))
        run("3", "first")
        ballast = disk / "ballast"
        about = os.statvfs(disk)
        # Room for about ten answers and their journal.
        ballast.write_bytes(bytes(about.f_bavail * about.f_bsize - 80_000))
        acknowledged, error = answers_until_it_fails(home)
        assert "the disk is full; free some space and try again." in error.decode()
        assert notes(home) == ["first", *acknowledged]
        assert "first" in run("log").out
        assert is_sound(home)
        fill(disk / "filler")
        assert_refused(run("config", "workdays", "mon"), "the disk is full; free some space and")
        assert not (home / "config.toml").exists()
        refused = run("export", str(disk / "out.jsonl"))
        assert (refused.code, not (disk / "out.jsonl").exists()) == (ExitCode.FAILED, True)
        assert "the disk is full; choose another file or folder." in refused.err
        ballast.unlink()
        (disk / "filler").unlink()
        assert run("5", "room again").code == 0
        assert notes(home)[-1] == "room again"


# Modes. The superuser is bound by them once it has given up its right to ignore them.

_BOUND = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


def run_bound(*words: str) -> Outcome:
    from tests.conftest import Outcome

    bound = _BOUND if os.geteuid() == 0 else []
    if bound and not shutil.which(bound[0]):
        pytest.skip(ELSEWHERE)
    finished = subprocess.run(
        [*bound, sys.executable, "-m", "valuecheck", *words],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    return Outcome(finished.returncode, finished.stdout, finished.stderr)


@pytest.fixture
def readonly(answered: Path) -> Iterator[Path]:
    """Undoes what a test has forbidden."""
    yield answered
    for path in (answered, answered / "state", answered / "valuecheck.db"):
        path.chmod(0o700)


def test_a_read_only_store_can_be_read_and_refuses_an_answer(readonly: Path) -> None:
    (readonly / "valuecheck.db").chmod(0o400)
    assert "first" in run_bound("log").out
    outcome = run_bound(*ANSWER)
    assert_refused(outcome, "it is read-only; make the file and its folder writable.")
    assert "not stored: 4 fixed it +incident" in outcome.err
    assert notes(readonly) == ["first"]


def test_a_store_in_a_read_only_folder_can_be_read_and_refuses_an_answer(readonly: Path) -> None:
    readonly.chmod(0o500)
    assert "first" in run_bound("log").out
    assert_refused(run_bound(*ANSWER), "make the file and its folder writable.")
    assert notes(readonly) == ["first"]


def test_a_store_that_one_may_not_read_is_refused(readonly: Path) -> None:
    (readonly / "valuecheck.db").chmod(0o000)
    for words in (ANSWER, ("log",)):
        assert_refused(run_bound(*words), "check that file and folder are yours")


def test_a_home_that_one_may_not_enter_is_refused(readonly: Path) -> None:
    readonly.chmod(0o000)
    for words in (ANSWER, ("log",), ("due",)):
        outcome = run_bound(*words)
        assert outcome.code in (ExitCode.USAGE, ExitCode.STORE)
        assert SENTENCE.search(outcome.err)


def test_a_home_that_cannot_be_made_is_refused(
    readonly: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    readonly.chmod(0o500)
    monkeypatch.setenv("VALUECHECK_HOME", str(readonly / "a" / "b"))
    assert_refused(run_bound(*ANSWER), "permission denied")


def test_a_state_folder_that_cannot_be_written_costs_no_answer(readonly: Path) -> None:
    (readonly / "state").chmod(0o500)
    assert run_bound(*ANSWER).out.startswith("✓ Recorded 4")
    assert notes(readonly) == ["first", "fixed it +incident"]

"""Rows that no command can use, stores that are damaged or empty, commands that fail half way."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.soak.commands import WRITING, prepared
from tests.soak.homes import make_template
from tests.soak.homes import run as run_there
from tests.stored import is_sound, make_copy, notes, rows
from valuecheck.core.errors import ExitCode
from valuecheck.store import connection, sqlite

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.conftest import Outcome, Run

CLOCK = "000001763625600.000.00000000000000d1.0000beef"
AT = "2026-11-20T09:00:00+01:00"
READERS = (
    ("status",), ("log",), ("due",), ("report",), ("off",), ("review",), ("calendar",),
    ("customer",), ("feedback", "log"), ("export",), ("report", "all", "--json"), ("log", "+x"),
    ("status", "--short"), ("complete", "report", "+"),
)  # fmt: skip


def put(home: Path, table: str, row: Mapping[str, object]) -> None:
    """Write a row as another program would."""
    whole = {**row, "device": "d1", "clock": CLOCK, "deleted": 0}
    names, marks = ", ".join(whole), ", ".join("?" * len(whole))
    rows(home, f"INSERT INTO {table} ({names}) VALUES ({marks})", *whole.values())  # noqa: S608


def check_in(**changed: object) -> dict[str, object]:
    return {
        "id": "01936e2f-4c00-7000-8000-0123456789ab", "day": "2026-11-18", "at": AT,
        "filled_in_later": 0, "score": 4, "note": "theirs", "kinds": "[]", "customers": "[]",
        "question": "", **changed,
    }  # fmt: skip


UNREADABLE: dict[str, tuple[str, dict[str, object]]] = {
    "a day that has no tomorrow": ("check_ins", check_in(day="9999-12-31")),
    "the year 0": ("check_ins", check_in(day="0000-01-01")),
    "a list with a number and nothing": ("check_ins", check_in(kinds='[1,null,{}]')),
    "half a character": ("check_ins", check_in(customers='["\\ud800"]')),
    "a moment at 24 o'clock": ("check_ins", check_in(at="2026-11-20T24:00:00+01:00")),
    "a workweek of lists": ("workweeks", {"day": "2026-01-01", "weekdays": "[[]]"}),
    "a workweek with an eighth day": ("workweeks", {"day": "2026-01-02", "weekdays": "[7]"}),
    "a day off in the year 9999": ("days_off", {"day": "9999-12-31", "reason": ""}),
    "a skip in the year 9999": ("skips", {"day": "9999-12-31", "at": AT}),
    "a week that no year has": ("intentions", {"week": "2025-W53", "at": AT, "text": "x"}),
    "a customer who serves numbers": (
        "customers", {"name": "x", "label": "", "pays": 0, "serves": "[1]", "same_as": ""},
    ),
}  # fmt: skip


@pytest.fixture(params=UNREADABLE, ids=lambda name: name.replace(" ", "-"))
def unreadable(request: pytest.FixtureRequest, run: Run, home: Path) -> Path:
    """A home with one answer, and one row that another program wrote and no command can use."""
    run("3", "mine")
    put(home, *UNREADABLE[request.param])
    assert is_sound(home)
    return home


def test_a_row_that_no_command_can_use_stops_none(unreadable: Path, run: Run) -> None:
    for words in READERS:
        outcome = run(*words)
        assert outcome.code in (ExitCode.DONE, ExitCode.NOT_DUE), (words, outcome.err)
        assert "unexpectedly" not in outcome.err
    assert "1 row is left out (" in run("log").err
    outcome = run("4", "another")
    assert (outcome.code, outcome.out[:1]) == (0, "✓")
    assert "'valuecheck doctor' says how to mend that" in outcome.err
    assert "mine" in notes(unreadable)
    assert run("undo").code == 0


# They begin with such rows, with a store that is damaged, or change files of shells alone.
NOT_ASKED = {
    "doctor rows", "doctor store", "hook install", "hook uninstall", "completion", "uninstall",
    "uninstall data", "demo", "sync git",
}  # fmt: skip


def test_all_such_rows_together_stop_no_command_that_writes(tmp_path: Path) -> None:
    (tmp_path / "template").mkdir()
    template = make_template(tmp_path / "template")
    for number, (table, row) in enumerate(UNREADABLE.values()):
        own = {"id": f"01936e2f-4c00-7000-8000-{number:012}"} if "id" in row else {}
        put(template, table, {**row, **own})
    for name, command in WRITING.items():
        if command.act or name in NOT_ASKED:
            continue
        home = prepared(template, name, tmp_path / name)
        outcome = run_there(home, command.words)
        assert outcome.code in (ExitCode.DONE, ExitCode.NOT_DUE), (name, outcome)
        assert is_sound(home)


def test_doctor_names_and_mends_it(unreadable: Path, run: Run) -> None:
    found = run("doctor")
    assert found.code == 1
    assert found.out.count(" is left out: its ") == 1
    mended = run("doctor", "--fix")
    assert "1 row is mended" in mended.err
    assert (mended.code, " is left out" in mended.out) == (0, False), mended.out
    outcome = run("log")
    assert (outcome.code, outcome.err) == (0, "")
    assert is_sound(unreadable)


def test_text_that_is_no_utf_8_stops_no_command(run: Run, home: Path) -> None:
    run("3", "mine")
    put(home, "check_ins", check_in())
    rows(home, "UPDATE check_ins SET note = CAST(x'ff41' AS TEXT) WHERE note = 'theirs'")
    outcome = run("log")
    assert "mine" in outcome.out
    assert "it holds text that is no UTF-8" in outcome.err
    assert run("4", "another").code == 0
    assert run("doctor", "--fix").code == 0
    assert "�A" in run("log").out


def test_tags_come_back_from_the_note(run: Run, home: Path) -> None:
    run("3", "mine")
    put(home, "check_ins", check_in(note="outage +incident", kinds="[null]"))
    run("doctor", "--fix")
    assert rows(home, "SELECT kinds FROM check_ins WHERE note LIKE 'outage%'") == [
        ('["incident"]',)
    ]


def test_our_own_rows_are_not_looked_at_again(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("3", "mine")
    run("4", "mine, too")

    def fail(_connection: object) -> list[object]:
        pytest.fail("it looks at every row though nobody else has written")

    monkeypatch.setattr("valuecheck.store.lens.unreadable", fail)
    assert run("log").code == 0
    assert run("5", "and again").code == 0


# A store that was cut to nothing


def test_a_store_cut_to_nothing_is_a_loss_and_no_new_beginning(run: Run, home: Path) -> None:
    run("4", "mine")
    (home / "valuecheck.db").write_bytes(b"")
    for words in (("log",), ("status",), ("5", "another")):
        outcome = run(*words)
        assert outcome.code == ExitCode.STORE
        assert "is empty, though it was used before" in outcome.err
        assert "backup restore" not in outcome.err
    assert (home / "valuecheck.db").stat().st_size == 0


def test_the_copy_that_brings_it_back_is_named(run: Run, home: Path) -> None:
    run("4", "mine")
    run("backup")
    (home / "valuecheck.db").write_bytes(b"")
    assert "'valuecheck backup restore 1' for the newest copy" in run("log").err
    assert run("backup", "restore", "1", "--yes").code == 0
    assert notes(home) == ["mine"]


# A damaged store


def fill(run: Run, count: int = 40) -> None:
    for number in range(count):
        day = f"2026-{1 + number // 28:02}-{1 + number % 28:02}"
        run("ask", "--day", day, "4", f"{number} {'x' * 800}")


def damage(home: Path, *pages: int) -> None:
    with (home / "valuecheck.db").open("r+b") as file:
        for page in pages:
            file.seek(4096 * page)
            file.write(b"\xa5" * 4096)


def test_doctor_saves_what_can_be_read_and_says_what_is_missing(run: Run, home: Path) -> None:
    fill(run)
    size = (home / "valuecheck.db").stat().st_size // 4096
    before = notes(home)
    # Leaves of the table, found by what stands in them.
    content = (home / "valuecheck.db").read_bytes()
    leaves = [page for page in range(size) if content[4096 * page :][:1] == b"\x0d"]
    hit = next(page for page in leaves if b" xxxx" in content[4096 * page : 4096 * page + 4096])
    damage(home, hit)
    refused = run("export")
    assert refused.code == ExitCode.STORE
    assert "'valuecheck doctor --fix' saves what can be read" in refused.err
    outcome = run("doctor", "--fix")
    assert "saved " in outcome.err, outcome.err
    assert is_sound(home)
    saved = notes(home)
    assert set(saved) < set(before)
    assert len(saved) > len(before) // 2
    lost = {note.split()[0] for note in set(before) - set(saved)}
    said = outcome.err.split("missing: ")[1].split(";")[0].split(", ")
    assert len(said) == len(lost)
    (kept,) = (home / "backups").glob("*-broken.db")
    assert kept.stat().st_size == size * 4096
    assert run("doctor").code == 0
    assert run("5", "and on").code == 0


def test_what_a_copy_still_has_comes_back_as_well(run: Run, home: Path) -> None:
    fill(run)
    make_copy(home)
    run("5", "after the copy")
    before = notes(home)
    damage(home, *range(2, 12))
    outcome = run("doctor", "--fix")
    assert "more from copies" in outcome.err
    assert set(notes(home)) >= {note for note in before if note != "after the copy"}
    assert is_sound(home)


def test_where_nothing_can_be_read_nothing_changes(run: Run, home: Path) -> None:
    home.mkdir()
    (home / "valuecheck.db").write_bytes(b"these are my passwords\n" * 300)
    outcome = run("doctor", "--fix")
    assert outcome.code == 1
    assert "nothing can be read of " in outcome.err
    assert (home / "valuecheck.db").read_bytes().startswith(b"these are my passwords")


@pytest.mark.parametrize("seed", range(int(os.environ.get("VALUECHECK_DAMAGES", "10"))))
def test_salvage_never_ends_in_a_traceback_and_leaves_a_sound_store(
    run: Run, home: Path, seed: int
) -> None:
    run("4", "first")
    fill(run, 6)
    chance = random.Random(seed)
    content = bytearray((home / "valuecheck.db").read_bytes())
    for _ in range(chance.randrange(1, 40)):
        content[chance.randrange(chance.choice((100, 4096, len(content))))] ^= (
            1 << chance.randrange(8)
        )
    if chance.random() < 0.3:
        del content[chance.randrange(len(content)) :]
    (home / "valuecheck.db").write_bytes(content)
    outcome = run("doctor", "--fix")
    assert "unexpectedly" not in outcome.err
    assert "Traceback" not in outcome.err
    if "saved" in outcome.err:
        assert is_sound(home)
        assert run("4", "and on").code == 0


# Half done


def half(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the second step of forget fail as a full disk does."""

    def full(path: str, _timeout: float = 0) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise sqlite.store_error(error, path)

    monkeypatch.setattr(connection, "compact", full)


def test_forget_last_that_failed_half_way_never_goes_on_to_the_next_row(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("4", "first")
    run("5", "second")
    ((id_,),) = rows(home, "SELECT substr(replace(id, '-', ''), -6) FROM check_ins WHERE score = 5")
    with monkeypatch.context() as patch:
        half(patch)
        for _ in range(3):
            outcome = run("forget", "last", "--yes")
            assert outcome.code == ExitCode.STORE
            assert f"{id_} is wiped from the store, but not yet from its copies" in outcome.err
            assert f"'valuecheck forget {id_}' finishes it" in outcome.err
            assert notes(home) == ["first"]
        assert f"{id_} is forgotten, but not yet wiped" in run("doctor").out
    assert run("forget", id_, "--yes").code == 0
    assert notes(home) == ["first"]
    assert run("doctor").code == 0
    assert run("forget", "last", "--yes").code == 0
    assert notes(home) == []


def test_doctor_finishes_what_forget_has_begun(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("4", "plover")
    make_copy(home)
    with monkeypatch.context() as patch:
        half(patch)
        run("forget", "last", "--yes")
    assert run("doctor", "--fix").code == 0
    files = [path for path in home.rglob("*") if path.is_file()]
    assert not [path for path in files if b"plover" in path.read_bytes()]


# What is stored and cannot be said


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="not on this platform")
@pytest.mark.parametrize("both", [False, True])
def test_what_is_stored_and_cannot_be_shown_is_done(home: Path, both: bool) -> None:
    with open("/dev/full", "w") as full:
        finished = subprocess.run(
            [sys.executable, "-m", "valuecheck", "4", "kept"],
            stdout=full,
            stderr=full if both else subprocess.PIPE,
            check=False,
        )
    assert finished.returncode == 0
    if not both:
        assert b"it is done, but cannot be shown: the disk is full" in finished.stderr
    assert notes(home) == ["kept"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="not on this platform")
def test_what_a_command_keeps_behind_a_sentence_that_cannot_be_shown_is_kept(
    run: Run, home: Path, tmp_path: Path
) -> None:
    (tmp_path / "survey.csv").write_text("day,score\n2020-01-06,4\n")
    commands = (
        ("feedback", "import", str(tmp_path / "survey.csv"), "--customer", "@retail",
         "--scale", "csat", "--save-as", "survey"),
        ("config", "hook_style", "notice"),
        ("hook", "install", "bash", "--yes"),
        ("completion", "bash", "--install", "--yes"),
        ("backup",),
        ("hook", "uninstall", "bash", "--yes"),
    )  # fmt: skip
    for words in commands:
        with open("/dev/full", "w") as full:
            finished = subprocess.run(
                [sys.executable, "-m", "valuecheck", *words],
                stdin=subprocess.DEVNULL,
                stdout=full,
                stderr=subprocess.PIPE,
                check=False,
            )
        assert b"it is done, but cannot be shown: the disk is full" in finished.stderr, words
        assert finished.returncode == 0, words
    again = run("feedback", "import", str(tmp_path / "survey.csv"), "--like", "survey")
    assert again.code == 0
    assert list((home / "backups").iterdir())


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="not on this platform")
def test_a_remark_that_cannot_be_shown_stops_nothing(run: Run, tmp_path: Path) -> None:
    run("4")
    for words, code in ((("export", str(tmp_path / "all.jsonl")), 0), (("report", "2020"), 1)):
        with open("/dev/full", "w") as full:
            finished = subprocess.run(
                [sys.executable, "-m", "valuecheck", *words],
                stdout=subprocess.DEVNULL if code == 0 else full,
                stderr=full,
                check=False,
            )
        assert finished.returncode == code
    assert (tmp_path / "all.jsonl").read_text().count("\n") > 1


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="not on this platform")
def test_doctor_is_not_well_where_nobody_can_read_it(run: Run, home: Path) -> None:
    run("4")
    put(home, "days_off", {"day": "9999-12-31", "reason": ""})
    with open("/dev/full", "w") as full:
        finished = subprocess.run(
            [sys.executable, "-m", "valuecheck", "doctor", "--fix"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert finished.returncode == 1
    assert b"1 row is mended" in finished.stderr


def test_what_cannot_be_shown_and_changed_nothing_has_failed(run: Run, home: Path) -> None:
    run("4")
    with open("/dev/full", "w") as full:
        finished = subprocess.run(
            [sys.executable, "-m", "valuecheck", "log"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert finished.returncode == 1
    assert home.exists()


def test_a_disk_that_fails_after_the_commit_is_no_reason_to_say_not_stored(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("3", "first")
    connect = sqlite.connect

    class Fails(sqlite3.Connection):
        def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
            done = super().execute(sql, *values)  # type: ignore[arg-type]
            if sql == "COMMIT":
                error = sqlite3.OperationalError("disk I/O error")
                error.sqlite_errorcode = sqlite3.SQLITE_IOERR
                raise error
            return done

    def connect_failing(path: str, timeout: float = 1) -> sqlite3.Connection:
        with monkeypatch.context() as patch:
            real = sqlite3.connect
            patch.setattr(sqlite3, "connect", lambda *a, **k: real(*a, **k, factory=Fails))
            return connect(path, timeout)

    monkeypatch.setattr(connection, "connect", connect_failing)
    outcome = run("4", "second")
    assert (outcome.code, outcome.out[:1], outcome.err) == (0, "✓", "")
    assert notes(home) == ["first", "second"]


def test_doctors_json_is_ascii_and_says_what_can_be_mended(run: Run, home: Path) -> None:
    run("4")
    put(home, "days_off", {"day": "9999-12-31", "reason": "\u202e"})
    outcome: Outcome = run("doctor", "--json")
    assert outcome.out.isascii()
    found = json.loads(outcome.out)
    (row,) = [finding for finding in found["findings"] if finding["about"] == "row"]
    assert row["fixable"] is True
    assert found["well"] is False


def test_leftovers_of_killed_commands_are_found_and_removed(run: Run, home: Path) -> None:
    run("4")
    draft = home / "state" / "next-due.999999999.tmp"
    draft.write_text("1")
    assert "a command that was killed has left" in run("doctor").out
    assert run("doctor", "--fix").code == 0
    assert not draft.exists()
    draft.write_text("1")
    run("5")
    assert not draft.exists()


def test_the_journal_of_a_copy_that_was_killed_is_removed_with_the_next_copy(
    run: Run, home: Path
) -> None:
    run("4")
    run("backup")
    names = ("valuecheck-0.db.999999999.tmp", "valuecheck-0.db.999999999.tmp-journal")
    for name in names:
        (home / "backups" / name).write_text("half")
    assert run("doctor").out.count("a command that was killed has left") == len(names)
    run("backup")
    assert not [*(home / "backups").glob("*.tmp*")]


def test_the_draft_of_a_finished_file_goes_when_the_file_is_asked_for_again(
    run: Run, tmp_path: Path
) -> None:
    run("4")
    run("export", str(tmp_path / "kept.jsonl"))
    draft = tmp_path / "kept.jsonl.999999999.tmp"
    draft.hardlink_to(tmp_path / "kept.jsonl")
    assert "exists already" in run("export", str(tmp_path / "kept.jsonl")).err
    assert not draft.exists()


def test_a_draft_that_cannot_be_removed_is_no_failure_of_the_file(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: str) -> None:
        raise PermissionError(1, "Operation not permitted", path)

    run("4")
    with monkeypatch.context() as patched:
        patched.setattr(os, "unlink", fail)
        outcome = run("export", str(tmp_path / "kept.jsonl"))
    assert outcome.code == 0
    assert outcome.err.startswith("✓ Wrote 1 check-in")
    assert (tmp_path / "kept.jsonl").exists()


def test_another_store_at_the_usual_place_is_named(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("4")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(sys, "platform", "linux")
    usual = tmp_path / "data" / "valuecheck" / "valuecheck.db"
    usual.parent.mkdir(parents=True)
    usual.write_bytes((home / "valuecheck.db").read_bytes())
    outcome = run("doctor")
    assert f"{usual} is another one" in outcome.out
    assert outcome.code == 0


def test_a_sound_copy_is_not_looked_at_as_broken(run: Run, home: Path) -> None:
    run("4", "mine")
    make_copy(home)
    with closing(sqlite3.connect(home / "backups" / "valuecheck-1-migration.db")) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]

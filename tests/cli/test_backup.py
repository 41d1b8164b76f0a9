"""Copies: made by themselves, listed, restored."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.stored import is_sound, modes, notes, rows

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run


def copies(home: Path) -> list[str]:
    """The names of all copies."""
    folder = home / "backups"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def on(day: int, hour: int = 9) -> str:
    return f"2026-11-{day:02}T{hour:02}:00:00+01:00"


def test_the_first_day_makes_no_copy_and_each_week_one(run: Run, home: Path) -> None:
    run("4", "one", now=on(2))
    run("4", "two", now=on(2, 10))
    assert copies(home) == []
    run("4", "three", now=on(3))
    assert copies(home) == ["valuecheck-1-weekly.db"]
    run("4", "four", now=on(9))
    assert copies(home) == ["valuecheck-1-weekly.db"]
    for day in (10, 17, 24):
        run("4", "more", now=on(day))
    assert copies(home) == [f"valuecheck-{number}-weekly.db" for number in (2, 3, 4)]
    found = modes(home)
    assert (found["backups"], found["backups/valuecheck-4-weekly.db"]) == (0o700, 0o600)


def test_a_copy_that_cannot_be_made_costs_no_answer(run: Run, home: Path) -> None:
    run("4", "one", now=on(2))
    (home / "backups").write_text("a file in the place of the folder")
    outcome = run("4", "two", now=on(3))
    assert (outcome.code, outcome.err) == (0, "")
    assert notes(home) == ["one", "two"]


def test_a_clock_that_was_wrong_keeps_no_copy_from_being_made(run: Run, home: Path) -> None:
    run("4", "one", now=on(2))
    run("4", "two", now="2046-11-03T09:00:00+01:00")
    run("4", "three", now=on(4))
    assert len(copies(home)) == 2


def test_one_is_made_listed_and_restored(run: Run, home: Path) -> None:
    assert run("backup").code == 2
    assert run("backup", "list").out.startswith("No copies yet")
    run("4", "first", now=on(18))
    made = run("backup", now=on(18))
    assert made.out.splitlines()[1] == "  valuecheck backup restore 1 brings it back."
    run("5", "second", now=on(19))
    run("edit", "last", "2", "third", now=on(19))
    listed = run("backup", "list")
    assert listed.out.splitlines()[-1].endswith("1 check-in up to Wed 18 Nov  made by hand")
    (entry,) = [
        each
        for each in json.loads(run("backup", "list", "--json").out)["copies"]
        if each["kind"] == "manual"
    ]
    assert (entry["number"], entry["check_ins"], entry["latest_day"]) == (1, 1, "2026-11-18")
    refused = run("backup", "restore", "1")
    assert refused.code == 2
    assert "  takes away   1 check-in, Thu 19 Nov" in refused.out
    assert notes(home) == ["first", "third"]
    outcome = run("backup", "restore", "1", "--yes")
    assert outcome.code == 0, outcome.err
    assert notes(home) == ["first"]
    way_back = outcome.out.splitlines()[-1].split()[3]
    assert run("backup", "restore", way_back, "--yes").code == 0
    assert notes(home) == ["first", "third"]
    assert is_sound(home)


def test_what_is_written_after_a_restore_is_the_newest(run: Run, home: Path) -> None:
    run("4", "first")
    run("backup")
    run("edit", "last", "4", "edited")
    ((edited,),) = rows(home, "SELECT clock FROM check_ins")
    run("backup", "restore", "1", "--yes")
    run("edit", "last", "4", "edited after the restore")
    ((clock,),) = rows(home, "SELECT clock FROM check_ins")
    assert clock > edited


def test_a_restore_brings_back_nothing_that_was_forgotten(run: Run, home: Path) -> None:
    run("4", "kept")
    run("2", "plover")
    run("backup")
    stolen = (home / "backups" / "valuecheck-1-manual.db").read_bytes()
    run("forget", "last", "--yes")
    (home / "backups" / "valuecheck-1-manual.db").write_bytes(stolen)
    assert run("backup", "restore", "1", "--yes").code == 0
    assert notes(home) == ["kept"]
    assert b"plover" not in (home / "valuecheck.db").read_bytes()


def test_a_copy_that_is_not_there_or_damaged_is_refused(run: Run, home: Path) -> None:
    run("4", "mine")
    assert "there is no copy '7'" in run("backup", "restore", "7", "--yes").err
    (home / "backups").mkdir(mode=0o700)
    (home / "backups" / "valuecheck-7-weekly.db").write_bytes(b"nonsense")
    (home / "backups" / "valuecheck-8-weekly.db").touch()
    assert "cannot be read  the week's copy" in run("backup", "list").out
    for name in ("7", "8"):
        outcome = run("backup", "restore", name, "--yes")
        assert outcome.code == 4
        assert "choose another one from 'valuecheck backup list'" in outcome.err
    assert notes(home) == ["mine"]


def test_a_store_that_is_gone_comes_back_from_a_copy(run: Run, home: Path) -> None:
    run("4", "mine")
    run("backup")
    (home / "valuecheck.db").unlink()
    outcome = run("backup", "restore", "valuecheck-1-manual.db", "--yes")
    assert outcome.code == 0, outcome.err
    assert notes(home) == ["mine"]
    assert modes(home)["valuecheck.db"] == 0o600

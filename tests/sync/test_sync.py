"""Machines that meet at a git remote or in a folder end with the same rows."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.stored import context_of, rows
from tests.sync.conftest import NOW, Machine, later
from tests.sync.places import everything_in
from tests.terminal import PATIENCE, PATIENT_HOOK, PROGRAM, Terminal
from valuecheck.actions import background
from valuecheck.config.compiled import CompiledSettings
from valuecheck.core.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Two = tuple[Machine, Machine]
MACHINES = int(os.environ.get("VALUECHECK_MACHINES", "4"))


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait for what another process does. Raises AssertionError where it does not come."""
    latest = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < latest
        time.sleep(0.05)


def test_what_one_machine_has_the_other_gets(two: Two) -> None:
    a, b = two
    assert b.check_ins() == a.check_ins()
    b.ok("ask", "--day", "yesterday", "2", "second")
    assert "1 went" in b.ok("sync")
    assert "1 came" in a.ok("sync")
    assert a.check_ins() == b.check_ins()
    assert len(a.check_ins()) == 2
    assert a.ok("sync") == "✓ Synced: 0 came, 0 went.\n"


def test_a_day_answered_on_one_machine_is_not_due_on_the_other(near: Two) -> None:
    a, b = near
    monday = "2026-11-23T17:00:00+01:00"
    a.ok("3", now=monday)
    assert b("due", now=monday).code == 0
    a.ok("sync", now=monday)
    b.ok("sync", now=monday)
    assert b("due", now=monday).code == ExitCode.NOT_DUE


def test_a_setup_that_was_killed_half_way_goes_on_with_its_key(
    machine: Callable[[str], Machine], folder: Path
) -> None:
    a, b = machine("a"), machine("b")
    a.ok("4", "first")
    a.ok("sync", "setup", str(folder), "--no-auto")
    key = (a.home / "sync.key").read_text()
    # As where it was killed before its settings were written, and in the middle of a file.
    (a.home / "config.toml").unlink()
    for path in folder.glob("devices/*/*"):
        path.unlink()
    (folder / ".format.999999999.tmp").touch()
    assert key in a.ok("sync", "setup", str(folder), "--no-auto")
    b.ok("sync", "join", str(folder), "--key-file", str(a.home / "sync.key"), "--no-auto")
    assert b.check_ins() == a.check_ins()
    refused = b("sync", "setup", str(folder), "--no-auto")
    assert "syncs with" in refused.err
    assert "other machines sync through" in machine("c")("sync", "setup", str(folder)).err


def test_the_seed_travels(near: Two) -> None:
    a, b = near
    a.ok("sync")
    seed = "SELECT value FROM facts WHERE name = 'seed'"
    assert rows(a.home, seed) == rows(b.home, seed)


def test_customers_feedback_days_off_and_intentions_travel(near: Two) -> None:
    a, b = near
    a.ok("customer", "chain", "checkout", "retail", "shoppers")
    a.ok("feedback", "add", "@retail", "2", "still slow", "--scale", "csat")
    a.ok("off", "2026-12-24", "holiday")
    a.ok("config", "workdays", "mon,tue,wed,thu")
    a.ok("sync")
    b.ok("sync")
    for table in ("customers", "feedback", "days_off", "workweeks"):
        sql = f"SELECT * FROM {table} ORDER BY 1"  # noqa: S608
        assert rows(a.home, sql) == rows(b.home, sql)
        assert rows(a.home, sql)
    assert b.ok("config", "workdays") == "mon,tue,wed,thu\n"


def test_a_joining_machine_takes_the_others_workdays(
    machine: Callable[[str], Machine], repository: Path
) -> None:
    a, b = machine("a"), machine("b")
    a.ok("config", "workdays", "sun,mon,tue,wed,thu")
    a.ok("4")
    b.ok("ask", "--day", "2026-11-19", "3")
    a.ok("sync", "setup", str(repository), "--no-auto")
    b.ok("sync", "join", str(repository), "--no-auto", "--key-file", str(a.home / "sync.key"))
    a.ok("sync")
    for each in (a, b):
        assert each.ok("config", "workdays") == "mon,tue,wed,thu,sun\n"
    sql = "SELECT day, weekdays FROM workweeks ORDER BY day"
    assert rows(a.home, sql) == rows(b.home, sql)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="not on this platform")
def test_an_edit_that_gave_way_is_named_until_somebody_could_read_it(near: Two) -> None:
    a, b = near
    a.ok("edit", "last", "2", "older edit", now=later(1))
    b.ok("edit", "last", "5", "newer edit", now=later(2))
    a.ok("sync", now=later(3))
    environment = {**os.environ, "VALUECHECK_HOME": str(b.home), "VALUECHECK_NOW": later(3)}
    with open("/dev/full", "w") as full:
        subprocess.run([*PROGRAM, "sync"], stdout=full, check=True, env=environment)
    assert "1 edit gave way" in b.ok("sync", "status", now=later(4))
    assert "gave way" not in b.ok("sync", "status", now=later(5))


def test_an_edit_that_loses_is_named_once_and_undo_brings_it_back(two: Two) -> None:
    a, b = two
    a.ok("edit", "last", "2", "older edit", now=later(1))
    b.ok("edit", "last", "5", "newer edit", now=later(2))
    a.ok("sync", now=later(3))
    told = b.ok("sync", now=later(3))
    assert "1 edit gave way to a newer one: Fri 20 Nov; valuecheck undo brings it back" in told
    assert b.check_ins() == [("2026-11-20", 5, "newer edit")]
    assert "gave way" not in a.ok("sync", now=later(4))
    assert "gave way" not in b.ok("sync", now=later(4))
    assert a.check_ins() == b.check_ins()
    b.ok("undo", now=later(5))
    assert b.check_ins() == [("2026-11-20", 2, "older edit")]
    b.ok("sync", now=later(6))
    a.ok("sync", now=later(6))
    assert a.check_ins() == b.check_ins() == [("2026-11-20", 2, "older edit")]


def test_an_older_edit_that_comes_second_gives_way_too(near: Two) -> None:
    a, b = near
    a.ok("edit", "last", "2", "older edit", now=later(1))
    b.ok("edit", "last", "5", "newer edit", now=later(2))
    b.ok("sync", now=later(3))
    assert "1 edit gave way" in a.ok("sync", now=later(3))
    assert a.check_ins() == [("2026-11-20", 5, "newer edit")]
    a.ok("undo", now=later(4))
    assert a.check_ins() == [("2026-11-20", 2, "older edit")]


def test_an_edit_that_gave_way_in_the_background_waits_to_be_named(near: Two) -> None:
    a, b = near
    a.ok("edit", "last", "2", "older edit", now=later(1))
    b.ok("edit", "last", "5", "newer edit", now=later(2))
    b.ok("sync", now=later(3))
    assert a("sync", "--quiet", now=later(3)).out == ""
    a.ok("off", "2026-12-24", now=later(4))
    names_it = "1 edit gave way to a newer one of another machine: valuecheck sync status names it"
    assert names_it in a.ok("status", now=later(5))
    # Whoever does not know of it wants another command back.
    assert "Took back 'off'" in a.ok("undo", now=later(5))
    a.ok("off", "2026-12-24", now=later(6))
    said = "1 edit gave way to a newer one: Fri 20 Nov; valuecheck undo brings it back\n"
    assert a.ok("sync", "status", now=later(6)).endswith(said)
    assert "gave way" not in a.ok("status", now=later(6)) + a.ok("sync", "status", now=later(6))
    a.ok("undo", now=later(7))
    assert a.check_ins() == [("2026-11-20", 2, "older edit")]


def test_edits_that_gave_way_are_listed_and_come_back_one_by_one(near: Two) -> None:
    a, b = near
    for day in ("2026-12-24", "2026-12-25", "2026-12-26"):
        a.ok("off", day, "older", now=later(1))
        b.ok("off", day, "newer", now=later(2))
    b.ok("sync", now=later(3))
    a.ok("off", "2026-12-24", "again", now=later(3))
    a("sync", "--quiet", now=later(3))
    a.ok("off", "2026-12-25", "by me", now=later(3.5))
    assert a.ok("sync", now=later(4)).splitlines()[1:] == [
        "3 edits gave way to newer ones; valuecheck undo brings them back one by one:",
        "  Thu 24 Dec",
        "  Sat 26 Dec",
        "  Fri 25 Dec, changed again since",
    ]
    assert "back  Thu 24 Dec  off newer" in a.ok("undo", now=later(5))
    assert "back  Sat 26 Dec  off older" in a.ok("undo", now=later(5))
    assert "changed this since" in a("undo", now=later(6)).err


def test_a_verdict_that_gives_way_is_named_by_the_words_of_its_trial(near: Two) -> None:
    """Two machines judge a trial, one of them without the other's answers."""
    a, b = near
    before = [f"2026-11-{day:02},2026-11-{day:02}T12:00:00+01:00,2" for day in range(1, 20)]
    a.ok("import", "-", stdin="\n".join(["day,at,score", *before]))
    a.ok("try", "no status meeting", "--for", "3w")
    a.ok("sync")
    b.ok("sync")
    for days in range(4, 15):
        a.ok("5", now=later(24 * days))
    end = 24 * 24
    first, second = (each.ok("try", now=later(end + at)) for at, each in enumerate((a, b)))
    assert first != second
    b.ok("sync", now=later(end + 2))
    said = a.ok("sync", now=later(end + 3))
    assert "1 edit gave way to a newer one: the trial no status meeting; valuecheck undo" in said
    assert a.ok("try", now=later(end + 4)) == second
    a.ok("undo", now=later(end + 5))
    assert a.ok("try", now=later(end + 6)) == first


def test_the_same_edit_on_both_machines_is_no_loss(near: Two) -> None:
    a, b = near
    a.ok("edit", "last", "2", "same", now=later(1))
    b.ok("edit", "last", "2", "same", now=later(2))
    for each in (a, b, a):
        assert "gave way" not in each.ok("sync", now=later(3))
    assert a.check_ins() == b.check_ins() == [("2026-11-20", 2, "same")]


def test_an_edit_of_what_the_other_has_edited_before_is_no_loss(near: Two) -> None:
    a, b = near
    a.ok("edit", "last", "2", now=later(1))
    a.ok("sync", now=later(1))
    b.ok("sync", now=later(2))
    b.ok("edit", "last", "5", now=later(3))
    a.ok("ask", "--day", "yesterday", "1", "another", now=later(3))
    a.ok("sync", now=later(4))
    assert "gave way" not in b.ok("sync", now=later(5))
    assert "gave way" not in a.ok("sync", now=later(6))


def test_what_is_deleted_stays_deleted(near: Two) -> None:
    a, b = near
    a.ok("delete", "last", now=later(1))
    a.ok("sync", now=later(1))
    b.ok("sync", now=later(2))
    a.ok("sync", now=later(3))
    assert a.check_ins() == b.check_ins() == []


def test_an_edit_newer_than_a_deletion_lives(near: Two) -> None:
    a, b = near
    a.ok("delete", "last", now=later(1))
    b.ok("edit", "last", "5", now=later(2))
    a.ok("sync", now=later(3))
    assert "(deleted)" in b.ok("sync", now=later(3))
    a.ok("sync", now=later(3))
    assert a.check_ins() == b.check_ins()
    assert len(a.check_ins()) == 1


@pytest.mark.parametrize("slip", [-7 * 24, 365 * 24])
def test_a_clock_that_is_wrong_converges_and_stays_correctable(near: Two, slip: int) -> None:
    a, b = near
    b.ok("edit", "last", "1", "by a wrong clock", now=later(slip))
    b.ok("sync", now=later(slip))
    a.ok("sync", now=later(1))
    a.ok("edit", "last", "5", "corrected", now=later(2))
    a.ok("sync", now=later(2))
    b.ok("sync", now=later(slip + 1))
    assert a.check_ins() == b.check_ins()
    assert [row[2] for row in a.check_ins()] == ["corrected"]


def test_a_copied_home_gets_an_id_of_its_own_and_loses_nothing(two: Two, tmp_path: Path) -> None:
    a, b = two
    twin = a.copied_to(tmp_path / "twin")
    a.ok("ask", "--day", "yesterday", "2", "by a", now=later(1))
    twin.ok("ask", "--day", "2026-11-18", "3", "by the twin", now=later(1))
    a.ok("sync", now=later(2))
    assert "a new one now" in twin.ok("sync", now=later(2))
    for each in (a, b, twin, a):
        each.ok("sync", now=later(3))
    assert a.check_ins() == b.check_ins() == twin.check_ins()
    assert len(a.check_ins()) == 3
    device = "SELECT value FROM facts WHERE name = 'device'"
    assert rows(a.home, device) != rows(twin.home, device)


def test_a_machine_restored_from_an_old_copy_loses_none_of_its_later_writes(
    two: Two, tmp_path: Path
) -> None:
    a, b = two
    old = a.copied_to(tmp_path / "old")
    a.ok("ask", "--day", "yesterday", "2", "after the copy", now=later(1))
    a.ok("sync", now=later(1))
    old.ok("ask", "--day", "2026-11-18", "3", "after the restore", now=later(2))
    old.ok("sync", now=later(2))
    b.ok("sync", now=later(3))
    old.ok("sync", now=later(3))
    assert old.check_ins() == b.check_ins()
    assert len(b.check_ins()) == 3


def test_what_is_forgotten_goes_everywhere(two: Two, place: Path) -> None:
    a, b = two
    a.ok("ask", "--day", "yesterday", "2", "a secret of retail")
    a.ok("sync")
    b.ok("sync")
    said = a.ok("sync", "forget", "last", "--yes", now=later(1))
    assert "Wiped at the remote" in said
    assert "1 wiped for good" in b.ok("sync", now=later(2))
    for each in (a, b):
        content = b"".join(path.read_bytes() for path in each.home.rglob("*") if path.is_file())
        assert b"a secret of retail" not in content
    assert len(b.check_ins()) == 1
    a.ok("sync", now=later(3))
    assert a.check_ins() == b.check_ins()
    if (place / "objects").exists():
        commits = subprocess.run(
            ["git", "-C", str(place), "rev-list", "--count", "valuecheck"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert int(commits.stdout) <= 2


def test_a_sync_that_wipes_writes_no_workweek(near: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b = near
    before = rows(a.home, "SELECT day, weekdays FROM workweeks")
    a.ok("sync", "forget", "last", "--yes", now=later(1))
    monkeypatch.setenv("VALUECHECK_WORKDAYS", "mon")
    assert "1 wiped for good" in b.ok("sync", now=later(2))
    assert rows(b.home, "SELECT day, weekdays FROM workweeks") == before


def test_a_day_can_be_forgotten_whole(near: Two) -> None:
    a, b = near
    a.ok("2", "again", now=later(1))
    said = a.ok("sync", "forget", "2026-11-20", "--yes", now=later(2))
    assert "✓ Wiped here: 2 check-ins of Fri 20 Nov." in said
    b.ok("sync", now=later(3))
    assert a.check_ins() == b.check_ins() == []


def test_nothing_typed_can_be_read_at_the_remote(
    machine: Callable[[str], Machine], place: Path
) -> None:
    a = machine("a")
    a.ok("4", "zebracrossing +zebrakind @zebracustomer")
    a.ok("sync", "setup", str(place), "--no-auto")
    found = everything_in(place)
    assert found
    for word in (b"zebra", b"2026-11-20", b"check_ins", b"score"):
        assert word not in found


def test_plain_can_be_read_by_whoever_has_the_remote(
    machine: Callable[[str], Machine], place: Path
) -> None:
    a, b = machine("a"), machine("b")
    a.ok("4", "zebracrossing")
    assert "not encrypted" in a.ok("sync", "setup", str(place), "--no-auto", "--plain")
    assert b"zebracrossing" in everything_in(place)
    b.ok("sync", "join", str(place), "--no-auto", "--plain")
    assert a.check_ins() == b.check_ins()


def test_a_file_of_the_remote_can_be_imported(
    machine: Callable[[str], Machine], folder: Path
) -> None:
    a, b = machine("a"), machine("b")
    a.ok("4", "first")
    a.ok("sync", "setup", str(folder), "--no-auto", "--plain")
    (file,) = folder.glob("devices/*/*-1.jsonl")
    b.ok("import", "--skip-bad", str(file))
    assert a.check_ins() == b.check_ins()


@pytest.mark.parametrize("kind", ["git", "folder", "carried"])
@pytest.mark.parametrize("seed", range(int(os.environ.get("VALUECHECK_SYNCS", "1"))))
def test_many_machines_in_any_order_end_with_the_same_rows(
    machine: Callable[[str], Machine],
    request: pytest.FixtureRequest,
    tmp_path: Path,
    seed: int,
    kind: str,
) -> None:
    """Forty by hand; four in CI. Carried: each has a copy of the folder, copied at any moment."""
    chance = random.Random(seed)
    number = MACHINES
    machines = [machine(f"m{index}") for index in range(number)]
    places = [request.getfixturevalue("repository" if kind == "git" else "folder")] * number
    machines[0].ok("sync", "setup", str(places[0]), "--no-auto")
    if kind == "carried":
        places = [tmp_path / f"copy{index}" for index in range(number)]
        for place in places:
            shutil.copytree(tmp_path / "carried", place)
        settings = machines[0].home / "config.toml"
        settings.write_text(settings.read_text().replace("/carried", "/copy0"))
    key = str(machines[0].home / "sync.key")
    for each, place in zip(machines[1:], places[1:], strict=True):
        each.ok("sync", "join", str(place), "--no-auto", "--key-file", key)
    for step in range(number * 3):
        each = chance.choice(machines)
        now = later(step + chance.uniform(-200, 200))
        if each.check_ins() and chance.random() < 0.4:
            each("edit", "last", str(chance.randint(1, 5)), f"edited {step}", now=now)
        elif each.check_ins() and chance.random() < 0.2:
            each("delete", "last", now=now)
        else:
            each("ask", "--day", "2026-11-02", str(chance.randint(1, 5)), f"new {step}", now=now)
        if chance.random() < 0.5:
            each.ok("sync", now=now)
        if kind == "carried":
            carry(*chance.sample(places, 2), share=0.7, chance=chance)
    for _ in range(2):
        for each, place in zip(machines, places, strict=True):
            each.ok("sync", now=later(1000))
            for other in places if kind == "carried" else ():
                carry(place, other, share=1, chance=chance)
    assert len({tuple(each.check_ins()) for each in machines}) == 1


def carry(source: Path, target: Path, *, share: float, chance: random.Random) -> None:
    """Copy files that are newer from one copy of a folder to another; a share of them."""
    for file in sorted(source.rglob("*.jsonl.age")):
        there = target / file.relative_to(source)
        is_newer = not there.exists() or there.stat().st_mtime < file.stat().st_mtime
        if is_newer and chance.random() < share:
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, there)


def test_machines_that_sync_at_once_are_all_in(
    machine: Callable[[str], Machine], repository: Path
) -> None:
    """Ten and forty by hand."""
    number = MACHINES
    first = machine("m0")
    first.ok("4", "by m0")
    first.ok("sync", "setup", str(repository), "--no-auto")
    homes = []
    for index in range(1, number):
        each = machine(f"m{index}")
        each.ok(
            "sync", "join", str(repository), "--no-auto", "--key-file", str(first.home / "sync.key")
        )
        each.ok("ask", "--day", "2026-11-02", "3", f"by m{index}")
        homes.append(each)
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "valuecheck", "sync"],
            env={**os.environ, "VALUECHECK_HOME": str(each.home), "VALUECHECK_NOW": NOW},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for each in homes
    ]
    for one in running:
        out, err = one.communicate(timeout=300)
        assert one.returncode == 0, (out, err)
    first.ok("sync")
    assert {row[2] for row in first.check_ins()} == {f"by m{index}" for index in range(number)}


def test_a_key_is_never_an_argument_and_a_wrong_one_is_said(
    machine: Callable[[str], Machine], repository: Path, tmp_path: Path
) -> None:
    a, b, c = machine("a"), machine("b"), machine("c")
    a.ok("4")
    shown = a.ok("sync", "setup", str(repository), "--no-auto")
    key = next(line.strip() for line in shown.splitlines() if "AGE-SECRET-KEY-1" in line)
    other = machine("other")
    other_place = tmp_path / "other.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(other_place)], check=True)
    other.ok("sync", "setup", str(other_place), "--no-auto")
    wrong = b(
        "sync", "join", str(repository), "--no-auto", "--key-file", str(other.home / "sync.key")
    )
    assert wrong.code == ExitCode.FAILED
    assert "belongs to another sync key" in wrong.err
    nonsense = b(
        "sync", "join", str(repository), "--no-auto", "--key-file", "-", stdin="AGE-NONSENSE\n"
    )
    assert nonsense.code == ExitCode.USAGE
    assert "this is no sync key" in nonsense.err
    assert not (b.home / "sync.key").exists()
    c.ok("sync", "join", str(repository), "--no-auto", "--key-file", "-", stdin=f"{key}\n")
    assert c.check_ins() == a.check_ins()
    assert (a.home / "sync.key").stat().st_mode & 0o777 == 0o600


def test_the_key_of_an_older_place_is_never_lost(
    machine: Callable[[str], Machine], folder: Path, repository: Path
) -> None:
    a, b = machine("a"), machine("b")
    a.ok("4", "first")
    a.ok("sync", "setup", str(folder), "--no-auto")
    first = (a.home / "sync.key").read_text()
    a.ok("sync", "off")
    former = a.home / "former-sync.keys"
    said = a.ok("sync", "setup", str(repository), "--no-auto")
    assert f"The key that this machine had before is kept in {former}." in said
    second = (a.home / "sync.key").read_text()
    assert former.read_text() == first != second
    assert former.stat().st_mode & 0o777 == 0o600
    b.ok("sync", "join", str(folder), "--no-auto", "--key-file", str(former))
    assert b.check_ins() == a.check_ins()
    a.ok("sync", "off")
    said = a.ok("sync", "join", str(folder), "--no-auto", "--key-file", str(former))
    assert f"kept in {former}" in said
    assert (a.home / "sync.key").read_text() == first
    assert former.read_text() == second + first
    # The same key again is no other one.
    a.ok("sync", "off")
    key = str(a.home / "sync.key")
    assert "kept in" not in a.ok("sync", "join", str(folder), "--no-auto", "--key-file", key)


def test_off_ends_it_and_join_begins_again(two: Two, place: Path) -> None:
    a, b = two
    b.ok("ask", "--day", "yesterday", "2", "while away")
    assert "no longer syncs" in b.ok("sync", "off")
    assert "sync is not set up" in b("sync").err
    b.ok("sync", "join", str(place), "--no-auto", "--key-file", str(a.home / "sync.key"))
    a.ok("sync")
    assert a.check_ins() == b.check_ins()
    assert len(a.check_ins()) == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("sync",), "sync is not set up on this machine"),
        (("sync", "setup", "/nowhere"), "there is no folder"),
        (("sync", "setup", "ssh://localhost:1/x.git"), "cannot sync with"),
        (("sync", "join", "https://127.0.0.1:1/x.git", "--plain"), "cannot sync with"),
    ],
)
def test_an_error_is_one_sentence(
    machine: Callable[[str], Machine], words: tuple[str, ...], said: str
) -> None:
    failed = machine("a")(*words)
    assert failed.code in (ExitCode.FAILED, ExitCode.USAGE)
    assert failed.err.startswith("valuecheck: ")
    assert failed.err.count("\n") == 1
    assert said in failed.err


def test_the_users_git_settings_change_nothing(
    machine: Callable[[str], Machine],
    repository: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for name in ("pre-push", "pre-commit", "commit-msg", "post-checkout"):
        (hooks / name).write_text("#!/bin/sh\nexit 1\n")
        (hooks / name).chmod(0o755)
    (tmp_path / ".gitconfig").write_text(
        f"[core]\nautocrlf = true\nhooksPath = {hooks}\n[commit]\ngpgSign = true\n"
        "[user]\nuseConfigOnly = true\n[push]\ngpgSign = if-asked\nfollowTags = true\n"
        f"[init]\ntemplateDir = {hooks}\n[credential]\nhelper = !sleep 60\n"
    )
    elsewhere = tmp_path / "elsewhere"
    subprocess.run(["git", "init", "--quiet", str(elsewhere)], check=True)
    monkeypatch.setenv("GIT_DIR", str(elsewhere / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(elsewhere / "index"))
    monkeypatch.setenv("GIT_WORK_TREE", str(elsewhere))
    a, b = machine("a"), machine("b")
    a.ok("4", "first")
    a.ok("sync", "setup", str(repository), "--no-auto")
    b.ok("sync", "join", str(repository), "--no-auto", "--key-file", str(a.home / "sync.key"))
    assert a.check_ins() == b.check_ins()
    assert not (elsewhere / "index").exists()


def test_a_host_that_refuses_to_replace_the_branch_keeps_its_past(
    machine: Callable[[str], Machine], repository: Path
) -> None:
    config = ["git", "-C", str(repository), "config"]
    subprocess.run([*config, "receive.denyNonFastForwards", "true"], check=True)
    a = machine("a")
    a.ok("4", "first")
    a.ok("sync", "setup", str(repository), "--no-auto")
    a.ok("2", "a secret", now=later(1))
    a.ok("sync", now=later(1))
    kept = "What was wiped is still in older commits there, encrypted: the remote refuses"
    said = a.ok("sync", "forget", "last", "--yes", now=later(2))
    assert kept in said
    assert "Wiped at the remote" not in said
    a.ok("3", "another", now=later(3))
    # Said once, and as long as it is so for who asks.
    assert kept not in a.ok("sync", now=later(3))
    assert kept in a.ok("sync", "status")
    assert "next sync" in a.ok("forget", "last", "--yes", now=later(4))
    assert kept in a.ok("sync", now=later(4))
    subprocess.run([*config, "receive.denyNonFastForwards", "false"], check=True)
    a.ok("3", "a third", now=later(5))
    a.ok("sync", now=later(5))
    assert kept not in a.ok("sync", "status")
    commits = ["git", "-C", str(repository), "rev-list", "--count", "valuecheck"]
    assert subprocess.run(commits, capture_output=True, check=True).stdout == b"1\n"


def test_without_git_a_folder_is_named_as_the_way_out(
    machine: Callable[[str], Machine],
    repository: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    failed = machine("a")("sync", "setup", str(repository), "--no-auto")
    assert failed.err == "valuecheck: git is not installed; install it, or sync through a folder.\n"


def test_without_pyrage_the_command_that_installs_it_is_named(
    machine: Callable[[str], Machine], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyrage", None)
    failed = machine("a")("sync", "setup", str(folder), "--no-auto")
    assert f"install it with: {sys.executable} -m pip install pyrage." in failed.err
    assert machine("b")("sync", "setup", str(folder), "--no-auto", "--plain").code == 0


def test_after_an_answer_it_syncs_by_itself_and_delays_nobody(
    machine: Callable[[str], Machine], folder: Path
) -> None:
    a, b = machine("a"), machine("b")
    a.ok("4", "first")
    a.ok("sync", "setup", str(folder))
    key = str(a.home / "sync.key")
    b.ok("sync", "join", str(folder), "--key-file", key, "--no-auto")
    answered = subprocess.run(
        [sys.executable, "-m", "valuecheck", "ask", "--day", "yesterday", "3", "by itself"],
        env={**os.environ, "VALUECHECK_HOME": str(a.home), "VALUECHECK_NOW": NOW},
        capture_output=True,
        check=True,
    )
    assert b"Recorded 3" in answered.stdout

    def has_come() -> bool:
        b.ok("sync")
        return len(b.check_ins()) == 2

    wait_until(has_come)


def test_a_moment_waits_for_a_pull_once_an_hour(near: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    a, _ = near
    started: list[list[str]] = []
    monkeypatch.setattr(background, "start", lambda _, names: started.append([*names]))
    settings = CompiledSettings(auto=("sync",))
    now = datetime.fromisoformat(later(2))
    context = context_of(a.home, now, settings)
    assert background.pull_before_asking(context)
    assert not background.pull_before_asking(context)
    assert background.pull_before_asking(context_of(a.home, now + timedelta(hours=2), settings))
    assert not background.pull_before_asking(context_of(a.home, now + timedelta(hours=9)))
    assert started == [["sync"], ["sync"]]


def test_a_clock_beyond_all_calendars_stops_no_sync(near: Two) -> None:
    a, b = near
    clock = "999999999999999.000.00000000000000ff.0000cafe"
    rows(a.home, "UPDATE check_ins SET clock = ?", clock)
    a.ok("ask", "--day", "yesterday", "2", "after it")
    a.ok("sync")
    b.ok("sync")
    b.ok("edit", "last", "5")
    b.ok("sync")
    a.ok("sync")
    assert a.check_ins() == b.check_ins()


def test_what_is_to_be_copied_is_not_broken_where_it_is_narrow(
    machine: Callable[[str], Machine], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VALUECHECK_HOME", str(machine("a").home))
    with Terminal(*PROGRAM, "sync", "setup", str(folder), "--no-auto", width=40) as terminal:
        assert terminal.end() == 0
    said = terminal.raw.decode().splitlines()
    assert f"  valuecheck sync join {folder}" in said
    assert [line for line in said if re.fullmatch("  AGE-SECRET-KEY-1[0-9A-Z]{58}", line)]


def test_a_key_is_asked_for_at_once_and_never_seen(
    near: Two, folder: Path, machine: Callable[[str], Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    a, _ = near
    c = machine("c")
    monkeypatch.setenv("VALUECHECK_HOME", str(c.home))
    key = (a.home / "sync.key").read_text()
    with Terminal(*PROGRAM, "sync", "join", str(folder), "--no-auto") as terminal:
        terminal.wait_for("Key:")
        terminal.type(key)
        assert terminal.end() == 0
        assert "AGE" not in terminal.text
    assert c.check_ins() == a.check_ins()


def test_the_folder_of_a_shell_is_not_run(
    machine: Callable[[str], Machine], folder: Path, tmp_path: Path
) -> None:
    a = machine("a")
    a.ok("4", "first")
    a.ok("sync", "setup", str(folder))
    theirs = tmp_path / "cloned" / "valuecheck"
    theirs.mkdir(parents=True)
    (theirs / "__init__.py").touch()
    (theirs / "__main__.py").write_text(f"open({str(tmp_path / 'run')!r}, 'w')\n")
    lock = a.home / "state" / "sync.lock"
    lock.unlink()
    subprocess.run(
        [sys.executable, "-P", "-m", "valuecheck", "ask", "--day", "yesterday", "3"],
        env={**os.environ, "VALUECHECK_HOME": str(a.home), "VALUECHECK_NOW": NOW},
        cwd=theirs.parent,
        capture_output=True,
        check=True,
    )
    wait_until(lambda: lock.exists() or (tmp_path / "run").exists())
    assert lock.exists()
    assert not (tmp_path / "run").exists()


def test_a_question_waits_for_a_pull_and_is_not_asked_where_it_was_answered(
    machine: Callable[[str], Machine], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = machine("a"), machine("b")
    a.ok("4", "first")
    a.ok("sync", "setup", str(folder))
    b.ok("sync", "join", str(folder), "--no-auto", "--key-file", str(a.home / "sync.key"))
    monday = "2026-11-23T17:00:00+01:00"
    b.ok("3", "on the other machine", now=monday)
    b.ok("sync", now=monday)
    assert a("due", now=monday).code == 0
    monkeypatch.setenv("VALUECHECK_HOME", str(a.home))
    environ = {"VALUECHECK_NOW": monday}
    with Terminal(*PATIENT_HOOK, "bash", environ=environ) as terminal:
        assert terminal.end() == ExitCode.TRY_AGAIN
        assert terminal.raw == b""
    wait_until(lambda: len(a.check_ins()) == 2)
    assert a("due", now=monday).code == ExitCode.NOT_DUE
    with Terminal(*PATIENT_HOOK, "bash", environ=environ) as terminal:
        assert terminal.end() == ExitCode.DONE
        assert terminal.raw == b""

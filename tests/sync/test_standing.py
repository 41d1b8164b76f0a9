"""The sync in `sync status`, `status` and `doctor`."""

from __future__ import annotations

import json
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from tests.sync.conftest import later

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.sync.conftest import Machine


@pytest.fixture
def a(machine: Callable[[str], Machine], folder: Path) -> Machine:
    """A machine that has set up sync through a folder."""
    found = machine("a")
    found.ok("4", "first")
    found.ok("sync", "setup", str(folder), "--no-auto")
    return found


def problems(machine: Machine) -> list[str]:
    """The problems of the sync and its files that doctor finds, each with its remedy."""
    return [
        f"{finding['problem']}; {finding['remedy']}"
        for finding in json.loads(machine("doctor", "--json").out)["findings"]
        if finding["about"] in ("sync", "file") and finding["problem"]
    ]


def test_sync_status_says_where_and_what_waits(a: Machine, folder: Path) -> None:
    a.ok("ask", "--day", "yesterday", "2")
    assert a.ok("sync", "status").splitlines() == [
        f"{folder}, encrypted, synced by 'valuecheck sync'.",
        "Last sync: Fri 20 Nov, 09:00; 1 device.",
        "1 change to send.",
    ]


def test_what_fails_is_said_by_status_after_three_days_and_not_before(
    a: Machine, folder: Path
) -> None:
    gone = folder.rename(folder.with_name("gone"))
    for hours in (1, 60):
        assert a("sync", "--quiet", now=later(hours)) == (0, "", "")
    assert "Sync" not in a.ok("status", now=later(60))
    # Without another try nobody knows that it still fails.
    assert "Sync" not in a.ok("status", now=later(100))
    assert json.loads(a.ok("status", "--json", now=later(100)))["sync_failing_since"] is None
    a("sync", "--quiet", now=later(80))
    said = f"since Fri 20 Nov: the folder {folder} is not there; mount it"
    assert f"Sync has failed {said}" in a.ok("status", now=later(80))
    assert f"Sync has failed {said}" in a.ok("sync", "status", now=later(80))
    found = json.loads(a.ok("status", "--json", now=later(80)))
    assert found["sync_failing_since"] == later(1)
    gone.rename(folder)
    a("sync", "--quiet", now=later(81))
    assert "Sync" not in a.ok("status", now=later(81))
    assert "By itself" not in a.ok("sync", "status", now=later(81))


def test_the_doctor_says_nothing_of_a_sync_that_is_off(a: Machine) -> None:
    assert "sync  " in a("doctor").out
    a.ok("sync", "off")
    assert "sync  " not in a("doctor").out


def test_the_doctor_knows_a_sync_that_works(a: Machine, folder: Path) -> None:
    assert problems(a) == []
    said = " ".join(a("doctor").out.split())
    how = "encrypted, synced by 'valuecheck sync'"
    assert f"ok sync {folder}, {how}; last sync: Fri 20 Nov, 09:00;" in said
    assert "; 1 device; 0 changes to send" in said


def test_the_doctor_names_what_is_missing(
    a: Machine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = a.home / "sync.key"
    key.chmod(0o644)
    assert problems(a) == [f"others may read or write {key}; chmod 600 {key}"]
    a("doctor", "--fix")
    assert problems(a) == []
    shutil.move(folder, folder.with_name("gone"))
    assert problems(a) == [
        f"the folder {folder} is not there; mount it, or end this sync with 'valuecheck sync off'"
    ]
    shutil.move(folder.with_name("gone"), folder)
    kept = key.read_text()
    key.write_text("AGE-NOTHING\n")
    assert "this is no sync key" in problems(a)[0]
    key.unlink()
    assert "cannot be read; join again" in problems(a)[0]
    key.write_text(kept)
    key.chmod(0o600)
    monkeypatch.setitem(sys.modules, "pyrage", None)
    assert "-m pip install pyrage" in problems(a)[0]


def test_the_doctor_names_a_missing_git_and_the_last_failure(
    a: Machine, repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a.ok("sync", "off")
    a.ok("sync", "setup", str(repository), "--no-auto")
    monkeypatch.setenv("PATH", str(tmp_path))
    for hours in (1, 80):
        a("sync", "--quiet", now=later(hours))
    reason = "git is not installed; install it, or sync through a folder"
    # What failed and what is wrong now are one thing.
    assert problems(a) == [reason]


def test_a_machine_without_news_is_counted(
    a: Machine, machine: Callable[[str], Machine], folder: Path
) -> None:
    b = machine("b")
    b.ok("sync", "join", str(folder), "--no-auto", "--key-file", str(a.home / "sync.key"))
    a.ok("sync")
    for each in (a, b):
        assert "; 2 devices." in each.ok("sync", "status")


def test_the_doctor_names_a_clock_that_cannot_be_used_once(a: Machine) -> None:
    findings = json.loads(a("doctor", "--json", now="noon").out)["findings"]
    assert [each["about"] for each in findings if "noon" in each["problem"]] == ["clock"]


def test_the_doctor_survives_a_table_that_is_none(a: Machine) -> None:
    settings = a.home / "config.toml"
    settings.write_text('sync = "yes"\n')
    assert "write it as [sync]" in problems(a)[0]
    assert "Forgotten for good" in a.ok("forget", "last", "--yes")
    settings.write_text("[sync]\nauto = true\n")
    assert "names no remote; set it up again" in problems(a)[0]

"""Remotes that hold something else than they should."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.sync.conftest import later
from tests.sync.places import paths_in, put

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.sync.conftest import Machine

    Two = tuple[Machine, Machine]


def test_a_remote_of_somebody_else_is_left_alone(
    machine: Callable[[str], Machine], place: Path
) -> None:
    put(place, "devices/x/notes.jsonl", b"mine\n")
    failed = machine("a")("sync", "setup", str(place), "--no-auto")
    assert "not valuecheck's" in failed.err
    assert paths_in(place) == ["devices/x/notes.jsonl"]


def test_a_folder_in_use_is_left_alone_but_for_what_its_carrier_keeps_there(
    machine: Callable[[str], Machine], folder: Path
) -> None:
    (folder / ".stfolder").mkdir()
    (folder / "photos").mkdir()
    failed = machine("a")("sync", "setup", str(folder), "--no-auto")
    assert "give a place of its own: an empty folder, or a new repository" in failed.err
    (folder / "photos").rmdir()
    machine("a").ok("sync", "setup", str(folder), "--no-auto")
    (folder / "photos").mkdir()
    machine("a").ok("sync")


def test_a_folder_that_is_not_mounted_is_no_empty_one(two: Two, place: Path) -> None:
    a, b = two
    gone = place.rename(place.with_name("unmounted"))
    place.mkdir()
    a.ok("ask", "--day", "yesterday", "2", "meanwhile")
    failed = a("sync")
    assert f"the folder {place} is empty, though it was used before; mount it" in failed.err
    assert [*place.iterdir()] == []
    place.rmdir()
    gone.rename(place)
    a.ok("sync")
    b.ok("sync")
    assert a.check_ins() == b.check_ins()
    assert len(b.check_ins()) == 2


def test_a_part_of_a_folder_that_cannot_be_read_is_no_empty_one(
    machine: Callable[[str], Machine], folder: Path
) -> None:
    a = machine("a")
    a.ok("sync", "setup", str(folder), "--no-auto")
    # It names itself, so that nothing below it can be opened, whoever tries.
    (folder / "devices" / "other").symlink_to("other")
    failed = a("sync")
    assert failed.code == 1
    assert f"cannot sync with {folder}: " in failed.err
    (folder / "devices" / "other").unlink()
    a.ok("sync")


def test_a_remote_that_is_encrypted_or_not_is_said(
    machine: Callable[[str], Machine], place: Path
) -> None:
    a, b, c = map(machine, "abc")
    a.ok("4")
    a.ok("sync", "setup", str(place), "--no-auto")
    assert (
        "the remote is encrypted; join it without --plain"
        in b("sync", "join", str(place), "--plain").err
    )
    a.ok("sync", "off")
    other = place.with_name("readable")
    other.mkdir()
    c.ok("sync", "setup", str(other), "--no-auto", "--plain")
    failed = b("sync", "join", str(other), "--key-file", str(a.home / "sync.key"))
    assert "the remote is not encrypted; join it with --plain" in failed.err


def test_a_remote_of_a_newer_version_is_left_alone(two: Two, place: Path) -> None:
    a, _ = two
    put(place, "format.json", b'{"valuecheck-sync": 9, "key": "x"}')
    before = paths_in(place)
    a.ok("ask", "--day", "yesterday", "2", "meanwhile")
    assert "newer valuecheck; update this one; nothing was changed" in a("sync").err
    assert paths_in(place) == before
    assert "1 change to send" in a.ok("sync", "status")


def test_rows_of_a_newer_version_are_said_and_left(
    machine: Callable[[str], Machine], place: Path
) -> None:
    a = machine("a")
    a.ok("4")
    a.ok("sync", "setup", str(place), "--no-auto", "--plain")
    strange = "devices/feedfeedfeedfeed/2026-Q4-1.jsonl"
    put(place, strange, b'{"type":"hologram","id":"x"}\n')
    # Again and again, so that a version that knows them takes them.
    for _ in range(2):
        assert "1 line there cannot be used: a newer valuecheck may have" in a.ok("sync")
    assert strange in paths_in(place)


def test_a_damaged_file_stops_nobody_and_is_mended_by_its_machine(two: Two, place: Path) -> None:
    a, b = two
    b.ok("ask", "--day", "yesterday", "2", "by b")
    b.ok("sync")
    theirs = [path for path in paths_in(place) if path.endswith("-1.jsonl.age")]
    for path in theirs:
        put(place, path, b"age-encryption.org/v1\nhalf a file")
    a.ok("ask", "--day", "2026-11-18", "3", "by a", now=later(1))
    said = a.ok("sync", now=later(1))
    assert "files there cannot be opened: devices/" in said
    assert "1 went" in said
    b.ok("sync", now=later(2))
    a.ok("sync", now=later(3))
    assert a.check_ins() == b.check_ins()
    assert len(a.check_ins()) == 3


def test_what_was_removed_at_the_remote_comes_back(two: Two, place: Path) -> None:
    a, b = two
    b.ok("ask", "--day", "yesterday", "2", "by b")
    b.ok("sync")
    for path in paths_in(place):
        put(place, path, None)
    for each in (a, b, a):
        each.ok("sync", now=later(1))
    assert a.check_ins() == b.check_ins()
    assert len(a.check_ins()) == 2
    assert "format.json" in paths_in(place)

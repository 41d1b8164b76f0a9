"""Machines and places in one process, and a record of every version of a row that they wrote."""

from __future__ import annotations

import hashlib
import shutil
from collections import defaultdict
from contextlib import suppress
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from tests.stored import NOW, context_of
from valuecheck.store import connection, forgetting, gave_way, lens
from valuecheck.store import rows as store_rows
from valuecheck.store.changes import SKIPS, TABLES, WORKWEEKS
from valuecheck.sync import exchange, files
from valuecheck.sync.box import PlainBox
from valuecheck.sync.remote import MovedError, Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from valuecheck.config.compiled import Context
    from valuecheck.store.changes import Row
    from valuecheck.store.gave_way import GaveWay
    from valuecheck.sync.merging import Outcome

# Nobody wrote these by hand: which of two is kept is not told.
UNNAMED = (SKIPS.name, WORKWEEKS.name)

# The order of all changes in carried folders.
_MOMENTS = count(1)

Key = tuple[str, str]


class CrashError(Exception):
    """The machine went off."""


class Repository:
    """A place as git is one: it changes as a whole, and only from what a machine has seen."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.version = 0
        self.before_write: Callable[[], None] = lambda: None
        self.after_write: Callable[[], None] = lambda: None

    def rows(self) -> Iterator[tuple[Key, Row]]:
        """Every row in the files."""
        texts = {path: text for path, text in self.files.items() if files.device_of(path)}
        for entry in files.read(texts).entries:
            yield (entry.table.name, str(entry.row[entry.table.key])), entry.row

    def fetch(self) -> Snapshot:
        """Return what is there now."""
        return Snapshot(str(self.version), _fingerprints(self.files))

    def read(self, snapshot: Snapshot, paths: Iterable[str]) -> Mapping[str, bytes]:
        """Return contents; a snapshot is never written over while one machine reads."""
        del snapshot
        return {path: self.files[path] for path in paths}

    def write(
        self, snapshot: Snapshot, changes: Mapping[str, bytes | None], *, purge: bool
    ) -> Snapshot:
        """Change files unless another machine was faster."""
        del purge
        before, self.before_write = self.before_write, lambda: None
        before()
        if snapshot.version != str(self.version):
            raise MovedError
        for path, content in changes.items():
            if content is None:
                self.files.pop(path, None)
            else:
                self.files[path] = content
        self.note(changes)
        after, self.after_write = self.after_write, lambda: None
        after()
        return self.fetch()

    def note(self, changes: Iterable[str]) -> None:
        """Note which files have changed."""
        del changes
        self.version += 1


class Carried(Repository):
    """One machine's copy of a folder that something else carries, file by file.

    Of two changes of a file the later one is kept, whatever the other one held.
    """

    def __init__(self) -> None:
        super().__init__()
        self._moments: dict[str, int] = {}

    def note(self, changes: Iterable[str]) -> None:
        """Note which files have changed, and when."""
        super().note(changes)
        self._moments |= dict.fromkeys(changes, next(_MOMENTS))

    def carry_to(self, other: Carried, chosen: Callable[[str], bool]) -> None:
        """Copy the files that are newer here."""
        for path, moment in self._moments.items():
            if not chosen(path) or other._moments.get(path, 0) >= moment:
                continue
            other._moments[path] = moment
            if path in self.files:
                other.files[path] = self.files[path]
            else:
                other.files.pop(path, None)


def _fingerprints(files: Mapping[str, bytes]) -> dict[str, str]:
    return {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}


class Look(NamedTuple):
    """A store at a moment: rows by table and key, what is forgotten, what gave way unnamed."""

    rows: dict[Key, Row]
    forgotten: set[Key]
    gave_way: list[GaveWay]


class Device:
    """A machine: its home, how wrong its clock is, and each version of each row that it held."""

    def __init__(self, home: Path, place: Repository) -> None:
        self.home = home
        self.place = place
        self.slip = timedelta()
        self.held: dict[Key, set[str]] = {}
        self.forgotten: set[Key] = set()
        self._seen = 0, Look({}, set(), [])

    @property
    def store(self) -> str:
        """The path of its store."""
        return str(self.home / "valuecheck.db")

    def context(self, hours: float) -> Context:
        """A command that runs so many hours after the beginning, by this machine's clock."""
        return context_of(self.home, NOW + timedelta(hours=hours) + self.slip)

    def look(self) -> Look:
        """Its store at this moment; read again only where it has changed."""
        if (counter := lens.change_counter(self.store)) != self._seen[0]:
            self._seen = counter, _looked_at(self.store)
        return self._seen[1]

    def rows(self) -> dict[Key, Row]:
        """Every row of every table by table and key."""
        return self.look().rows

    def restored_from(self, saved: Device) -> None:
        """Go back to what was saved."""
        shutil.rmtree(self.home)
        shutil.copytree(saved.home, self.home)
        self.held = {key: {*clocks} for key, clocks in saved.held.items()}
        self.forgotten = {*saved.forgotten}
        self._seen = 0, Look({}, set(), [])

    def copied_to(self, home: Path, place: Repository) -> Device:
        """Another machine from a copy of this home."""
        shutil.copytree(self.home, home)
        twin = Device(home, place)
        twin.held = {key: {*clocks} for key, clocks in self.held.items()}
        twin.forgotten = {*self.forgotten}
        return twin


def _looked_at(path: str) -> Look:
    with connection.reading(path) as opened:
        assert opened is not None
        rows = {
            (table.name, str(row[table.key])): row
            for table in TABLES.values()
            for row in store_rows.all_rows(opened, table)
        }
        forgotten = {(entry.table_name, entry.key) for entry in forgetting.all_forgotten(opened)}
        return Look(rows, forgotten, gave_way.unseen(opened))


class Lost(NamedTuple):
    """An edit that was named as one that gave way: its clock, and the winner's if it is there."""

    key: Key
    lost: str
    won: str


class World:
    """Machines, and what each version of a row was and came after."""

    def __init__(self) -> None:
        self.devices: list[Device] = []
        self.content: dict[tuple[Key, str], tuple[object, ...]] = {}
        self.after: dict[tuple[Key, str], set[str]] = {}
        self.shared: dict[Key, set[str]] = defaultdict(set)
        self.forgotten: set[Key] = set()
        self.named: list[Lost] = []

    def act(self, device: Device, command: Callable[[], object]) -> None:
        """Run a command on a machine, and note what it wrote after what it had seen."""
        before = device.rows()
        try:
            command()
        finally:
            for key, row in device.rows().items():
                clock = str(row["clock"])
                if key in before and str(before[key]["clock"]) == clock:
                    continue
                if (key, clock) not in self.content:
                    seen = device.held.get(key, set())
                    closure = {old for clock_ in seen for old in self.after[key, clock_]}
                    self.after[key, clock] = closure | seen
                self._hold(device, key, row)
            device.forgotten |= device.look().forgotten

    def sync(self, device: Device, hours: float) -> Outcome | None:
        """Sync a machine; None where it went off meanwhile."""
        outcome = None
        with suppress(CrashError):
            outcome = exchange.sync(device.context(hours), device.place, PlainBox())
        for key, row in device.rows().items():
            # No sync makes up a version of its own, but for what is forgotten.
            known = (key, str(row["clock"])) in self.content
            assert known or key in device.look().forgotten, key
            if known:
                self._hold(device, key, row)
        device.forgotten |= device.look().forgotten
        if outcome and not isinstance(device.place, Carried):
            self._share(device)
        if outcome:
            self._name_losers(device)
        return outcome

    def _name_losers(self, device: Device) -> None:
        if not (found := device.look().gave_way):
            return
        with connection.writing(device.store) as opened:
            gave_way.note_seen(opened)
        for one in found:
            key = (one.table.name, str(one.now[one.table.key]))
            won = "" if one.changed else str(one.now["clock"])
            self.named.append(Lost(key, str(one.lost["clock"]), won))

    def _hold(self, device: Device, key: Key, row: Row) -> None:
        table = TABLES[key[0]]
        content = tuple(row[name] for name in (*table.columns, "deleted"))
        self.content.setdefault((key, str(row["clock"])), content)
        device.held.setdefault(key, set()).add(str(row["clock"]))

    def _share(self, device: Device) -> None:
        for key, row in device.rows().items():
            if (key, str(row["clock"])) in self.content:
                self.shared[key].add(str(row["clock"]))
        self.forgotten |= device.forgotten

    def heads(self) -> dict[Key, set[str]]:
        """All versions that a machine still has had, and all that a place holds or has held."""
        found: dict[Key, set[str]] = defaultdict(set)
        for place in {device.place for device in self.devices}:
            for key, row in place.rows():
                found[key].add(str(row["clock"]))
        for device in self.devices:
            for key, clocks in device.held.items():
                found[key] |= clocks
        for key, clocks in self.shared.items():
            found[key] |= clocks
        return found

    def newest(self, key: Key, versions: set[str]) -> set[str]:
        """Those of `versions` that none of the others came after."""
        old = {clock for version in versions for clock in self.after[key, version]}
        return versions - old

"""Machines that do anything in any order end alike, and nothing that anybody wrote is lost.

A few runs in CI; `VALUECHECK_EXAMPLES=1000 pytest -n 0 tests/sync/test_any_order.py` makes many.
"""

from __future__ import annotations

import os
import random
import shutil
import tempfile
import time
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.sync.world import UNNAMED, Carried, CrashError, Device, Repository, World
from valuecheck.actions import check_ins, customers, days_off, feedback, forget, record, undo
from valuecheck.actions.check_ins import CheckInEdit
from valuecheck.actions.customers import CustomerEdit
from valuecheck.actions.feedback import FeedbackEdit
from valuecheck.core.answer import Answer
from valuecheck.core.days import ONE_DAY
from valuecheck.core.errors import ValuecheckError
from valuecheck.exchange import importing
from valuecheck.exchange.export import Choice, as_json_lines
from valuecheck.exchange.importing import ImportChoices
from valuecheck.store import connection, gave_way
from valuecheck.store import merge as store_merge
from valuecheck.store.changes import TABLES, Change
from valuecheck.sync import merging, own_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.sync.world import Key
    from valuecheck.config.compiled import Context
    from valuecheck.store.changes import Row, SyncedTable
    from valuecheck.store.merge import Merged
    from valuecheck.sync.files import Contents

EXAMPLES = int(os.environ.get("VALUECHECK_EXAMPLES", "5"))
SIZED = settings(
    max_examples=EXAMPLES,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[*HealthCheck],
    report_multiple_bugs=False,
)
# From so many runs on, chance alone finds each mistake.
MANY = 1000
MOST_DEVICES = 4
WORD = "zebra"
WHICH = st.integers(0, MOST_DEVICES - 1)
# By how many days a clock is wrong.
SLIPS = st.sampled_from([0, -7, 365])
NUMBERS = st.integers(0, 5)
EXPORTED = Choice()


# A command that one machine runs on one of a few rows.
Step = tuple[int, str, int] | None
COMMANDS = st.sampled_from(
    [
        "answer",
        "edit",
        "delete",
        "undo",
        "forget",
        "add",
        "label",
        "merge",
        "remove",
        "feedback",
        "rephrase",
        "wipe",
        "off",
        "on",
    ]
)


def commands(
    context: Context, id_: str, piece: str, number: int, word: str
) -> dict[str, Callable[[], object]]:
    """The commands that write, by name: each on one of a few rows."""
    one, other = ("retail", "shoppers") if number % 2 else ("shoppers", "retail")
    # The same whatever a clock says.
    days = [date(2026, 11, 21 + number)]
    label = CustomerEdit(label=word)
    return {
        "answer": lambda: record.store_answer(
            context, Answer(number, word if number else ""), days[0]
        ),
        "edit": lambda: check_ins.edit(context, id_, CheckInEdit(note=word)),
        "delete": lambda: check_ins.delete(context, id_),
        "undo": lambda: undo.undo(context, undo.last_command(context)),
        "forget": lambda: forget.forget(context, id_),
        "add": lambda: customers.add(context, one, label),
        "label": lambda: customers.edit(context, one, label),
        "merge": lambda: customers.merge(context, one, other),
        "remove": lambda: customers.delete(context, one),
        "feedback": lambda: feedback.add(context, one, "4", word, scale="csat"),
        "rephrase": lambda: feedback.edit(context, piece, FeedbackEdit(words=word)),
        "wipe": lambda: forget.forget(context, piece),
        "off": lambda: days_off.take_off(context, days, word),
        "on": lambda: days_off.take_on(context, days),
    }


class Machines(RuleBasedStateMachine):
    """Some machines of one user: each rule is something that happens to one of them."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="machines-"))
        chance = random.Random(0)
        # The same run again makes the same ids and clocks.
        self.patches: list[Any] = [
            patch("os.urandom", chance.randbytes),
            patch.object(time, "sleep"),
            # So small that a few rows are in several files.
            patch.object(own_files, "PART_BYTES", 700),
        ]
        for each in self.patches:
            each.start()
        self.world = World()
        self.hours = 0.0
        self.carried = False
        self.saved: dict[int, Device] = {}
        self.is_odd = False
        self.exported: set[Key] = set()

    def teardown(self) -> None:
        """Let all machines sync, and look at what they have."""
        try:
            if self.world.devices:
                self.settle()
        finally:
            for each in self.patches:
                each.stop()
            shutil.rmtree(self.folder, ignore_errors=True)

    # What happens

    @initialize(
        carried=st.booleans(),
        odd=st.sampled_from([False, False, True]),
        slips=st.lists(SLIPS, min_size=2, max_size=3),
    )
    def begin(self, carried: bool, odd: bool, slips: list[int]) -> None:
        self.carried = carried
        self.is_odd = odd
        place = Repository()
        for index, days in enumerate(slips):
            place = Carried() if carried else place
            self.world.devices.append(Device(self.folder / f"d{index}", place))
            self.set_clock(index, days)
        self.sync_all()

    @rule(which=WHICH, number=NUMBERS, command=COMMANDS)
    def write(self, which: int, number: int, command: str) -> None:
        """Run one of the commands that write, on one of a few rows."""
        self.hours += 0.25
        device = self.device(which)
        context = device.context(self.hours)
        id_, piece = (self.id_on(device, name, number) for name in ("check_ins", "feedback"))
        wanted = commands(context, id_, piece, number, f"{WORD} {self.hours:g}")
        # A command that refuses changes nothing, and says so.
        with suppress(ValuecheckError):
            self.world.act(device, wanted[command])

    @rule(number=NUMBERS, command=COMMANDS)
    def write_everywhere(self, number: int, command: str) -> None:
        """All change the same before they know of each other."""
        for which in range(len(self.world.devices)):
            self.write(which, number, command)

    @rule(which=WHICH, other=WHICH)
    def import_from(self, which: int, other: int) -> None:
        self.hours += 0.25
        device = self.device(which)
        context = device.context(self.hours)
        with connection.reading(self.device(other).store) as opened:
            lines = [*as_json_lines(opened, EXPORTED)]
        self.exported |= self.device(other).rows().keys()
        file = self.folder / "export.jsonl"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")

        def command() -> None:
            importing.import_file(context, str(file), ImportChoices(), lambda *_: None)

        self.world.act(device, command)

    @rule(which=WHICH, days=SLIPS)
    def set_clock(self, which: int, days: int) -> None:
        self.device(which).slip = timedelta(days=days)

    @rule(which=WHICH)
    def sync_one(self, which: int) -> None:
        self.sync(self.device(which))

    @rule()
    def sync_all(self) -> None:
        for device in self.world.devices:
            self.carry_all()
            self.sync(device)

    @rule(which=WHICH, after=st.booleans())
    def go_off_in_a_sync(self, which: int, after: bool) -> None:
        def crash() -> None:
            raise CrashError

        place = self.device(which).place
        if after:
            place.after_write = crash
        else:
            place.before_write = crash
        self.sync(self.device(which))
        place.after_write = place.before_write = lambda: None

    @precondition(lambda self: not self.carried)
    @rule(which=WHICH, other=WHICH)
    def sync_at_once(self, which: int, other: int) -> None:
        device, faster = self.device(which), self.device(other)
        if device is not faster:
            device.place.before_write = lambda: self.sync(faster)
            self.sync(device)
            device.place.before_write = lambda: None

    @precondition(lambda self: self.carried)
    @rule(which=WHICH, other=WHICH, part=st.integers(0, 2))
    def carry(self, which: int, other: int, part: int) -> None:
        def chosen(path: str) -> bool:
            return not part or len(path) % 2 == part - 1

        self.place(which).carry_to(self.place(other), chosen)

    @precondition(lambda self: self.is_odd and len(self.world.devices) < MOST_DEVICES)
    @rule(which=WHICH)
    def copy_home(self, which: int) -> None:
        device = self.device(which)
        place = Carried() if self.carried else device.place
        home = self.folder / f"d{len(self.world.devices)}"
        self.world.devices.append(device.copied_to(home, place))

    @precondition(lambda self: self.is_odd)
    @rule(which=WHICH)
    def save(self, which: int) -> None:
        device = self.device(which)
        index = self.world.devices.index(device)
        home = self.folder / f"saved{index}"
        shutil.rmtree(home, ignore_errors=True)
        self.saved[index] = device.copied_to(home, device.place)

    @precondition(lambda self: bool(self.saved))
    @rule(which=WHICH)
    def restore(self, which: int) -> None:
        device = self.device(which)
        if saved := self.saved.get(self.world.devices.index(device)):
            device.restored_from(saved)

    # How it is done

    def device(self, which: int) -> Device:
        return self.world.devices[which % len(self.world.devices)]

    def place(self, which: int) -> Carried:
        found = self.device(which).place
        assert isinstance(found, Carried)
        return found

    def id_on(self, device: Device, name: str, number: int) -> str:
        """The id of one of the rows of a table that this machine has or had, as it is typed."""
        found = sorted(key for table, key in device.rows() if table == name)
        return found[number % len(found)] if found else "last"

    def sync(self, device: Device) -> None:
        self.hours += 0.25
        self.world.sync(device, self.hours)

    def carry_all(self) -> None:
        places = [each.place for each in self.world.devices if isinstance(each.place, Carried)]
        for one in places:
            for other in places:
                one.carry_to(other, lambda _path: True)

    # What is true in the end

    def settle(self) -> None:
        heads = self.world.heads()
        for _ in range(3):
            self.sync_all()
        found = [device.rows() for device in self.world.devices]
        for rows in found[1:]:
            assert without_devices(rows) == without_devices(found[0])
        forgotten = {key for device in self.world.devices for key in device.forgotten}
        forgotten |= self.world.forgotten
        for key, versions in heads.items():
            row = found[0].get(key)
            assert row is not None, f"{key} is gone"
            if key in forgotten:
                assert row["deleted"], f"{key} is back"
                continue
            newest = self.world.newest(key, versions)
            assert row["clock"] in newest, f"{key} is older than what somebody saw and changed"
            self.losers_are_named(key, row, newest)
        self.forgotten_is_nowhere(forgotten)
        self.nobody_lost_what_was_seen()

    def losers_are_named(self, key: tuple[str, str], row: Row, newest: set[str]) -> None:
        # An import says itself what it replaces.
        if key[0] in UNNAMED or self.is_odd or key in self.exported:
            return
        named = {lost.lost for lost in self.world.named if lost.key == key}
        won = self.world.content[key, str(row["clock"])]
        before = {self.world.content[key, old] for old in self.world.after[key, str(row["clock"])]}
        # Equal contents are no loss: two may have deleted the same row.
        known = {won, *before, *(self.world.content[key, clock] for clock in named)}
        for version in newest - {row["clock"]}:
            assert self.world.content[key, version] in known, f"{key} lost without a word"

    def nobody_lost_what_was_seen(self) -> None:
        for lost in self.world.named:
            # What was seen in a file only that file knows.
            if not self.is_odd and lost.key not in self.exported:
                assert lost.lost not in self.world.after.get((lost.key, lost.won), ()), lost

    def forgotten_is_nowhere(self, forgotten: set[tuple[str, str]]) -> None:
        for device in self.world.devices:
            for key, row in device.place.rows():
                assert row["deleted"] or key not in forgotten, f"{key} is still there"


def without_devices(rows: dict[Key, Row]) -> dict[Key, Row]:
    """The rows, whoever publishes them."""
    return {key: {**row, "device": ""} for key, row in rows.items()}


@pytest.mark.long
def test_machines_that_do_anything_end_alike_and_lose_nothing() -> None:
    run_state_machine_as_test(Machines, settings=SIZED)


# What sync would do wrong: each of these must be noticed.


def drop_future_rows() -> Any:
    """Take no row whose clock is ahead of ours."""
    merge = store_merge.merge

    def careful(change: Change, table: SyncedTable, rows: Iterable[Row], **how: Any) -> Merged:
        latest = f"{int((change.moment + ONE_DAY).timestamp() * 1000):015}"
        return merge(change, table, [row for row in rows if str(row["clock"]) < latest], **how)

    return patch.object(store_merge, "merge", careful)


def push_only_the_latest() -> Any:
    """Write files that hold the newest row alone."""
    texts_of = own_files.texts_of

    def hasty(*of: Any) -> dict[str, bytes]:
        return {path: b"".join(text.splitlines(True)[-1:]) for path, text in texts_of(*of).items()}

    return patch.object(own_files, "texts_of", hasty)


def take_absence_for_deletion() -> Any:
    """Delete what a device's files do not hold any more."""
    merge = merging.merge

    def mirroring(change: Change, contents: Contents, *rest: Any) -> set[str]:
        refused = merge(change, contents, *rest)
        there = {(each.table.name, each.row[each.table.key]) for each in contents.entries}
        for device in {str(each.row["device"]) for each in contents.entries}:
            for table in TABLES.values():
                rows = change.connection.execute(
                    f"SELECT {table.key} FROM {table.name} WHERE device = ?",  # noqa: S608
                    (device,),
                ).fetchall()
                for (key,) in rows:
                    if (table.name, key) not in there:
                        change.bury(table, key)
        return refused

    return patch.object(merging, "merge", mirroring)


def let_the_counter_fall_behind() -> Any:
    """Stamp by the wall clock, whatever clocks were seen."""
    return patch.object(Change, "see", lambda _self, clocks: [*clocks])


def lose_edits_without_a_word() -> Any:
    """Keep none of the edits that give way."""
    return patch.object(gave_way, "keep")


# Each mistake with the days by which the clocks of two machines are wrong, and a few steps that
# bring it to light.
MISTAKES: list[tuple[Callable[[], Any], list[int], list[Step]]] = [
    (drop_future_rows, [365, 0], [(0, "off", 1)]),
    (push_only_the_latest, [0, 0], [(0, "off", 1), (0, "off", 2)]),
    (take_absence_for_deletion, [0, 0], [(0, "off", 1), None, (0, "feedback", 1)]),
    (let_the_counter_fall_behind, [365, 0], [(0, "off", 1), None, (1, "on", 1)]),
    (lose_edits_without_a_word, [0, 0], [(0, "off", 1), (1, "off", 1)]),
]


def run_steps(slips: list[int], steps: list[Step]) -> None:
    """Let machines do these steps, None is a sync of all, and look at what they have."""
    machines = Machines()
    machines.begin(carried=False, odd=False, slips=slips)
    for step in steps:
        if step is None:
            machines.sync_all()
        else:
            machines.write(which=step[0], command=step[1], number=step[2])
    machines.teardown()


@pytest.mark.parametrize(("mistake", "slips", "steps"), MISTAKES)
def test_a_sync_that_does_it_wrong_is_noticed(
    mistake: Callable[[], Any], slips: list[int], steps: list[Step]
) -> None:
    run_steps(slips, steps)
    with mistake(), pytest.raises(AssertionError):
        run_steps(slips, steps)


def test_a_loser_is_named_though_files_come_one_by_one() -> None:
    """Newer files that have come do not say that older ones have."""
    machines = Machines()
    machines.begin(carried=True, odd=False, slips=[0, 0])
    machines.write(which=0, command="off", number=1)
    machines.sync_all()
    machines.sync_all()
    machines.write(which=0, command="on", number=1)
    machines.write(which=0, command="feedback", number=1)
    machines.sync_one(which=0)
    machines.place(0).carry_to(machines.place(1), lambda path: "feedback" in path)
    machines.sync_one(which=1)
    machines.write(which=1, command="off", number=1)
    machines.sync_one(which=1)
    # The winner comes to the loser's machine first.
    machines.place(1).carry_to(machines.place(0), lambda _path: True)
    machines.sync_one(which=0)
    machines.teardown()
    assert [lost.key[0] for lost in machines.world.named] == ["days_off"]


# Chance needs many examples: by hand.
if EXAMPLES >= MANY:

    @pytest.mark.parametrize("mistake", [mistake for mistake, _, _ in MISTAKES])
    def test_chance_finds_each_mistake(mistake: Callable[[], Any]) -> None:
        quick = settings(SIZED, phases=[Phase.generate])
        with mistake(), pytest.raises(AssertionError):
            run_state_machine_as_test(Machines, settings=quick)

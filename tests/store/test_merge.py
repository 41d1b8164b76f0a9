"""Stores that merge the same rows end alike, and no edit is lost without a word."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import NOW as NOW_TEXT
from tests.stored import NOW, rows
from tests.whole_store import rows_of
from valuecheck.store import connection, forgetting, gave_way, history
from valuecheck.store import rows as store_rows
from valuecheck.store.changes import CHECK_INS, DAYS_OFF, TABLES
from valuecheck.store.connection import changing
from valuecheck.store.forgetting import Forgotten
from valuecheck.store.merge import Merged, merge, merge_forgotten

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.conftest import Run
    from valuecheck.store.changes import Row, SyncedTable

KEY = "2026-11-20"


def off(reason: str, milliseconds: int, device: str = "d1", *, deleted: int = 0) -> Row:
    clock = f"{milliseconds:015}.000.{device}.0000beef"
    return {"day": KEY, "reason": reason, "device": device, "clock": clock, "deleted": deleted}


def merged(home: Path, table: SyncedTable, incoming: Sequence[Row], **options: object) -> Merged:
    """Merge rows as a command of their own."""
    options = {"undoable": False, **options}
    with changing(str(home / "valuecheck.db"), "sync", NOW) as change:
        return merge(change, table, incoming, **options)  # type: ignore[arg-type]


def held(home: Path, table: SyncedTable) -> list[Row]:
    """All rows of a table."""
    with connection.reading(str(home / "valuecheck.db")) as opened:
        assert opened is not None
        return [*store_rows.all_rows(opened, table)]


def test_each_table_declares_all_its_columns(home: Path) -> None:
    with connection.writing(str(home / "valuecheck.db")) as opened:
        for table in TABLES.values():
            found = [row["name"] for row in opened.execute(f"PRAGMA table_info({table.name})")]
            assert set(found) == set(store_rows.columns_of(table)), table.name
            assert set(store_rows.columns_of(table).values()) <= set(store_rows.HOLDS)


def test_every_table_with_a_clock_is_declared(home: Path) -> None:
    with connection.writing(str(home / "valuecheck.db")) as opened:
        found = {
            row[0]
            for row in opened.execute(
                "SELECT m.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS c "
                "WHERE m.type = 'table' AND c.name = 'deleted'"
            )
        }
    assert found == set(TABLES)


def test_the_highest_clock_wins(home: Path) -> None:
    merged(home, DAYS_OFF, [off("second", 2)])
    assert [row["reason"] for row in merged(home, DAYS_OFF, [off("first", 1)]).older] == ["first"]
    assert [row["reason"] for row in held(home, DAYS_OFF)] == ["second"]
    found = merged(home, DAYS_OFF, [off("third", 3)])
    assert [(pair.lost["reason"], pair.won["reason"]) for pair in found.replaced] == [
        ("second", "third")
    ]
    assert [row["reason"] for row in held(home, DAYS_OFF)] == ["third"]


@settings(max_examples=settings().max_examples // 2)
@given(st.data())
def test_stores_that_merge_the_same_rows_in_any_order_end_alike(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    table = data.draw(st.sampled_from([*TABLES.values()]))
    versions = data.draw(st.lists(rows_of(table), min_size=1, max_size=4))
    key = versions[0][table.key]
    versions = [{**row, table.key: key} for row in versions]
    ends = []
    for _ in range(2):
        home = tmp_path_factory.mktemp("merge")
        order = data.draw(st.permutations(versions))
        cut = data.draw(st.integers(0, len(order)))
        for part in (order[:cut], order[cut:], data.draw(st.sampled_from([[], order]))):
            assert not merged(home, table, part).refused
        ends.append(held(home, table))
    assert ends[0] == ends[1]
    assert ends[0][0]["clock"] == max(str(row["clock"]) for row in versions)


def test_what_a_merge_wrote_can_be_changed_whatever_its_clock_says(home: Path) -> None:
    ahead = int(NOW.timestamp() * 1000) + 365 * 86_400_000
    merged(home, DAYS_OFF, [off("a year ahead", ahead)])
    with changing(str(home / "valuecheck.db"), "off", NOW + timedelta(hours=1)) as change:
        change.put(DAYS_OFF, {"day": KEY, "reason": "mine"})
    (row,) = held(home, DAYS_OFF)
    assert row["reason"] == "mine"
    assert str(row["clock"]) > f"{ahead:015}"


def test_an_edit_that_gave_way_comes_back_with_undo(home: Path, run: Run) -> None:
    run("off", "tomorrow", "mine")
    (mine,) = held(home, DAYS_OFF)
    theirs = {**mine, "reason": "theirs", "device": "d2", "clock": off("", 10**14, "d2")["clock"]}
    found = merged(home, DAYS_OFF, [theirs], had_seen=lambda _won, _lost: False)
    assert [pair.lost["reason"] for pair in found.gave_way] == ["mine"]
    assert [row["reason"] for row in held(home, DAYS_OFF)] == ["theirs"]
    with connection.writing(str(home / "valuecheck.db")) as opened:
        gave_way.note_seen(opened)
    outcome = run("undo", "--yes")
    assert outcome.code == 0, outcome.err
    assert [row["reason"] for row in held(home, DAYS_OFF)] == ["mine"]


def test_each_edit_that_gave_way_is_a_command_of_its_own(home: Path) -> None:
    days = ("2026-11-21", "2026-11-22")
    merged(home, DAYS_OFF, [{**off("mine", 1), "day": day} for day in days])
    theirs = [{**off("theirs", 2, "d2"), "day": day} for day in days]
    merged(home, DAYS_OFF, theirs, had_seen=lambda _won, _lost: False)
    assert rows(home, "SELECT count(DISTINCT command) FROM history") == [(2,)]


def test_equal_content_is_never_lost(home: Path) -> None:
    merged(home, DAYS_OFF, [off("same", 1)])
    found = merged(home, DAYS_OFF, [off("same", 2, "d2")], had_seen=lambda _won, _lost: False)
    assert (found.known, found.replaced, found.gave_way) == (1, [], [])
    assert rows(home, "SELECT count(*) FROM history") == [(0,)]


def test_merged_rows_are_no_command_unless_wanted(home: Path) -> None:
    merged(home, DAYS_OFF, [off("theirs", 1)])
    assert rows(home, "SELECT count(*) FROM history") == [(0,)]
    merged(home, DAYS_OFF, [off("newer", 2)], undoable=True)
    with changing(str(home / "valuecheck.db"), "undo", NOW) as change:
        history.take_back(change, history.last_command(change.connection).command)
    assert [row["reason"] for row in held(home, DAYS_OFF)] == ["theirs"]


@pytest.mark.parametrize("milliseconds", [1, 10**14])
def test_what_is_forgotten_stays_forgotten_whatever_a_clock_says(
    home: Path, run: Run, milliseconds: int
) -> None:
    run("4", "secret")
    (before,) = held(home, CHECK_INS)
    run("forget", "last", "--yes")
    clock = off("", milliseconds, "d2")["clock"]
    found = merged(home, CHECK_INS, [{**before, "device": "d2", "clock": clock}])
    assert (found.forgotten, found.new, found.replaced) == (1, [], [])
    assert "secret" not in str(held(home, CHECK_INS))


def test_a_row_that_another_machine_has_forgotten_is_wiped_here(home: Path, run: Run) -> None:
    run("4", "secret")
    run("edit", "last", "4", "secret, too")
    (row,) = held(home, CHECK_INS)
    entry = Forgotten("check_ins", str(row["id"]), "d2", str(off("", 1, "d2")["clock"]))
    with changing(str(home / "valuecheck.db"), "sync", NOW) as change:
        assert merge_forgotten(change, [entry, entry]) == [entry]
    assert rows(home, "SELECT count(*) FROM history") == [(0,)]
    assert "secret" not in str(held(home, CHECK_INS))
    with connection.reading(str(home / "valuecheck.db")) as opened:
        assert opened is not None
        assert forgetting.all_forgotten(opened) == [entry]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"day": "9999-12-31"}, 'its day cannot be "9999-12-31"'),
        ({"day": "2026-02-31"}, 'its day cannot be "2026-02-31"'),
        ({"clock": "now"}, 'its clock cannot be "now"'),
        ({"reason": 3}, "its reason cannot be 3"),
        ({"deleted": 1}, "its values contradict each other"),
    ],
)
def test_a_row_that_no_store_can_use_is_refused_alone(
    home: Path, wrong: dict[str, str | int], reason: str
) -> None:
    fine = {**off("fine", 1), "day": "2026-11-21"}
    found = merged(home, DAYS_OFF, [{**off("bad", 1), **wrong}, fine])
    assert [each.reason for each in found.refused] == [reason]
    assert [row["reason"] for row in held(home, DAYS_OFF)] == ["fine"]


def test_the_moment_of_these_tests_is_the_one_of_all() -> None:
    assert NOW.isoformat() == NOW_TEXT

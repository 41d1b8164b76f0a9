"""Whatever tables the store has: what export writes, sync carries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings

from tests.stored import NOW, rows
from tests.sync.world import Device, Repository
from tests.whole_store import whole_stores
from valuecheck.actions import feedback
from valuecheck.actions.feedback import FeedbackEdit
from valuecheck.store.changes import TABLES
from valuecheck.store.connection import changing
from valuecheck.sync import exchange, own_files
from valuecheck.sync.box import PlainBox

if TYPE_CHECKING:
    import pytest

    from valuecheck.store.changes import Row


@settings(max_examples=settings().max_examples // 10)
@given(whole_stores())
def test_rows_of_every_table_travel(
    tmp_path_factory: pytest.TempPathFactory, store: dict[str, list[Row]]
) -> None:
    place = Repository()
    folder = tmp_path_factory.mktemp("tables")
    a, b = Device(folder / "a", place), Device(folder / "b", place)
    for device in (a, b):
        exchange.sync(device.context(0), place, PlainBox())
    with changing(str(a.home / "valuecheck.db"), "test", NOW) as change:
        for name, found in store.items():
            if found:
                change.write(TABLES[name], [{**row, "device": change.device} for row in found])
    for device in (a, b):
        assert exchange.sync(device.context(1), place, PlainBox()).unread == 0
    assert b.rows() == a.rows()
    assert rows(b.home, "SELECT count(*) FROM history") == [(0,)]


def test_the_secret_of_a_team_and_the_seed_travel_and_the_smaller_one_stays(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    place = Repository()
    folder = tmp_path_factory.mktemp("facts")
    a, b = Device(folder / "a", place), Device(folder / "b", place)
    for device in (a, b):
        exchange.sync(device.context(0), place, PlainBox())
    put = "INSERT INTO facts VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value"
    rows(a.home, put, "team_secret", "b" * 64)
    rows(b.home, put, "team_secret", "a" * 64)
    rows(b.home, put, "seed", "0" * 16)
    for device in (a, b, a):
        exchange.sync(device.context(1), place, PlainBox())
    facts = "SELECT name, value FROM facts WHERE name IN ('seed', 'team_secret') ORDER BY name"
    assert rows(a.home, facts) == [("seed", "0" * 16), ("team_secret", "a" * 64)]
    assert rows(b.home, facts) == rows(a.home, facts)


def test_files_follow_rows_that_go_elsewhere(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Feedback that another machine has changed leaves our files, and they become fewer."""
    monkeypatch.setattr(own_files, "PART_BYTES", 700)
    place = Repository()
    folder = tmp_path_factory.mktemp("parts")
    a, b = Device(folder / "a", place), Device(folder / "b", place)
    for number in range(6):
        feedback.add(a.context(number), "retail", "4", f"word {number}", scale="csat")
    for device in (a, b):
        exchange.sync(device.context(7), place, PlainBox())
    before = {*place.files}
    for id_ in [key for table, key in b.rows() if table == "feedback"][2:]:
        feedback.edit(b.context(8), id_, FeedbackEdit(words="by b"))
    for device in (b, a):
        exchange.sync(device.context(9), place, PlainBox())
    gone = before - {*place.files}
    assert gone
    assert all("-feedback-" in path for path in gone)
    held = sorted(key for key, _ in place.rows())
    assert held == sorted(a.rows())

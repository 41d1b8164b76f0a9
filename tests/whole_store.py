"""Rows of every synced table, made up by Hypothesis within what a store takes."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from valuecheck.store.changes import TABLES
from valuecheck.store.rows import columns_of

if TYPE_CHECKING:
    from valuecheck.store.changes import Row, SyncedTable

_DEVICES = ("00000000000000d1", "00000000000000d2")
_LINES = st.text(
    st.characters(exclude_characters="\x7f", exclude_categories=["Cc", "Cs"]), max_size=20
)
_NAMES = st.text("abcxyz0123é日-", min_size=1, max_size=8)
_DAYS = st.dates(date(2020, 1, 1), date(2027, 12, 31)).map(date.isoformat)
_LISTS = st.lists(_NAMES, max_size=3, unique=True)
_HOLDS: dict[str, st.SearchStrategy[str | int | float | None]] = {
    "id": st.uuids().map(lambda found: f"{str(found)[:14]}7{str(found)[15:19]}a{str(found)[20:]}"),
    "day": _DAYS,
    "day-or-none": st.just("") | _DAYS,
    "moment": st.builds(
        "{}T{:02}:{:02}:{:02}{}".format,
        _DAYS,
        st.integers(0, 23),
        st.integers(0, 59),
        st.integers(0, 59),
        st.sampled_from(["+00:00", "-08:00", "+14:00", "+05:45"]),
    ),
    "flag": st.integers(0, 1),
    "number": st.integers(1, 5),
    "ratio": st.floats(0.01, 20),
    "words": _LINES,
    "text": _LINES,
    "names": _LISTS.map(lambda found: json.dumps(found, ensure_ascii=False)),
    "weekdays": st.lists(st.integers(0, 6), max_size=7, unique=True).map(json.dumps),
    "week": st.builds("{}-W{:02}".format, st.integers(2020, 2027), st.integers(1, 52)),
    "clock": st.builds(
        "{:015}.{:03x}.{}.{:08x}".format,
        st.integers(1, 10**14),
        st.integers(0, 4095),
        st.sampled_from(_DEVICES),
        st.integers(0, 2**32 - 1),
    ),
}
# Columns whose rows would contradict themselves if any text would do.
_NARROWER: dict[tuple[str, str], st.SearchStrategy[str | int | float | None]] = {
    ("customers", "name"): _NAMES,
    ("customers", "same_as"): st.just(""),
    ("team_weeks", "happy"): st.integers(0, 1),
    ("feedback", "customer"): _NAMES,
    ("feedback", "scale"): st.sampled_from(["csat", "nps"]),
    ("trials", "start"): st.dates(date(2020, 1, 1), date(2023, 12, 31)).map(date.isoformat),
    ("trials", "finish"): st.dates(date(2024, 1, 1), date(2027, 12, 31)).map(date.isoformat),
    ("trials", "measure"): st.sampled_from(["score", "share", "+meeting", "@retail"]),
    ("trials", "verdict"): st.sampled_from(["", "{}"]),
    ("trials", "decision"): st.sampled_from(["", "keep", "stop", "again"]),
}


@st.composite
def rows_of(draw: st.DrawFn, table: SyncedTable) -> Row:
    """One row of a table, deleted or not."""
    row: Row = {
        name: draw(_NARROWER.get((table.name, name), _HOLDS[holds]))
        for name, holds in columns_of(table).items()
    }
    if row["deleted"]:
        row |= table.blank
    return {**row, "device": str(row["clock"]).split(".")[2]}


def whole_stores(largest: int = 6) -> st.SearchStrategy[dict[str, list[Row]]]:
    """Rows by table, each key once."""

    def rows(table: SyncedTable) -> st.SearchStrategy[list[Row]]:
        return st.lists(rows_of(table), max_size=largest, unique_by=lambda row: row[table.key])

    return st.fixed_dictionaries({name: rows(table) for name, table in TABLES.items()})

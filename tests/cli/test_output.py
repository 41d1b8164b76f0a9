"""Where results go, in which format, and that nothing in them acts."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sqlite3
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.made_up import HOSTILE
from valuecheck.core.text import visible

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Fill, Run

CHECK_IN = {
    "id", "day", "at", "score", "note", "kinds", "customers", "question", "filled_in_later",
}  # fmt: skip


@pytest.fixture
def noted(run: Run, fill: Fill) -> None:
    def two_answers() -> None:
        run("4", "fixed checkout outage +incident @retail")
        run("2", "ÄRGER with the queue +queue", "--day", "yesterday")

    fill(two_answers)


@pytest.mark.usefixtures("noted")
def test_the_json_of_log_has_these_keys(run: Run) -> None:
    whole = json.loads(run("log", "--json").out)
    assert {*whole} == {"schema_version", "check_ins"}
    assert whole["schema_version"] == 1
    assert all({*row} == CHECK_IN for row in whole["check_ins"])
    assert [row["filled_in_later"] for row in whole["check_ins"]] == [False, True]


@pytest.mark.usefixtures("noted")
def test_the_json_of_status_has_these_keys(run: Run) -> None:
    whole = json.loads(run("status", "--json").out)
    assert {
        "schema_version", "day", "due", "next_due", "check_ins", "streak", "week",
    } <= {*whole}  # fmt: skip
    assert (whole["day"], whole["due"], whole["streak"]) == ("2026-11-20", False, 2)
    assert {*whole["check_ins"][0]} == CHECK_IN
    assert whole["week"][-1] == {"day": "2026-11-20", "value": 4.0, "off": False}
    assert whole["unheard"] == []


@pytest.mark.usefixtures("noted")
def test_the_json_of_report_has_these_keys(run: Run) -> None:
    whole = json.loads(run("report", "--json").out)
    assert {
        "schema_version", "period", "filters", "coverage", "happy", "counts", "average", "days",
        "kinds", "customers", "notes", "filled_in_later", "wordings",
    } <= {*whole}  # fmt: skip
    assert {"label", "start", "end", "closed"} <= {*whole["period"]}
    assert {*whole["counts"]} == {"1", "2", "3", "4", "5"}
    assert {*whole["days"][0]} == {"day", "value", "workday", "off"}
    for name in ("coverage", "happy", "average"):
        assert {"value", "n", "expected", "interval"} <= {*whole[name]}


@pytest.mark.parametrize("line", ["log --json", "report --json", "status --json"])
def test_json_has_the_same_keys_where_nothing_is_recorded(run: Run, line: str) -> None:
    empty = json.loads(run(*line.split()).out)
    run("4")
    assert {*json.loads(run(*line.split()).out)} == {*empty}


@pytest.mark.usefixtures("noted")
@pytest.mark.parametrize(
    ("words", "scores"),
    [
        ("", [4, 2]),
        ("week", [4, 2]),
        ("today", [4]),
        ("yesterday", [2]),
        ("last-week", []),
        ("+incident", [4]),
        ("+incident +queue", [4, 2]),
        ("+queue @retail", []),
        ("@RETAIL today", [4]),
        ("today @RETAIL", [4]),
        ("--score 1-3", [2]),
        ("--score 4", [4]),
        ("--limit 1", [4]),
        ("--search ärger", [2]),
        ("--search CHECKOUT", [4]),
        ("--search %", []),
        ("--search _", []),
        ("..2026-11-19", [2]),
    ],
)
def test_log_lists_what_was_asked_for(run: Run, words: str, scores: list[int]) -> None:
    rows = json.loads(run("log", "--json", *words.split()).out)["check_ins"]
    assert [row["score"] for row in rows] == scores


@pytest.mark.usefixtures("noted")
@pytest.mark.parametrize(
    ("name", "begins"),
    [("x.txt", "Week 47, "), ("x.json", "{"), ("x.md", "# Week 47"), ("x.MD", "# Week 47")],
)
def test_the_ending_of_a_file_gives_the_format(
    run: Run, tmp_path: Path, name: str, begins: str
) -> None:
    written = run("report", "--output", str(tmp_path / name))
    assert (written.code, written.out) == (0, "")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)


@pytest.mark.usefixtures("noted")
def test_a_format_that_is_given_beats_the_ending(run: Run, tmp_path: Path) -> None:
    run("log", "--format", "csv", "--output", str(tmp_path / "x.txt"))
    assert (tmp_path / "x.txt").read_text().startswith("id,day,")


@pytest.mark.usefixtures("noted")
def test_an_existing_file_is_replaced_only_by_force(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    file.write_text("mine")
    refused = run("report", "--output", str(file))
    assert refused.code == 2
    assert "--force" in refused.err
    assert file.read_text() == "mine"
    assert run("report", "--output", str(file), "--force").code == 0
    assert file.read_text() != "mine"
    assert [path.name for path in tmp_path.glob("x.*")] == ["x.md"]


@pytest.mark.usefixtures("noted")
@pytest.mark.parametrize("place", ["missing/x.md", "file/x.md"])
def test_a_file_that_cannot_be_written_ends_in_a_sentence(
    run: Run, tmp_path: Path, place: str
) -> None:
    (tmp_path / "file").touch()
    failed = run("report", "--output", str(tmp_path / place))
    assert failed.code == 1
    assert failed.err.startswith("valuecheck: cannot write ")
    assert failed.err.count("\n") == 1


@pytest.mark.usefixtures("noted")
def test_a_wrong_period_leaves_no_file(run: Run, tmp_path: Path) -> None:
    assert run("report", "nonsense", "--output", str(tmp_path / "x.md")).code == 2
    assert not (tmp_path / "x.md").exists()


@pytest.mark.usefixtures("noted")
def test_a_folder_is_no_file(run: Run, tmp_path: Path) -> None:
    assert run("report", "--format", "plain", "--output", str(tmp_path)).code == 1


@pytest.mark.usefixtures("noted")
def test_a_named_pipe_is_written_to_as_it_is(run: Run, tmp_path: Path) -> None:
    pipe = tmp_path / "x.md"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    assert run("report", "--output", str(pipe)).code == 0
    reader.join(10)
    assert read[0].startswith("# Week 47")


@pytest.mark.usefixtures("noted")
def test_a_link_stays_a_link(run: Run, tmp_path: Path) -> None:
    (tmp_path / "real.md").write_text("old")
    (tmp_path / "link.md").symlink_to(tmp_path / "real.md")
    assert run("report", "--output", str(tmp_path / "link.md"), "--force").code == 0
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "real.md").read_text().startswith("# Week 47")


@pytest.mark.usefixtures("noted")
@pytest.mark.parametrize("format_", ["csv", "markdown"])
@pytest.mark.parametrize("command", ["log", "report"])
def test_notes_stay_out_unless_asked_for(run: Run, command: str, format_: str) -> None:
    if (command, format_) == ("report", "csv"):
        return
    assert "outage" not in run(command, "--format", format_).out
    assert "outage" in run(command, "--format", format_, "--notes").out


GUARDED = ["=cmd|' /C calc'!A0", "+1 for us", "-1", "@retail ok", "'quoted", "=1+1"]


@pytest.mark.parametrize("note", GUARDED)
def test_a_csv_cell_is_no_formula(run: Run, note: str) -> None:
    run("4", "--", note)
    (row,) = csv.DictReader(io.StringIO(run("log", "--format", "csv", "--notes").out))
    assert row["note"] == f"'{note}"
    assert row["score"] == "4"


@pytest.fixture
def hostile(run: Run, home: Path, fill: Fill) -> None:
    """Check-ins whose notes came from elsewhere: the answer line would refuse some of them."""

    def hostile_notes() -> None:
        for _ in HOSTILE:
            assert run("1", "x").code == 0
        with closing(sqlite3.connect(home / "valuecheck.db", isolation_level=None)) as store:
            ids = [row[0] for row in store.execute("SELECT id FROM check_ins")]
            store.execute("PRAGMA ignore_check_constraints = ON")
            for id_, note in zip(ids, HOSTILE, strict=True):
                store.execute("UPDATE check_ins SET note = ? WHERE id = ?", (note, id_))

    fill(hostile_notes)


@pytest.mark.usefixtures("hostile")
@pytest.mark.parametrize(
    "line",
    [
        *(f"log --notes --format {name}" for name in ("terminal", "plain", "csv", "markdown")),
        *(f"report --notes --format {name}" for name in ("terminal", "plain", "markdown", "json")),
        "log --json",
        "status",
        "status --json",
        "status --format terminal",
        "edit last 5",
        "delete last",
        "undo",
    ],
)
def test_nothing_that_was_typed_acts(run: Run, line: str) -> None:
    shown = run(*line.split())
    assert shown.code == 0
    acting = re.findall("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown.out)
    assert {*acting} <= ({"\r"} if "csv" in line else set())
    assert "\r" not in shown.out.replace("\r\n", "")


@pytest.mark.usefixtures("hostile")
def test_markup_is_shown_as_it_was_typed(run: Run) -> None:
    shown = run("log", "--format", "plain").out
    for note in HOSTILE:
        assert visible(note).strip() in shown
    assert "[bold red]markup[/]" in run("log", "--format", "terminal").out


@pytest.mark.usefixtures("hostile")
def test_a_table_row_stays_one_row(run: Run) -> None:
    rows = run("log", "--format", "markdown", "--notes").out.splitlines()[2:]
    assert len(rows) == 2 + len(HOSTILE)
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {4}

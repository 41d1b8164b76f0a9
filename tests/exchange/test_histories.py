"""The histories that users already have, and our own CSV and SQLite exports."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from sqlite_utils import Database
from sqlite_utils.cli import cli

from tests.stored import make_copy, modes, notes, rows
from tests.terminal import PROGRAM, Terminal
from valuecheck.cli.support import progress
from valuecheck.core.answer import SCORES
from valuecheck.store.changes import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run

HARSH = """\
# my habits
2026-11-18 : Gym : y : legs day : 1.5
2026-11-18 : Called Mom : n :  :
2026-11-19 : Gym : s : ill :

2026-11-19 : Called Mom : y
"""
JRNL = {
    "tags": {"@retail": 1},
    "entries": [
        {"title": "Outage fixed.", "body": "mood:4 with @retail", "date": "2026-11-18",
         "time": "09:30", "tags": ["@retail"], "starred": False},
        {"title": "A long day.", "body": "mood:2 " + "words " * 300, "date": "2026-11-19",
         "time": "17:05"},
        {"title": "No mood today.", "body": "", "date": "2026-11-19", "time": "18:00"},
    ],
}  # fmt: skip
DAYLIO = """\
full_date,date,weekday,time,mood,activities,note_title,note
2026-11-19,November 19,Thursday,11:05 PM,good,work | bad sleep,"Long day","then<br>sleep"
2026-11-18,November 18,Wednesday,8:00 AM,meh,"","",""
2026-11-17,November 17,Tuesday,8:00 AM,great,work,"",""
"""
OLD_DAYLIO = """\
year,date,weekday,time,mood,activities,note
2026,18 November,Wednesday,11:54 pm,happy,"clean | cook","Went to a party"
"""


def answers(home: Path) -> list[tuple[str, int, str]]:
    """Day, score and note of each check-in."""
    sql = "SELECT day, score, note FROM check_ins WHERE deleted = 0 ORDER BY day, at, note"
    return [(day, score, note) for day, score, note in rows(home, sql)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "history"


def test_much_to_do_shows_how_far_it_is(
    run: Run, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = "".join(f"2026-11-18 : Gym : y : set {number}\n" for number in range(5500))
    file.write_text(many)
    with Terminal(*PROGRAM, "import", str(file), "--score", "y=5") as terminal:
        assert terminal.end() == 0
        assert b"Storing 5,000 rows" in terminal.raw
        assert not any("Storing" in line for line in terminal.lines)
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_LINES", 0)
    run("export", str(tmp_path / "all.jsonl"))
    monkeypatch.setenv("VALUECHECK_HOME", str(tmp_path / "another"))
    told = run("import", str(tmp_path / "all.jsonl")).err.splitlines()
    assert [line for line in told if line.startswith("Storing")][-1] == "Storing 5,000 rows, 91%"
    assert "Reading 5,000 rows, 9" in "".join(told)


def test_the_log_of_harsh(run: Run, home: Path, file: Path) -> None:
    file.write_text(HARSH)
    refused = run("import", str(file))
    assert refused.code == 2
    assert "nothing says which scores these are: 'y' (2×), 'n' (1×)" in refused.err
    assert "a score from 1 to 5 for each, such as 'y=5,n=1'; - is none" in refused.err
    outcome = run("import", str(file), "--score", "y=5,n=1")
    assert outcome.out.splitlines() == [
        f"✓ Imported 3 check-ins from {file}, read as harsh",
        "  1 row without a score, and left out",
        "  valuecheck undo takes it back.",
    ]
    assert answers(home) == [
        ("2026-11-18", 1, "+called-mom"),
        ("2026-11-18", 5, "legs day 1.5 +gym"),
        ("2026-11-19", 5, "+called-mom"),
    ]
    assert {row[0] for row in rows(home, "SELECT question FROM check_ins")} == {"harsh"}


def test_the_export_of_jrnl(run: Run, home: Path, file: Path) -> None:
    file.write_text(json.dumps(JRNL))
    refused = run("import", str(file))
    assert (refused.code, refused.out) == (2, "")
    assert r"add --score-from 'mood:(\d)'" in refused.err
    outcome = run("import", str(file), "--score-from", r"mood:(\d)")
    assert outcome.out.splitlines() == [
        f"✓ Imported 2 check-ins from {file}, read as jrnl",
        "  1 row without a score, and left out",
        "  1 entry too long for a note: the title alone",
        "  valuecheck undo takes it back.",
    ]
    assert answers(home) == [
        ("2026-11-18", 4, "Outage fixed. mood:4 with @retail"),
        ("2026-11-19", 2, "A long day."),
    ]
    assert "@retail" in run("log").out


@pytest.mark.parametrize("pattern", ["(", r"mood:\d", r"(\d)-(\d)", "(a" * 2000])
def test_a_pattern_that_finds_no_score_is_refused(run: Run, file: Path, pattern: str) -> None:
    file.write_text(json.dumps(JRNL))
    outcome = run("import", str(file), "--score-from", pattern)
    assert (outcome.code, outcome.out) == (2, "")


def test_the_export_of_daylio(run: Run, home: Path, file: Path) -> None:
    file.write_text(DAYLIO)
    refused = run("import", str(file), "--score", "good=4")
    assert "nothing says which scores these are: 'meh' (1×), 'great' (1×)" in refused.err
    outcome = run("import", str(file), "--score", "good=4,Meh=3,great=-")
    assert outcome.code == 0, outcome.err
    assert answers(home) == [
        ("2026-11-18", 3, ""),
        ("2026-11-19", 4, "Long day then sleep +work +bad-sleep"),
    ]
    ((at,),) = rows(home, "SELECT at FROM check_ins WHERE score = 4")
    assert at.startswith("2026-11-19T23:05:00")


def test_an_export_of_an_older_daylio(run: Run, home: Path, file: Path) -> None:
    file.write_text(OLD_DAYLIO)
    assert run("import", str(file), "--score", "happy=5").code == 0
    assert answers(home) == [("2026-11-18", 5, "Went to a party +clean +cook")]


def test_any_csv_with_named_columns(run: Run, home: Path, file: Path) -> None:
    file.write_text("When;How was it;Why\n18.11.2026;4;fixed it\n19.11.2026 17:30;2;\n")
    refused = run("import", str(file))
    assert "no column is known to hold the score" in refused.err
    outcome = run(
        "import", str(file), "--map", "day=When,score=How was it,note=Why", "--question", "How?"
    )
    assert outcome.code == 0, outcome.err
    assert answers(home) == [("2026-11-18", 4, "fixed it"), ("2026-11-19", 2, "")]
    assert {row[0] for row in rows(home, "SELECT question FROM check_ins")} == {"How?"}


@pytest.mark.parametrize(
    ("content", "options"),
    [
        (HARSH, ["--score", "y=5,n=1"]),
        (json.dumps(JRNL), ["--score-from", r"mood:(\d)"]),
        (DAYLIO, ["--score", "good=4,meh=3,great=5"]),
    ],
    ids=["harsh", "jrnl", "daylio"],
)
def test_a_history_read_twice_adds_nothing_and_undo_takes_it_back(
    run: Run, home: Path, file: Path, content: str, options: list[str]
) -> None:
    file.write_text(content)
    run("4", "mine")
    run("import", str(file), *options)
    before = answers(home)
    again = run("import", str(file), *options)
    assert again.out.startswith(f"Nothing new in {file}, read as ")
    assert answers(home) == before
    run("undo")
    assert notes(home) == ["mine"]
    deleted = run("import", str(file), *options)
    assert "deleted here before; --again brings them back" in deleted.out
    assert notes(home) == ["mine"]
    assert run("import", str(file), *options, "--again").code == 0
    assert answers(home) == before


def test_bad_rows_are_named_and_keep_the_file_out(run: Run, home: Path, file: Path) -> None:
    file.write_text("day,score,note\n2026-13-01,4,\n2026-11-19,4,fine\n2030-01-01,4,later\n")
    outcome = run("import", str(file))
    assert outcome.code == 1
    assert outcome.err.splitlines() == [
        f"{file}:2: '2026-13-01' is no date",
        f"{file}:4: 2030-01-01 is in the future",
        (
            "valuecheck: 2 of 3 rows are bad, so nothing is stored; "
            "mend them, or take the others with --skip-bad."
        ),
    ]
    assert not (home / "valuecheck.db").exists() or notes(home) == []
    assert run("import", str(file), "--skip-bad").code == 0
    assert notes(home) == ["fine"]


def test_a_dry_run_shows_what_would_be_stored(run: Run, home: Path, file: Path) -> None:
    file.write_text("day,score,note\n2026-11-19,4,fine\n")
    outcome = run("import", "--dry-run", str(file))
    assert outcome.out.splitlines() == [
        f"Would import 1 check-in from {file}, read as CSV",
        "  Thu 19 Nov  4  fine",
    ]
    assert not (home / "valuecheck.db").exists()


def test_an_import_makes_a_copy_first(run: Run, home: Path, file: Path) -> None:
    run("4", "mine")
    file.write_text("day,score,note\n2026-11-19,4,fine\n")
    run("import", str(file))
    assert (home / "backups" / "valuecheck-1-import.db").exists()


def test_csv_is_for_spreadsheets_and_comes_back(
    run: Run, home: Path, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("4", "=1+1, and", '"more"', "+incident", "@retail")
    run("ask", "--day", "mon", "2 later")
    text = run("export", "--format", "csv").out
    table = [*csv.DictReader(text.splitlines())]
    assert [row["label"] for row in table] == [SCORES[2], SCORES[4]]
    assert [row["filled_in_later"] for row in table] == ["1", "0"]
    assert table[1]["note"].startswith("'=1+1")
    assert (table[1]["kinds"], table[1]["customers"]) == ("incident", "retail")
    before = rows(home, "SELECT id, day, score, note, kinds, filled_in_later FROM check_ins")
    file = tmp_path / "all.csv"
    assert run("export", str(file)).code == 0
    assert modes(tmp_path)["all.csv"] == 0o600
    assert run("import", str(file)).out.startswith(f"Nothing new in {file}")
    monkeypatch.setenv("VALUECHECK_HOME", str(tmp_path / "new"))
    assert run("import", str(file)).code == 0
    after = rows(
        tmp_path / "new", "SELECT id, day, score, note, kinds, filled_in_later FROM check_ins"
    )
    assert sorted(after) == sorted(before)


def test_sqlite_is_a_store_of_its_own_without_what_was_deleted(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("4", "kept +incident")
    run("2", "secret")
    run("delete", "last")
    file = tmp_path / "all.db"
    assert run("export", str(file)).code == 0
    assert modes(tmp_path)["all.db"] == 0o600
    assert b"secret" not in file.read_bytes()
    db = Database(str(file))
    assert [row["note"] for row in db["check_ins"].rows_where("deleted = 0")] == ["kept +incident"]
    ((device,),) = rows(home, "SELECT value FROM facts WHERE name = 'device'")
    (fact,) = db["facts"].rows_where("name = 'device'")
    assert fact["value"] != device
    db.close()
    assert run("import", str(file)).out.startswith(f"Nothing new in {file}")
    monkeypatch.setenv("VALUECHECK_HOME", str(tmp_path / "new"))
    assert run("import", str(file)).code == 0
    assert notes(tmp_path / "new") == ["kept +incident"]


def test_sqlite_utils_opens_the_store_and_an_export(run: Run, home: Path, tmp_path: Path) -> None:
    run("4", "kept +incident")
    run("customer", "chain", "retail", "shoppers")
    run("export", str(tmp_path / "all.db"))
    for file in (home / "valuecheck.db", tmp_path / "all.db"):
        listed = CliRunner().invoke(cli, ["tables", str(file), "--counts"])
        counts = {table["table"]: table["count"] for table in json.loads(listed.output)}
        assert {*TABLES} < {*counts}
        assert (counts["check_ins"], counts["customers"]) == (1, 2)
        sql = "SELECT note, kinds FROM check_ins"
        found = CliRunner().invoke(cli, ["query", str(file), sql, "--json-cols"])
        assert json.loads(found.output) == [{"note": "kept +incident", "kinds": ["incident"]}]
    changed = CliRunner().invoke(
        cli, ["query", str(home / "valuecheck.db"), "UPDATE check_ins SET note = 'by another'"]
    )
    assert changed.exit_code == 0
    assert "by another" in run("log").out


def test_sqlite_takes_a_choice_and_leaves_words_out(run: Run, tmp_path: Path) -> None:
    run("4", "kept +incident")
    run("2", "other")
    file = tmp_path / "some.db"
    assert run("export", str(file), "+incident", "--no-notes").code == 0
    with closing(sqlite3.connect(file)) as copy:
        found = copy.execute("SELECT score, note, kinds FROM check_ins").fetchall()
    assert found == [(4, "", '["incident"]')]


def test_a_file_of_another_kind_is_refused(run: Run, file: Path, tmp_path: Path) -> None:
    run("4")
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE things (name TEXT)")
    refused = run("import", str(file))
    assert refused.code == 1
    assert f"{file} belongs to another program; export it again" in refused.err
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"SQLite format 3\0" + bytes(200))
    refused = run("import", str(broken))
    assert refused.code == 1
    assert str(broken) in refused.err


def test_a_copy_is_a_file_to_import(run: Run, home: Path) -> None:
    run("4", "first")
    make_copy(home)
    run("5", "second")
    outcome = run("import", str(home / "backups" / "valuecheck-1-migration.db"))
    assert outcome.out.startswith("Nothing new in ")
    assert notes(home) == ["first", "second"]

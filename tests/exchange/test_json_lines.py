"""Everything out and in again, as JSON Lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from tests.conftest import NOW
from tests.made_up import HOSTILE
from tests.stored import NOW as MOMENT
from tests.stored import context_of, modes, notes, rows
from tests.whole_store import whole_stores
from valuecheck.exchange import export, importing
from valuecheck.exchange.export import Choice
from valuecheck.store import connection, forgetting
from valuecheck.store import rows as store_rows
from valuecheck.store.changes import TABLES
from valuecheck.store.connection import changing
from valuecheck.store.forgetting import Forgotten
from valuecheck.store.merge import merge

if TYPE_CHECKING:
    from tests.conftest import Run
    from valuecheck.store.changes import Row

REFERENCE = Path(__file__).parents[2] / ".github" / "docs" / "json-lines.md"
CLOCK = "000001763625600.000.00000000000000d1.0000beef"


def everything(home: Path) -> dict[str, list[Row]]:
    """All rows of all synced tables."""
    with connection.reading(str(home / "valuecheck.db")) as opened:
        assert opened is not None
        return {name: [*store_rows.all_rows(opened, table)] for name, table in TABLES.items()}


@pytest.fixture
def full(run: Run, home: Path) -> Path:
    """A home with a row of each kind."""
    for words in (
        ("4", "fixed outage +incident @retail"),
        ("ask", "--day", "mon", "2 status meeting +meeting"),
        ("off", "tomorrow", "holiday"),
        ("review",),
        ("customer", "chain", "platform", "retail", "shoppers"),
        ("feedback", "add", "@retail", "2", "still slow"),
        ("5", "gone"),
        ("delete", "last"),
        ("5", "secret"),
        ("forget", "last", "--yes"),
    ):
        assert run(*words).code == 0
    return home


@settings(max_examples=settings().max_examples // 3)
@given(whole_stores())
def test_export_and_import_give_equal_rows(
    tmp_path_factory: pytest.TempPathFactory, whole: dict[str, list[Row]]
) -> None:
    one, other = tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("other")
    with changing(str(one / "valuecheck.db"), "fill", MOMENT) as change:
        for name, found in whole.items():
            assert not merge(change, TABLES[name], found, undoable=False).refused
    file = one / "out.jsonl"
    with connection.reading(str(one / "valuecheck.db")) as opened:
        file.write_text("".join(export.as_json_lines(opened, Choice())), encoding="ascii")
    imported = importing.import_file(
        context_of(other), str(file), importing.ImportChoices(), lambda *_: None
    )
    assert imported.bad == []
    assert everything(other) == everything(one)


def test_it_comes_out_whole_and_for_its_owner_alone(
    run: Run, full: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "out" / "all.jsonl"
    file.parent.mkdir()
    outcome = run("export", str(file))
    counts = "2 check-ins, 1 day off, 3 customers, 1 piece of feedback, 1 workweek"
    assert (outcome.code, outcome.err) == (0, f"✓ Wrote {counts} to {file}\n")
    assert modes(file.parent)["all.jsonl"] == 0o600
    assert run("export").out == file.read_text()
    monkeypatch.setenv("VALUECHECK_HOME", str(tmp_path / "new"))
    outcome = run("import", str(file))
    assert outcome.out.splitlines() == [
        (
            "✓ Imported 2 check-ins, 1 day off, 3 customers, 1 piece of feedback, 1 workweek "
            f"from {file}"
        ),
        "  valuecheck undo takes it back.",
    ]
    assert everything(tmp_path / "new") == everything(full)


def test_importing_twice_adds_nothing_and_undo_takes_it_back(
    run: Run, full: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "all.jsonl"
    run("export", str(file))
    monkeypatch.setenv("VALUECHECK_HOME", str(tmp_path / "new"))
    run("import", str(file))
    again = run("import", str(file))
    assert again.out.startswith(f"Nothing new in {file}\n")
    assert again.code == 0
    assert "✓ Took back 'import'" in run("undo").out
    assert notes(tmp_path / "new") == []
    assert full.exists()


def test_every_line_is_ascii_json_with_a_type(run: Run, home: Path) -> None:
    for note in HOSTILE:
        if not any(ord(char) < 32 for char in note):
            run("ask", "--", "4", note)
    lines = run("export").out.splitlines()
    assert all(line.isascii() for line in lines)
    found = [json.loads(line) for line in lines]
    assert found[0] == {"type": "valuecheck", "format": 1, "notes": True}
    assert {row["type"] for row in found[1:]} == {"check_ins", "workweeks"}
    assert [row["note"] for row in found if row["type"] == "check_ins"] == notes(home)


def test_a_period_and_tags_narrow_it(run: Run, full: Path) -> None:
    def found(*words: str) -> list[tuple[str, str]]:
        lines = map(json.loads, run("export", *words).out.splitlines()[1:])
        return [
            (row["type"], row.get("note", ""))
            for row in lines
            if row["type"] in ("check_ins", "feedback")
        ]

    assert full.exists()
    assert found("mon") == [("check_ins", "status meeting +meeting")]
    assert found("@retail") == [
        ("check_ins", "fixed outage +incident @retail"),
        ("feedback", ""),
    ]
    assert found("+meeting") == [("check_ins", "status meeting +meeting")]
    assert found("2025") == []


def test_without_notes_it_tells_no_word_and_is_not_taken_back(
    run: Run, full: Path, tmp_path: Path
) -> None:
    out = run("export", "--no-notes").out
    for word in ("outage", "still slow", "holiday", "status"):
        assert word not in out
    assert full.exists()
    file = tmp_path / "bare.jsonl"
    file.write_text(out)
    outcome = run("import", str(file))
    assert outcome.code == 1
    assert "was made without notes; export again with --notes" in outcome.err


def test_a_bad_line_is_named_and_nothing_is_stored(run: Run, home: Path, tmp_path: Path) -> None:
    run("4", "mine")
    lines = run("export").out.splitlines()
    row = json.loads(lines[1])
    broken = [
        "nonsense",
        json.dumps({**row, "type": "moods"}),
        json.dumps({**row, "day": "9999-12-31"}),
        json.dumps({**row, "mood": "fine"}),
        json.dumps({**row, "kinds": [1]}),
        json.dumps({name: value for name, value in row.items() if name != "day"}),
    ]
    file = tmp_path / "broken.jsonl"
    other = "0" if row["id"][-1] != "0" else "1"
    fresh = json.dumps({**row, "id": row["id"][:-1] + other, "note": "new"})
    file.write_text("\n".join([lines[0], *broken, fresh]))
    outcome = run("import", str(file))
    assert outcome.code == 1
    assert outcome.err.splitlines() == [
        f"{file}:2: it is no JSON object",
        f'{file}:3: its type "moods" is none that this version knows',
        f'{file}:4: its day cannot be "9999-12-31"',
        f'{file}:5: it has "mood", which this version does not know',
        f"{file}:6: its kinds cannot be [1]",
        f"{file}:7: it has no day",
        (
            "valuecheck: 6 of 7 rows are bad, so nothing is stored; "
            "mend them, or take the others with --skip-bad."
        ),
    ]
    assert notes(home) == ["mine"]
    assert run("import", "--skip-bad", str(file)).code == 0
    assert sorted(notes(home)) == ["mine", "new"]


def test_a_dry_run_stores_nothing(run: Run, home: Path, tmp_path: Path) -> None:
    run("4", "mine")
    file = tmp_path / "all.jsonl"
    run("export", str(file))
    (home / "valuecheck.db").unlink()
    outcome = run("import", "--dry-run", str(file))
    assert outcome.out.startswith("Would import 1 check-in, 1 workweek from ")
    assert not (home / "valuecheck.db").exists()


def test_the_newer_version_of_a_row_stays(run: Run, home: Path, tmp_path: Path) -> None:
    run("4", "as it was")
    old = tmp_path / "old.jsonl"
    run("export", str(old))
    run("edit", "last", "5", "as", "it", "is", now=NOW.replace("09:00", "10:00"))
    outcome = run("import", str(old))
    assert "1 row older than here, and left out" in outcome.out
    assert notes(home) == ["as it is"]


def test_what_the_file_says_is_forgotten_is_wiped(run: Run, home: Path, tmp_path: Path) -> None:
    run("4", "secret")
    ((id_,),) = rows(home, "SELECT id FROM check_ins")
    file = tmp_path / "gone.jsonl"
    entry = Forgotten("check_ins", id_, "d2", CLOCK)._asdict()
    file.write_text(json.dumps({"type": "forgotten", **entry}))
    outcome = run("import", str(file))
    assert "1 row wiped for good, as the file says" in outcome.out
    assert notes(home) == []
    with connection.reading(str(home / "valuecheck.db")) as opened:
        assert opened is not None
        assert [found.key for found in forgetting.all_forgotten(opened)] == [id_]


def test_an_export_of_a_later_version_is_refused(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "later.jsonl"
    file.write_text('{"type": "valuecheck", "format": 2}\n')
    outcome = run("import", str(file))
    assert (outcome.code, outcome.out) == (1, "")
    assert "a newer valuecheck wrote this export; update this one" in outcome.err


def test_the_reference_names_every_type_and_column() -> None:
    lines = REFERENCE.read_text(encoding="utf-8").splitlines()
    for name, table in TABLES.items():
        (line,) = [line for line in lines if line.startswith(f"| `{name}` |")]
        for column in table.columns:
            assert f"`{column}`" in line, (name, column)


def test_a_file_is_named_as_it_was_typed_and_known_by_any_ending(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run("4", "kept")
    assert "'all.txt' has no ending that says its format" in run("export", "all.txt").err
    written = run("export", "all.csv", "2020")
    assert written.err == "✓ Wrote all.csv, without a row: nothing that is recorded fits\n"
    assert "valuecheck: 'all.csv' exists already" in run("export", "all.csv").err


def test_what_a_restore_changes_is_named_by_its_kind(run: Run) -> None:
    run("4", "kept")
    run("backup")
    run("customer", "chain", "retail", "shoppers")
    run("feedback", "add", "@retail", "2")
    refused = run("backup", "restore", "1")
    assert "changes      2 customers, 1 piece of feedback" in refused.out

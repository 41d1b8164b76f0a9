"""Changing, deleting, forgetting, taking back, days off, settings: what they do and say."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests import stored
from tests.terminal import PROGRAM, Terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run


@pytest.fixture(autouse=True)
def recorded(run: Run) -> None:
    run("4", "fixed chekout +incident")


def rows(run: Run) -> list[tuple[int, str, str]]:
    found = json.loads(run("log", "--json").out)["check_ins"]
    return [(row["score"], row["note"], row["day"]) for row in found]


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ("5", (5, "fixed chekout +incident", "2026-11-20")),
        ("5 other words", (5, "other words", "2026-11-20")),
        ("last new words", (4, "new words", "2026-11-20")),
        ("last 3", (3, "fixed chekout +incident", "2026-11-20")),
        ("LAST 3 and words", (3, "and words", "2026-11-20")),
        ("--no-note", (4, "", "2026-11-20")),
        ("5 --no-note", (5, "", "2026-11-20")),
        ("--day yesterday", (4, "fixed chekout +incident", "2026-11-19")),
        ("last 2 --day mon", (2, "fixed chekout +incident", "2026-11-16")),
    ],
)
def test_edit_changes_what_is_named_and_shows_both(
    run: Run, line: str, after: tuple[int, str, str]
) -> None:
    changed = run("edit", *line.split())
    assert changed.code == 0
    assert changed.out.splitlines()[0] == "✓ Changed"
    assert changed.out.splitlines()[1] == "  from  Fri 20 Nov  4  fixed chekout +incident"
    assert changed.out.splitlines()[2].startswith("  to    ")
    assert rows(run) == [after]
    assert run("undo").code == 0
    assert rows(run) == [(4, "fixed chekout +incident", "2026-11-20")]


def test_an_edit_that_changes_nothing_says_so_and_leaves_nothing_to_undo(run: Run) -> None:
    assert run("edit", "4").out == "Nothing to change: it is so already.\n"
    assert "'ask'" in run("undo").out


def test_a_check_in_is_named_by_the_end_of_its_id(run: Run, home: Path) -> None:
    run("2", "another")
    # Of two ids by chance one in 65,536 ends in the same four digits.
    stored.rows(home, "UPDATE check_ins SET id = substr(id, 1, 32) || 'abc' || score")
    id_ = run("log", "--format", "plain").out.splitlines()[1].split()[0]
    assert run("edit", id_, "5").code == 0
    assert [row[0] for row in rows(run)] == [2, 5]
    assert run("delete", id_[-4:]).code == 0
    assert [row[0] for row in rows(run)] == [2]


def test_delete_says_what_and_how_to_bring_it_back(run: Run) -> None:
    assert run("delete", "last").out == (
        "✓ Deleted Fri 20 Nov  4  fixed chekout +incident\n  valuecheck undo brings it back.\n"
    )
    assert rows(run) == []
    back = run("undo").out
    assert back == (
        "✓ Took back 'delete' of Fri 20 Nov 09:00\n  back  Fri 20 Nov  4  fixed chekout +incident\n"
    )


def test_a_day_of_another_year_is_named_with_its_year(run: Run) -> None:
    moved = run("edit", "--day", "2025-12-30").out
    assert "to    Tue 30 Dec 2025  4" in moved
    new_year = "2027-01-02T09:00:00+01:00"
    assert "'edit' of Fri 20 Nov 2026 09:00 is more" in run("undo", now=new_year).err
    assert (
        "the 4 of Tue 30 Dec 2025, 'fixed chekout +incident', would be gone"
        in run("forget", "last").err
    )
    assert "Tue 30 Dec 2025" in run("log", "--format", "terminal").out
    assert "back  Fri 20 Nov 2026  4" in run("undo", "--yes", now=new_year).out


def test_undo_goes_back_command_by_command(run: Run) -> None:
    run("edit", "5")
    run("off", "2026-12-24")
    assert "off" in run("undo").out
    assert run("undo").code == 0
    assert rows(run) == [(4, "fixed chekout +incident", "2026-11-20")]
    assert run("undo").code == 0
    assert rows(run) == []
    assert run("undo").code == 3


def test_an_old_command_is_taken_back_only_when_asked_twice(run: Run) -> None:
    late = "2026-11-22T09:00:00+01:00"
    refused = run("undo", now=late)
    assert refused.code == 2
    assert "more than a day old" in refused.err
    assert run("undo", "--yes", now=late).code == 0


def test_undo_after_a_forget_takes_no_other_answer_back_unasked(run: Run) -> None:
    run("4", "first", now="2026-11-19T09:00:00+01:00")
    run("5", "second")
    run("forget", "last", "--yes")
    refused = run("undo")
    assert refused.code == 2
    assert refused.err == (
        "valuecheck: a forget cannot be undone, and before it came 'ask' of Thu 19 Nov 09:00; "
        "add --yes to do it without being asked.\n"
    )
    assert "first" in run("log").out
    with Terminal(*PROGRAM, "undo") as terminal:
        terminal.wait_for("A forget cannot be undone. Take back 'ask' of Thu 19 Nov 09:00?")
        terminal.type("n\r")
        assert terminal.end() == 0
    run("edit", "last", "changed")
    assert "changed" in run("undo").out
    assert "first" in run("undo", "--yes").out


def test_forget_wipes_for_good(run: Run, home: Path) -> None:
    assert b"chekout" in (home / "valuecheck.db").read_bytes()
    refused = run("forget", "last")
    assert refused.code == 2
    assert "--yes" in refused.err
    assert run("forget", "last", "--yes").out == "✓ Forgotten for good.\n"
    assert b"chekout" not in (home / "valuecheck.db").read_bytes()
    assert rows(run) == []


def test_days_off_are_marked_listed_and_taken_away(run: Run) -> None:
    assert run("off").out.startswith("No days off.")
    assert run("off", "mon..wed", "winter", "holiday").out == "✓ Off: Mon 23 – Wed 25 Nov 2026\n"
    assert run("off", "tomorrow").out == "✓ Off: Sat 21 Nov 2026\n"
    assert run("off").out == "Sat 21 Nov 2026\nMon 23 – Wed 25 Nov 2026  winter holiday\n"
    assert run("off", "tue", "--delete").out == "✓ No longer off: Tue 24 Nov 2026\n"
    added = json.loads(run("off", "2026-11-23..2026-11-23", "winter holiday", "--json").out)
    listed = json.loads(run("off", "--json").out)
    assert added == listed
    assert listed["schema_version"] == 1
    assert [day["day"] for day in listed["days_off"]] == [
        "2026-11-21",
        "2026-11-23",
        "2026-11-25",
    ]


@pytest.mark.usefixtures("at_the_start")
def test_nothing_is_due_on_a_day_off(run: Run) -> None:
    monday = "2026-11-23T09:00:00+01:00"
    assert run("due", now=monday).code == 0
    run("off", "mon")
    assert run("due", now=monday).code == 3


def test_a_setting_is_shown_set_and_unset(run: Run, home: Path) -> None:
    assert run("config", "remind_after").out == "1h\n"
    assert run("config", "remind_after", "90m").out == "✓ remind_after = 90m\n"
    assert run("config", "remind_after").out == "90m\n"
    assert 'remind_after = "90m"' in (home / "config.toml").read_text()
    assert run("config", "remind_after", "--unset").out == "✓ remind_after = 1h\n"


def test_the_environment_beats_the_file_and_says_so(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VALUECHECK_HOOK_STYLE", "off")
    said = run("config", "hook_style", "notice").out
    assert "VALUECHECK_HOOK_STYLE beats the file" in said
    assert run("config", "hook_style").out == "off\n"


def test_settings_keep_their_comments(run: Run, home: Path) -> None:
    (home / "config.toml").write_text('# mine\nremind_after = "2h" # long\n\n[sync]\nx = 1\n')
    run("config", "hook_style", "off")
    text = (home / "config.toml").read_text()
    assert "# mine" in text
    assert "# long" in text
    assert "[sync]" in text


def test_a_demo_is_the_same_each_time_and_touches_nothing_else(
    run: Run, process: Run, tmp_path: Path
) -> None:
    before = rows(run)
    texts = []
    for _ in range(2):
        folder = tmp_path / "a demo"
        shown = process("demo", str(folder))
        assert shown.code == 0
        texts.append(shown.out)
        folder.rename(tmp_path / f"demo-{len(texts)}")
    assert texts[0] == texts[1]
    assert re.search(r"sank from \d+ \w+ to .*\nWhy\? \+meeting: \d+ of \d+ days", texts[0])
    verdict = r"Trial no status meeting: \d\.\d in 3 weeks, \d\.\d in the 3 before: clearly better"
    assert re.search(verdict, texts[0])
    assert f"export VALUECHECK_HOME='{tmp_path / 'a demo'}'" in texts[0]
    assert f"unset VALUECHECK_HOME; rm -r '{tmp_path / 'a demo'}'" in texts[0]
    assert rows(run) == before


def test_a_demo_opens_with_picture_news_and_the_way_on_in_one_screen(tmp_path: Path) -> None:
    with Terminal(*PROGRAM, "demo", str(tmp_path / "demo"), height=60) as terminal:
        assert terminal.end() == 0
        lines = terminal.lines
    assert lines[0].startswith("2026 · 1 Jan – 20 Nov so far")
    assert lines[-1] == "Your own first answer comes after that: valuecheck"
    # The long folder of a test breaks some lines.
    assert len(lines) <= 32 + 6


@pytest.mark.parametrize(
    ("shell", "on", "off"),
    [
        ("fish", "set -gx VALUECHECK_HOME '{}'", "set -e VALUECHECK_HOME; rm -r '{}'"),
        ("nu", '$env.VALUECHECK_HOME = "{}"', 'hide-env VALUECHECK_HOME; rm -r "{}"'),
        ("tcsh", "export VALUECHECK_HOME='{}'", "unset VALUECHECK_HOME; rm -r '{}'"),
    ],
)
def test_a_demo_is_entered_and_left_in_the_words_of_the_shell(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shell: str, on: str, off: str
) -> None:
    monkeypatch.setattr("valuecheck.shell.discovery.ancestors", lambda: iter([shell]))
    monkeypatch.delenv("SHELL", raising=False)
    folder = tmp_path / "demo"
    out = run("demo", str(folder)).out
    assert f"  {on.format(folder)}\n" in out
    assert f"  {off.format(folder)}\n" in out


def test_a_demo_refuses_a_folder_with_something_in_it(run: Run, home: Path) -> None:
    refused = run("demo", str(home))
    assert refused.code == 2
    assert "is not an empty folder" in refused.err
    assert len(rows(run)) == 1

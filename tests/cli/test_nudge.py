"""Status and review name customers without recent feedback."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.stored import rows
from tests.terminal import PROGRAM, Terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Fill, Run


@pytest.fixture
def silent(run: Run, fill: Fill) -> None:
    """Work for customers, of whom some were heard long ago, lately, or never."""
    fill(lambda: work_for_customers(run))


def work_for_customers(run: Run) -> None:
    for day, note in (
        ("2026-11-20", "+x @retail @legal"),
        ("2026-11-19", "@retail"),
        ("2026-11-13", "@search @legal"),
        ("2026-11-12", "@fresh"),
        ("2026-08-22", "@ninety"),
        ("2026-08-21", "@older"),
    ):
        run("ask", "--day", day, "4", *note.split())
    for name, day in (("retail", "10-10"), ("search", "10-20"), ("fresh", "10-21")):
        run("feedback", "add", name, "2", "--day", f"2026-{day}")


SAID = "Not heard from @retail for 41 days: valuecheck feedback ask @retail"


@pytest.mark.usefixtures("silent")
@pytest.mark.parametrize("command", ["status", "review", "review 2026-W30"])
def test_status_and_review_name_the_one_most_worked_for(run: Run, command: str) -> None:
    lines = run(*command.split()).out.splitlines()
    assert [line for line in lines if "eard from" in line] == [SAID]
    assert [
        (one["customer"], one["days"], one["last_heard"])
        for one in json.loads(run(*command.split(), "--json").out)["unheard"]
    ] == [("retail", 41, "2026-10-10")]


@pytest.mark.usefixtures("silent")
def test_whoever_is_not_to_be_asked_is_never_named(run: Run) -> None:
    assert run("customer", "edit", "retail", "--not-asked").code == 0
    assert "Never heard from @ninety: valuecheck feedback ask @ninety" in run("status").out
    run("undo")
    assert SAID in run("status").out


def test_somebody_heard_today_or_this_night_is_heard(run: Run) -> None:
    run("4", "@retail @search")
    run("feedback", "add", "@retail", "4")
    # At half past one it is still the day before: an import may say tomorrow.
    run("feedback", "add", "@search", "4", now="2026-11-21T09:00:00+01:00")
    night = "2026-11-21T01:30:00+01:00"
    assert json.loads(run("status", "--json", now=night).out)["unheard"] == []
    listed = json.loads(run("customer", "list", "--json", now=night).out)["customers"]
    assert [row["last_heard"] for row in listed] == ["2026-11-20", "2026-11-21"]


def test_of_several_names_the_latest_hearing_counts(run: Run) -> None:
    run("4", "@shop @retail")
    run("feedback", "add", "@shop", "4", "--day", "2026-11-18")
    run("feedback", "add", "@retail", "4", "--day", "2026-10-01")
    assert run("customer", "merge", "shop", "retail").code == 0
    listed = json.loads(run("customer", "list", "--json").out)["customers"]
    assert [(row["name"], row["last_heard"]) for row in listed] == [("retail", "2026-11-18")]
    assert json.loads(run("status", "--json").out)["unheard"] == []


@pytest.mark.usefixtures("silent")
def test_names_of_the_nudge_do_not_act_in_markdown(run: Run) -> None:
    assert "Not heard from `@retail` for" in run("review", "--format", "markdown").out


@pytest.mark.usefixtures("silent")
def test_old_names_count_as_the_customer_that_they_became(run: Run, home: Path) -> None:
    clock = "001795161600000.000.00000000000000ff.0000cafe"
    for old, new in (("retail", "fresh"), ("legal", "lawyers"), ("ninety", "lawyers")):
        rows(
            home,
            "INSERT INTO customers (name, label, pays, serves, same_as, device, clock) "
            "VALUES (?, '', 0, '[]', ?, 'ff', ?)",
            old,
            new,
            clock,
        )
    told = run("status").out
    assert "@retail" not in told.split("This week", 1)[1]
    assert "Never heard from @lawyers" in told
    assert told.count("eard from") == 1


@pytest.mark.usefixtures("silent")
def test_deleted_feedback_was_never_heard(run: Run, home: Path) -> None:
    ((first,),) = rows(home, "SELECT min(id) FROM feedback")
    run("feedback", "delete", first)
    assert "Never heard from @ninety" in run("status").out


def test_nobody_is_named_where_nobody_was_worked_for(run: Run) -> None:
    run("4", "a note")
    run("feedback", "add", "@retail", "2", "--day", "2026-01-01")
    assert "heard from" not in run("status", "--format", "terminal").out
    assert json.loads(run("status", "--json").out)["unheard"] == []


@pytest.mark.usefixtures("silent")
def test_the_digest_and_the_short_line_do_not_nudge(run: Run) -> None:
    assert "never" not in run("status", "--short").out
    environ = {"VALUECHECK_NOW": "2026-11-23T09:00:00+01:00"}
    with Terminal(*PROGRAM, "4", environ=environ) as terminal:
        assert terminal.end() == 0
        shown = "\n".join(terminal.lines)
    assert "Week 47" in shown
    assert "heard from" not in shown

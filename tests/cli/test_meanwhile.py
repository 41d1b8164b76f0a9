"""A command changes the row that it showed, also where another becomes the last one."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from tests.terminal import PROGRAM, Terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run


def test_forget_wipes_the_check_in_that_it_named(run: Run) -> None:
    run("4", "to be forgotten")
    with Terminal(*PROGRAM, "forget", "last") as terminal:
        terminal.wait_for("Forget the 4")
        run("5", "recorded meanwhile")
        terminal.type("y\r")
        assert terminal.end() == 0
    told = run("log").out
    assert "recorded meanwhile" in told
    assert "to be forgotten" not in told


def test_edit_in_place_changes_the_line_that_it_showed(run: Run) -> None:
    run("4", "first")
    with Terminal(*PROGRAM, "edit") as terminal:
        terminal.wait_for("4 first")
        run("5", "recorded meanwhile")
        terminal.type(" and more\r")
        assert terminal.end() == 0
    told = run("log").out
    assert "4  first and more" in told
    assert "5  recorded meanwhile" in told


def test_a_row_from_other_hands_never_ends_in_a_traceback(run: Run, home: Path) -> None:
    run("4", "fine")
    with closing(sqlite3.connect(home / "valuecheck.db")) as opened, opened:
        opened.execute("UPDATE check_ins SET kinds = '[1]'")
    for command in ("log", "report"):
        told = run(command)
        assert told.code == 0
        assert "valuecheck: 1 row is left out (check_ins " in told.err
        assert "Traceback" not in told.err


def test_a_tag_that_cannot_be_is_refused_before_the_question(run: Run) -> None:
    with Terminal(*PROGRAM, "ask", "--kind", "bad kind!") as terminal:
        assert terminal.end() == 2
        assert "is no kind" in "\n".join(terminal.lines)
    assert json.loads(run("log", "--json").out)["check_ins"] == []

"""SIGINT at any moment after the answer: what is stored is acknowledged, what is not is said."""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.ask.test_prompt import WORDS
from tests.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Run

pytestmark = pytest.mark.usefixtures("at_the_start")
PROMPT, HOOK, LINE = ["ask"], ["ask", "--hook", "bash"], ["4", "fixed"]


def stored(home: Path) -> list[int]:
    """The scores in the store; none where there is no store."""
    if not (home / "valuecheck.db").exists():
        return []
    with closing(sqlite3.connect(home / "valuecheck.db")) as opened:
        tables = [name for (name,) in opened.execute("SELECT name FROM sqlite_schema")]
        rows = opened.execute("SELECT score FROM check_ins") if "check_ins" in tables else []
        return [score for (score,) in rows]


def run_interrupted(home: Path, words: list[str], number: int) -> tuple[int, str, int]:
    """Answer on a new machine, interrupted at a moment; returns exit code, screen and moments."""
    counts = home.parent / "counts"
    program = (sys.executable, "-m", "tests.ask.interrupted", str(counts), str(number))
    with Terminal(*program, *words, environ={"VALUECHECK_HOME": str(home)}) as terminal:
        if words in (PROMPT, HOOK):
            terminal.wait_for("›")
            terminal.wait_until_it_waits()
            terminal.type("4")
            terminal.wait_until(lambda: WORDS in terminal.text or "✓" in terminal.text)
            terminal.type("\r")
        code = terminal.end()
        assert terminal.settings == terminal.settings_before
        return code, terminal.text, int(counts.read_text())


def moments(total: int) -> Iterator[int]:
    """Yield moments that lie evenly over all, as many as tests are wanted large."""
    wanted = settings().max_examples // 10
    yield from range(1, total, max(total // wanted, 1))


@pytest.mark.parametrize("words", [PROMPT, HOOK, LINE], ids=["prompt", "hook", "line"])
def test_an_answer_that_is_interrupted_is_stored_and_acknowledged_or_neither(
    tmp_path: Path, words: list[str]
) -> None:
    _, _, total = run_interrupted(tmp_path / "all", words, 0)
    assert total > 1000
    kept = 0
    for number in moments(total):
        home = tmp_path / str(number)
        code, screen, _ = run_interrupted(home, words, number)
        scores = stored(home)
        assert scores == ([4] if "✓ Recorded 4" in screen else []), (number, screen)
        kept += len(scores)
        if scores:
            assert code == 0, (number, screen)
        else:
            # A command line that was interrupted before it was stored stands on the screen.
            assert words == LINE, (number, screen)
            assert code == 130, (number, screen)
    assert kept


def test_another_command_that_is_interrupted_after_its_change_says_that_it_stays(
    home: Path, run: Run
) -> None:
    run("4", "fixed")
    code, screen, _ = run_interrupted(home, ["delete", "last"], 2)
    assert code == 130
    assert screen == "valuecheck: interrupted; what was stored before that stays."
    assert json.loads(run("log", "--json").out)["check_ins"] == []

"""The front door parses `ask` by itself; whatever it does must be what Typer would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import typer

from valuecheck import cli
from valuecheck.ask import request
from valuecheck.cli.app import app

if TYPE_CHECKING:
    from tests.conftest import Run

GROUP = typer.main.get_command(app)
COMMANDS = {name: found for name, found in vars(GROUP)["commands"].items() if not found.hidden}


def test_both_know_the_same_options() -> None:
    known = {
        option: parameter.is_flag
        for parameter in COMMANDS["ask"].params
        if parameter.param_type_name == "option"
        for option in parameter.opts
    }
    assert known == {**dict.fromkeys(request.FLAGS, True), **dict.fromkeys(request.VALUES, False)}


@pytest.mark.parametrize(
    "line",
    ["4 a b", "--day yesterday 4 a", "4 --day=yesterday a", "4 --kind dr a --kind ci", "4 -- -x"],
)
def test_both_record_the_same(run: Run, line: str) -> None:
    words = line.split()
    assert run(*words).code == 0
    assert cli.run(["ask", *words]) == 0
    first, second = run("log", "--format", "plain").out.splitlines()[-2:]
    assert first[6:] == second[6:]


@pytest.mark.parametrize("line", ["4 --help", "ask -h", "ask --help 4"])
def test_help_is_typers(run: Run, line: str) -> None:
    shown = run(*line.split())
    assert shown.code == 0
    assert "Usage: valuecheck ask" in shown.out


def test_help_groups_every_command(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    panels = ["Every day", "Look back", "Customers", "Your data", "Set up"]
    assert {command.rich_help_panel for command in COMMANDS.values()} == {*panels}
    shown = run("--help").out
    assert sorted(panels, key=lambda panel: shown.index(f"\n{panel}\n")) == panels


def test_help_says_that_arguments_enter_the_shells_history(run: Run) -> None:
    assert "history" in run("ask", "--help").out
    assert "history" in run("--help").out

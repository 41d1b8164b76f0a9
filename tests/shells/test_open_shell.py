"""A shell that is open is asked, once; until then its prompts are as without us."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.shells.machine import PROMPT
from tests.shells.test_asking import EVERY_DAY
from tests.shells.tool import OPEN, PATIENT, QUESTION, Clock, noon
from valuecheck.shell.shells import Shell

if TYPE_CHECKING:
    from pathlib import Path

    from tests.shells.machine import Machine
    from tests.shells.tool import Tool
    from tests.terminal import Terminal

PASTE = "\x1b[200~echo one\recho two\rec''ho three\x1b[201~"
WITHOUT_MARKS = {
    Shell.BASH: "bind 'set enable-bracketed-paste off'\n",
    Shell.ZSH: "unset zle_bracketed_paste\n",
}


def to_the_next_prompt(terminal: Terminal) -> None:
    shown = terminal.text.count(PROMPT)
    terminal.type("\r")
    terminal.wait_until(lambda: terminal.text.count(PROMPT) > shown)


def seconds_to_the_second_prompt(machine: Machine) -> float:
    """How long a shell that is not to ask takes here from its start to its second prompt."""
    machine.ask_in(3600)
    begun = time.monotonic()
    with machine.start() as terminal:
        terminal.wait_for(PROMPT)
        to_the_next_prompt(terminal)
        return time.monotonic() - begun


def test_it_is_asked_at_the_first_prompt_after_the_moment_and_on_the_next_day_again(
    tool: Tool,
) -> None:
    machine, clock = tool.machine, Clock(tool)
    tool.make_store()
    tool.stand_in(OPEN + clock.text)
    clock.set("2026-11-19 09:00")
    # Later than the second prompt, however busy the machine is.
    seconds = 2 + int(4 * seconds_to_the_second_prompt(machine))
    machine.ask_in(seconds)
    moment = time.time() + seconds
    with machine.start() as terminal:
        terminal.wait_for(PROMPT)
        to_the_next_prompt(terminal)
        assert machine.calls == []
        time.sleep(max(0, moment - time.time()))
        for score, day in (("1", "19"), ("2", "20")):
            terminal.clear()
            clock.set(f"2026-11-{day} 09:00")
            machine.ask_in(-1)
            machine.look_again(terminal) if day == "20" else terminal.type("\r")
            tool.asks_in(terminal)
            terminal.clear()
            terminal.type(f"{score}\r")
            terminal.wait_for(f"✓ Recorded {score}")
            terminal.wait_for(PROMPT)
            for _ in range(3):
                to_the_next_prompt(terminal)
            # Fish shows its prompt before it looks.
            terminal.read_for(0.1)
            assert machine.questions == int(score)
    assert [(day, score) for day, score, _ in tool.recorded] == [
        ("2026-11-19", 1),
        ("2026-11-20", 2),
    ]


@pytest.mark.only(Shell.BASH)
def test_of_twenty_open_shells_one_asks_and_no_other_starts_the_program(tool: Tool) -> None:
    tool.machine.environ["VALUECHECK_NOW"] = noon()
    tool.set('ask_after = "04:00"', EVERY_DAY)
    tool.make_store()
    tool.machine.ask_in(3600)
    terminals = [tool.machine.start() for _ in range(20)]
    try:
        for terminal in terminals:
            terminal.wait_for(PROMPT)
        tool.machine.ask_in(-1)
        first, *others = terminals
        tool.machine.look_again(first)
        tool.asks_in(first)
        first.type("4\r")
        first.wait_for("✓ Recorded 4")
        for terminal in others:
            tool.machine.look_again(terminal)
        for terminal in others:
            terminal.wait_until(lambda: terminal.text.count(PROMPT) == 2)  # noqa: B023
            assert QUESTION not in terminal.text
        assert tool.machine.questions == 1
    finally:
        for terminal in terminals:
            terminal.close()


@pytest.mark.only(Shell.BASH, Shell.ZSH)
def test_what_a_prompt_leaves_behind_is_as_without_us(machine: Machine) -> None:
    machine.ask_in(3600)
    pipes = "${PIPESTATUS[*]}" if machine.shell is Shell.BASH else "$pipestatus"
    with machine.start() as terminal:
        terminal.wait_for(PROMPT)
        terminal.type("(exit 3) | (exit 4)\r")
        terminal.wait_until(lambda: terminal.text.count(PROMPT) == 2)
        terminal.type(f'echo "$? {pipes}"\r')
        terminal.wait_for("\n4 3 4\n")
        terminal.type(": first last\r")
        terminal.type('echo "[$_]"\r')
        terminal.wait_for("\n[last]\n")
        terminal.type("echo again\r")
        terminal.wait_for("\nagain\n")
        terminal.type("!!\r")
        terminal.wait_until(lambda: terminal.text.count("\nagain") == 2)


@pytest.mark.parametrize("marks", [True, False], ids=["marked", "unmarked"])
@pytest.mark.only(Shell.BASH, Shell.ZSH, Shell.FISH)
def test_a_block_pasted_over_the_question_waits_on_the_line(tool: Tool, marks: bool) -> None:
    if not marks:
        tool.machine.configure(WITHOUT_MARKS.get(tool.machine.shell, ""))
    tool.make_store()
    tool.stand_in(PATIENT)
    with tool.start() as terminal:
        terminal.wait_for("›")
        assert terminal.raw.rfind(b"\x1b[?2004h", 0, terminal.raw.find(b"how happy")) >= 0
        terminal.read_for(0.5)
        terminal.type(PASTE)
        terminal.wait_until(lambda: "three" in terminal.text and PROMPT in terminal.text)
        terminal.read_for(0.2)
        assert "\none\n" not in terminal.text
        terminal.type("\r")
        terminal.wait_for("\none\n")
        terminal.wait_for("\nthree")
    assert tool.recorded == []


@pytest.mark.only(Shell.BASH, Shell.ZSH)
def test_an_answer_is_kept_where_the_hook_was_installed(tool: Tool, tmp_path: Path) -> None:
    tool.make_store()
    elsewhere = {"VALUECHECK_HOME": "", "XDG_DATA_HOME": str(tmp_path / "snap")}
    tool.machine.environ.pop("VALUECHECK_NOW")
    tool.set('ask_after = "04:00"', EVERY_DAY)
    with tool.start(**elsewhere) as terminal:
        tool.asks_in(terminal)
        terminal.type("4\r")
        terminal.wait_for("✓ Recorded 4")
    assert [score for _, score, _ in tool.recorded] == [4]
    assert not (tmp_path / "snap").exists()


@pytest.mark.only(Shell.BASH)
def test_a_notice_comes_once_a_day_in_one_shell(tool: Tool) -> None:
    tool.set('ask_after = "04:00"', 'hook_style = "notice"')
    tool.make_store()
    for shown in (1, 0, 0):
        with tool.start() as terminal:
            terminal.wait_for(PROMPT)
            assert terminal.text.count("today's question waits") == shown


@pytest.mark.only(Shell.BASH)
def test_tab_answers_for_the_empty_workday_and_today_follows_once(tool: Tool) -> None:
    tool.run("3", VALUECHECK_NOW="2026-11-18T09:00:00+01:00")
    with tool.start() as terminal:
        terminal.wait_for("Tab: for Thu 19 Nov, which is empty")
        tool.asks_in(terminal)
        terminal.type("\t")
        terminal.wait_for("For Thu 19 Nov, filled in later")
        terminal.type("2")
        terminal.wait_for("words?")
        terminal.type("late\r")
        terminal.wait_for("✓ Recorded 2 for Thu 19 Nov, filled in later")
        terminal.wait_until(lambda: terminal.text.count(QUESTION) == 2)
        tool.asks_in(terminal)
        terminal.type("5\r")
        terminal.wait_for("✓ Recorded 5 for Fri 20 Nov")
        terminal.wait_for(PROMPT)
    assert [(day, score) for day, score, _ in tool.recorded] == [
        ("2026-11-18", 3),
        ("2026-11-19", 2),
        ("2026-11-20", 5),
    ]


@pytest.mark.only(Shell.BASH)
def test_a_clock_that_jumped_and_came_back_silences_nothing(tool: Tool) -> None:
    tool.run("4", VALUECHECK_NOW="2035-01-03T09:00:00+01:00")
    with tool.start() as terminal:
        tool.asks_in(terminal)
        terminal.type("3\r")
        terminal.wait_for("✓ Recorded 3 for Fri 20 Nov 2026")
    said = tool.run("status")
    assert "Wed 3 Jan 2035 has an answer already" in said
    with closing(sqlite3.connect(tool.home / "valuecheck.db")) as opened:
        ((id_,),) = opened.execute("SELECT id FROM check_ins WHERE day = '2035-01-03'")
    tool.run("edit", id_[-6:], "--day", "2026-11-19")
    assert "2035" not in tool.run("status")

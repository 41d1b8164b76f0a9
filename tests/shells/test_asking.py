"""The whole way: a shell, its hook, the real program, a user's keys."""

from __future__ import annotations

import os
import signal
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.shell.versions import hook_of_version
from tests.shells.machine import PROMPT
from tests.shells.tool import IGNORED, OPEN, PATIENT, QUESTION, WORDS, noon
from valuecheck.shell.shells import Shell

if TYPE_CHECKING:
    from tests.shells.tool import Tool
    from tests.terminal import Terminal

CTRL_C, CTRL_D, CTRL_Z, ESC = "\x03", "\x04", "\x1a", "\x1b"
EVERY_DAY = 'workdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]'
PASTE = "\x1b[200~%s\x1b[201~"
FRIDAY = "2026-11-20"
NEXT_DAY = int(datetime.fromisoformat("2026-11-21T04:00:00+01:00").timestamp())
IN_AN_HOUR = int(datetime.fromisoformat("2026-11-20T10:00:00+01:00").timestamp())
TYPICAL = pytest.mark.only(Shell.BASH, Shell.ZSH)
ONE_SHELL = pytest.mark.only(Shell.BASH)


def stamp_of(tool: Tool) -> int:
    return int(tool.machine.stamp.read_text())


def assert_silent_start(tool: Tool, **environ: str) -> None:
    """Start a shell that shows its prompt and nothing else."""
    with tool.start(**environ) as terminal:
        terminal.wait_for(PROMPT)
        terminal.read_for(0.1)
        assert terminal.text == PROMPT


def test_an_answer_with_words_is_recorded_before_the_first_prompt(tool: Tool) -> None:
    with tool.start() as terminal:
        tool.asks_in(terminal)
        assert PROMPT not in terminal.text
        terminal.type("4")
        terminal.wait_for(WORDS)
        terminal.type("fixed checkout outage +incident\r")
        terminal.wait_for(PROMPT)
        question, _, _, words, done, scores, prompt = terminal.text.splitlines()
        assert question.endswith(QUESTION)
        assert words.endswith("fixed checkout outage +incident")
        assert done == "✓ Recorded 4 for Fri 20 Nov   M T W T F"
        assert scores.split() == ["4"]
        assert prompt == PROMPT
    assert tool.recorded == [(FRIDAY, 4, "fixed checkout outage +incident")]
    assert stamp_of(tool) == NEXT_DAY
    (call,) = tool.machine.calls
    assert call.startswith(f"ask --hook {tool.machine.shell} --paste /")


def test_after_the_answer_no_shell_starts_the_program(tool: Tool) -> None:
    # By the clock of the shells, so every weekday has to be a workday.
    tool.machine.environ["VALUECHECK_NOW"] = noon()
    tool.set('ask_after = "04:00"', EVERY_DAY)
    tool.make_store()
    tool.run("4")
    calls = tool.machine.calls
    stamp = tool.machine.stamp.read_bytes()
    with tool.machine.start() as terminal:
        terminal.wait_for(PROMPT)
        terminal.read_for(0.1)
        assert terminal.text == PROMPT
    assert tool.machine.calls == calls
    assert tool.machine.stamp.read_bytes() == stamp


def test_a_day_that_is_answered_is_not_asked_for_and_gets_its_stamp(tool: Tool) -> None:
    tool.make_store()
    tool.run("4")
    assert_silent_start(tool)
    assert tool.machine.questions == 1
    assert stamp_of(tool) == NEXT_DAY


@ONE_SHELL
def test_a_day_that_is_answered_elsewhere_is_not_asked_for(tool: Tool) -> None:
    tool.make_store()
    tool.run("4")
    tool.run("undo")
    sync_in(tool)
    assert_silent_start(tool)
    assert tool.machine.questions == 1
    assert stamp_of(tool) == NEXT_DAY


def sync_in(tool: Tool) -> None:
    """Bring today's check-in back as another machine's synchronisation would."""
    with closing(sqlite3.connect(tool.home / "valuecheck.db")) as opened:
        opened.execute(
            "UPDATE check_ins SET deleted = 0, score = 4, question = 'Q', device = 'other'"
        )
        opened.commit()


@pytest.mark.parametrize("key", ["\r", ESC, CTRL_D])
@ONE_SHELL
def test_a_key_for_later_leaves_a_prompt(tool: Tool, key: str) -> None:
    assert_later_leaves_no_trace(tool, key)


@pytest.mark.parametrize("key", [CTRL_C, CTRL_Z])
def test_a_signal_key_is_a_key_for_later(tool: Tool, key: str) -> None:
    assert_later_leaves_no_trace(tool, key)


def assert_later_leaves_no_trace(tool: Tool, key: str) -> None:
    tool.make_store()
    with tool.start() as terminal:
        tool.asks_in(terminal)
        terminal.type(key)
        terminal.wait_for(PROMPT)
        terminal.read_for(0.1)
        assert terminal.text == PROMPT
        settings = terminal.settings
        if tool.machine.shell in (Shell.BASH, Shell.ZSH):
            terminal.type('echo "[$?$(jobs)]"\r')
            terminal.wait_for("\n[0]")
    assert tool.recorded == []
    assert stamp_of(tool) == IN_AN_HOUR
    with tool.start() as terminal:
        terminal.wait_for(PROMPT)
        terminal.read_for(0.1)
        assert terminal.text == PROMPT
        assert terminal.settings == settings


def test_no_key_at_all_is_later(tool: Tool) -> None:
    tool.make_store()
    tool.stand_in(IGNORED)
    with tool.start() as terminal:
        terminal.wait_for(PROMPT)
        assert terminal.text == PROMPT
        assert QUESTION.encode() in terminal.raw
    assert stamp_of(tool) == IN_AN_HOUR


@ONE_SHELL
def test_later_after_the_explanation_says_when_it_asks_again(tool: Tool) -> None:
    tool.make_store()
    with tool.start() as terminal:
        tool.asks_in(terminal)
        terminal.type("?")
        terminal.wait_for("Enter  later: asked again after 1 h, in whichever shell is open")
        terminal.type("\r")
        terminal.wait_for(PROMPT)
        later = "Later, then: asked again after 10:00, in whichever shell is open."
        assert terminal.lines == [later, PROMPT.rstrip()]
    assert stamp_of(tool) == IN_AN_HOUR


def test_not_today_is_one_key(tool: Tool) -> None:
    tool.make_store()
    with tool.start() as terminal:
        tool.asks_in(terminal)
        terminal.type("0")
        terminal.wait_for(f"counts as not recorded.\n{PROMPT}")
    assert tool.recorded == []
    assert stamp_of(tool) == NEXT_DAY


def test_what_was_typed_before_runs_and_a_later_prompt_asks(tool: Tool) -> None:
    tool.make_store()
    with tool.start(typed_before="echo T\r") as terminal:
        # Where the shell has taken the keys already they run after the question.
        if not tool.machine.reads_ahead:
            terminal.wait_for("\nT\n")
            assert QUESTION.encode() not in terminal.raw
            tool.machine.look_again(terminal)
        tool.asks_in(terminal)
        terminal.type("3\r")
        terminal.wait_for("✓ Recorded 3")
        terminal.wait_for("\nT\n")
    assert tool.recorded == [(FRIDAY, 3, "")]


@pytest.mark.only(Shell.FISH)
def test_a_terminal_with_kittys_keyboard_changes_no_key(tool: Tool) -> None:
    tool.make_store()
    tool.machine.kitty = True
    with tool.start() as terminal:
        tool.asks_in(terminal)
        terminal.type(CTRL_C)
        terminal.wait_for(PROMPT)
        terminal.type(f"{tool.machine.program}\r")
        terminal.wait_for("›")
        terminal.type("5")
        terminal.wait_for(WORDS)
        terminal.type("lost" + CTRL_C)
        terminal.wait_for("✓ Recorded 5")
    assert tool.recorded == [(FRIDAY, 5, "")]


@pytest.mark.parametrize("seconds", [0.0, 0.5])
def test_what_a_program_types_at_the_question_runs_whole(tool: Tool, seconds: float) -> None:
    tool.make_store()
    tool.stand_in(PATIENT)
    with tool.start() as terminal:
        terminal.wait_for("›")
        terminal.read_for(seconds)
        terminal.type("echo T\r")
        terminal.wait_for("\nT\n")
        assert QUESTION not in terminal.text
        tool.machine.look_again(terminal)
        terminal.wait_for("›")
    assert tool.recorded == []


@TYPICAL
def test_a_terminals_reply_is_left_unread(tool: Tool) -> None:
    tool.make_store()
    with tool.start() as terminal:
        tool.asks_in(terminal)
        terminal.type("\x1b[?62;c")
        terminal.wait_for(PROMPT)
        assert QUESTION not in terminal.text
        terminal.read_for(0.2)
        terminal.type("\r")
        tool.machine.look_again(terminal)
        tool.asks_in(terminal)
    assert tool.recorded == []


@pytest.mark.parametrize(("line", "pace"), [("4 fixed", 0.15), ("4fixed", 0.03)])
@TYPICAL
def test_an_answer_typed_in_one_go_is_recorded_with_its_words(
    tool: Tool, line: str, pace: float
) -> None:
    tool.make_store()
    with tool.start() as terminal:
        tool.asks_in(terminal)
        # A busy machine takes the digit only once more keys are there, as those of a program are.
        terminal.type(line[0])
        terminal.wait_for(f"› {line[0]}")
        terminal.type(line[1:] + "\r", pace)
        terminal.wait_for(PROMPT)
        assert terminal.text.count("fixed") == 1
    assert tool.recorded == [(FRIDAY, 4, "fixed")]


@pytest.mark.parametrize(
    ("keys", "note"),
    [
        ("lost" + CTRL_C, ""),
        (CTRL_D, ""),
        ("one" + CTRL_Z + " two\r", None),
        (PASTE % "one\ntwo\r\nthree" + "\r", "one two three"),
        ("two\x1b[D\x1b[D\x1b[Done \r", "one two"),
    ],
    ids=repr,
)
@ONE_SHELL
def test_keys_in_the_words_act_on_the_words_alone(tool: Tool, keys: str, note: str | None) -> None:
    tool.make_store()
    with tool.start() as terminal:
        tool.asks_in(terminal)
        terminal.type("5")
        terminal.wait_for(WORDS)
        terminal.read_for(0.1)
        terminal.type(keys)
        terminal.wait_for("✓ Recorded 5")
        terminal.wait_for(PROMPT)
        terminal.type('echo "[$(jobs)]"\r')
        terminal.wait_for("\n[]")
    ((day, score, written),) = tool.recorded
    assert (day, score) == (FRIDAY, 5)
    assert note in (None, written)


@pytest.mark.parametrize("end", ["kill", "close"])
@TYPICAL
def test_after_a_violent_end_the_next_shell_asks(tool: Tool, end: str) -> None:
    tool.make_store()
    with tool.start() as terminal:
        tool.asks_in(terminal)
        if end == "kill":
            os.kill(tool.pid, signal.SIGKILL)
            terminal.wait_for(PROMPT)
            terminal.type("echo T\r")
            terminal.wait_for("\nT\n")
    with tool.start() as terminal:
        tool.asks_in(terminal)


def wait_for_either(terminal: Terminal) -> None:
    """Wait for the question or the prompt, long enough for twenty shells."""
    terminal.wait_until(lambda: PROMPT in terminal.text or "›" in terminal.text, seconds=60)


@ONE_SHELL
def test_of_twenty_shells_at_once_one_asks(tool: Tool) -> None:
    tool.make_store()
    for _ in range(2):
        terminals = [tool.start() for _ in range(20)]
        try:
            for terminal in terminals:
                wait_for_either(terminal)
            asking = [terminal for terminal in terminals if "›" in terminal.text]
            assert len(asking) == 1
            asking[0].type("\r")
            asking[0].wait_for(PROMPT)
            assert sum(QUESTION.encode() in terminal.raw for terminal in terminals) == 1
        finally:
            for terminal in terminals:
                terminal.close()
        (tool.state / "ask.json").unlink()


@ONE_SHELL
def test_while_somebody_is_asked_by_hand_no_hook_asks(tool: Tool) -> None:
    tool.make_store()
    with tool.start(VALUECHECK_HOOK="0") as by_hand:
        by_hand.wait_for(PROMPT)
        by_hand.type(f"{tool.machine.program}\r")
        by_hand.wait_for("›")
        assert_silent_start(tool)
        by_hand.type("4\r")
        by_hand.wait_for("✓ Recorded 4")
    assert_silent_start(tool)


@ONE_SHELL
def test_a_question_by_hand_does_not_wait_for_another(tool: Tool) -> None:
    tool.make_store()
    with tool.start() as first, tool.start(VALUECHECK_HOOK="0") as second:
        tool.asks_in(first)
        second.wait_for(PROMPT)
        second.type(f"{tool.machine.program}\r")
        second.wait_for("›")
        second.type("4\r")
        second.wait_for("✓ Recorded 4")


@ONE_SHELL
def test_a_store_that_is_slow_delays_no_prompt(tool: Tool) -> None:
    tool.make_store()
    tool.stand_in(
        "import time\nfrom valuecheck.actions import due\ndue.evaluate = lambda *_: time.sleep(600)"
    )
    with tool.start() as terminal:
        terminal.wait_for(PROMPT)
        terminal.read_for(0.1)
        assert terminal.text == PROMPT
        tool.machine.look_again(terminal)
        terminal.wait_until(lambda: tool.machine.questions == 2)


@ONE_SHELL
def test_in_another_users_folder_nothing_is_asked_or_written(tool: Tool) -> None:
    tool.make_store()
    tool.stand_in(OPEN + "os.getuid = lambda: 4711\n")
    tool.machine.stamp.unlink(missing_ok=True)
    before = tool.everything()
    assert_silent_start(tool)
    assert tool.machine.questions == 1
    assert tool.everything() == before


@pytest.mark.parametrize("due", [True, False])
@ONE_SHELL
def test_asking_loads_nothing_heavy(tool: Tool, due: bool) -> None:
    tool.make_store()
    if not due:
        tool.run("off", "today")
    listed = tool.machine.bin / "modules"
    tool.stand_in(
        OPEN + f"import atexit\natexit.register(lambda: open({str(listed)!r}, 'w')"
        ".write('\\n'.join(sys.modules)))\n"
    )
    with tool.start() as terminal:
        if due:
            tool.asks_in(terminal)
            terminal.type("4")
            terminal.wait_for(WORDS)
            terminal.type("words\r")
        terminal.wait_for(PROMPT)
    modules = set(listed.read_text().split())
    assert "valuecheck.ask.hook" in modules
    assert not modules & {"typer", "rich", "click", "pydantic", "sqlite_utils", "valuecheck.cli"}


@pytest.mark.only(Shell.BASH, Shell.FISH)
def test_an_older_hook_that_was_edited_stays_and_is_named(tool: Tool) -> None:
    tool.make_store()
    file = tool.machine.hook_file
    older = hook_of_version(file.read_bytes(), 0) + b"# mine\n"
    file.write_bytes(older)
    with tool.start() as terminal:
        tool.asks_in(terminal)
        terminal.type("4\r")
        terminal.wait_for("✓ Recorded 4")
        terminal.wait_for(PROMPT)
        assert "is edited by hand" in terminal.text
    assert file.read_bytes() == older


@ONE_SHELL
def test_days_off_and_weekends_are_silent(tool: Tool) -> None:
    tool.run("off", "today")
    assert_silent_start(tool)
    assert_silent_start(tool, VALUECHECK_NOW="2026-11-21T12:00:00+01:00")
    with tool.start(VALUECHECK_NOW="2026-11-23T12:00:00+01:00") as terminal:
        terminal.wait_for("›")


NOTICE = "valuecheck: today's question waits; type valuecheck to answer"


@ONE_SHELL
def test_five_ignored_workdays_make_it_a_notice_until_the_next_answer(tool: Tool) -> None:
    tool.make_store()
    tool.stand_in(IGNORED)
    monday = datetime.fromisoformat("2026-11-16T09:00:00+01:00")
    for day in range(5):
        with tool.start(VALUECHECK_NOW=(monday + timedelta(days=day)).isoformat()) as terminal:
            terminal.wait_for(PROMPT)
            assert QUESTION.encode() in terminal.raw
    next_monday = "2026-11-23T09:00:00+01:00"
    with tool.start(VALUECHECK_NOW=next_monday) as terminal:
        terminal.wait_for(PROMPT)
        assert terminal.text == f"{NOTICE}\n{PROMPT}"
        assert QUESTION.encode() not in terminal.raw
    # Not again in every terminal of the same hour.
    assert_silent_start(tool, VALUECHECK_NOW=next_monday)
    tool.run("4", VALUECHECK_NOW="2026-11-23T09:10:00+01:00")
    with tool.start(VALUECHECK_NOW="2026-11-24T09:00:00+01:00") as terminal:
        terminal.wait_for(PROMPT)
        assert QUESTION.encode() in terminal.raw


@pytest.mark.parametrize(("style", "shown"), [("notice", f"{NOTICE}\n{PROMPT}"), ("off", PROMPT)])
@TYPICAL
def test_the_style_is_the_persons_choice(tool: Tool, style: str, shown: str) -> None:
    tool.set('ask_after = "04:00"', f'hook_style = "{style}"')
    tool.make_store()
    with tool.start() as terminal:
        terminal.wait_for(PROMPT)
        terminal.read_for(0.1)
        assert terminal.text == shown
    assert stamp_of(tool) == NEXT_DAY

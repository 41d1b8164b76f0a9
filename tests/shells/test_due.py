from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.shells.machine import PROMPT
from valuecheck.shell.shells import Shell

if TYPE_CHECKING:
    from tests.shells.machine import Machine

QUESTION = "QUESTION"
FAIL = {Shell.NU: "^false"}
STATUS = {Shell.FISH: "echo [$status]", Shell.NU: 'print $"[($env.LAST_EXIT_CODE)]"'}
VI_KEYS = {
    Shell.BASH: "set -o vi\n",
    Shell.ZSH: "bindkey -v\n",
    Shell.FISH: "fish_vi_key_bindings\n",
    Shell.NU: "$env.config.edit_mode = 'vi'\n",
}
AGAIN = {
    Shell.BASH: ". ~/.bashrc\n",
    Shell.ZSH: ". ~/.zshrc\n",
    Shell.FISH: "source ~/.config/fish/conf.d/valuecheck.fish\n",
}


def test_every_shell_asks_while_it_is_due(machine: Machine) -> None:
    for _ in range(2):
        with machine.start() as terminal:
            terminal.wait_for(QUESTION)
            terminal.type("4")
            terminal.wait_for(PROMPT)
    assert machine.questions == 2


@pytest.mark.parametrize("command", ['"echo" T', "'echo' T", "\\echo T", "$E T", "`true`echo T"])
@pytest.mark.only(Shell.BASH, Shell.ZSH)
def test_no_first_letter_acts_when_it_is_handed_back(machine: Machine, command: str) -> None:
    machine.configure("E=echo\n")
    with machine.start() as terminal:
        terminal.wait_for(QUESTION)
        terminal.type(command, 0.01)
        terminal.wait_for(f"{PROMPT} {command}")
        terminal.type("\r")
        terminal.wait_for("\nT")


def test_a_command_is_handed_back_to_vi_keys_too(machine: Machine) -> None:
    machine.configure(VI_KEYS[machine.shell])
    with machine.start() as terminal:
        terminal.wait_for(QUESTION)
        terminal.type("echo T", 0.02)
        terminal.wait_for("echo T")
        terminal.type("\r")
        terminal.wait_for("\nT")


@pytest.mark.only(Shell.BASH, Shell.FISH)
def test_handing_back_leaves_no_binding_and_no_request(machine: Machine) -> None:
    with machine.start() as terminal:
        terminal.wait_for(QUESTION)
        terminal.type("echo T", 0.02)
        terminal.wait_for(f"{PROMPT} echo T")
        terminal.type("\r")
        terminal.wait_for("\nT")
        machine.look_again(terminal)
        terminal.wait_for(QUESTION)
        terminal.type("3")
        terminal.wait_for("RECORDED")
        ask = 'bind -p | grep -c 0n; echo "[${PS1}]"; bind -s; bind -X'
        if machine.shell is Shell.FISH:
            ask = "bind | grep -c 0n; echo '[P> ]'"
        terminal.type(ask + "\r")
        terminal.wait_for("\n[P> ]")
        assert "\n0\n" in terminal.text


def test_what_was_typed_before_the_question_runs_and_a_later_prompt_asks(
    machine: Machine,
) -> None:
    machine.always_exit(75)
    with machine.start(typed_before="echo T\r") as terminal:
        terminal.wait_for("\nT")
        assert machine.questions == 1
        machine.look_again(terminal)
        terminal.wait_until(lambda: machine.questions == 2)


@pytest.mark.parametrize("seconds", [None, -5, 1000])
def test_after_try_again_no_prompt_starts_the_program_until_the_stamp_says_so(
    machine: Machine, seconds: int | None
) -> None:
    machine.always_exit(75)
    machine.stamp.parent.mkdir(parents=True, exist_ok=True)
    if seconds is not None:
        (machine.bin / "waits").write_text(str(seconds))
    with machine.start() as terminal:
        for prompts in (1, 2, 3):
            terminal.wait_until(lambda: terminal.text.count(PROMPT) == prompts)  # noqa: B023
            terminal.type("\r")
        assert machine.questions == 1
        (machine.bin / "waits").unlink(missing_ok=True)
        machine.ask_in(-1)
        machine.look_again(terminal)
        terminal.wait_until(lambda: machine.questions == 2)


@pytest.mark.parametrize("code", [0, 1, 4, 130])
def test_any_other_end_is_heeded_once_and_silently(machine: Machine, code: int) -> None:
    machine.always_exit(code)
    with machine.start() as terminal:
        terminal.wait_for(PROMPT)
        terminal.type("\r")
        terminal.wait_until(lambda: terminal.text.count(PROMPT) == 2)
        terminal.read_for(0.05)
        assert terminal.text.split() == [PROMPT, PROMPT]
    assert machine.questions == 1


def test_the_status_of_the_last_command_is_kept(machine: Machine) -> None:
    machine.always_exit(75)
    with machine.start() as terminal:
        terminal.wait_for(PROMPT)
        terminal.type(FAIL.get(machine.shell, "false") + "\r")
        terminal.wait_until(lambda: terminal.text.count(PROMPT) == 2)
        terminal.read_for(0.1)
        terminal.type(STATUS.get(machine.shell, 'echo "[$?]"') + "\r")
        terminal.wait_for("\n[1]")


@pytest.mark.only(Shell.BASH, Shell.ZSH, Shell.FISH)
def test_a_configuration_read_twice_asks_once(machine: Machine) -> None:
    if machine.shell is Shell.FISH:
        machine.configure(AGAIN[machine.shell])
    else:
        again = AGAIN[machine.shell]
        machine.configure(f"if [ -z $TWICE ]; then TWICE=1; {again.strip()}; fi\n")
    with machine.start() as terminal:
        terminal.wait_for(QUESTION)
        terminal.type("4")
        terminal.wait_for(PROMPT)
        terminal.read_for(0.1)
    assert machine.questions == 1


@pytest.mark.parametrize("gone", ["program", "interpreter", "permission", "hook"])
def test_what_is_gone_is_not_missed_aloud(machine: Machine, gone: str) -> None:
    if gone == "program":
        machine.program.unlink()
    elif gone == "interpreter":
        machine.program.write_text("#!/opt/removed/python3\n")
    elif gone == "permission":
        machine.program.chmod(0o600)
    else:
        Path(machine.hook.file).unlink()
    with machine.start() as terminal:
        terminal.wait_for(PROMPT)
        terminal.read_for(0.1)
        assert terminal.text == PROMPT

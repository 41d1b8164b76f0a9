"""Tab on a real terminal, in each shell."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.command_tree import command_tree
from tests.cli.test_documented import TREE
from tests.golden import kept
from tests.terminal import Terminal
from valuecheck.shell import complete

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Run

SHELLS = {
    "bash": ("bash", "--norc", "--noprofile", "-i"),
    "zsh": ("zsh", "-f", "-i"),
    "fish": ("fish", "--no-config", "-i"),
}
PREPARE = {
    "bash": "valuecheck completion bash > saved && . ./saved",
    "zsh": (
        "autoload -Uz compinit && compinit -u -D && valuecheck completion zsh > saved && . ./saved"
    ),
    "fish": "valuecheck completion fish | source",
}
CHECK = {
    "bash": ("shellcheck", "-s", "bash", "-"),
    "zsh": ("zsh", "-n", "/dev/stdin"),
    "fish": ("fish", "-n", "/dev/stdin"),
}

# Scripts of earlier versions, which somebody saved once.
OLDER = Path(__file__).parent / "older"


@pytest.fixture(params=SHELLS)
def shell(
    request: pytest.FixtureRequest, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Terminal]:
    """A shell that completes, in a folder with nothing else to offer."""
    name = request.param
    if not shutil.which(name):
        pytest.skip(f"no {name} here")
    run("4", "words +incident +infra @retail @rés")
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    monkeypatch.setenv("PS1", "ready> ")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    with Terminal(*SHELLS[name], width=120) as terminal:
        terminal.type(f"{PREPARE[name]}; echo pre''pared\r")
        terminal.wait_for("prepared\n")
        terminal.settle(0.2)
        yield terminal


def test_tab_completes_what_stands_there(shell: Terminal) -> None:
    for typed, completed in (
        ("valuecheck sta\t", "valuecheck status"),
        ("valuecheck 4 fixed @ret\t", "valuecheck 4 fixed @retail"),
        ("valuecheck customer delete ret\t", "valuecheck customer delete retail"),
        ("valuecheck log --sea\t", "valuecheck log --search"),
        ("valuecheck report --format=mark\t", "valuecheck report --format=markdown"),
    ):
        tab_completes(shell, typed, completed)


def test_a_script_of_an_earlier_version_completes_what_is_new(
    shell: Terminal, request: pytest.FixtureRequest
) -> None:
    name = request.node.callspec.params["shell"]
    for older in sorted(OLDER.glob(f"completion-*.{name}")):
        if name == "fish":
            shell.type("complete --erase --command valuecheck; ")
        shell.type(f". {older}; echo sour''ced {older.name}\r")
        shell.wait_for(f"sourced {older.name}\n")
        for typed, completed in (
            ("valuecheck uninst\t", "valuecheck uninstall"),
            ("valuecheck customer edit ret\t", "valuecheck customer edit retail"),
        ):
            tab_completes(shell, typed, completed)


def tab_completes(shell: Terminal, typed: str, completed: str) -> None:
    """Type on an empty line until it is completed, and drop the line."""
    before = shell.text.count(completed)
    shell.type(typed)
    shell.wait_until(lambda: shell.text.count(completed) > before)
    shell.settle(0.15)
    shell.type("\x03")
    shell.settle(0.15)


@pytest.mark.parametrize("name", SHELLS)
def test_the_script_is_clean(run: Run, name: str) -> None:
    checker = CHECK[name]
    if not shutil.which(checker[0]):
        pytest.skip(f"no {checker[0]} here")
    script = run("completion", name).out
    checked = subprocess.run(
        checker, input=script, capture_output=True, encoding="utf-8", check=False
    )
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")


def test_the_shell_typed_in_is_the_default(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("valuecheck.shell.discovery.ancestors", lambda: iter(()))
    monkeypatch.setenv("SHELL", "/usr/bin/zsh")
    assert run("completion").out == run("completion", "zsh").out
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    assert run("completion").code == 2


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("", {"ask", "status", "log", "config"}),
        ("s", {"status"}),
        ("log +i", {"+incident", "+infra"}),
        ("log @R", {"@retail", "@rés"}),
        ("4 words +", {"+incident", "+infra"}),
        ("off tom", {"tomorrow"}),
        ("review las", {"last-week"}),
        ("calendar last-y", {"last-year"}),
        ("hook in", {"install"}),
        ("feedback ", {"add", "log", "edit", "delete"}),
        ("feedback add ", {"@retail", "@rés"}),
        ("feedback add @retail 2 --sc", {"--scale"}),
        ("feedback add --scale ", {"csat", "nps", "good-bad"}),
        ("feedback log --scale=n", {"--scale=nps"}),
        ("feedback import --date-order e", {"excel", "excel-1904"}),
        ("feedback log last-y", {"last-year"}),
        ("feedback log @re", {"@retail"}),
        ("feedback log +", set()),
        ("feedback edit l", {"last"}),
        ("feedback nonsense ", set()),
        ("log +inc", {"+incident"}),
        ("report last-m", {"last-month"}),
        ("report --format mark", {"markdown"}),
        ("config remi", {"remind_after"}),
        ("customer ", {"list", "chain", "add", "edit", "rename", "merge", "delete"}),
        ("customer edit re", {"retail"}),
        ("customer add @re", {"@retail"}),
        ("ask --day yes", {"yesterday"}),
        ("edit --d", {"--day"}),
        ("nonsense x", set()),
        ("complete x", set()),
    ],
)
def test_candidates(run: Run, words: str, offered: set[str]) -> None:
    run("4", "words +incident +infra @retail @rés")
    found = {*run("complete", "--", *words.split(" ")).out.split()}
    assert offered <= found
    assert bool(offered) == bool(found)


def test_tab_knows_the_commands_as_they_are() -> None:
    file = Path(complete.COMMANDS)
    tree = command_tree()
    assert kept(file, tree) == tree, "VALUECHECK_GOLDEN=write renews it"


def test_tab_says_nothing_where_the_store_cannot_be_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "valuecheck.db").write_text("no database" * 100)
    tried = run("complete", "--", "log", "+")
    assert (tried.code, tried.out, tried.err) == (0, "", "")


LOGIN = {"bash": ("bash", "-i"), "zsh": ("zsh", "-i"), "fish": ("fish", "-i"), "nu": ("nu",)}
RC = {
    "bash": (".bashrc", "PS1='ready> '\n"),
    "zsh": (".zshrc", "PROMPT='ready> '\nautoload -Uz compinit && compinit -u -D\n"),
    "fish": (".config/fish/config.fish", "function fish_prompt; echo -n 'ready> '; end\n"),
    "nu": (
        ".config/nushell/config.nu",
        "$env.config.show_banner = false; $env.PROMPT_COMMAND = {|| 'ready' }\n",
    ),
}


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its content."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home folder of a user whose program is on the PATH."""
    folder = tmp_path / "user"
    for name, text in RC.values():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_DATA_DIRS", "PS1"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.mark.parametrize("name", LOGIN)
def test_an_installed_completion_works_in_a_new_terminal(run: Run, user: Path, name: str) -> None:
    if not shutil.which(name):
        pytest.skip(f"no {name} here")
    run("4", "words +incident @retail")
    assert run("completion", name, "--install", "--yes").code == 0
    # Else fish reads every manual page in the background when it starts for the first time.
    for place in (".local/share", ".cache"):
        (user / place / "fish/generated_completions").mkdir(parents=True)
    with Terminal(*LOGIN[name], width=120) as terminal:
        terminal.wait_for("ready>")
        terminal.settle(0.3)
        for typed, completed in (
            ("valuecheck statu\t", "valuecheck status"),
            ("valuecheck report +inc\t", "valuecheck report +incident"),
            ("valuecheck log --sea\t", "valuecheck log --search"),
        ):
            terminal.type(typed)
            terminal.wait_for(completed)
            terminal.settle(0.15)
            terminal.type("\x03")
            terminal.settle(0.15)


@pytest.mark.parametrize("name", LOGIN)
def test_uninstalling_leaves_the_home_as_it_was(
    run: Run, user: Path, home: Path, name: str
) -> None:
    run("4")
    before, before_home = contents(user), contents(home)
    shown = run("completion", name, "--install", "--dry-run")
    assert shown.code == 0
    assert contents(user) == before
    assert run("completion", name, "--install").code == 2
    assert contents(user) == before
    assert run("completion", name, "--install", "--yes").out.startswith(shown.out)
    assert (contents(user), contents(home)) != (before, before_home)
    again = run("completion", name, "--install")
    assert (again.code, again.out) == (0, f"Completion for {name} is installed and current.\n")
    assert run("completion", name, "--uninstall", "--yes").code == 0
    assert (contents(user), contents(home)) == (before, before_home)
    assert run("completion", name, "--uninstall").out == f"No completion for {name} is installed.\n"


def test_a_hook_and_a_completion_share_a_file(run: Run, user: Path) -> None:
    before = contents(user)
    assert run("hook", "install", "bash", "--yes").code == 0
    with_hook = contents(user)
    assert run("completion", "bash", "--install", "--yes").code == 0
    assert run("hook", "uninstall", "bash", "--yes").code == 0
    assert run("hook", "install", "bash", "--yes").code == 0
    assert run("completion", "bash", "--uninstall", "--yes").code == 0
    assert contents(user) == with_hook
    assert run("hook", "uninstall", "bash", "--yes").code == 0
    assert contents(user) == before


def test_zsh_without_its_completion_is_told_how_to_start_it(run: Run, user: Path) -> None:
    assert "compinit" not in run("completion", "zsh", "--install", "--yes").out.partition("\n+")[2]
    run("completion", "zsh", "--uninstall", "--yes")
    (user / ".zshrc").write_text("# nothing\n")
    assert "autoload -Uz compinit && compinit" in run("completion", "zsh", "--install", "--yes").out


@pytest.mark.parametrize(
    "line",
    ["--install --uninstall", "bash --yes", "bash --dry-run", "tcsh"],
)
def test_options_that_do_not_go_together_are_refused(run: Run, line: str) -> None:
    refused = run("completion", *line.split())
    assert (refused.code, refused.out) == (2, "")


def test_nushell_knows_every_command_and_option(run: Run) -> None:
    script = run("completion", "nu").out
    for command, options in TREE.items():
        name = f'"{command}"' if " " in command else command
        (body,) = re.findall(rf"^extern {name} \[\n(.*?)^\]", script, re.DOTALL | re.MULTILINE)
        known = set(re.findall(r"(?<!\S)(--[a-z-]+)|\((-[a-z])\)", body))
        assert options <= {long or short for long, short in known}, command


def test_nushell_explains_what_is_installed(run: Run, user: Path) -> None:
    if not shutil.which("nu"):
        pytest.skip("no nu here")
    assert run("completion", "nu", "--install", "--yes").code == 0
    (file,) = user.rglob("valuecheck-completion.nu")
    line = f"source {file}; help valuecheck hook install | str contains 'Do it without being asked'"
    ran = subprocess.run(["nu", "-c", line], capture_output=True, encoding="utf-8", check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "true\n", "")


def test_zsh_completes_from_a_folder_of_functions(run: Run, user: Path, tmp_path: Path) -> None:
    if not shutil.which("zsh"):
        pytest.skip("no zsh here")
    functions = tmp_path / "functions"
    functions.mkdir()
    (functions / "_valuecheck").write_text(run("completion", "zsh").out)
    rc = user / ".zshrc"
    rc.write_text(f"fpath=({functions} $fpath)\n{rc.read_text()}")
    with Terminal(*LOGIN["zsh"], width=120) as terminal:
        terminal.wait_for("ready>")
        for _ in range(2):
            terminal.type("valuecheck statu\t")
            terminal.wait_for("valuecheck status")
            terminal.settle(0.15)
            terminal.type("\x03")
            terminal.settle(0.15)

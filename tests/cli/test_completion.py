"""Tab on a real terminal, in each shell."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.terminal import Terminal

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


@pytest.fixture(params=SHELLS)
def shell(
    request: pytest.FixtureRequest, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Terminal]:
    """A shell that completes, in a folder with nothing else to offer."""
    name = request.param
    if not shutil.which(name):
        pytest.skip(f"not on this platform: there is no {name}")
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
        shell.type(typed)
        shell.wait_for(completed)
        shell.settle(0.15)
        # Drop the line and begin anew.
        shell.type("\x03")
        shell.settle(0.15)


@pytest.mark.parametrize("name", SHELLS)
def test_the_script_is_clean(run: Run, name: str) -> None:
    checker = CHECK[name]
    if not shutil.which(checker[0]):
        pytest.skip(f"not on this platform: there is no {checker[0]}")
    script = run("completion", name).out
    checked = subprocess.run(
        checker, input=script, capture_output=True, encoding="utf-8", check=False
    )
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, "")


def test_the_login_shell_is_the_default(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_tab_says_nothing_where_the_store_cannot_be_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "valuecheck.db").write_text("no database" * 100)
    tried = run("complete", "--", "log", "+")
    assert (tried.code, tried.out, tried.err) == (0, "", "")

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from valuecheck.config.paths import locate
from valuecheck.core.errors import UsageError, ValuecheckError
from valuecheck.shell import discovery
from valuecheck.shell.facts import Places
from valuecheck.shell.shells import Shell

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("above", "login_shell", "shell"),
    [
        (["bash", "tmux"], "/bin/zsh", Shell.BASH),
        (["uv", "-zsh", "login"], "/bin/bash", Shell.ZSH),
        (["fish", "zsh"], "/bin/zsh", Shell.FISH),
        (["make", "sshd"], "/usr/local/bin/nu", Shell.NU),
    ],
)
def test_the_nearest_shell_above_counts_then_the_login_shell(
    above: list[str], login_shell: str, shell: Shell
) -> None:
    assert discovery.current_shell({"SHELL": login_shell}, above) is shell


@pytest.mark.parametrize("environ", [{}, {"SHELL": "/bin/tcsh"}])
def test_an_unknown_shell_is_to_be_named(environ: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="bash, zsh, fish, nu"):
        discovery.current_shell(environ, ["tcsh"])


def test_the_processes_above_are_found() -> None:
    ask = "from valuecheck.shell.discovery import ancestors; print(*ancestors())"
    # The second command keeps the shell from being replaced by the first.
    said = subprocess.check_output(["bash", "-c", f"'{sys.executable}' -c '{ask}'; :"], text=True)
    assert said.startswith("bash ")


def rc_files(environ: dict[str, str]) -> tuple[str, ...]:
    return Shell.ZSH.facts.rc_files(Places(locate(environ), environ, "linux"))


def test_zsh_is_asked_for_a_folder_it_does_not_export(tmp_path: Path) -> None:
    if not shutil.which("zsh"):
        pytest.skip("no zsh here")
    (tmp_path / ".zshenv").write_text(f"echo hello\nZDOTDIR={tmp_path}/dots\n")
    environ = {"HOME": str(tmp_path), "PATH": os.environ["PATH"]}
    assert rc_files(environ) == (f"{tmp_path}/dots/.zshrc",)
    environ["ZDOTDIR"] = "/elsewhere"
    assert rc_files(environ) == ("/elsewhere/.zshrc",)


def test_without_zsh_the_home_folder_is_taken(tmp_path: Path) -> None:
    environ = {"HOME": str(tmp_path), "PATH": str(tmp_path)}
    assert rc_files(environ) == (f"{tmp_path}/.zshrc",)


def test_the_program_is_the_one_that_was_called(tmp_path: Path) -> None:
    real = tmp_path / "venv" / "valuecheck"
    real.parent.mkdir()
    real.touch(0o755)
    link = tmp_path / "valuecheck"
    link.symlink_to(real)
    assert discovery.program(str(link)) == str(link)


def test_called_as_a_module_the_program_is_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "valuecheck").touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert discovery.program("/x/valuecheck/__main__.py") == str(tmp_path / "valuecheck")


@pytest.mark.parametrize("cache", ["uv/archive-v0/xyz", "pipx/.cache/xyz"])
def test_a_hook_calls_no_program_in_a_cache(tmp_path: Path, cache: str) -> None:
    passing = tmp_path / cache / "bin" / "valuecheck"
    passing.parent.mkdir(parents=True)
    passing.touch(0o755)
    assert discovery.program(str(passing)) == str(passing)
    with pytest.raises(ValuecheckError, match="install the program first, with 'uv tool install'"):
        discovery.lasting_program(str(passing))


def test_no_program_is_an_error_with_a_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(ValuecheckError, match="install it with pipx or uv"):
        discovery.program("/x/valuecheck/__main__.py")

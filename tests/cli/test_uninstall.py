"""`uninstall`: afterwards the home is what it was, and no answer is lost that was to stay."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.terminal import Terminal
from valuecheck.actions import background, uninstall
from valuecheck.config.context import current_context
from valuecheck.config.paths import Paths, locate
from valuecheck.shell.shells import Shell

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Run

PROGRAM = Path(sys.executable).parent / "valuecheck"
IN_FOLDERS = (".config/fish/config.fish", ".config/nushell/config.nu")
RC_FILES = (".bashrc", ".zshrc", ".profile", *IN_FOLDERS)


# What shells make themselves when they are started, as `hook install` does once.
SHELLS_FOLDERS = (
    ".config/fish/functions",
    ".local/share/fish/generated_completions",
    ".cache/fish/generated_completions",
    ".local/share/nushell",
)
SHELLS_OWN = {"history.txt", "fish_variables", ".cache", "plugin.msgpackz"}


def snapshot(folder: Path) -> dict[str, tuple[int, bytes | None]]:
    """Every file, link and folder below `folder`: its mode, and the content of a file."""
    return {
        str(path.relative_to(folder)): (
            stat.S_IMODE(path.lstat().st_mode),
            path.read_bytes() if path.is_file() else None,
        )
        for path in folder.rglob("*")
        if not path.is_relative_to(folder / ".cache") and path.name not in SHELLS_OWN
    }


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of a user with files of every shell; the program's folders are the usual ones."""
    folder = tmp_path / "user"
    for name in RC_FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True, mode=0o755)
        (folder / name).write_text("# mine, without an end of the last line")
    for name in SHELLS_FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "dotfiles").mkdir()
    shutil.move(folder / ".zshrc", folder / "dotfiles" / "zshrc")
    (folder / ".zshrc").symlink_to("dotfiles/zshrc")
    monkeypatch.setenv("HOME", str(folder))
    for name in ("VALUECHECK_HOME", "VALUECHECK_NOW"):
        monkeypatch.delenv(name)
    for name in [*os.environ]:
        if name.startswith("XDG_"):
            monkeypatch.delenv(name)
    return folder


@pytest.fixture
def done(user: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Run the program as if it was started as `program`, and return its output."""
    assert Path.home() == user

    def run_it(line: str, code: int = 0, program: Path = PROGRAM) -> str:
        monkeypatch.setattr("sys.argv", [str(program)])
        # Without a time of the tests, which needs VALUECHECK_HOME.
        outcome = run(*line.split(), now="")
        assert outcome.code == code, (line, outcome.err)
        return outcome.out + outcome.err

    return run_it


def install_everything(done: Callable[..., str], remote: Path) -> None:
    for shell in Shell:
        done(f"hook install {shell} --yes")
        done(f"completion {shell} --install --yes")
    done("4 an answer +kind @customer")
    done("config hook_style notice")
    done(f"sync setup {remote} --no-auto")
    done("off tomorrow")
    done("sync")
    done("forget last --yes")
    done("4 an answer +kind @customer")
    done("status --short")
    paths = locate({"HOME": os.environ["HOME"]}, "linux")
    # What a team's report leaves; it needs a server.
    Path(paths.team_note).write_text("{}")
    for place in (paths.sync_key, paths.sync_cache, paths.backups):
        assert os.path.exists(place), place


def test_everything_comes_and_goes_without_a_trace(
    user: Path, done: Callable[..., str], tmp_path: Path
) -> None:
    if not shutil.which("git"):
        pytest.skip("no git here")
    remote = tmp_path / "diary.git"
    subprocess.run(["git", "init", "--quiet", "--bare", remote], check=True)
    before = snapshot(user)
    install_everything(done, remote)
    installed = snapshot(user)
    assert "Remove" not in done("uninstall --dry-run")
    assert snapshot(user) == installed
    assert "add --yes" in done("uninstall", code=2)
    assert snapshot(user) == installed

    said = done("uninstall --yes")
    assert "Terminals that are open keep the hook" in said
    paths = locate({"HOME": str(user)}, "linux")
    assert f"stay: {paths.store}, {paths.settings}" in said
    kept = {name: found for name, found in snapshot(user).items() if name not in before}
    files = {str(user / name) for name, (_, content) in kept.items() if content is not None}
    assert {*map(os.path.dirname, files - {paths.store, paths.settings, paths.sync_key})} == {
        paths.backups
    }
    assert {name: found for name, found in snapshot(user).items() if name in before} == before

    assert "add --export FILE" in done("uninstall --data --yes", code=2)
    assert "an answer" in done("log")
    assert "✓ Removed" in done("uninstall --data --no-export --yes")
    assert snapshot(user) == before
    assert "Nothing is left" in done("uninstall --data --yes")
    assert snapshot(user) == before


@pytest.mark.parametrize("shell", list(Shell))
def test_a_login_is_silent_with_the_program_gone(
    user: Path, done: Callable[..., str], shell: Shell
) -> None:
    if not shutil.which(shell):
        pytest.skip(f"no {shell} here")

    def login() -> tuple[int, str, str]:
        words = [shell, "--login", "-c", "true"] if shell is Shell.NU else [shell, "-l", "-i"]
        ran = subprocess.run(
            words, input="", capture_output=True, encoding="utf-8", check=False, cwd=user
        )
        # systemd's profile names each shell to the terminal, by a number of its own.
        return ran.returncode, re.sub(r"\x1b]3008;[^\x1b]*\x1b\\", "", ran.stdout), ran.stderr

    before = login()
    link = user / "valuecheck"
    link.symlink_to(PROGRAM)
    done(f"hook install {shell} --yes", program=link)
    done(f"completion {shell} --install --yes", program=link)
    link.unlink()
    assert login() == before, "removed without uninstall"
    done("uninstall --yes")
    assert login() == before


def test_a_folder_of_ones_own_stays_if_something_else_is_in_it(home: Path, run: Run) -> None:
    run("4", "an answer")
    (home / "mine.txt").write_text("mine")
    outside = home.parent / "outside"
    outside.mkdir()
    (outside / "precious").write_text("precious")
    (home / "state" / "link").symlink_to(outside)
    done = run("uninstall", "--data", "--no-export", "--yes")
    assert done.out.startswith(f"delete every answer: {home / 'valuecheck.db'}\n")
    assert "hook" not in done.out
    assert done.code == 0
    assert f"Something else is in {home}" in " ".join(done.out.split())
    assert snapshot(home) == {"mine.txt": (0o644, b"mine")}
    assert (outside / "precious").exists()


def test_a_folder_that_cannot_be_read_is_not_taken_for_empty(
    home: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("4", "a secret")
    run("backup")
    scandir = os.scandir

    def fail(path: str) -> object:
        if path == str(home / "backups"):
            raise OSError(5, "Input/output error", path)
        return scandir(path)

    with monkeypatch.context() as patched:
        patched.setattr(os, "scandir", fail)
        refused = run("uninstall", "--data", "--no-export", "--yes")
    assert refused.code == 1
    assert f"{home / 'backups'} cannot be removed: " in refused.err
    assert (home / "valuecheck.db").exists()
    assert run("uninstall", "--data", "--no-export", "--yes").code == 0
    assert not home.exists()


def test_an_empty_home_is_removed(home: Path, run: Run) -> None:
    run("4", "an answer")
    run("config", "hook_style", "off")
    (home / "sync.key").write_text("secret")
    assert run("uninstall", "--data", "--no-export", "--yes").code == 0
    assert not home.exists()


@pytest.mark.parametrize(
    "options", ["--export x.jsonl", "--no-export", "--data --export x --no-export", "--data"]
)
def test_what_contradicts_itself_is_refused_and_changes_nothing(
    home: Path, run: Run, options: str
) -> None:
    run("4", "an answer")
    before = snapshot(home)
    refused = run("uninstall", "--yes", *options.split())
    assert refused.code == 2
    assert snapshot(home) == before


def test_where_one_folder_holds_all_the_answers_stay(tmp_path: Path) -> None:
    """On macOS data, settings and state are in one folder."""
    folder = tmp_path / "Library" / "valuecheck"
    (folder / "backups").mkdir(parents=True)
    (folder / "sync.git" / "objects").mkdir(parents=True)
    paths = Paths(str(folder), str(folder), str(folder))
    data = {paths.store, paths.settings, f"{paths.backups}/valuecheck-1.db", f"{folder}/sync.key"}
    state = {paths.compiled, paths.next_due, paths.short, paths.lock, paths.ask}
    state |= {f"{folder}/sync.lock", f"{folder}/sync.git/objects/ab"}
    for path in data | state:
        Path(path).write_text("")
    environ = {"HOME": str(tmp_path), "PATH": ""}
    assert {*uninstall.plan(paths, environ, data=False).files} == state
    uninstall.carry_out(uninstall.plan(paths, environ, data=True), environ)
    assert not folder.exists()


def test_the_export_before_is_complete(
    home: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run("4", "an answer +kind")
    notes = run("log", "--json").out
    inside = run("uninstall", "--data", "--yes", "--export", str(home / "mine.jsonl"))
    assert (inside.code, home.exists()) == (2, True)
    (tmp_path / "theirs.jsonl").touch()
    there = run("uninstall", "--data", "--yes", "--export", "theirs.jsonl")
    assert (there.code, home.exists()) == (2, True)
    assert "exists already; name another file" in there.err
    assert run("log", "--json").out == notes
    done = run("uninstall", "--data", "--yes", "--export", "mine.jsonl")
    assert (done.code, home.exists()) == (0, False)
    assert run("import", "mine.jsonl").code == 0
    assert run("log", "--json").out == notes


def test_a_sync_by_itself_is_over_before_anything_is_removed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("4", "an answer")
    slow, may_end, ended = (tmp_path / name for name in ("slow", "may_end", "ended"))
    wait = f"until [ -e {may_end} ]; do sleep 0.05; done"
    slow.write_text(f"#!/bin/sh\n{wait}\ntouch {ended}\n")
    slow.chmod(0o755)
    context = current_context()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "executable", str(slow))
        background.start(context, ["sync"])
    with monkeypatch.context() as patch:
        patch.setattr(background, "_ENDS_WITHIN", 0.1)
        refused = run("uninstall", "--yes")
    assert (refused.code, ended.exists()) == (1, False)
    assert "is still running; wait a minute and run the command again" in refused.err
    may_end.touch()
    assert run("uninstall", "--yes").code == 0
    assert ended.exists()
    assert not os.path.exists(context.paths.state)


def test_a_terminal_is_offered_an_export(run: Run, tmp_path: Path) -> None:
    run("4", "an answer")
    words = ("uninstall", "--data")
    with Terminal(sys.executable, "-m", "valuecheck", *words, cwd=tmp_path) as terminal:
        terminal.wait_for("first?")
        terminal.type("\r")
        terminal.wait_for("Remove all this?")
        assert (tmp_path / "valuecheck-2026-11-20.jsonl").exists()
        terminal.type("n\r")
        terminal.end()
    assert "an answer" in run("log").out

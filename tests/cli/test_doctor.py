from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.shell.versions import hook_of_version

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run


@pytest.fixture(autouse=True)
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The program where an installation would have put it."""
    file = tmp_path / "bin" / "valuecheck"
    file.parent.mkdir()
    file.touch(0o755)
    monkeypatch.setenv("PATH", f"{file.parent}{os.pathsep}{os.environ['PATH']}")
    return file


def problems(run: Run) -> dict[str, str]:
    """Return the problems that the doctor finds with their remedies, by subject."""
    said = run("doctor", "--json")
    found = json.loads(said.out)
    wrong = {
        finding["about"]: f"{finding['problem']}; {finding['remedy']}"
        for finding in found["findings"]
        if finding["problem"]
    }
    assert found["schema_version"] == 1
    assert found["well"] == (not wrong)
    assert said.code == (1 if wrong else 0)
    return wrong


def test_before_the_first_use_all_is_well_and_nothing_is_made(run: Run, tmp_path: Path) -> None:
    assert problems(run) == {}
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "nu"])
def test_in_use_all_is_well(run: Run, shell: str) -> None:
    run("4", "fixed checkout")
    run("hook", "install", shell, "--yes")
    said = run("doctor")
    assert (said.code, said.err) == (0, "")
    assert {line.split()[0] for line in said.out.splitlines()} == {"ok"}
    assert f"hook {shell}  current" in said.out
    assert "check-ins: 1" in said.out
    assert "Fri 20 Nov: nothing more is asked." in said.out


def test_a_bad_setting_is_named_and_the_rest_is_looked_at(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VALUECHECK_ASK_AFTER", "25:00")
    said = run("doctor")
    assert said.code == 1
    (wrong,) = [line for line in said.out.splitlines() if line.startswith("wrong")]
    assert "ask_after cannot be '25:00'" in wrong
    assert "hook bash" in said.out


def test_an_unknown_setting_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VALUECHECK_ASK_AFTR", "9:00")
    assert "did you mean VALUECHECK_ASK_AFTER" in problems(run)["settings"]


def test_a_time_that_is_none_is_named(run: Run) -> None:
    run("4")
    said = run("doctor", now="noon")
    assert said.code == 1
    assert "wrong  clock  VALUECHECK_NOW is 'noon'" in said.out
    assert "next due" not in said.out


def test_folders_and_files_are_for_their_owner_alone(run: Run, home: Path) -> None:
    run("4")
    (home / "state").chmod(0o755)
    (home / "valuecheck.db").chmod(0o644)
    found = problems(run)
    assert f"chmod 700 {home}/state" in found["folder"]
    assert f"chmod 600 {home}/valuecheck.db" in found["file"]


def test_a_file_in_a_folders_place_is_named(run: Run, home: Path) -> None:
    home.write_text("")
    assert "is no folder" in problems(run)["folder"]


def test_another_users_folder_is_named(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.mkdir(mode=0o700)
    monkeypatch.setattr(os, "getuid", lambda: 4711)
    assert "belongs to another user" in problems(run)["folder"]


def test_a_damaged_store_is_named(run: Run, home: Path) -> None:
    run("4")
    (home / "valuecheck.db").write_bytes(b"no store" * 500)
    assert "it is not a valuecheck store; move it away" in problems(run)["store"]


def test_a_row_that_no_valuecheck_wrote_is_named(run: Run, home: Path) -> None:
    run("4")
    with closing(sqlite3.connect(home / "valuecheck.db")) as opened:
        opened.execute("PRAGMA ignore_check_constraints = ON")
        opened.execute("UPDATE check_ins SET score = 9")
        opened.commit()
    assert "is damaged" in problems(run)["store"]


def test_a_store_of_a_newer_version_is_named(run: Run, home: Path) -> None:
    run("4")
    with closing(sqlite3.connect(home / "valuecheck.db")) as opened:
        opened.execute("PRAGMA user_version = 99")
    assert "newer valuecheck" in problems(run)["store"]


def test_a_clock_and_an_answer_of_the_future_are_named(run: Run) -> None:
    run("4", now="2027-01-04T09:00:00+01:00")
    found = problems(run)
    assert "45 days ahead of this machine's clock; set this clock right, or" in found["clock"]
    assert "2027-01-04 is answered already" in found["store"]


@pytest.mark.parametrize("content", ["soon\n", "9" * 12, "²"])
def test_a_stamp_that_is_no_time_is_named(run: Run, home: Path, content: str) -> None:
    run("4")
    (home / "state" / "next-due").write_text(content, encoding="utf-8")
    assert f"rm {home}/state/next-due" in problems(run)["next due"]


def test_a_stamp_that_keeps_the_hook_silent_is_named(run: Run, home: Path) -> None:
    run("4", now="2026-11-19T09:00:00+01:00")
    assert problems(run) == {}
    stamp = home / "state" / "next-due"
    stamp.write_text(str(int(stamp.read_text()) + 20 * 3600))
    assert "silent for too long" in problems(run)["next due"]


def test_what_is_no_file_in_the_place_of_one_is_named(run: Run, home: Path) -> None:
    run("4")
    stamp = home / "state" / "next-due"
    stamp.unlink()
    stamp.mkdir()
    assert problems(run)["file"] == f"{stamp} is no file; rm -r {stamp}"


def test_a_hook_that_nothing_loads_is_named(run: Run, tmp_path: Path) -> None:
    run("hook", "install", "zsh", "--yes")
    (tmp_path / ".zshrc").unlink()
    assert "valuecheck hook install zsh" in problems(run)["hook zsh"]


def test_a_line_that_loads_a_hook_that_is_gone_is_named(run: Run, home: Path) -> None:
    run("hook", "install", "bash", "--yes")
    (home / "state" / "hook.bash").unlink()
    assert "which is gone" in problems(run)["hook bash"]


def test_a_hook_that_calls_a_program_elsewhere_is_named(run: Run, home: Path) -> None:
    run("hook", "install", "fish", "--yes")
    file = home.parent / ".config" / "fish" / "conf.d" / "valuecheck.fish"
    file.write_bytes(hook_of_version(file.read_bytes(), 0))
    assert "valuecheck hook install fish" in problems(run)["hook fish"]
    file.write_bytes(file.read_bytes() + b"# mine\n")
    assert "edited by hand and older" in problems(run)["hook fish"]


def test_a_hook_edited_by_hand_is_the_persons_choice(run: Run, home: Path) -> None:
    run("hook", "install", "zsh", "--yes")
    with (home / "state" / "hook.zsh").open("a") as file:
        file.write("# mine\n")
    assert problems(run) == {}
    assert "edited by hand" in run("doctor").out


def test_a_program_that_is_nowhere_is_named(
    run: Run, program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.unlink()
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    assert "not on this machine's PATH" in problems(run)["hook"]

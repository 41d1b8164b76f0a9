"""Whatever is wrong ends in one sentence, the remedy and an exit code, with nothing changed."""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.commands import TREE
from tests.terminal import PROGRAM, Terminal
from valuecheck.core.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Fill, Run

WRONG_WORDS = (
    # answers
    "ask",
    "ask foo",
    "45",
    "4.5",
    "6",
    "9 lives",
    "4/5",
    "0 words",
    "0 --day yesterday",
    "0 --kind dr",
    "4 bad\x1bnote",
    "4 bad\udcff",
    f"4 {'x' * 1001}",
    "4 --day foo",
    "4 --day tomorrow",
    "4 --day 2026-11-21",
    "4 --day 2026-02-31",
    "4 --day 20261119",
    "4 --day",
    "4 --kind !!",
    "4 --kind +1",
    f"4 --kind {'x' * 41}",
    "4 --customer @",
    "4 --bogus",
    "ask 4 -x",
    "-1",
    # commands and options
    "foo",
    "Status",
    "lgo",
    "--bogus",
    "status extra",
    "due extra",
    "due -x",
    "undo last",
    "status --format bogus",
    "status --short --json",
    "status --short --format plain",
    # periods, tags, filters
    "log foo",
    "log week month",
    "log 2026-W54",
    "log 2026-13",
    "log 2026-Q5",
    "log 2027",
    "log 0d",
    "log 2026-11-20..2026-11-01",
    "log ..",
    "log +",
    "log +1",
    "log @",
    "log +a+b",
    "log --score 6",
    "log --score 0",
    "log --score 2-1",
    "log --score 1-",
    "log --score ²",
    "log --limit 0",
    "log --limit -1",
    "log --limit x",
    "log --json --format csv",
    "log --force",
    "log --output",
    "report foo",
    "report 2027-01",
    "report week +",
    "report --format xlsx",
    "report --json --format markdown",
    # changes
    "edit foo",
    "edit 0",
    "edit last 0",
    "edit last 4 --day 2026-11-21",
    "edit last --day foo",
    "edit",
    "edit last",
    "edit last 7",
    "edit last 5 words --no-note",
    "edit ffff0000ffff 4",
    "edit last bad\x07note",
    "delete",
    "delete foo",
    "delete abc",
    "delete ffff0000ffff",
    "delete last last",
    "forget foo",
    "forget last",
    "off foo",
    "off 2026-11-25..2026-11-20",
    "off 2026-01-01..2027-06-01",
    "off fri bad\x1breason",
    "off fri --delete",
    "off ..",
    # set up
    "config foo",
    "config foo 1",
    "config workdays blursday",
    "config day_starts_at 25:00",
    "config remind_after never",
    "config remind_after 0m",
    "config hook_style maybe",
    "config weekly_digest perhaps",
    "config pair_window_days 0",
    "config question --unset now",
    "completion tcsh",
)


@pytest.fixture
def store(run: Run, home: Path, fill: Fill) -> Path:
    def as_it_was() -> None:
        assert run("4", "as it was +incident @retail").code == 0
        assert run("off", "2026-12-24").code == 0

    fill(as_it_was)
    return home / "valuecheck.db"


def dump(store: Path) -> list[str]:
    with closing(sqlite3.connect(store)) as opened:
        return [*opened.iterdump()]


@pytest.mark.parametrize("line", WRONG_WORDS)
def test_wrong_words_end_in_a_sentence_with_nothing_changed(
    run: Run, store: Path, line: str
) -> None:
    before = dump(store)
    failed = run(*line.split(" "))
    assert failed.code == ExitCode.USAGE
    assert failed.out == ""
    assert failed.err.startswith("valuecheck: ")
    assert "; " in failed.err
    assert failed.err.endswith(".\n")
    assert failed.err.count("\n") == 1
    assert not {"\x1b", "\x07"} & {*failed.err}
    assert dump(store) == before
    assert not (store.parent / "config.toml").exists()


@pytest.mark.parametrize(
    ("line", "nearest"),
    [("lgo", "'log'"), ("log --serch x", "--search"), ("config workday mon", "workdays")],
)
def test_a_typing_error_names_the_nearest_word(run: Run, line: str, nearest: str) -> None:
    assert nearest in run(*line.split()).err


def test_words_that_begin_with_a_dash_are_told_where_to_go(run: Run) -> None:
    assert "'--'" in run("4", "-x").err
    assert run("4", "--", "-x").code == 0


@pytest.mark.parametrize(
    "line", ["edit 4", "edit last x", "delete last", "forget last --yes", "off fri --delete"]
)
def test_changing_where_nothing_is_recorded_creates_nothing(
    run: Run, home: Path, line: str
) -> None:
    failed = run(*line.split())
    assert failed.code == ExitCode.USAGE
    assert "nothing is recorded yet" in failed.err
    assert not home.exists()


@pytest.mark.parametrize(
    "line",
    ["", "status", "status --short", "due", "log", "report", "off", "config", "undo", "--help"],
)
def test_reading_creates_nothing(run: Run, home: Path, line: str) -> None:
    run(*line.split())
    assert not home.exists()


def test_nothing_to_undo_has_an_exit_code_of_its_own(run: Run) -> None:
    assert run("undo").code == ExitCode.NOT_DUE


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("day_starts_at = '25:00'", "day_starts_at"),
        ("question = 5", "question"),
        ("workdays = []", "workdays"),
        ("not toml", "TOML"),
        ("\x80", "UTF-8"),
    ],
)
def test_a_bad_settings_file_is_named_while_config_still_runs(
    run: Run, home: Path, content: str, word: str
) -> None:
    home.mkdir()
    (home / "config.toml").write_bytes(content.encode("latin-1"))
    for line in ("status", "4 words", "due", "log", "report"):
        failed = run(*line.split())
        assert failed.code == ExitCode.USAGE
        assert failed.err.startswith("valuecheck: ")
        assert word in failed.err
        assert str(home / "config.toml") in failed.err
    shown = run("config")
    assert shown.code == 0
    assert word in shown.err
    assert "remind_after = 1h" in shown.out


def test_an_unknown_setting_warns_with_the_nearest_one(run: Run, home: Path) -> None:
    home.mkdir()
    (home / "config.toml").write_text('workday = ["mon"]\n')
    warned = run("due")
    assert warned.code == ExitCode.NOT_DUE
    assert warned.err.startswith("valuecheck: workday in ")
    assert "did you mean workdays?" in warned.err


def test_a_clock_without_a_home_of_its_own_is_refused(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VALUECHECK_HOME")
    for line in ("due", "4 words", "status"):
        assert run(*line.split()).code == ExitCode.USAGE
    monkeypatch.setenv("VALUECHECK_HOME", "/x")
    assert run("due", now="yesterday").code == ExitCode.USAGE


def typed_lines(word: str) -> Iterator[list[str]]:
    """Every command with `word` as an argument, and as the value of each option that takes one."""
    for path, command in TREE.items():
        yield [*path.split(), "4", word]
        for option in command.params:
            if option.opts[0].startswith("--") and not option.is_flag:
                yield [*path.split(), f"{option.opts[-1]}={word}"]


# About as long as Linux takes one.
LONG = "x" * 130_000


def test_long_words_are_cut_in_errors(run: Run) -> None:
    run("3", "words +kind @retail")
    for line in [*typed_lines(LONG), [LONG], [f"--{LONG}"], ["demo", LONG], ["customer", LONG]]:
        refused = run(*line)
        assert len(refused.err) < 700, (line[:2], refused.err[:200])
        assert "cannot go on" not in refused.err, line[:2]


@pytest.mark.parametrize("line", ["log --limit", "log", "hook install", ""])
@pytest.mark.parametrize("word", ["!" * 4000, "a b\t\x1b\u202e" * 900], ids=["signs", "controls"])
def test_long_words_of_any_kind_are_cut_in_errors(run: Run, line: str, word: str) -> None:
    assert len(run(*line.split(), word).err) < 700


def test_a_folder_that_cannot_be_made_is_told_for_what_it_is(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    refused = run("demo", "x" * 300)
    assert refused.code == ExitCode.USAGE
    assert "cannot make the folder '" in refused.err
    assert "file name too long; name another one." in refused.err
    assert len(refused.err) < 350


def shell(line: str, redirection: str) -> tuple[int, str]:
    """The exit code of `line` and what came out on whatever was left open."""
    command = f"{' '.join(PROGRAM)} {line} {redirection}"
    with Terminal("/bin/sh", "-c", command) as terminal:
        return terminal.end(), terminal.text


@pytest.mark.parametrize(
    "line",
    ["5 words", "log --json", "log --format terminal", "status", "status --short", "--help"],
)
def test_a_pipe_that_closes_early_is_no_failure(run: Run, line: str) -> None:
    run("4", "words")
    read, write = os.pipe()
    os.close(read)
    with Terminal(*PROGRAM, *line.split(), stdout=write) as terminal:
        os.close(write)
        assert terminal.end() == 0
        assert terminal.text == ""


def test_a_part_of_the_program_that_is_missing_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What Python makes of a module that cannot be found.
    monkeypatch.setitem(sys.modules, "valuecheck.actions.days_off", None)
    monkeypatch.delattr("valuecheck.actions.days_off", raising=False)
    outcome = run("off")
    assert (outcome.code, outcome.out) == (ExitCode.FAILED, "")
    assert outcome.err == (
        "valuecheck: valuecheck.actions.days_off, a part of the program, cannot be loaded; "
        "install valuecheck again.\n"
    )


@pytest.mark.parametrize(
    ("line", "failing", "remedy"),
    [
        ("log", "valuecheck.actions.log.check_ins", "'valuecheck doctor' looks for damage."),
        ("doctor", "valuecheck.actions.doctor.examination.examine", "nothing was changed."),
    ],
)
def test_a_mistake_of_ours_is_one_sentence_and_doctor_does_not_recommend_itself(
    run: Run, monkeypatch: pytest.MonkeyPatch, line: str, failing: str, remedy: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(failing, fail)
    outcome = run(line)
    assert (outcome.code, outcome.out) == (ExitCode.FAILED, "")
    assert outcome.err == f"valuecheck: this failed unexpectedly (RuntimeError); {remedy}\n"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="not on this platform: no /dev/full")
@pytest.mark.parametrize("line", ["due --verbose", "log", "status --short", "--help"])
def test_an_output_that_cannot_be_written_ends_in_a_sentence(line: str) -> None:
    code, text = shell(line, ">/dev/full")
    assert code == ExitCode.FAILED
    assert text.startswith("valuecheck: cannot write the output: the disk is full; ")


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
@pytest.mark.parametrize("line", ["4 words", "log"])
def test_a_closed_stream_is_no_failure(line: str, closed: str) -> None:
    code, text = shell(line, closed)
    assert code == 0
    assert "Traceback" not in text


@pytest.mark.usefixtures("at_the_start")
@pytest.mark.parametrize("line", ["ask", "ask --if-due"])
def test_no_input_at_all_is_an_empty_answer(line: str) -> None:
    code, text = shell(line, "<&-")
    assert code == ExitCode.USAGE
    assert text.startswith("valuecheck: the answer is empty; ")

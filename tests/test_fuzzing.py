"""Broken input of every kind, and command lines made of the program's own options."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING, Any

import pytest
import typer
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests import fuzzing
from tests.soak.homes import CODES
from valuecheck.cli.app import app
from valuecheck.store import connection
from valuecheck.store import rows as store_rows
from valuecheck.store.changes import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Run

# Large by hand: VALUECHECK_FUZZ=100000 pytest tests/test_fuzzing.py
INPUTS = int(os.environ.get("VALUECHECK_FUZZ", "150"))
LINES = int(os.environ.get("VALUECHECK_LINES", "60"))
# They open a browser or a database, or make up a year.
LEFT_OUT = {"demo", "team", "sync", "uninstall"}
VALUES = (
    "4", "0", "5 words", "last", "abcd", "week", "2026-11-20", "mon", "9999-12-31", "0001-01-01",
    "all", "12w", "+incident", "@retail", "@", "+", "", "-", "--", "x" * 500, "\udcff", "\x1b[31m",
    "é\u202e", "out.csv", "./out.jsonl", "/dev/null", "/nowhere/out.db", "missing.csv", "plain",
    "json", "nonsense", "1-2", "-1", "999999999999999999999", "4h", "mon..fri", "a=b", "score=4",
    "question", "workdays", "mon,tue", "{}", "%s", "../..", "bash", "1",
)  # fmt: skip


@pytest.mark.parametrize("target", fuzzing.TARGETS)
def test_broken_input_ends_in_one_of_our_errors(target: str) -> None:
    chance = random.Random(target)
    for _ in range(INPUTS):
        fuzzing.feed(target, fuzzing.mutated(target, chance))


@settings(deadline=None)
@given(st.sampled_from(sorted({*fuzzing.TARGETS} - {"config"})), st.text())
@example("day", "9999-12-31")
@example("period", "9999-W53")
def test_any_text_ends_in_one_of_our_errors(target: str, text: str) -> None:
    fuzzing.feed(target, text)


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Each command by its words."""
    found = getattr(command, "commands", {})
    if not found:
        yield path, command
    for name, each in found.items():
        if name not in LEFT_OUT:
            yield from commands(each, (*path, name))


COMMANDS = [*commands(typer.main.get_command(app))]


def line_of(chance: random.Random) -> list[str]:
    """A command line: a command, some of its options with some values, and some words."""
    path, command = chance.choice(COMMANDS)
    words = [*path]
    options = [each for each in command.params if each.param_type_name == "option"]
    for option in chance.sample(options, min(len(options), chance.choice((0, 0, 1, 2)))):
        name = chance.choice([*option.opts, *option.secondary_opts])
        if name == "--open":
            continue
        words += [name] if option.is_flag else [name, chance.choice(VALUES)]
    words += chance.choices(VALUES, k=chance.choice((0, 1, 1, 2, 3)))
    if chance.random() < 0.1:
        chance.shuffle(words)
    return words


def content(home: Path) -> list[object]:
    """All rows of all tables, whatever the file is like."""
    try:
        with connection.reading(str(home / "valuecheck.db")) as opened:
            if opened is None:
                return []
            return [[*store_rows.all_rows(opened, table)] for table in TABLES.values()]
    except Exception:
        return [(home / "valuecheck.db").read_bytes()]


def damage(home: Path, chance: random.Random) -> None:
    """Flip bits of the store, cut it, or write what no command can use."""
    store = home / "valuecheck.db"
    kind = chance.randrange(4)
    whole = bytearray(store.read_bytes())
    if kind == 0:
        for _ in range(chance.randrange(1, 20)):
            whole[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
    elif kind == 1:
        del whole[chance.randrange(len(whole)) :]
    elif kind == 2:
        (home / "config.toml").write_text(fuzzing.mutated("config", chance), errors="replace")
    store.write_bytes(whole)


@pytest.mark.parametrize("kind", ["good", "damaged", "none"])
def test_any_command_line_ends_in_an_exit_code_of_ours(
    run: Run, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    chance = random.Random(kind)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHELL", "/bin/bash")
    for number in range(LINES // 3):
        if number % 20 == 0 and kind != "none":
            (home / "config.toml").unlink(missing_ok=True)
            (home / "valuecheck.db").unlink(missing_ok=True)
            run("4", "first", "+incident", "@retail")
            run("feedback", "add", "@retail", "2", "slow")
            if kind == "damaged":
                damage(home, chance)
        before = content(home)
        words = line_of(chance)
        outcome = run(*words, stdin=chance.choice(("", "4 x\n", "\x00\xff")))
        said = outcome.out + outcome.err
        assert outcome.code in CODES, (words, outcome)
        assert "Traceback" not in said, (words, said)
        assert "unexpectedly" not in said, (words, said)
        if outcome.code in (1, 2, 4) and words[:1] != ["forget"]:
            assert content(home) == before, (words, said)

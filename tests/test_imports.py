"""The modules that each start loads, the layers of imports, and the one reader of the clock."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

import grimp
import pytest

import valuecheck
from tests.terminal import Terminal

if TYPE_CHECKING:
    from tests.conftest import Run

PACKAGE = Path(valuecheck.__file__).parent
SOURCES = sorted(PACKAGE.rglob("*.py"))
HEAVY = {
    "typer", "rich", "click", "pydantic", "sqlite_utils", "tomlkit", "tomllib", "pathlib",
    "importlib.metadata", "inspect", "dataclasses", "asyncio", "tempfile", "urllib", "subprocess",
}  # fmt: skip
LOADED = """
import sys
from valuecheck.__main__ import main
main(sys.argv[1:])
print("\\n", *sys.modules, file=sys.stderr)
"""


def loaded_by(*words: str, stdin: str = "") -> set[str]:
    """The modules in a process of its own that has run a command line."""
    finished = subprocess.run(
        [sys.executable, "-c", LOADED, *words],
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return {*finished.stderr.splitlines()[-1].split()}


@pytest.mark.parametrize(
    ("line", "stdin"),
    [
        ("due", ""),
        ("due --verbose", ""),
        ("4 fixed outage +incident @retail", ""),
        ("ask 4 --day yesterday --kind dr late", ""),
        ("ask", "4 from a pipe\n"),
        ("ask --if-due", "4\n"),
        ("0", ""),
        ("4 bad\x1bnote", ""),
    ],
)
def test_the_daily_path_loads_the_standard_library_alone(
    run: Run, home: Path, line: str, stdin: str
) -> None:
    if line != "0":
        run("3", "so that there is a store")
    else:
        run("off", "2026-12-24")
    (home / "config.toml").write_text('remind_after = "30m"\n')
    run("due")  # compiles the settings
    loaded = loaded_by(*line.split(" "), stdin=stdin)
    assert {name for name in loaded if name in HEAVY} == set()


@pytest.mark.parametrize("line", ["due", "4 fixed outage +incident @retail", "complete -- log +"])
def test_the_daily_path_pays_for_no_module_that_it_can_do_without(
    run: Run, home: Path, line: str
) -> None:
    run("ask", "--day", "yesterday", "3", "so that there is a store")
    run("3", "so that there is the week's copy of it")
    (home / "config.toml").write_text('remind_after = "30m"\n')
    run("due")  # compiles the settings
    (home / "state" / "ask.json").write_text('{"shown": ["2026-11-19"]}')
    unused = {"valuecheck.ask.prompt", "valuecheck.ask.words", "valuecheck.store.copies"}
    bare = {"typing", "enum", "re", "json", *unused}
    assert loaded_by(*line.split()) & bare == set()


def test_an_answer_loads_nothing_of_the_sync_that_it_starts(run: Run, home: Path) -> None:
    run("3", "so that there is a store")
    (home / "config.toml").write_text('[sync]\nremote = "/nowhere"\nauto = true\n')
    run("due")  # compiles the settings
    loaded = loaded_by("4", "again")
    assert "valuecheck.actions.background" in loaded
    packages = {name.split(".")[0] for name in loaded}
    assert not {"pyrage", "subprocess"} & packages
    assert not {name for name in loaded if name.startswith("valuecheck.sync")}


def test_the_question_waits_for_no_module_that_it_can_do_without() -> None:
    code = "import sys, valuecheck.ask.hook; print(*sys.modules)"
    loaded = subprocess.check_output([sys.executable, "-c", code], text=True).split()
    assert {"typing", "enum", "re", "json", "valuecheck.ask.words"}.isdisjoint(loaded)


WEEKLY = {"ask.digest", "store.wants", "store.trials", "core.trial", "report", "render.page"}
NAMED = """
import os, sys
def name(event, found):
    if event == "import" and found[0].startswith("valuecheck."):
        os.write(1, f"[{found[0]}]".encode())
sys.addaudithook(name)
from valuecheck.__main__ import main
main(sys.argv[1:])
"""


def test_the_lines_of_a_new_week_are_loaded_once_the_answer_is_acknowledged(run: Run) -> None:
    run("3", "so that there is a week")
    run("customer", "add", "retail", "--wants", "speed")
    run("try", "tidy desk")
    monday = {"VALUECHECK_NOW": "2026-11-23T09:00:00+01:00"}
    with Terminal(sys.executable, "-c", NAMED, "4", "@retail", environ=monday) as terminal:
        assert terminal.end() == 0
    before, after = terminal.raw.decode().split("✓")
    assert not {name for name in WEEKLY if f"[valuecheck.{name}]" in before}
    assert {name for name in WEEKLY if f"[valuecheck.{name}]" in after} == WEEKLY
    assert "@retail wants: speed" in after


@pytest.mark.parametrize(
    "line",
    [
        "status",
        "status --json",
        "complete -- log +",
        "complete -- st",
        "report year @retail",
        "report --json",
        "calendar",
        "log +fixed --json",
    ],
)
def test_what_is_asked_for_often_loads_no_library(run: Run, line: str) -> None:
    run("4", "fixed", "+incident", "@retail")
    assert loaded_by(*line.split()) & HEAVY == set()


@pytest.mark.parametrize("line", ["status --short", "due -h"])
def test_what_needs_no_table_loads_no_report(run: Run, line: str) -> None:
    run("3")
    loaded = loaded_by(*line.split())
    assert "valuecheck.report" not in loaded
    assert "sqlite_utils" not in loaded


def imported(source: Path) -> set[str]:
    """The first part of every module that `source` imports, for types alone included."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return {name.split(".")[0] for name in names}


@pytest.mark.parametrize(
    ("library", "homes"),
    [
        ("typer", "cli/"),
        ("rich", "cli/|render/"),
        ("sqlite_utils", "store/"),
        ("pydantic", "config/settings.py"),
        ("tomlkit", "config/settings.py|config/tables.py"),
        ("psycopg", "team/"),
    ],
)
def test_a_library_is_known_only_where_it_belongs(library: str, homes: str) -> None:
    strangers = [
        source.relative_to(PACKAGE).as_posix()
        for source in SOURCES
        if library in source.read_text(encoding="utf-8")
        and library in imported(source)
        and not re.match(homes, source.relative_to(PACKAGE).as_posix())
    ]
    assert strangers == []


CLOCKS = {"now", "today", "utcnow", "time_ns", "monotonic", "localtime", "gmtime"}


def test_only_days_reads_the_clock() -> None:
    readers = set()
    for source in SOURCES:
        text = source.read_text(encoding="utf-8")
        # Parsing all takes a second.
        if not re.search(r"\bimport (datetime|time)\b|\bfrom datetime import", text):
            continue
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            owner = ast.unparse(node.func.value)
            of_datetime = owner in {"datetime", "date", "datetime.datetime", "datetime.date"}
            of_time = owner in {"time", "clock"} and node.func.attr in {*CLOCKS, "time"}
            if of_time or (of_datetime and node.func.attr in CLOCKS):
                readers.add(source.relative_to(PACKAGE).as_posix())
    assert readers <= {"core/days.py"}
    assert "core/days.py" in readers


def test_lower_layers_import_no_higher_ones() -> None:
    linted = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=PACKAGE.parent,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert linted.returncode == 0, linted.stdout + linted.stderr


def test_no_module_imports_itself_over_others_not_even_when_it_is_called() -> None:
    graph = grimp.build_graph("valuecheck", exclude_type_checking_imports=True, cache_dir=None)
    imports = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    assert len(imports) > 200
    # Raises CycleError, which names the circle.
    TopologicalSorter(imports).prepare()

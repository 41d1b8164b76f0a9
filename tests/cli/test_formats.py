"""Every listing in every format, and the pager of a screen that is too long."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from typing import TYPE_CHECKING

import pytest

from tests.terminal import PROGRAM, Terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Fill, Run

LISTINGS = (
    "log",
    "feedback log",
    "customer list",
    "off",
    "status",
    "config",
    "hook status",
    "feedback import answers.csv --dry-run --customer=retail --scale=csat",
)
FORMATS = ("terminal", "plain", "json", "csv", "markdown", "html")
# As much as the check of typed answers lets through.
NASTY = "<b>x</b> `y` | [z](evil) *s* =1+1 +incident @retail"


@pytest.fixture
def lived(
    run: Run, home: Path, tmp_path: Path, fill: Fill, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A store with something in each listing."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "answers.csv").write_text("day,score,words\n2026-11-19,2,<i>slow</i> | `x`\n")

    def something_in_each() -> None:
        assert run("4", NASTY).code == 0
        assert run("off", "2026-12-24", NASTY).code == 0
        assert run("feedback", "add", "retail", "2", NASTY).code == 0
        assert run("customer", "chain", "retail", "shoppers").code == 0

    fill(something_in_each)
    return home


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize("listing", LISTINGS)
def test_each_listing_has_each_format_and_nothing_in_it_acts(run: Run, listing: str) -> None:
    shown = {format_: run(*listing.split(), "--format", format_) for format_ in FORMATS}
    assert {each.code for each in shown.values()} == {0}
    out = {format_: each.out for format_, each in shown.items()}
    assert json.loads(out["json"])["schema_version"] == 1
    assert out["json"].isascii()
    assert out["csv"].count("\n") == out["csv"].count("\r\n")
    head, *rows = csv.reader(io.StringIO(out["csv"], newline=""))
    assert all(len(row) == len(head) for row in rows)
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]
    assert out["markdown"].startswith("# ")
    outside = re.sub(r"(`+) ?.*?(?<!`)\1(?!`)", "", out["markdown"])
    assert not re.search("evil|@", outside)
    assert not re.search("<b>x|<i>slow", out["html"])
    for format_ in ("terminal", "plain"):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", out[format_])


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize("listing", ["log", "feedback log", "off", LISTINGS[-1]])
def test_what_was_typed_leaves_the_machine_only_with_notes(run: Run, listing: str) -> None:
    words = re.compile("slow|evil")
    for format_ in ("csv", "markdown", "html"):
        assert not words.search(run(*listing.split(), "--format", format_).out)
        assert words.search(run(*listing.split(), "--format", format_, "--notes").out)


@pytest.fixture
def long_log(run: Run, home: Path, fill: Fill) -> dict[str, str]:
    """A log that is longer than a screen of twelve lines."""
    fill(lambda: [run("4", f"thing {number}") for number in range(15)])
    return {"VALUECHECK_HOME": str(home), "TERM": "xterm-256color"}


def test_a_long_listing_goes_through_the_pager(long_log: dict[str, str], tmp_path: Path) -> None:
    pager = tmp_path / "pager"
    pager.write_text(f"#!/bin/sh\necho paged; cat > {tmp_path}/seen\n")
    pager.chmod(0o755)
    environ = {**long_log, "PAGER": str(pager)}
    with Terminal(*PROGRAM, "log", height=12, environ=environ) as terminal:
        terminal.wait_for("paged")
        assert terminal.end() == 0
    seen = (tmp_path / "seen").read_text()
    assert seen.count("thing") == 15
    assert "\x1b" not in seen
    for without in ({"PAGER": ""}, {"PAGER": "cat"}, {"PAGER": "/nowhere/pager"}, {"TERM": "dumb"}):
        with Terminal(*PROGRAM, "log", height=12, environ={**environ, **without}) as terminal:
            assert terminal.end() == 0
            assert b"paged" not in terminal.raw
            assert terminal.raw.count(b"thing") == 15
    with Terminal(*PROGRAM, "log", "--no-pager", height=12, environ=environ) as terminal:
        assert terminal.end() == 0
        assert b"paged" not in terminal.raw


def test_less_keeps_the_colours_and_leaves_what_fits_alone(long_log: dict[str, str]) -> None:
    environ = {key: os.environ[key] for key in ("PATH",)} | long_log
    with Terminal(*PROGRAM, "log", height=12, environ=environ) as terminal:
        terminal.wait_for("thing 14")
        terminal.type("q")
        assert terminal.end() == 0
    assert b"\x1b[38;5;" in terminal.raw
    assert b"thing 0" not in terminal.raw

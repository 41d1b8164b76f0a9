"""Draws the README's pictures from real output: python -m tests.picture"""

from __future__ import annotations

import io
import re
import tempfile
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.text import Text

from valuecheck.actions import demo, reporting
from valuecheck.config.compiled import CompiledSettings, Context
from valuecheck.config.paths import locate
from valuecheck.core.records import Filters
from valuecheck.render.formats.terminal import write as terminal
from valuecheck.render.formats.terminal.colours import as_rich
from valuecheck.render.pages.report import page
from valuecheck.report import build

FOLDER = Path(__file__).parent.parent / ".github"
PICTURES = {"report.svg": (), "year.svg": ("year",)}
NOW = "2026-11-20T17:00:00+01:00"
WIDTH = 80


def draw(*words: str) -> str:
    """The SVG of a report on the made-up year, as a terminal shows it."""
    with tempfile.TemporaryDirectory() as parent:
        home = demo.fill(f"{parent}/home", {"VALUECHECK_NOW": NOW})
        paths = locate({"VALUECHECK_HOME": home})
        context = Context(paths, CompiledSettings(), datetime.fromisoformat(NOW))
        report = build(reporting.read_inputs(context, words[0] if words else None, Filters()))
    console = Console(record=True, width=WIDTH, file=io.StringIO(), color_system="truecolor")
    console.print(Text(" ".join(["$ valuecheck report", *words]), style="dim"))
    console.print(as_rich(terminal.write(page(report), WIDTH, unicode=True)))
    svg = console.export_svg(title="valuecheck", unique_id="valuecheck")
    # A picture asks no other host for fonts.
    return re.sub(r"@font-face \{.*?\}\s*|<!--.*?-->\s*", "", svg, flags=re.DOTALL)


if __name__ == "__main__":
    for name, words in PICTURES.items():
        (FOLDER / name).write_text(draw(*words), encoding="utf-8")

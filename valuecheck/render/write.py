"""A result in the format that was asked for: one writer each."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from valuecheck.render.page import View


class Format(StrEnum):
    """How a result is written."""

    TERMINAL = "terminal"
    PLAIN = "plain"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"
    HTML = "html"


ENDINGS = {
    ".txt": Format.PLAIN,
    ".json": Format.JSON,
    ".csv": Format.CSV,
    ".md": Format.MARKDOWN,
    ".html": Format.HTML,
}


def written(view: View, format_: Format, *, notes: bool = False, explained: bool = False) -> str:
    """`view` as text in any format but that of the terminal.

    Without `notes`, formats that are passed on leave private parts out; `explained` adds how
    figures are counted.
    """
    match format_:
        case Format.JSON:
            from valuecheck.render.formats import json

            return json.write(view.document())
        case Format.CSV:
            from valuecheck.render.formats import csv

            return csv.write(view.records(), notes=notes)
        case Format.MARKDOWN:
            from valuecheck.render.formats import markdown

            return markdown.write(view.page(), notes=notes, explained=explained)
        case Format.HTML:
            from valuecheck.render.formats import html

            return html.write(view.page(), notes=notes)
        case _:
            from valuecheck.render.formats import plain

            return plain.write(view.page(), explained=explained)

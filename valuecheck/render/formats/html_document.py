"""A self-contained page: no script, nothing fetched."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from valuecheck.render.formats.html_elements import Html, element

if TYPE_CHECKING:
    from collections.abc import Sequence

POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def document(
    heading: str, first: Sequence[Html], main: Sequence[Html], remarks: Sequence[str]
) -> str:
    """An HTML page: `first` below the heading, then the parts of `main`, `remarks` at the foot."""
    head = [
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", f"valuecheck: {heading}"),
        element(
            "style",
            Html(files("valuecheck.render.formats").joinpath("page.css").read_text("utf-8")),
        ),
    ]
    foot = [element("p", remark) for remark in (*remarks, "Drawn by valuecheck.")]
    body = [
        element("header", element("h1", heading), *first),
        element("main", *main),
        element("footer", *foot),
    ]
    page = element("html", element("head", *head), element("body", *body), lang="en")
    return f"<!DOCTYPE html>\n{page}\n"

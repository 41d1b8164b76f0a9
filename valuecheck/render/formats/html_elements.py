"""HTML that is well-formed and inert by construction: whatever is not markup is escaped."""

from __future__ import annotations

from html import escape

from valuecheck.core.text import visible

VOID = {"meta"}


class Html(str):
    """Markup, safe as it is."""

    __slots__ = ()


def element(name: str, /, *children: str, **attributes: str | int) -> Html:
    """The element `name`; children that are no Html are text.

    A trailing `_` of an attribute's name is dropped and other `_` become `-`: `class_`,
    `aria_label`.
    """
    shown = "".join(
        f' {key.removesuffix("_").replace("_", "-")}="{_escaped(str(value))}"'
        for key, value in attributes.items()
    )
    if name in VOID:
        return Html(f"<{name}{shown}>")
    return Html(f"<{name}{shown}>{join(children)}</{name}>")


def join(children: tuple[str, ...] | list[str], between: str = "") -> Html:
    """Children one after the other, `between` two of them plain text."""
    return Html(
        _escaped(between).join(
            child if isinstance(child, Html) else _escaped(child) for child in children
        )
    )


def _escaped(text: str) -> str:
    return escape(visible(text))

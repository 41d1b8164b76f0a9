"""The tags beside a change, as counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.render.words import figures

if TYPE_CHECKING:
    from collections.abc import Callable

    from valuecheck.report.model import Cause


def cause(cause: Cause, quoted: Callable[[str], str] = str) -> str:
    """Such as `+meeting: 7 of 19 days (average 1.9), none of the 20 before.`"""
    before = f"{cause.days_before:,}" if cause.days_before else "none"
    level = "" if cause.average.value is None else f" (average {cause.average.value:.1f})"
    now = f"{cause.days:,}" if cause.days else "none"
    tag = quoted(cause.tag)
    days = figures.counted(cause.of, "day")
    if not cause.days:
        return f"{tag}: {now} of {days}, {before} of the {cause.of_before:,} before{level}."
    return f"{tag}: {now} of {days}{level}, {before} of the {cause.of_before:,} before."

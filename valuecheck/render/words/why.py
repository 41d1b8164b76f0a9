"""The tags beside a change, as counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.text import counted

if TYPE_CHECKING:
    from collections.abc import Callable

    from valuecheck.report.model import Cause


def cause(cause: Cause, then: str, quoted: Callable[[str], str] = str) -> str:
    """Such as `+meeting: 7 of 19 days (average 1.9); in the weeks before, none of 20.`

    `then` names the time before: `in the weeks before`.
    """
    level = "" if cause.average.value is None else f" (average {cause.average.value:.1f})"
    now, before = (f"{days:,}" if days else "none" for days in (cause.days, cause.days_before))
    now += f" of {counted(cause.of, 'day')}" + (level if cause.days else "")
    before += f" of {cause.of_before:,}" + ("" if cause.days else level)
    return f"{quoted(cause.tag)}: {now}; {then}, {before}."

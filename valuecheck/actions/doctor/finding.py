"""One thing that the doctor looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.errors import ValuecheckError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Finding(NamedTuple):
    """One thing that was looked at.

    `about` names it and `detail` says what is there. Where something is wrong, `problem` says what
    and `remedy` what to do; else both are empty. `fix` mends it where that is safe, and returns
    what it did.
    """

    about: str
    detail: str
    problem: str = ""
    remedy: str = ""
    fix: Callable[[], str] | None = None


def guarded(about: str, look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """Yield the findings of `look`; an error that it raises is a finding, too."""
    try:
        yield from look()
    except ValuecheckError as error:
        yield Finding(about, "", error.problem, error.remedy)

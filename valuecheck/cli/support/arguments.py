"""Sort arguments, and ask for agreement."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from valuecheck.core.errors import UsageError
from valuecheck.core.text import quoted, say, visible

if TYPE_CHECKING:
    from valuecheck.config.compiled import Context
    from valuecheck.core.records import Filters


def is_interactive() -> bool:
    """Return whether a user can be asked: standard input and output are terminals."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def sort_words(words: list[str]) -> tuple[str | None, Filters]:
    """At most one period among `words`, and the tags. Raises UsageError."""
    from valuecheck.core.answer import CUSTOMER, KIND, parse_tag
    from valuecheck.core.records import Filters

    kinds = [parse_tag(word, KIND) for word in words if word.startswith(KIND)]
    customers = [parse_tag(word, CUSTOMER) for word in words if word.startswith(CUSTOMER)]
    periods = [word for word in words if not word.startswith((KIND, CUSTOMER))]
    if len(periods) > 1:
        problem = f"{quoted(periods[1])} is a second period beside {quoted(periods[0])}"
        raise UsageError(problem, "give one of them; a tag begins with + or @")
    filters = Filters(kinds=tuple(dict.fromkeys(kinds)), customers=tuple(dict.fromkeys(customers)))
    return (periods[0] if periods else None), filters


def sort_customers(words: list[str]) -> tuple[str | None, tuple[str, ...]]:
    """At most one period among `words`, and customers. Raises UsageError, also for a kind."""
    from valuecheck.core.answer import KIND

    period, filters = sort_words(words)
    if filters.kinds:
        problem = f"{quoted(KIND + filters.kinds[0])} is a kind of work, and feedback has none"
        raise UsageError(problem, "name customers, such as @retail")
    return period, filters.customers


def confirm(question: str, *, yes: bool, otherwise: str) -> bool:
    """Return whether the user agrees. Raises UsageError where nobody can be asked."""
    import typer

    if yes:
        return True
    if not is_interactive():
        raise UsageError(otherwise, "add --yes to do it without being asked")
    return typer.confirm(visible(question))


def say_unknown_tags(context: Context, filters: Filters, *, aloud: bool) -> None:
    """Name the nearest known tag for each of `filters` that no check-in has, if `aloud`."""
    from valuecheck.actions import tags

    for sentence in tags.unknown(context, filters) if filters and aloud else ():
        say(visible(f"valuecheck: {sentence}"), sys.stderr)

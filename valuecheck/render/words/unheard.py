"""The nudge: who has not been heard for long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.answer import CUSTOMER
from valuecheck.core.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from valuecheck.core.records import Unheard

LABEL = "Unheard"


def items(unheard: Iterable[Unheard]) -> Iterator[str]:
    """Such as `@retail: 41 days`, `@legal: never`."""
    for one in unheard:
        since = "never" if one.days is None else f"{one.days:,} days"
        yield f"{CUSTOMER}{one.customer}: {since}"


def sentences(unheard: Iterable[Unheard], shown: Callable[[str], str] = visible) -> Iterator[str]:
    """Such as `Not heard from @retail for 41 days.`; `shown` makes a name harmless."""
    for one in unheard:
        name = shown(CUSTOMER + one.customer)
        if one.days is None:
            yield f"Never heard from {name}."
        else:
            yield f"Not heard from {name} for {one.days:,} days."

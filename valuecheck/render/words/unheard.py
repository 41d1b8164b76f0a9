"""The nudge: who has not been heard for long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.answer import CUSTOMER
from valuecheck.core.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from valuecheck.core.records import Unheard
    from valuecheck.stats.unheard import Silence


def sentences(
    unheard: Iterable[Unheard | Silence], shown: Callable[[str], str] = visible
) -> Iterator[str]:
    """Such as `Not heard from @retail for 41 days.`, `Never heard from @legal and @search.`

    `shown` makes a name harmless.
    """
    never = []
    for one in unheard:
        name = shown(CUSTOMER + one.customer)
        if one.days is None:
            never.append(name)
        else:
            yield f"Not heard from {name} for {one.days:,} days."
    if never:
        *others, last = never
        yield f"Never heard from {', '.join(others)}{' and ' if others else ''}{last}."

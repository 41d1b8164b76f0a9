"""The sentence about a customer without recent feedback."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.answer import CUSTOMER
from valuecheck.core.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from valuecheck.stats.unheard import Silence


def sentences(
    unheard: Iterable[Silence],
    shown: Callable[[str], str] = visible,
    typeable: Callable[[str], str] = visible,
) -> Iterator[str]:
    """Such as `Not heard from @retail for 41 days: valuecheck feedback ask @retail`.

    `shown` makes a name harmless, `typeable` a command.
    """
    for one in unheard:
        since = f"Never heard from {shown(CUSTOMER + one.customer)}"
        if one.days is not None:
            since = f"Not heard from {shown(CUSTOMER + one.customer)} for {one.days:,} days"
        yield f"{since}: {typeable(f'valuecheck feedback ask {CUSTOMER}{one.customer}')}"

"""Find customers without recent feedback, for whom work is done."""

from __future__ import annotations

from datetime import date, timedelta

from valuecheck.core.named import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

# Work longer ago than a quarter is no reason to ask a customer today.
LATELY = timedelta(days=90)
# Surveys and reviews mostly come once a month: a longer silence is more than waiting for the next.
LONG = timedelta(days=30)


class Silence(NamedTuple):
    """A customer with check-ins but without feedback for `days`, since `last_heard`.

    Both are None where there is no feedback.
    """

    customer: str
    days: int | None
    last_heard: date | None


def unheard(
    worked_for: Mapping[str, Collection[date]], last_heard: Mapping[str, date], today: date
) -> tuple[Silence, ...]:
    """Return the customer without feedback for LONG for whom most was done LATELY, or nothing.

    `worked_for` are the days with check-ins for each customer, of which those LATELY count;
    `last_heard` the day of each one's latest feedback. The silence of one who never gave any
    begins with the first of these days. Of equals it is the first by name.
    """
    silent: dict[str, int] = {}
    for customer, days in worked_for.items():
        recent = {day for day in days if today - day <= LATELY}
        if recent and today - last_heard.get(customer, min(recent)) > LONG:
            silent[customer] = len(recent)
    if not silent:
        return ()
    # One at a time: the user would pass over a list.
    name = min(silent, key=lambda each: (-silent[each], each))
    latest = last_heard.get(name)
    return (Silence(name, (today - latest).days if latest else None, latest),)

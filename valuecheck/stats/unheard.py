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
# The user can act on a few at once; a longer list would be skipped.
MOST = 3


class Silence(NamedTuple):
    """A customer with check-ins who has not said anything for `days`, since `last_heard`.

    Both are None where nothing was ever heard.
    """

    customer: str
    days: int | None
    last_heard: date | None


def unheard(
    worked_for: Mapping[str, Collection[date]], last_heard: Mapping[str, date], today: date
) -> tuple[Silence, ...]:
    """Who has not been heard for long, the longest first, then who never was; three each at most.

    `worked_for` are the days with check-ins for each customer, of which those LATELY count;
    `last_heard` the day of each one's latest feedback. Of those never heard the ones with most
    days come first, of equals the first by name.
    """
    recent = {
        customer: sum(today - day <= LATELY for day in {*days})
        for customer, days in worked_for.items()
    }
    lately = sorted(customer for customer, days in recent.items() if days)
    silent = [name for name in lately if name in last_heard and today - last_heard[name] > LONG]
    never = [name for name in lately if name not in last_heard]
    return (
        *(
            Silence(name, (today - last_heard[name]).days, last_heard[name])
            for name in sorted(silent, key=lambda name: last_heard[name])[:MOST]
        ),
        *(
            Silence(name, None, None)
            for name in sorted(never, key=lambda name: -recent[name])[:MOST]
        ),
    )

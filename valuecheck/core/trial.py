"""A trial: something to do differently for some weeks, and which one a screen of today names."""

from __future__ import annotations

from valuecheck.core.named import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

KEEP, STOP, AGAIN = "keep", "stop", "again"


class Trial(NamedTuple):
    """Something to do differently from the day `start` to `finish`, declared beforehand.

    `measure` is what it is judged by: `score`, `share` (of happy days), a kind with its sigil (its
    days) or a customer with its sigil (its csat). `at` is the moment of declaring it. `stopped` is
    the day on which the user stopped it, which leaves it without a verdict. `verdict` is its
    result as JSON, as judged once after the end, empty until then. `decision` is `keep`, `stop`,
    `again`, or empty. `went_on_from` is the first day of the first trial where this one goes on
    from another, which the store derives.
    """

    id: str
    text: str
    start: date
    finish: date
    measure: str
    at: str
    stopped: date | None = None
    verdict: str = ""
    decision: str = ""
    went_on_from: date | None = None

    @property
    def first(self) -> date:
        """The day from which on it is tried: what is before it is compared with."""
        return self.went_on_from or self.start

    @property
    def is_open(self) -> bool:
        """True until it is judged or stopped."""
        return self.stopped is None and not self.verdict

    @property
    def weeks(self) -> int:
        """Its length in weeks."""
        return ((self.finish - self.start).days + 1) // 7

    def week_on(self, day: date) -> int:
        """Return the number of the week that a day of the trial lies in, from 1 on."""
        return (day - self.start).days // 7 + 1

    def is_over(self, today: date) -> bool:
        """Return whether it has ended and waits for its verdict."""
        return self.is_open and self.finish < today


def linked(trials: Iterable[Trial]) -> Iterator[Trial]:
    """Yield trials in order of their start, each that goes on from an earlier one linked to it.

    It is the next one with the same words, length and measure after one that ended in `again`.
    """
    awaited: dict[tuple[str, str, int], date] = {}
    for each in trials:
        same = (each.text, each.measure, each.weeks)
        found = each._replace(went_on_from=awaited.pop(same, None))
        if found.decision == AGAIN:
            awaited[same] = found.first
        yield found


def chain_of(trial: Trial, trials: Iterable[Trial]) -> list[Trial]:
    """Return a trial with all that it went on from and that went on from it."""

    def identity(each: Trial) -> tuple[str, str, int, date]:
        return each.text, each.measure, each.weeks, each.first

    return [each for each in trials if identity(each) == identity(trial)]


def undecided(trials: Iterable[Trial]) -> Trial | None:
    """Return the judged trial after which nothing was decided yet, of several the latest."""
    waiting = [each for each in trials if each.verdict and not each.decision]
    return max(waiting, key=lambda each: (each.finish, each.id), default=None)


def to_show(trials: Iterable[Trial], today: date) -> Trial | None:
    """Return the trial that a screen of today names: one that waits for its verdict, or runs.

    Of several that run it is the one that ends first.
    """
    begun = [each for each in trials if each.is_open and each.start <= today]
    return min(begun, key=lambda each: each.finish, default=None)

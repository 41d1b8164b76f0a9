"""The parts of a report on customers: the reach of the days' work, and feedback."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from valuecheck.core.named import NamedTuple
from valuecheck.report.pairs import Mismatch

if TYPE_CHECKING:
    from datetime import date

    from valuecheck.report.figure import Figure


class Payer(NamedTuple):
    """A customer who pays, and on how many days work was done that reaches them, each day once."""

    name: str
    days: int


class Reach(NamedTuple):
    """The reach of the recorded days' work along the value chain.

    Every day is of one kind: `reaching` somebody who pays, `nowhere` (it names customers, nobody
    pays at the end of their chains) or `unnamed`. Payers come by days, then by name.
    """

    reaching: Figure
    nowhere: Figure
    unnamed: Figure
    payers: tuple[Payer, ...]


class ScaleShare(NamedTuple):
    """The share of answers in the highest third of a scale that has no figure of its own."""

    scale: str
    share: Figure


class CustomerFeedback(NamedTuple):
    """The feedback of one customer on each scale, and the distance of the user's scores from it.

    `answers` counts all pieces of feedback. The shares of `csat`, `good` and the `others`, scales
    without a figure of their own, have as `expected` the clusters of their answers. `gap` is by
    how much the user scores higher, the mean over `n` disjoint windows (None: no window has both
    sides on the csat scale).
    """

    name: str
    answers: int
    csat: Figure | None
    nps: Figure | None
    good: Figure | None
    gap: Figure | None
    others: tuple[ScaleShare, ...] = ()


class Quote(NamedTuple):
    """One piece of feedback in the customer's words.

    `own` is the user's average for the customer in the days up to it (None: no such day),
    `mismatch` which way the two part.
    """

    day: date
    customer: str
    scale: str
    score: int
    words: str
    source: str
    own: float | None
    mismatch: Mismatch | None


class FeedbackDay(NamedTuple):
    """A day with feedback: the number of answers, and of watermelons among them."""

    day: date
    answers: int
    watermelons: int


class FeedbackSummary(NamedTuple):
    """The feedback of all customers in the period.

    `window_days` is how many of the user's days count for a piece of feedback, `pairs` how
    many pieces have such a day, in how many `clusters` of one customer and window. `watermelons`
    is the share of pairs that are green to the user and red to the customer, `harder` of those the
    other way round, each with its clusters as `expected` and an interval of them; `order` is null:
    it did not show whether scores are related. `quotes`, newest first, are those
    of a short period or of a single customer, else those of the mismatches; at most 1,000.
    `customers` come by answers, then by name. `unread` counts imported answers of the period that
    could not be read and were left out.
    """

    window_days: int
    answers: int
    pairs: int
    clusters: int
    customers: tuple[CustomerFeedback, ...]
    watermelons: Figure
    harder: Figure
    order: None
    days: tuple[FeedbackDay, ...]
    quotes: tuple[Quote, ...]
    unread: int = 0

    @property
    def mismatches(self) -> dict[Mismatch, list[Quote]]:
        """The quotes in which the two part ways, newest first."""
        return {kind: [q for q in self.quotes if q.mismatch is kind] for kind in Mismatch}


class Stretch(NamedTuple):
    """A day, week or month by its name: how many ratings, and their average (None: none)."""

    label: str
    n: int
    average: float | None


class Line(NamedTuple):
    """Ratings over time: `you`, the days' own values, or one of the customer's scales."""

    of: str
    stretches: tuple[Stretch, ...]


class Story(NamedTuple):
    """One customer's story: the user's ratings and theirs over the same stretches of time."""

    customer: str
    unit: Literal["day", "week", "month"]
    lines: tuple[Line, ...]

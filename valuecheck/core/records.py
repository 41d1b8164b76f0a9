"""The rows of the store as the rest of the program sees them: typed, and never changed."""

from __future__ import annotations

import json
from datetime import date, datetime

from valuecheck.core.named import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


class CheckIn(NamedTuple):
    """One answer.

    `day` is the logical day it counts for, `at` the moment it was given, with offset;
    `filled_in_later` is true for an answer given outside its day. `kinds` and `customers` are the
    tags in `note`, without their sigils, normalised.
    """

    id: str
    day: date
    at: datetime
    score: int
    note: str
    kinds: tuple[str, ...]
    customers: tuple[str, ...]
    question: str
    filled_in_later: bool


class Scored(NamedTuple):
    """The columns of a check-in that a report needs; light, because a lifetime has thousands."""

    day: date
    score: int
    note: str
    kinds: tuple[str, ...]
    customers: tuple[str, ...]
    question: str
    filled_in_later: bool


class Customer(NamedTuple):
    """A customer, by the tag without its sigil.

    `serves` are the customers that this one works for; `pays` is true for one that pays. A
    customer with `same_as` is only another name for that one. `wants` is why they use the work, in
    their words, as last confirmed on the day `wants_on`; `not_asked` is true for one that the
    user never wants to be reminded to ask.
    """

    name: str
    label: str = ""
    pays: bool = False
    serves: tuple[str, ...] = ()
    same_as: str = ""
    wants: str = ""
    wants_on: date | None = None
    not_asked: bool = False

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Customer:
        """A row as the store has it."""
        return cls(
            name=row["name"],
            label=row["label"],
            pays=bool(row["pays"]),
            serves=tuple(json.loads(row["serves"])),
            same_as=row["same_as"],
            wants=row["wants"],
            wants_on=date.fromisoformat(row["wants_on"]) if row["wants_on"] else None,
            not_asked=bool(row["not_asked"]),
        )


class Feedback(NamedTuple):
    """Feedback of a customer: a score on its own scale (`csat`, `nps`, `good-bad`), and words.

    `day` is the day of the answer, `at` the moment of writing it down, with offset;
    `customer` the name as it was typed or imported.
    """

    id: str
    day: date
    at: datetime
    customer: str
    scale: str
    score: int
    words: str
    source: str

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Feedback:
        """A row as the store has it; columns that feedback does not have are passed over."""
        fields = {name: row[name] for name in cls._fields}
        day, at = date.fromisoformat(row["day"]), datetime.fromisoformat(row["at"])
        return cls(**{**fields, "day": day, "at": at})


class FeedbackTally(NamedTuple):
    """`pieces` of feedback of one customer and day, with the same score on the same scale."""

    day: date
    customer: str
    scale: str
    score: int
    pieces: int


class DayOff(NamedTuple):
    """A day on which no work is expected, with the reason as typed (may be empty)."""

    day: date
    reason: str


class Filters(NamedTuple):
    """Tags that narrow a listing or report: any of the kinds, and any of the customers."""

    kinds: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.kinds or self.customers)

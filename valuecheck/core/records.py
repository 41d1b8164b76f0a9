"""The rows of the store as the rest of the program sees them: frozen, validated, typed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


class Frozen(BaseModel):
    """Base of all rows: a row never changes once it is read."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CheckIn(Frozen):
    """One answer.

        `day` is the logical day it counts for, `at` the moment it was given, with offset;
    `filled_in_later` is true for an answer given outside its day. `kinds` and `customers` are the
        tags in `note`, without their sigils, normalised.
    """

    id: str
    day: date
    at: datetime
    score: Annotated[int, Field(ge=1, le=5)]
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


class Customer(Frozen):
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
    wants_on: Annotated[date | None, BeforeValidator(lambda value: value or None)] = None
    not_asked: bool = False


class Feedback(Frozen):
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


class FeedbackTally(NamedTuple):
    """`pieces` of feedback of one customer and day, with the same score on the same scale."""

    day: date
    customer: str
    scale: str
    score: int
    pieces: int


class Unheard(Frozen):
    """A customer with check-ins but without feedback for `days`, since `last_heard`.

    Both are None where there is no feedback at all.
    """

    customer: str
    days: int | None
    last_heard: date | None


class DayOff(Frozen):
    """A day on which no work is expected, with the reason as typed (may be empty)."""

    day: date
    reason: str


class Filters(Frozen):
    """Tags that narrow a listing or report: any of the kinds, and any of the customers."""

    kinds: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.kinds or self.customers)

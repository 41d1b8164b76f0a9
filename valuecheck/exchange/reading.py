"""The options of an import and the rows that it finds in a file, each counted once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.errors import ValuecheckError
from valuecheck.core.text import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping, Sequence

    from valuecheck.exchange.date_forms import Order
    from valuecheck.exchange.scores import Unread
    from valuecheck.exchange.staging import Staging
    from valuecheck.store.changes import Row

    # Called now and then with how many rows are done, and their share of all from 0 to 1.
    Watch = Callable[[str, int, float], None]

READING, COMPARING, STORING = "Reading", "Comparing", "Storing"
OFTEN = 1000
# What a piece says, whoever wrote it down and where it is from.
SAID = ("day", "customer", "scale", "score", "words")


def watched(rows: Sequence[Row], watch: Watch) -> Iterator[Row]:
    """The rows that are stored, one by one, while `watch` learns how far it is."""
    for number, row in enumerate(rows, 1):
        if number % OFTEN == 0:
            watch(STORING, number, number / len(rows))
        yield row


class Given(NamedTuple):
    """Values that options set for all rows (empty: none), and the order of numbers in dates.

    `answers` are the user's scores by folded text, `skipped` the folded answers to leave out.
    With `as_labels` a customer whose name is too long becomes a short tag with it as label.
    """

    customer: str = ""
    scale: str = ""
    source: str = ""
    order: Order | None = None
    answers: Mapping[str, str] = {}
    skipped: frozenset[str] = frozenset()
    as_labels: bool = False


class Read:
    """The contents of a file, each row counted once; the pieces are in `staging`.

    Rows are pieces, `unanswered`, `previews` of the survey, `repeated` (an earlier row's id and
    contents), bad in their place (no day or customer), `unread` (nobody knows what the answer
    means) or `skipped` (unread, and left out on the user's word). `apart` counts lines that are
    no rows, `asides` dates whose zone is not known. In the fields `compared` a piece may differ
    from what the store has under its id. `unread_on` counts the skipped by day and customer.
    """

    def __init__(self, staging: Staging, fields: Container[str]) -> None:
        """`fields` are those that the file has a column for."""
        self.staging = staging
        self.has_ids = "id" in fields
        compared = [field for field in SAID if field != "words" or field in fields]
        self.compared = compared if self.has_ids else []
        self.pieces = self.unanswered = self.previews = self.repeated = 0
        self.bad_rows = self.broken = 0
        self.unread: list[Unread] = []
        self.skipped: list[Unread] = []
        self.unread_on: dict[str, dict[str, int]] = {}
        self.apart: Counter[str] = Counter()
        self.asides: Counter[str] = Counter()
        self.scale = self.scale_reason = ""
        self.days: tuple[str, str] | None = None

    @property
    def unread_rows(self) -> int:
        """The number of answers that cannot be read and that the user does not leave out."""
        return sum(each.times for each in self.unread)

    @property
    def skipped_rows(self) -> int:
        """The number of answers that the user leaves out."""
        return sum(each.times for each in self.skipped)

    @property
    def rows(self) -> int:
        """All rows."""
        left = self.unanswered + self.previews + self.repeated + self.bad_rows
        return self.pieces + left + self.unread_rows + self.skipped_rows


def refuse_unread(read: Read, remedy: str) -> None:
    """Raise ValuecheckError if there is an answer that cannot be read."""
    if read.unread:
        count = read.unread_rows
        verb = "answer cannot" if count == 1 else "answers cannot"
        problem = f"{count:,} {verb} be read, so nothing is stored"
        raise ValuecheckError(problem, remedy)


def refuse_bad(read: Read) -> None:
    """Raise ValuecheckError if any row is bad in its place."""
    if read.bad_rows:
        rows = counted(read.rows, "row")
        verb = "is" if read.bad_rows == 1 else "are"
        problem = f"{read.bad_rows:,} of {rows} {verb} bad, so nothing is stored"
        if read.bad_rows == read.rows:
            raise ValuecheckError(problem, "mend them, or name the right columns with --map")
        raise ValuecheckError(problem, "mend them, or leave them out with --skip-bad")

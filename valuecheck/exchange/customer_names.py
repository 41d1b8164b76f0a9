"""The customers that a file names: their tags, and what makes the ids of their answers."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from valuecheck.exchange.cells import (
    NO_NAME,
    BadCellError,
    LongNameError,
    line_of,
    tag_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from valuecheck.exchange.reading import Given
    from valuecheck.exchange.staging import Staging

# So many texts of a column are remembered with what they mean.
CACHED = 20_000


class CustomerNames:
    """Finds the customer of each row; `labels` are the known ones by their casefolded labels."""

    def __init__(self, given: Given, labels: Mapping[str, str]) -> None:
        self._given = given
        self._labels = labels
        self._found: dict[str, tuple[str, str]] = {}

    def of(self, name: str, staging: Staging) -> tuple[str, str]:
        """The customer's tag, and what makes the id: the same on a machine that knows no label.

        A new label is staged. Raises BadCellError for what is no name.
        """
        if self._given.customer:
            return self._given.customer, self._given.customer
        if name not in self._found:
            if len(self._found) >= CACHED:
                self._found.clear()
            self._found[name] = self._named(name, staging)
        return self._found[name]

    def _named(self, name: str, staging: Staging) -> tuple[str, str]:
        if name.casefold() in NO_NAME:
            problem = "it names no customer"
            raise BadCellError(problem)
        key = line_of(name).casefold()
        known = self._labels.get(name.casefold(), "")
        try:
            tag = key = tag_of(name)
        except LongNameError as error:
            tag = error.tag
            if not known and not self._given.as_labels:
                command = f"valuecheck customer add {tag} --label {shlex.quote(line_of(name))}"
                problem = f"{error}; --customers-as-labels gives it a short tag, as {command} does"
                raise BadCellError(problem) from None
            if not known:
                staging.connection.execute(
                    "INSERT OR IGNORE INTO labels VALUES (?, ?)", (tag, line_of(name))
                )
        except BadCellError:
            if not known:
                raise
            tag = known
        return known or tag, key

"""Ids that follow from what was said, so that reading a file again adds nothing."""

from __future__ import annotations

import re
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from valuecheck.core.days import DAY_MILLISECONDS
from valuecheck.store.clock import Tick

if TYPE_CHECKING:
    from collections.abc import Sequence

_EPOCH = date(1970, 1, 1)
_OWN = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_OWN_LENGTH = 36
_NUMBER = re.compile(r"0*(\d+)(?:[.,]0+)?", re.ASCII)
# The time of ids that follow from a source and its own id alone, whatever the moment.
TIMELESS = "00000000-0000-7"


def own_id(text: str) -> str | None:
    """The id in `text`, if it is one of a store such as ours."""
    text = text.strip().casefold()
    return text if len(text) == _OWN_LENGTH and _OWN.fullmatch(text) else None


def id_of_foreign(source: str, foreign: str) -> str:
    """The UUIDv7 of the answer that `source` (empty: not named) has under its id `foreign`.

    Nothing else of the row counts: a spreadsheet that saves a file again changes moments and
    spellings, and takes the zeros at the start of a number away.
    """
    number = _NUMBER.fullmatch(foreign)
    return _id(_EPOCH, ("id", source, number[1] if number else foreign))


def id_of_content(source: str, written: date, said: Sequence[str], occurrence: int) -> str:
    """The UUIDv7 of an answer without an id of its own, given on `written`, the date in the file.

    `said` are customer, scale, score and words, `occurrence` tells identical rows of a file apart.
    """
    return _id(written, ("said", source, written.isoformat(), *said, str(occurrence)))


def id_of_first_version(
    written: date, foreign: str, moment: str, said: Sequence[str], occurrence: int
) -> str:
    """The UUIDv7 that earlier versions gave to an answer: with its moment in full.

    Those with an id of their own had neither what was `said` nor an `occurrence`.
    """
    rest = ("0",) if foreign else (*said, str(occurrence))
    return _id(written, (foreign, moment, *rest))


def id_of(written: date, parts: Sequence[str]) -> str:
    """The UUIDv7 of what was written on a date, with these `parts`: the same on every machine."""
    return _id(written, (*parts, "0"))


def _id(written: date, parts: Sequence[str]) -> str:
    """Its time is midnight of `written` in UTC, the rest a hash: the same on every machine."""
    digest = sha256("\0".join(parts).encode("utf-8", "replace")).digest()
    milliseconds = max(written.toordinal() - _EPOCH.toordinal(), 0) * DAY_MILLISECONDS
    return Tick(milliseconds, int.from_bytes(digest[:2], "big") >> 4).uuid7(digest[2:10])

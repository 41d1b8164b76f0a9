"""Time zones as exports write them: offsets and names that mean one offset, nothing guessed."""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from datetime import tzinfo

# In hours. Left out are names of several zones, such as IST (India, Ireland, Israel) and BST; for
# EST to PDT see RFC 2822, section 4.3.
_HOURS = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 1, "cet": 1, "mez": 1, "cest": 2,
    "mesz": 2, "eet": 2, "eest": 3, "msk": 3, "est": -5, "edt": -4, "cst": -6, "cdt": -5,
    "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "akdt": -8, "hst": -10, "jst": 9,
    "kst": 9, "hkt": 8, "sgt": 8, "awst": 8, "acst": 9.5, "acdt": 10.5, "aest": 10, "aedt": 11,
    "nzst": 12, "nzdt": 13, "brt": -3, "sast": 2,
    "coordinated universal time": 0, "greenwich mean time": 0, "british summer time": 1,
    "western european time": 0, "western european standard time": 0,
    "western european summer time": 1, "central european time": 1,
    "central european standard time": 1, "central european summer time": 2,
    "eastern european time": 2, "eastern european standard time": 2,
    "eastern european summer time": 3, "eastern standard time": -5, "eastern daylight time": -4,
    "central standard time": -6, "central daylight time": -5, "mountain standard time": -7,
    "mountain daylight time": -6, "pacific standard time": -8, "pacific daylight time": -7,
    "india standard time": 5.5, "china standard time": 8, "singapore standard time": 8,
    "japan standard time": 9, "korean standard time": 9, "australian eastern standard time": 10,
    "australian eastern daylight time": 11, "new zealand standard time": 12,
    "new zealand daylight time": 13,
}  # fmt: skip
_OFFSET = re.compile(r"(?:utc|gmt)? ?([+\-−])(\d{1,2})(?::?(\d{2}))?", re.ASCII | re.IGNORECASE)
_REGION = re.compile(r"[A-Za-z]+(?:/[A-Za-z0-9_+\-]+){1,2}", re.ASCII)
# After an offset a name says nothing new.
_NAME = re.compile(r"(?: ?[\[(][^\[\]()]{1,60}[\])]| [A-Za-z]{1,5})*")
_LIKE_A_NAME = re.compile(r"[\[(][^\[\]()]{1,60}[\])]|[A-Z]{2,5}|[A-Za-z]+/[A-Za-z_/]+")
_LARGEST = timedelta(hours=14)


class UnknownZoneError(ValueError):
    """A text stands where a zone does, but names none that is known."""


@lru_cache(maxsize=1024)
def zone_of(text: str) -> tzinfo | None:
    """The zone in `text`, None for an empty one.

    Raises UnknownZoneError for a name that is not known, ValueError for what is no name.
    """
    text = text.strip()
    if not text:
        return None
    if match := _OFFSET.match(text):
        if _NAME.fullmatch(text[match.end() :]):
            return _of_offset(match)
        raise ValueError(text)
    bare = " ".join(text.strip("[]() ").split())
    for name in (bare, re.split(r"[\[(]", bare)[0].strip()):
        hours = _HOURS.get(name.casefold())
        if hours is not None:
            return timezone(timedelta(hours=hours)) if hours else UTC
    if match := _OFFSET.fullmatch(bare):
        return _of_offset(match)
    if _REGION.fullmatch(bare) and (region := _region(bare)):
        return region
    if _LIKE_A_NAME.fullmatch(text):
        raise UnknownZoneError(bare)
    raise ValueError(text)


def _of_offset(match: re.Match[str]) -> tzinfo:
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    if offset > _LARGEST:
        raise ValueError(match[0])
    return timezone(offset if match[1] == "+" else -offset)


def _region(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (LookupError, OSError, ValueError):
        return None

"""Ids that follow from what was said, so that reading a file again adds nothing."""

from __future__ import annotations

import re
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from valuecheck.store.clock import Tick

if TYPE_CHECKING:
    from collections.abc import Sequence

_EPOCH = date(1970, 1, 1).toordinal()
_DAY = 86_400_000
_OWN = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def own_id(text: str) -> str | None:
    """The id in `text`, if it is one of a store such as ours."""
    text = text.strip().casefold()
    return text if _OWN.fullmatch(text) else None


def id_of(written: date, parts: Sequence[str], occurrence: int = 0) -> str:
    """The UUIDv7 of what was said on `written`, the date in the file, with these `parts`.

    Its time is that date's midnight in UTC, the rest a hash, so that every machine finds the same
    id. `occurrence` tells identical rows apart.
    """
    text = "\0".join((*parts, str(occurrence)))
    digest = sha256(text.encode("utf-8", "replace")).digest()
    milliseconds = max(written.toordinal() - _EPOCH, 0) * _DAY
    return Tick(milliseconds, int.from_bytes(digest[:2], "big") >> 4).uuid7(digest[2:10])

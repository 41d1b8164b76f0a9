"""The latest note of the user's team, kept on this machine: the weekly digest shows it once."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.config.paths import read_own_file, write_private_file

if TYPE_CHECKING:
    from valuecheck.config.compiled import Context
    from valuecheck.config.paths import Paths

# An older note is no news.
NEWS_FOR = timedelta(weeks=4)


class KeptNote(NamedTuple):
    """A note of a team about its report, the day on the server, and whether it was shown here."""

    team: str
    day: date
    text: str
    shown: bool = False


def keep(paths: Paths, note: KeptNote) -> None:
    """Keep a note for the next digest, unless it is the one that is kept already."""
    before = _load(paths)
    if before is None or before._replace(shown=False) != note._replace(shown=False):
        _write(paths, note)


def waiting(context: Context) -> KeptNote | None:
    """Return the note that was not shown yet; None where there is none, or it is no news."""
    found = _load(context.paths)
    is_news = found and not found.shown and context.today - found.day <= NEWS_FOR
    return found if is_news else None


def note_shown(paths: Paths) -> None:
    """Remember that the note was shown."""
    if found := _load(paths):
        _write(paths, found._replace(shown=True))


def drop(paths: Paths) -> None:
    """Remove the note: the user has left the team."""
    with suppress(OSError):
        os.unlink(paths.team_note)


def _load(paths: Paths) -> KeptNote | None:
    try:
        found = json.loads(read_own_file(paths.team_note) or "null")
        day, shown = date.fromisoformat(found["day"]), found["shown"] is True
        return KeptNote(str(found["team"]), day, str(found["text"]), shown)
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        return None


def _write(paths: Paths, note: KeptNote) -> None:
    # A cache: without it a note is shown twice or never, and nothing else.
    with suppress(OSError):
        found = note._asdict() | {"day": note.day.isoformat()}
        write_private_file(paths.team_note, json.dumps(found))

"""The files of a remote: their names, what is in them, and what may not be in them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from valuecheck.exchange import json_lines
from valuecheck.exchange.json_lines import BadLineError, Entry, Header
from valuecheck.store.changes import FEEDBACK
from valuecheck.sync.remote import SyncError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Set

    from valuecheck.store.forgetting import Forgotten
    from valuecheck.sync.box import Box

FORMAT_VERSION = 1
FACT, SEEN = "fact", "seen"
# What travels beside the rows: the seed of the moments, and the secret of a team's draws.
FACTS = ("seed", "team_secret")
_FACT = re.compile("[0-9a-f]{16,64}")
_PATH = re.compile(r"devices/([^/]+)/([^/]+)\.jsonl(?:\.age)?")


class Contents(NamedTuple):
    """The content of files: rows, rows forgotten for good, and facts.

    `latest` is the latest clock of each source, `seen` for each device whose files these are what
    it had seen of each source when it wrote them. `unread` is the number of other lines in each
    file that has some.
    """

    entries: list[Entry]
    forgotten: list[Forgotten]
    facts: dict[str, str]
    latest: dict[str, str]
    seen: dict[str, dict[str, str]]
    unread: dict[str, int]


def device_of(path: str) -> str | None:
    """Return the device that a file is of; None for any other file."""
    found = _PATH.fullmatch(path)
    return found[1] if found else None


def with_seen(text: bytes, seen: Mapping[str, str]) -> bytes:
    """Return the text of a file with rows, and before them the latest clock seen of each source.

    An edit that gives way is thereby known from one that was seen and changed.
    """
    line = json.dumps({json_lines.TYPE: SEEN, "clocks": seen}, separators=(",", ":"))
    return f"{line}\n".encode() + text


def read(texts: Mapping[str, bytes]) -> Contents:
    """Return what files hold, by their paths."""
    contents = Contents([], [], {}, {}, {}, {})
    for path, text in texts.items():
        for line in text.decode("utf-8", "replace").splitlines():
            try:
                _take(line, path, contents)
            except BadLineError:
                contents.unread[path] = contents.unread.get(path, 0) + 1
    return contents


def sources_of(device: str) -> tuple[str, str]:
    """Return the names for what a device has stamped: its feedback, in files of its own, is second.

    Where files are carried one by one, what is newer may come before what is older.
    """
    return device, f"{device}/{FEEDBACK.name}"


def source_of(clock: str, table: str) -> str:
    """Return the source of a row; it may be in the files of another device by now."""
    return sources_of(clock.split(".")[2])[table == FEEDBACK.name]


def without(text: bytes, gone: Iterable[Forgotten]) -> bytes:
    """Return the text of a file without the rows that were forgotten for good."""
    keys = {(entry.table_name, entry.key) for entry in gone}
    kept = []
    for line in text.decode("utf-8", "replace").splitlines():
        try:
            found = json_lines.parse(line)
        except BadLineError:
            found = None
        if not (isinstance(found, Entry) and _names_alive(found, keys)):
            kept.append(f"{line}\n")
    return "".join(kept).encode()


def _names_alive(entry: Entry, keys: Set[tuple[str, str]]) -> bool:
    key = (entry.table.name, str(entry.row[entry.table.key]))
    return not entry.row["deleted"] and key in keys


def format_text(box: Box) -> bytes:
    """Return the one file in the clear: the version, and the key's fingerprint."""
    values = {"valuecheck-sync": FORMAT_VERSION, "key": box.fingerprint}
    return (json.dumps(values) + "\n").encode()


def check_format(text: bytes, box: Box) -> None:
    """Raise SyncError where the remote is of a newer version, of another key, or none of ours."""
    try:
        found = json.loads(text)
        version, key = int(found["valuecheck-sync"]), str(found["key"])
    except (ValueError, TypeError, KeyError) as error:
        raise not_ours() from error
    if version > FORMAT_VERSION:
        problem = "the remote was written by a newer valuecheck"
        raise SyncError(problem, "update this one; nothing was changed")
    if key != box.fingerprint:
        raise _of_another_key(key, box)


def _of_another_key(key: str, box: Box) -> SyncError:
    if not key:
        return SyncError("the remote is not encrypted", "join it with --plain")
    if not box.fingerprint:
        return SyncError("the remote is encrypted", "join it without --plain")
    problem = "the remote belongs to another sync key"
    return SyncError(problem, "join it with its own key: 'valuecheck sync join'")


def not_ours() -> SyncError:
    """Return the error for a remote that holds something else."""
    problem = "the remote holds something that is not valuecheck's"
    return SyncError(problem, "give a place of its own: an empty folder, or a new repository")


def _take(line: str, path: str, contents: Contents) -> None:
    if extra := _extra(line):
        _take_extra(extra, path, contents)
        return
    found = json_lines.parse(line)
    if isinstance(found, Header):
        return
    if isinstance(found, Entry):
        contents.entries.append(found)
        clock, table = str(found.row["clock"]), found.table.name
    else:
        contents.forgotten.append(found)
        clock, table = found.clock, json_lines.FORGOTTEN
    _raise(contents.latest, {source_of(clock, table): clock})


def _extra(line: str) -> dict[str, Any] | None:
    """A line of ours that is no row."""
    if not line.startswith((f'{{"{json_lines.TYPE}":"{SEEN}"', f'{{"{json_lines.TYPE}": "{FACT}"')):
        return None
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _take_extra(found: Mapping[str, Any], path: str, contents: Contents) -> None:
    name, value, clocks = found.get("name"), found.get("value"), found.get("clocks")
    if found[json_lines.TYPE] == FACT:
        if name not in FACTS or not isinstance(value, str) or not _FACT.fullmatch(value):
            message = "it is no fact that this version knows"
            raise BadLineError(message)
        contents.facts[str(name)] = min(value, contents.facts.get(str(name), value))
    elif isinstance(clocks, dict) and all(isinstance(each, str) for each in clocks.values()):
        _raise(contents.seen.setdefault(device_of(path) or "", {}), clocks)


def _raise(latest: dict[str, str], clocks: Mapping[str, str]) -> None:
    for source, clock in clocks.items():
        latest[source] = max(clock, latest.get(source, ""))

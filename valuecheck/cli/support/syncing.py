"""Carry out the commands of `sync`, and say what they did."""

from __future__ import annotations

import os
import sys
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.actions import forget as forgetting
from valuecheck.core.answer import CUSTOMER
from valuecheck.core.days import day_name, parse_past_day
from valuecheck.core.errors import UsageError
from valuecheck.core.text import quoted, visible
from valuecheck.render.words.figures import counted
from valuecheck.store import connection as store
from valuecheck.store.changes import CHECK_INS, TABLES
from valuecheck.sync import box as boxes
from valuecheck.sync import files, membership, running
from valuecheck.sync.git import shown_address
from valuecheck.sync.membership import Membership
from valuecheck.sync.remote import FORMAT_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuecheck.config.compiled import Context
    from valuecheck.store.merge import Replaced
    from valuecheck.sync.exchange import Outcome

_NAMED = 5


class ToForget(NamedTuple):
    """Check-ins to wipe, by id, and their name in words."""

    ids: list[str]
    name: str


def set_up(context: Context, remote: str, *, plain: bool, auto: bool) -> Iterator[str]:
    """Make the key and write this machine's part."""
    _refuse_joined(context)
    wanted = Membership(membership.absolute(remote), plain, auto)
    place = membership.remote_of(context.paths, wanted.remote)
    found = place.fetch()
    if FORMAT_FILE in found.files:
        problem = f"other machines sync through {shown_address(wanted.remote)} already"
        raise UsageError(problem, "join them with 'valuecheck sync join' and their key")
    if found.files:
        raise files.not_ours()
    key = "" if plain else boxes.new_key()
    if key:
        boxes.AgeBox(key)
        boxes.keep_key(context.paths, key)
    outcome = running.run(context, wanted)
    membership.keep(context.paths, wanted)
    yield f"✓ Set up: {counted(outcome.went, 'row')} went to {shown_address(wanted.remote)}."
    yield from _what_is_seen(plain=plain)
    if key:
        yield ""
        yield "The key, shown only now. Without it nobody, you included, can read the remote:"
        yield f"  {key}"
    yield ""
    yield "On the next machine:"
    yield f"  valuecheck sync join {visible(remote)}" + (" --plain" if plain else "")


def joined(
    context: Context, remote: str, key_file: str | None, *, plain: bool, auto: bool
) -> Iterator[str]:
    """Join with a key from a file or from the terminal."""
    _refuse_joined(context)
    wanted = Membership(membership.absolute(remote), plain, auto)
    place = membership.remote_of(context.paths, wanted.remote)
    found = place.fetch()
    if FORMAT_FILE not in found.files:
        problem = f"no machine syncs through {shown_address(wanted.remote)} yet"
        raise UsageError(problem, "begin there with 'valuecheck sync setup'")
    box: boxes.Box = boxes.PlainBox()
    if not plain:
        key = _key_from(key_file)
        box = boxes.AgeBox(key)
    files.check_format(place.read(found, [FORMAT_FILE])[FORMAT_FILE], box)
    if not plain:
        boxes.keep_key(context.paths, key)
    outcome = running.run(context, wanted)
    membership.keep(context.paths, wanted)
    yield f"✓ Joined {shown_address(wanted.remote)}."
    yield from _told(outcome, context.today)


def synced(context: Context) -> Iterator[str]:
    """Sync, and say in a line what came, went and gave way."""
    yield from _told(running.run(context, membership.joined(context.paths)), context.today)


def quietly(context: Context) -> None:
    """Sync without a word."""
    running.run_quietly(context)


def standing(context: Context) -> Iterator[str]:
    """When the last sync was, and what waits."""
    part = membership.joined(context.paths)
    how = "readable" if part.plain else "encrypted"
    by_itself = "by itself after an answer" if part.auto else "by 'valuecheck sync'"
    yield f"{shown_address(part.remote)}, {how}, {by_itself}."
    last = running.last(context)
    devices = len(last.seen.keys() | {"here"})
    when = _moment(last.at, context) if last.at else "never"
    yield f"Last sync: {when}; {counted(devices, 'device')}."
    yield f"{counted(_waiting(context, last.pushed), 'row')} to send."
    if failed := running.failing(context.paths):
        since = day_name(failed.since.date(), context.today)
        yield f"By itself it fails since {since}: {visible(failed.reason)}"


def to_forget(context: Context, what: str) -> ToForget:
    """The check-ins that an id or a day names. Raises UsageError."""
    from valuecheck.actions import ids

    if ids.is_id(what):
        with store.reading(context.paths.store) as opened:
            found = ids.resolve(ids.existing(opened), what, *forgetting.FORGETTABLE, deleted=True)
        return ToForget([found.id], forgetting.name_to_forget(context, found.id))
    day = parse_past_day(what, context.today)
    with store.reading(context.paths.store) as opened:
        rows = (
            opened.execute(
                "SELECT id FROM check_ins WHERE day = ? AND deleted = 0", (day.isoformat(),)
            )
            if opened
            else ()
        )
        listed = [str(row[0]) for row in rows]
    if not listed:
        problem = f"{day_name(day, context.today)} has no check-in"
        raise UsageError(problem, "'valuecheck log' shows what there is")
    number = counted(len(listed), "check-in")
    return ToForget(listed, f"{number} of {day_name(day, context.today)}")


def forgotten(context: Context, found: ToForget) -> Iterator[str]:
    """Wipe, then sync, so that it is gone everywhere."""
    part = membership.joined(context.paths)
    for id_ in found.ids:
        forgetting.forget(context, id_)
    yield f"✓ Wiped here: {found.name}."
    running.run(context, part)
    yield "✓ Wiped at the remote; other machines wipe it with their next sync."
    yield "A host may keep old objects, which nothing names any more, for a while."


def shown_key(context: Context) -> str:
    """The key. Raises UsageError where there is none."""
    part = membership.joined(context.paths)
    if part.plain:
        problem = "this sync is not encrypted"
        raise UsageError(problem, "there is no key")
    return boxes.read_key(context.paths)


def turned_off(context: Context) -> Iterator[str]:
    """Stop, and say what stays."""
    part = membership.joined(context.paths)
    membership.drop(context.paths)
    running.forget_remote(context)
    yield f"✓ Off: this machine no longer syncs with {shown_address(part.remote)}."
    if not part.plain:
        yield f"The key stays in {visible(boxes.key_path(context.paths))}; delete it if you like."


def _refuse_joined(context: Context) -> None:
    if membership.is_joined(context.paths):
        part = membership.joined(context.paths)
        problem = f"this machine syncs with {shown_address(part.remote)} already"
        raise UsageError(problem, "end that first with 'valuecheck sync off'")


def _what_is_seen(*, plain: bool) -> Iterator[str]:
    if plain:
        yield "Whoever has the remote can read everything in it: it is not encrypted."
        return
    yield "Whoever has the remote sees how many devices sync, when, and how large the files are."
    yield "Nothing in them can be read there: no note, tag, score or day."


def _key_from(key_file: str | None) -> str:
    """The key from a file, or typed where nobody can see it. Never an argument: those are seen."""
    if key_file == "-":
        return sys.stdin.readline()
    if key_file is not None:
        try:
            with open(key_file, encoding="utf-8") as file:
                return next((line for line in file if line.startswith("AGE-")), "")
        except (OSError, UnicodeDecodeError) as error:
            problem = f"cannot read the key from {quoted(key_file)}"
            raise UsageError(problem, "check the file, or leave --key-file out") from error
    if not sys.stdin.isatty():
        problem = "the key is asked for at a terminal"
        raise UsageError(problem, "give --key-file FILE instead")
    from getpass import getpass

    return getpass("Key: ")


def _told(outcome: Outcome, today: date) -> Iterator[str]:
    parts = [f"{outcome.came:,} came", f"{outcome.went:,} went"]
    if outcome.wiped:
        parts.append(f"{len(outcome.wiped):,} wiped for good")
    yield f"✓ Synced: {', '.join(parts)}."
    for lost in outcome.gave_way[:_NAMED]:
        name = _name(lost, today)
        yield f"1 edit gave way to a newer one: {name}; valuecheck undo brings it back"
    if (more := len(outcome.gave_way) - _NAMED) > 0:
        yield f"{more:,} more edits gave way; each undo brings one back"
    if outcome.unread:
        lines = counted(outcome.unread, "line")
        yield f"{lines} there cannot be used: a newer valuecheck may have written them."
    if outcome.renamed:
        yield "Another home had this device's id: this one has a new one now."


def _name(lost: Replaced, today: date) -> str:
    """Such as `Fri 20 Nov, @retail`."""
    row = lost.lost if not lost.lost["deleted"] else lost.won
    words = []
    if isinstance(day := row.get("day"), str):
        words.append(day_name(date.fromisoformat(day), today))
    if lost.table is CHECK_INS:
        import json

        words += [f"{CUSTOMER}{name}" for name in json.loads(str(row["customers"]))[:2]]
    elif name := row.get("customer") or row.get("name") or row.get("week"):
        words.append(f"{CUSTOMER if 'week' not in row else ''}{name}")
    deleted = " (deleted)" if lost.lost["deleted"] else ""
    return visible(", ".join(words) or lost.table.name.replace("_", " ")) + deleted


def _moment(text: str, context: Context) -> str:
    moment = datetime.fromisoformat(text)
    return f"{day_name(moment.date(), context.today)}, {moment:%H:%M}"


def _waiting(context: Context, pushed: str) -> int:
    """How many rows of this machine the others cannot see yet."""
    if not os.path.exists(context.paths.store):
        return 0
    with store.reading(context.paths.store) as opened:
        if opened is None:
            return 0
        return sum(
            opened.execute(
                f"SELECT count(*) FROM {table.name} WHERE clock > ? AND device = "  # noqa: S608
                "(SELECT value FROM facts WHERE name = 'device')",
                (pushed,),
            ).fetchone()[0]
            for table in TABLES.values()
        )

"""Carry out the commands of `sync`, and say what they did."""

from __future__ import annotations

import sys
from contextlib import suppress
from shlex import quote
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.actions import forget as forgetting
from valuecheck.cli.support.output import ToCopy
from valuecheck.core.days import day_name, parse_past_day
from valuecheck.core.errors import UsageError
from valuecheck.core.text import counted, is_output_lost, quoted, visible
from valuecheck.render.words import sync as words
from valuecheck.store import connection as store
from valuecheck.store import gave_way
from valuecheck.sync import box as boxes
from valuecheck.sync import files, membership, running
from valuecheck.sync.git_program import shown_address
from valuecheck.sync.membership import Membership
from valuecheck.sync.remote import FORMAT_FILE, SyncError
from valuecheck.sync.standing import standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuecheck.config.compiled import Context
    from valuecheck.config.paths import Paths
    from valuecheck.sync.merging import Outcome
    from valuecheck.sync.remote import Remote


class ToForget(NamedTuple):
    """Check-ins to wipe, by id, and their name in words."""

    ids: list[str]
    name: str


def set_up(context: Context, remote: str, *, plain: bool, auto: bool) -> Iterator[str]:
    """Make the key and write this machine's part."""
    _refuse_joined(context)
    wanted = Membership(membership.absolute(remote), plain, auto)
    place = membership.remote_of(context.paths, wanted.remote)
    key = _key_begun_with(context.paths, place, wanted)
    if not key and not plain:
        key = boxes.new_key()
        boxes.AgeBox(key)
    replaced = bool(key) and boxes.keep_key(context.paths, key)
    outcome = running.run(context, wanted)
    membership.keep(context.paths, wanted)
    yield f"✓ Set up: {counted(outcome.went, 'change')} went to {shown_address(wanted.remote)}."
    yield words.how_it_goes_on(auto=auto)
    yield from words.what_is_seen(plain=plain)
    if key:
        yield ""
        yield "Your key. Without it nobody, you included, can read the remote: keep it safe."
        yield ToCopy(f"  {key}")
        yield from _former_key(context, replaced=replaced)
    yield ""
    yield "On the next machine:"
    address = quote(shown_address(wanted.remote))
    yield ToCopy(f"  valuecheck sync join {address}{' --plain' if plain else ''}")


def _key_begun_with(paths: Paths, place: Remote, wanted: Membership) -> str:
    """Return the key of a setup that was killed half way, empty where nothing is there yet.

    Raises UsageError where other machines meet, and SyncError where something else is.
    """
    found = place.fetch()
    if not found.files:
        return ""
    text = place.read(found, [FORMAT_FILE]).get(FORMAT_FILE)
    if text is None:
        raise files.not_ours()
    with suppress(SyncError):
        if not wanted.plain:
            key = boxes.read_key(paths)
            files.check_format(text, boxes.AgeBox(key))
            return key
    problem = f"other machines sync through {shown_address(wanted.remote)} already"
    raise UsageError(problem, "join them with 'valuecheck sync join' and their key")


def joined(
    context: Context, remote: str, key_file: str | None, *, plain: bool, auto: bool
) -> Iterator[str]:
    """Join with a key from a file or from the terminal."""
    _refuse_joined(context)
    wanted = Membership(membership.absolute(remote), plain, auto)
    place = membership.remote_of(context.paths, wanted.remote)
    box: boxes.Box = boxes.PlainBox()
    if not plain:
        boxes.refuse_without_library()
        # Before anything that takes a while: a key that is typed ahead would be seen.
        key = _key_from(key_file)
        box = boxes.AgeBox(key)
    found = place.fetch()
    if FORMAT_FILE not in found.files:
        problem = f"no machine syncs through {shown_address(wanted.remote)} yet"
        raise UsageError(problem, "begin there with 'valuecheck sync setup'")
    files.check_format(place.read(found, [FORMAT_FILE])[FORMAT_FILE], box)
    replaced = not plain and boxes.keep_key(context.paths, key)
    outcome = running.run(context, wanted)
    membership.keep(context.paths, wanted)
    yield f"✓ Joined {shown_address(wanted.remote)}."
    yield words.how_it_goes_on(auto=auto)
    yield from _former_key(context, replaced=replaced)
    yield from _outcome(context, outcome, wanted)


def synced(context: Context) -> Iterator[str]:
    """Sync, and say in a line what came, went and gave way."""
    part = membership.joined(context.paths)
    yield from _outcome(context, running.run(context, part), part)


def status(context: Context) -> Iterator[str]:
    """When the last sync was, what waits, and what gave way meanwhile."""
    yield from words.standing_lines(standing(context.paths), context.today)
    yield from _gave_way(context)


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
    yield f"✓ Wiped here: {found.name.removesuffix(',')}."
    outcome = running.run(context, part)
    if outcome.keeps_past:
        yield "✓ Other machines wipe it with their next sync."
        yield from words.what_the_past_keeps(plain=part.plain)
    else:
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
    yield from _gave_way(context)
    membership.drop(context.paths)
    running.forget_remote(context)
    yield f"✓ Off: this machine no longer syncs with {shown_address(part.remote)}."
    if not part.plain:
        yield f"The key stays in {visible(context.paths.sync_key)}; delete it if you like."


def _outcome(context: Context, outcome: Outcome, part: Membership) -> Iterator[str]:
    yield from words.outcome_lines(outcome)
    if outcome.keeps_past:
        yield from words.what_the_past_keeps(plain=part.plain)
    yield from _gave_way(context)


def _former_key(context: Context, *, replaced: bool) -> Iterator[str]:
    if replaced:
        kept = visible(context.paths.former_sync_keys)
        yield f"The key that this machine had before is kept in {kept}."


def _gave_way(context: Context) -> Iterator[str]:
    """Name the edits that gave way since the user was last told of some."""
    with store.reading(context.paths.store) as opened:
        found = gave_way.unseen(opened) if opened else []
    yield from words.gave_way_lines(found, context.today)
    if found and not is_output_lost():
        with store.writing(context.paths.store) as opened:
            gave_way.note_seen(opened)


def _refuse_joined(context: Context) -> None:
    if membership.is_joined(context.paths):
        part = membership.joined(context.paths)
        problem = f"this machine syncs with {shown_address(part.remote)} already"
        raise UsageError(problem, "end that first with 'valuecheck sync off'")


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

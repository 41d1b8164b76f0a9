"""Sentences on syncing one person's machines."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from valuecheck.core.answer import CUSTOMER
from valuecheck.core.days import day_name
from valuecheck.core.text import counted, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from valuecheck.actions.sync_failing import Failing
    from valuecheck.store.gave_way import GaveWay
    from valuecheck.sync.merging import Outcome
    from valuecheck.sync.standing import Standing

_NAMED = 5


def how_it_goes_on(*, auto: bool) -> str:
    """Say when this machine syncs from now on."""
    if auto:
        return "It syncs by itself after an answer; 'valuecheck sync' does so at once."
    return "'valuecheck sync' syncs; by itself it never does."


def what_is_seen(*, plain: bool) -> Iterator[str]:
    """Say what the owner of the remote can read."""
    if plain:
        yield "Whoever has the remote can read everything in it: it is not encrypted."
        return
    yield "Whoever has the remote sees how many devices sync, when, and how large their files are."
    yield "Nothing in them can be read there: no note, tag, score or day."


def outcome_lines(outcome: Outcome) -> Iterator[str]:
    """Say what came and went."""
    parts = [f"{outcome.came:,} came", f"{outcome.went:,} went"]
    if outcome.wiped:
        parts.append(f"{len(outcome.wiped):,} wiped for good")
    yield f"✓ Synced: {', '.join(parts)}."
    if outcome.damaged:
        names = f"{counted(len(outcome.damaged), 'file')} there cannot be opened"
        yield f"{names}: {visible(outcome.damaged[0])}; damaged, or still being copied."
        yield "The machine that wrote it mends it with its next sync; all else is synced."
    if outcome.unread:
        lines = counted(outcome.unread, "line")
        yield f"{lines} there cannot be used: a newer valuecheck may have written them."
    if outcome.renamed:
        yield "Another home had this device's id: this one has a new one now."


def what_the_past_keeps(*, plain: bool) -> Iterator[str]:
    """Say where something that was wiped still is."""
    how = "readable" if plain else "encrypted"
    yield f"What was wiped is still in older commits there, {how}: the remote refuses to replace"
    yield "its branch. Allow forced pushes to the branch valuecheck there, and the next sync that"
    yield "has something to send drops them."


def gave_way_lines(found: Sequence[GaveWay], today: date) -> Iterator[str]:
    """Name the edits that gave way, the first of them in full."""
    if len(found) == 1:
        name = _name(found[0], today)
        way_back = "it was changed again since"
        if not found[0].changed:
            way_back = "valuecheck undo brings it back"
        yield f"1 edit gave way to a newer one: {name}; {way_back}"
    elif found:
        number = f"{len(found):,} edits"
        yield f"{number} gave way to newer ones; valuecheck undo brings them back one by one:"
        # In the order of undo.
        for lost in found[: -_NAMED - 1 : -1]:
            yield f"  {_name(lost, today)}{', changed again since' if lost.changed else ''}"
        if (more := len(found) - _NAMED) > 0:
            yield f"  and {more:,} before these"


def standing_lines(found: Standing, today: date) -> Iterator[str]:
    """Say where this machine syncs, when it last did, what waits and what failed."""
    yield f"{found.place}, {_how(found)}."
    yield f"Last sync: {_last(found, today)}; {counted(found.devices, 'device')}."
    yield f"{counted(found.waiting, 'change')} to send."
    if found.keeps_past:
        yield from what_the_past_keeps(plain=found.plain)
    if found.failing:
        yield failing_line(found.failing, today)


def failing_line(failing: Failing, today: date) -> str:
    """Say since when a sync that runs by itself fails, and why."""
    since = day_name(failing.since.date(), today)
    return f"Sync has failed since {since}: {visible(f'{failing.problem}; {failing.remedy}')}."


def in_short(found: Standing, today: date) -> str:
    """The same in one line, without what failed."""
    devices, changes = counted(found.devices, "device"), counted(found.waiting, "change")
    last = _last(found, today)
    return f"{found.place}, {_how(found)}; last sync: {last}; {devices}; {changes} to send"


def _how(found: Standing) -> str:
    by_itself = "syncs by itself after an answer" if found.auto else "synced by 'valuecheck sync'"
    return f"{'readable there' if found.plain else 'encrypted'}, {by_itself}"


def _last(found: Standing, today: date) -> str:
    return _moment(found.last, today) if found.last else "never"


def _moment(moment: datetime, today: date) -> str:
    return f"{day_name(moment.date(), today)}, {moment:%H:%M}"


def _name(lost: GaveWay, today: date) -> str:
    """Such as `Fri 20 Nov, @retail`, or `the trial no status meeting`."""
    row = lost.lost if not lost.lost["deleted"] else lost.now
    words = [f"the trial {text}"] if (text := row.get("text")) else []
    if isinstance(day := row.get("day"), str):
        words.append(day_name(date.fromisoformat(day), today))
    if row.get("customers"):
        words += [f"{CUSTOMER}{name}" for name in json.loads(str(row["customers"]))[:2]]
    elif name := row.get("customer") or row.get("name") or row.get("week"):
        words.append(f"{CUSTOMER if 'week' not in row else ''}{name}")
    deleted = " (deleted)" if lost.lost["deleted"] else ""
    return visible(", ".join(words) or lost.table.name.replace("_", " ")) + deleted

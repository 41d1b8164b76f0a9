"""The status for the terminal, plain and as JSON; without Rich, because it is shown often."""

from __future__ import annotations

from valuecheck.core.days import WEEKDAYS, day_name
from valuecheck.core.text import cells, counted, score_cell, visible, without_styles, wrap
from valuecheck.core.workdays import week_lines
from valuecheck.render.words import sync, trial_progress, unheard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from typing import Any

    from valuecheck.actions.status import Status
    from valuecheck.core.trial import Trial
    from valuecheck.render.page import Block, View

WELCOME = "Nothing recorded yet. Type valuecheck: one key and Enter answer the question."
_GAP = 3
_DAY = 12


def terminal(status: Status, width: int, *, unicode: bool, styled: bool) -> str:
    """Today's check-ins, or why there is none, the last workdays and what could be done."""
    lines: list[str] = []
    for line in _drawn(status, width, unicode=unicode, styled=styled):
        if cells(without_styles(line)) <= width:
            lines.append(line)
            continue
        indent = " " * (len(line) - len(line.lstrip()))
        lines += (indent + part for part in wrap(line, width - len(indent)))
    return "\n".join(lines) + "\n"


def plain(status: Status) -> str:
    """The same in sentences, one a line."""
    if not status.started:
        return "\n".join([WELCOME, *_warnings(status)]) + "\n"
    lines = [
        f"{day_name(status.state.day)}: {row['score']} {visible(row['note'])}".rstrip()
        for row in status.check_ins
    ]
    lines += _sentences(status)
    lines += _facts(status)
    lines += _empty(status)
    lines += _trial(status)
    lines += unheard.sentences(status.unheard)
    return "\n".join([*lines, *_warnings(status)]) + "\n"


def json(status: Status) -> str:
    """The status as it is."""
    from json import dumps

    return dumps(document(status), indent=2) + "\n"


def document(status: Status) -> dict[str, Any]:
    """The status as JSON has it; a `schema_version` changes only by addition."""
    state = status.state
    return {
        "schema_version": 1,
        "day": state.day.isoformat(),
        "due": state.due,
        "next_due": state.shells_next_due.isoformat(),
        "check_ins": status.check_ins,
        "streak": status.streak,
        "week": [
            {"day": day.day.isoformat(), "value": day.value, "off": day.off} for day in status.week
        ],
        "sentence": status.sentences[0],
        "unheard": [
            {**one._asdict(), "last_heard": one.last_heard and one.last_heard.isoformat()}
            for one in status.unheard
        ],
        "trial": status.trial and _trial_document(status.trial, state.day),
        "lately": status.lately and status.lately._asdict(),
        "empty": [day.isoformat() for day in status.empty],
        "later_until": state.later_until and state.later_until.isoformat(),
        "answered_ahead": state.ahead and state.ahead.isoformat(),
        "gave_way": status.gave_way,
        "sync_failing_since": status.sync_failing and status.sync_failing.since.isoformat(),
    }


def view(status: Status) -> View:
    """The status for files and pages."""
    from valuecheck.render.page import (
        Column,
        Page,
        Paragraph,
        Records,
        Table,
        View,
        command,
        own,
        scored,
        simple_page,
        typed,
    )

    columns = (
        Column("Day", once=True),
        Column("Score", number=True),
        Column("Note", private=True, wide=True),
    )

    def page() -> Page:
        day = status.state.day
        rows = [
            (day_name(day), scored(str(row["score"]), row["score"]), typed(row["note"]))
            for row in status.check_ins
        ]
        blocks: list[Block] = [
            Table(columns, rows, headless=True),
            Paragraph([WELCOME] if not status.started else [*_sentences(status)]),
            Paragraph([*_facts(status)]),
            Paragraph([*_empty(status)]),
            Paragraph([*_trial(status, own)]),
            Paragraph([*unheard.sentences(status.unheard, typed, command)]),
        ]
        return simple_page("Status", *blocks, today=day)

    return View(
        page=page,
        records=lambda: Records(
            ("day", "value", "off"), [(day.day, day.value, day.off) for day in status.week]
        ),
        document=lambda: document(status),
    )


def _drawn(status: Status, width: int, *, unicode: bool, styled: bool) -> Iterator[str]:
    if not status.started:
        yield WELCOME
        yield from _warnings(status)
        return
    name = day_name(status.state.day)
    for row in status.check_ins:
        first, *rest = wrap(visible(row["note"]), max(width - _DAY - 3, 10))
        yield f"{name:<{_DAY}}{score_cell(row['score'], styled=styled)}  {first}".rstrip()
        yield from (" " * (_DAY + 3) + part for part in rest)
        name = ""
    yield from _sentences(status)
    letters, scores = week_lines(status.week, unicode=unicode, styled=styled)
    lately = _lately(status) if status.lately else "This week"
    indent = len(lately) + _GAP
    yield f"{lately}{' ' * _GAP}{letters}"
    yield " " * indent + scores
    yield from _empty(status)
    yield from _trial(status)
    yield from unheard.sentences(status.unheard)
    yield from _warnings(status)


def _sentences(status: Status) -> Iterator[str]:
    first, *others = status.sentences
    if not status.check_ins:
        yield first
        if status.state.unanswered:
            yield "Type valuecheck to answer."
    yield from others


def _facts(status: Status) -> Iterator[str]:
    if status.lately:
        yield f"Recorded: {_lately(status)}."
    week = [
        f"{WEEKDAYS[day.day.weekday()].title()} {day.value:.3g}" for day in status.week if day.value
    ]
    if week:
        yield f"This week: {', '.join(week)}."


def _lately(status: Status) -> str:
    found = status.lately
    return f"{found.recorded} of the last {found.workdays} workdays" if found else ""


def _empty(status: Status) -> Iterator[str]:
    """The empty workdays, and how to fill one in or mark it off."""
    if not status.empty:
        return
    yield f"Empty: {', '.join(map(day_name, status.empty))}."
    yield f"  To fill one in: valuecheck ask --day {_typed(status.empty[0])}"
    yield f"  If you were off: valuecheck off {_typed(status.empty[0])}"


def _typed(day: date) -> str:
    return day.isoformat()


def _trial_document(trial: Trial, today: date) -> dict[str, Any]:
    return {
        "text": trial.text,
        "start": trial.start.isoformat(),
        "finish": trial.finish.isoformat(),
        "measure": trial.measure,
        "week": None if trial.is_over(today) else trial.week_on(today),
        "weeks": trial.weeks,
    }


def _trial(status: Status, shown: Callable[[str], str] = visible) -> Iterator[str]:
    if status.trial:
        yield trial_progress.progress(status.trial, status.state.day, shown)


def _warnings(status: Status) -> Iterator[str]:
    if status.gave_way:
        edits = counted(status.gave_way, "edit")
        newer, them = ("a newer one", "it") if status.gave_way == 1 else ("newer ones", "them")
        yield f"{edits} gave way to {newer} of another machine: valuecheck sync status names {them}"
    if failing := status.sync_failing:
        yield sync.failing_line(failing, status.state.day)
    if status.too_slow:
        yield (
            "The question could not be drawn in time, again and again: this machine is busy, or "
            "the home folder is slow. Type valuecheck to answer."
        )
    if status.other_store:
        yield (
            f"Another store is at {visible(status.other_store)}: this terminal sets "
            "XDG_DATA_HOME. To use that store here, run: unset XDG_DATA_HOME"
        )

"""A made-up year to look at, in a home of its own."""

from __future__ import annotations

import json
import os
import random
import tempfile
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.actions.record import check_in_row
from valuecheck.config.compiled import CompiledSettings, Context
from valuecheck.config.paths import locate, make_private_folder
from valuecheck.core.answer import Answer
from valuecheck.core.days import monday_of, now, week_of
from valuecheck.core.errors import UsageError, reason
from valuecheck.core.text import PATH_SHOWN, quoted
from valuecheck.store import connection as store
from valuecheck.store.changes import (
    CHECK_INS,
    CUSTOMERS,
    DAYS_OFF,
    FEEDBACK,
    INTENTIONS,
    TRIALS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from valuecheck.shell.shells import Shell
    from valuecheck.store.changes import Change, Row

HOME = "VALUECHECK_HOME"
SEED = 7
DAYS = 365
# The story: status meetings without end in these weeks before today's, none before and after.
SINKING, QUIET = range(4, 9), range(14)


class Scene(NamedTuple):
    """Something that happens at work: how often, the scores that it gets, and notes on it."""

    weight: int
    scores: tuple[int, ...]
    notes: tuple[str, ...]


MEETINGS = Scene(5, (1, 2, 2), (
    "third status meeting about the migration, nobody decided anything +meeting",
    "planning for the planning +meeting",
    "slides for the steering committee +meeting @legal",
    "status call, twelve people, no decision +meeting",
))  # fmt: skip
MEETINGS_WHILE_SINKING = 40
SCENES = (
    Scene(8, (3, 4, 4, 5), (
        "fixed checkout outage in 40 minutes +incident @retail",
        "search was down twice, cause found +incident @search",
        "payment retries lost orders, stopped it +incident @retail",
        "rolled back the broken release +incident @checkout",
    )),
    Scene(8, (4, 4, 5), (
        "refunds now take one click +feature @retail",
        "search understands typing errors +feature @search",
        "saved baskets on the phone +feature @shoppers",
        "gift cards, first customers use them +feature @shoppers",
    )),
    Scene(6, (3, 3, 4, 4), (
        "database upgrade, no downtime +upgrade @platform",
        "moved the queue to the new version +upgrade @platform",
        "patched the hosts before the holiday +upgrade @platform",
    )),
    Scene(5, (3, 4, 4), (
        "capacity plan for Black Friday +capacity @retail",
        "load test: checkout holds three times the peak +capacity @checkout",
    )),
    Scene(5, (3, 4, 5), (
        "answered 14 tickets, two became fixes +desk @retail",
        "sat with the service desk, wrote down what hurts +desk @shoppers",
    )),
    Scene(3, (4, 5), ("restore rehearsed: 12 minutes +dr @checkout",)),
    Scene(3, (2, 3, 3), (
        "waited for access rights until four o'clock",
        "rewrote a tool that nobody had asked for",
        "flaky tests all day +ci",
    )),
    Scene(5, (3, 4), ("", "", "reviews and small things")),
)  # fmt: skip
# By weeks before today's: what the review finds written down.
INTENTIONS_MADE = (
    (7, "Finish the migration plan."),
    (3, "Say no to every status meeting without a question to decide."),
    (1, "Sit with @retail at noon and watch what is slow."),
)


class Attempt(NamedTuple):
    """A trial that began so many weeks before today's, for how many, and what judges it."""

    weeks_ago: int
    weeks: int
    text: str
    measure: str


# One is over and worked, the other one runs.
ATTEMPTS = (
    Attempt(3, 3, "no status meeting", "score"),
    Attempt(1, 12, "at noon beside @retail", "@retail"),
)
# Infrastructure teams work for application teams, these for business units, these for who pays.
SERVES = {
    "platform": ("checkout", "search"),
    "network": ("checkout", "search"),
    "checkout": ("retail", "marketplace"),
    "search": ("retail",),
    "retail": ("shoppers",),
    "marketplace": ("merchants",),
}
PAYING = ("shoppers", "merchants")
WANTS = {"retail": "orders out by 18:00", "shoppers": "delivered tomorrow"}
WANTS_SINCE = timedelta(days=100)


class Opinion(NamedTuple):
    """The feedback of a customer: every so many days, until so many days ago, in these words."""

    customer: str
    scale: str
    every: int
    until: int
    words: tuple[tuple[int, str], ...]


# @retail is the watermelon: the notes above are proud of what is done for it.
OPINIONS = (
    Opinion("retail", "csat", 9, 1, (
        (2, "still slow at noon"),
        (1, "we lost orders again and heard it from our customers"),
        (2, "third week running, nobody tells us why"),
        (4, "the outage was fixed within minutes"),
        (3, "refunds are better, the rest is not"),
        (2, "at noon we do not even try any more"),
    )),
    Opinion("shoppers", "nps", 6, 3, (
        (9, "saved baskets, finally"), (10, ""), (8, ""), (6, "the app logs me out"),
        (9, "gift cards!"), (7, ""), (10, "quick and simple"), (3, "lost my order"),
    )),
    Opinion("merchants", "nps", 17, 12, ((9, ""), (7, "payouts are on time"), (10, ""))),
    Opinion("checkout", "good-bad", 13, 41, ((1, "upgrade went unnoticed, thanks"), (1, ""))),
)  # fmt: skip
HOLIDAYS = (("spring break", 235, 5), ("summer holiday", 130, 14), ("sick", 90, 2))


def fill(folder: str | None, environ: Mapping[str, str]) -> str:
    """Make up a year that ends today in `folder` (new or empty; default: a temporary one).

    Returns the folder. Raises UsageError where something is in it already or it cannot be made,
    and StoreError.
    """
    home = os.path.abspath(folder) if folder else tempfile.mkdtemp(prefix="valuecheck-demo-")
    if os.path.exists(home) and (not os.path.isdir(home) or os.listdir(home)):
        problem = f"{quoted(home, PATH_SHOWN)} is not an empty folder"
        raise UsageError(problem, "name a new one; a demo never touches what is there")
    try:
        make_private_folder(home)
    except OSError as error:
        problem = f"cannot make the folder {quoted(home, PATH_SHOWN)}: {reason(error)}"
        raise UsageError(problem, "name another one") from error
    paths = locate({HOME: home})
    context = Context(paths, CompiledSettings(), now({**environ, HOME: home}))
    chance = random.Random(SEED)  # noqa: S311
    with store.changing(paths.store, "demo", context.now) as change:
        change.hold_workweek(context.today, list(context.settings.workdays))
        off = dict(_days_off(context.today))
        for day, why in off.items():
            change.put(DAYS_OFF, {"day": day.isoformat(), "reason": why}, undoable=False)
        for age in range(DAYS, -1, -1):
            day = context.today - timedelta(days=age)
            if day.weekday() < 5 and day not in off:
                _live(change, context, day, chance)
        _place_customers(change, context.today)
        _add_feedback(change, context)
        _intend(change, context.today)
        _try(change, context)
    return home


def opening(today: date) -> str:
    """The period whose report tells the story: this year, or everything early in a year."""
    return "year" if today.timetuple().tm_yday > 7 * len(QUIET) else "all"


def how_to_go_on(home: str, period: str, shell: Shell) -> Iterator[str]:
    """Yield commands to try in the made-up year, and the way out of it; `period` is on top."""
    yield "This is the first screen of a made-up year. Go on in it:"
    yield f"  {shell.facts.exported(HOME, home)}"
    yield f"  {f'valuecheck report {period}':<29}  all of it: months, kinds of work, customers"
    yield "  valuecheck review              the week behind, and what follows after a trial"
    yield "  valuecheck report @retail      a customer who sees it otherwise"
    open_ = f"valuecheck report {period} --open"
    yield f"  {open_:<29}  the year as a page to send to somebody"
    yield "Leave and remove it:"
    yield f"  {shell.facts.unset(HOME)}; rm -r {shell.facts.quoted(home)}"
    yield "Your own first answer comes after that: valuecheck"


def _live(change: Change, context: Context, day: date, chance: random.Random) -> None:
    forgotten = day != context.today and chance.random() < 0.09
    if forgotten and chance.random() < 0.7:
        return
    answers = 2 if chance.random() < 0.08 else 1
    for number in range(answers):
        scene = _scene(context.today, day, chance)
        answered = context.now - timedelta(
            days=(context.today - day).days - forgotten, minutes=chance.randrange(90) - 60 * number
        )
        answer = Answer(chance.choice(scene.scores), chance.choice(scene.notes))
        row = check_in_row(context, answer, day, late=forgotten)
        row |= {
            "id": change.new_id(),
            "at": min(answered, context.now).isoformat(timespec="seconds"),
        }
        change.put(CHECK_INS, row, undoable=False)


def _scene(today: date, day: date, chance: random.Random) -> Scene:
    """Return what happens on `day`."""
    weeks_ago = (monday_of(today) - monday_of(day)).days // 7
    meetings = 0 if weeks_ago in QUIET else MEETINGS.weight
    if weeks_ago in SINKING:
        meetings = MEETINGS_WHILE_SINKING
    weights = [meetings, *(scene.weight for scene in SCENES)]
    return chance.choices((MEETINGS, *SCENES), weights)[0]


def _intend(change: Change, today: date) -> None:
    for weeks_ago, text in INTENTIONS_MADE:
        week = week_of(today - timedelta(weeks=weeks_ago))
        change.put(INTENTIONS, {"week": week, "at": change.at, "text": text}, undoable=False)


def _try(change: Change, context: Context) -> None:
    for weeks_ago, weeks, text, measure in ATTEMPTS:
        start = monday_of(context.today) - timedelta(weeks=weeks_ago)
        finish = start + timedelta(weeks=weeks, days=-1)
        row: Row = {
            "id": change.new_id(),
            "at": (context.now - (context.today - start)).isoformat(timespec="seconds"),
            "text": text,
            "start": start.isoformat(),
            "finish": finish.isoformat(),
            "measure": measure,
        }
        change.put(TRIALS, {**TRIALS.blank, **row}, undoable=False)


def _place_customers(change: Change, today: date) -> None:
    for name in (*SERVES, *PAYING):
        row: Row = {"name": name, "label": "", "pays": int(name in PAYING), "same_as": ""}
        row["serves"] = json.dumps(SERVES.get(name, ()))
        if name in WANTS:
            row |= {"wants": WANTS[name], "wants_on": (today - WANTS_SINCE).isoformat()}
        change.put(CUSTOMERS, row, undoable=False)


def _add_feedback(change: Change, context: Context) -> None:
    """All opinions in the order of time, so that the last one noted is the latest."""
    feedback = [
        (
            context.today - timedelta(days=age),
            opinion,
            *opinion.words[number % len(opinion.words)],
        )
        for opinion in OPINIONS
        for number, age in enumerate(range(opinion.until, DAYS, opinion.every))
    ]
    for day, opinion, score, words in sorted(feedback):
        row: Row = {
            "id": change.new_id(),
            "day": day.isoformat(),
            "at": change.at,
            "customer": opinion.customer,
            "scale": opinion.scale,
            "score": score,
            "words": words,
            "source": "survey",
        }
        change.put(FEEDBACK, row, undoable=False)


def _days_off(today: date) -> Iterator[tuple[date, str]]:
    for why, age, length in HOLIDAYS:
        for offset in range(length):
            day = today - timedelta(days=age - offset)
            if day.weekday() < 5:
                yield day, why

"""Changing what is recorded: command by command back to the beginning, and for good."""

from __future__ import annotations

import json
import random
import re
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.stored import NOW, context_of, is_sound, make_copy, notes, rows
from valuecheck.actions import changing, days_off, forget, record
from valuecheck.actions import check_ins as actions_check_ins
from valuecheck.actions import undo as actions_undo
from valuecheck.config.compiled import CompiledSettings
from valuecheck.core.answer import Answer
from valuecheck.core.errors import ExitCode, NothingToUndoError, UsageError, ValuecheckError
from valuecheck.store import connection, forgetting, sqlite
from valuecheck.store.changes import CHECK_INS, SKIPS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.conftest import Run

TOMORROW = "2026-11-21T09:00:00+01:00"
# The parts of a store that a user can see.
VISIBLE = (
    "SELECT id, day, at, score, note, kinds FROM check_ins WHERE NOT deleted ORDER BY id",
    "SELECT day FROM skips WHERE NOT deleted ORDER BY day",
    "SELECT day, reason FROM days_off WHERE NOT deleted ORDER BY day",
)
View = list[list[tuple[Any, ...]]]


def visible(home: Path) -> View:
    return [rows(home, sql) for sql in VISIBLE]


def short_id(run: Run, position: int = 0) -> str:
    """The short id of a check-in, the newest is 0."""
    check_ins = json.loads(run("log", "--json").out)["check_ins"]
    return str(check_ins[position]["id"])[-6:]


# Undo


@pytest.mark.parametrize(
    "command",
    [
        ("4", "another", "+incident", "@retail"),
        ("ask", "--day", "yesterday", "2", "late"),
        ("edit", "5"),
        ("edit", "last", "other", "words"),
        ("edit", "--no-note"),
        ("edit", "--day", "yesterday"),
        ("delete", "last"),
        ("off", "mon..wed", "holiday"),
        ("off", "thu", "--delete"),
    ],
    ids=" ".join,
)
def test_undo_takes_back_any_command(run: Run, home: Path, command: tuple[str, ...]) -> None:
    run("3", "first", "+desk")
    run("off", "thu", "dentist")
    before = visible(home)
    assert run(*command).code == 0
    assert visible(home) != before
    undone = run("undo")
    assert (undone.code, undone.err) == (0, "")
    assert undone.out.startswith("✓ Took back ")
    assert visible(home) == before
    assert is_sound(home)


def test_undo_takes_back_a_command_of_another_process(run: Run, process: Run, home: Path) -> None:
    run("3", "first")
    before = visible(home)
    run("edit", "5")
    assert process("undo").out.startswith("✓ Took back ")
    assert visible(home) == before


def test_undo_goes_back_command_by_command_to_the_very_beginning(run: Run, home: Path) -> None:
    history = []
    for command in (
        ("4", "one"), ("edit", "5", "two"), ("edit", "3"), ("delete", "last"),
        ("0",), ("off", "tomorrow"), ("2", "three"), ("off", "tomorrow", "--delete"),
    ):  # fmt: skip
        history.append(visible(home) if home.exists() else [[], [], []])
        assert run(*command).code == 0
    for expected in reversed(history):
        assert run("undo").code == 0
        assert visible(home) == expected
    nothing = "valuecheck: nothing to undo; only changes made on this machine in the last 90 days"
    assert run("undo") == (ExitCode.NOT_DUE, "", f"{nothing} can be undone, a forget never.\n")


def test_key_and_words_are_one_command(home: Path, run: Run) -> None:
    where = context_of(home)
    stored = record.store_answer(where, Answer(4, ""), where.today)
    record.add_note(where, stored, "fixed it +incident")
    assert notes(home) == ["fixed it +incident"]
    assert "gone  Fri 20 Nov  4  fixed it +incident" in run("undo").out
    assert notes(home) == []
    assert run("undo").code == ExitCode.NOT_DUE


def test_undo_without_anything_recorded_makes_no_store(run: Run, home: Path) -> None:
    assert run("undo").code == ExitCode.NOT_DUE
    assert not home.exists()


def test_an_edit_that_changes_nothing_is_nothing_to_undo(run: Run, home: Path) -> None:
    run("4", "same")
    run("edit", "4", "same")
    run("undo")
    assert notes(home) == []


def test_a_changed_setting_in_between_does_not_hinder_undo(run: Run, home: Path) -> None:
    run("4", "one")
    assert run("config", "workdays", "mon,tue").code == 0
    assert run("undo").code == 0
    assert notes(home) == []
    assert rows(home, "SELECT weekdays FROM workweeks ORDER BY day") == [
        ("[0, 1, 2, 3, 4]",),
        ("[0, 1]",),
    ]


def test_what_is_forgotten_in_between_is_passed_over(run: Run, home: Path) -> None:
    run("4", "one")
    run("5", "two")
    run("edit", "last", "three")
    run("forget", short_id(run), "--yes")
    assert run("undo").code == ExitCode.USAGE
    assert run("undo", "--yes").code == 0
    assert notes(home) == []
    assert run("undo").code == ExitCode.NOT_DUE


def from_elsewhere(home: Path, table: str, changes: str) -> None:
    """Change all rows of a table as a sync does: by another device, with a later clock."""
    clock = "009999999999999.000.00000000000000ff.0000cafe"
    rows(home, f"UPDATE {table} SET {changes}, device = 'ff', clock = ?", clock)  # noqa: S608


def test_undo_refuses_where_another_machine_has_changed_the_row_since(run: Run, home: Path) -> None:
    run("off", "2026-12-24")
    run("4", "one")
    from_elsewhere(home, "check_ins", "note = 'theirs'")
    outcome = run("undo")
    assert (outcome.code, outcome.out) == (ExitCode.FAILED, "")
    assert outcome.err == (
        "valuecheck: another machine has changed this since; look at it, and edit it instead; "
        "the next undo takes back the command before.\n"
    )
    assert notes(home) == ["theirs"]
    assert "Took back 'off'" in run("undo").out


def test_undo_of_several_rows_changes_none_if_one_was_changed_elsewhere(
    run: Run, home: Path
) -> None:
    run("off", "mon..wed", "holiday")
    before = visible(home)
    rows(
        home,
        "UPDATE days_off SET clock = '009999999999999.000.00000000000000ff.0000cafe' "
        "WHERE day = '2026-11-23'",
    )
    assert run("undo").code == ExitCode.FAILED
    assert visible(home) == before


def test_a_change_after_one_from_elsewhere_is_later_whatever_our_clock_says(
    run: Run, home: Path
) -> None:
    run("4", "one")
    from_elsewhere(home, "check_ins", "note = 'theirs'")
    ((theirs,),) = rows(home, "SELECT clock FROM check_ins")
    run("edit", "last", "ours")
    ((ours,),) = rows(home, "SELECT clock FROM check_ins")
    assert ours > theirs
    assert run("undo").code == 0
    assert notes(home) == ["theirs"]


def test_changes_of_another_device_are_not_ours_to_undo(run: Run, home: Path) -> None:
    run("4", "one")
    rows(home, "UPDATE history SET device = 'ff'")
    assert run("undo").code == ExitCode.NOT_DUE


def test_beyond_a_day_undo_asks_first(run: Run, home: Path) -> None:
    run("4", "one")
    late = "2026-11-21T09:00:01+01:00"
    outcome = run("undo", now=late)
    assert outcome.code == ExitCode.USAGE
    assert "'ask' of Fri 20 Nov 09:00 is more than a day old; add --yes" in outcome.err
    assert notes(home) == ["one"]
    assert run("undo", now=TOMORROW).code == 0


def test_history_is_kept_for_ninety_days_with_commands(run: Run, home: Path) -> None:
    first = date(2026, 1, 1)
    with changing.changing(context_of(home), "warm up"):
        pass
    for number in range(92):
        moment = datetime.combine(first + timedelta(days=3 * number), time(9), tzinfo=UTC)
        with changing.changing(context_of(home, moment), f"day {number}") as change:
            change.put(SKIPS, {"day": moment.date().isoformat(), "at": change.at})
    labels = [row[0] for row in rows(home, "SELECT label FROM history ORDER BY id")]
    assert labels == [f"day {number}" for number in range(2, 92)]
    assert run("undo", "--yes").code == 0


def test_a_clock_that_jumped_ahead_once_costs_no_undo(run: Run, home: Path) -> None:
    for note in ("one", "two"):
        run("4", note)
    run("3", "from the future", now="2046-11-20T09:00:00+01:00")
    run("5", "back again")
    for _ in range(4):
        assert run("undo", "--yes").code == 0
    assert notes(home) == []


def test_a_command_that_ran_meanwhile_is_not_undone_unseen(home: Path) -> None:
    where = context_of(home)
    record.store_answer(where, Answer(4, "one"), where.today)
    seen = actions_undo.last_command(where)
    record.store_answer(where, Answer(4, "two"), where.today)
    with pytest.raises(ValuecheckError, match="another command has run meanwhile"):
        actions_undo.undo(where, seen)
    assert notes(home) == ["one", "two"]


# Commands as a user can type them; a refused one must leave no trace either.
SCORES = st.integers(1, 5)
NOTES = st.sampled_from(["", "fixed +incident", "met @legal", "x" * 1000])
DAYS = st.integers(0, 5).map(lambda age: NOW.date() - timedelta(days=age))


class AnyCommands(RuleBasedStateMachine):
    """Any commands in any order: each undo leads to the state before, down to nothing."""

    folder: Path

    @initialize()
    def begin(self) -> None:
        self.home = self.folder / f"{id(self)}-{len(list(self.folder.iterdir()))}"
        self.context = context_of(self.home)
        self.views: list[View] = []
        self.view: View = [[], [], []]
        with connection.writing(self.context.paths.store):
            pass

    def done(self) -> None:
        now = visible(self.home)
        if now != self.view or self._commands() > len(self.views):
            self.views.append(self.view)
            self.view = now

    def _commands(self) -> int:
        ((count,),) = rows(self.home, "SELECT count(DISTINCT command) FROM history")
        return int(count)

    @rule(score=SCORES, note=NOTES, day=DAYS)
    def ask(self, score: int, note: str, day: Any) -> None:
        record.store_answer(self.context, Answer(score, note), day)
        self.done()

    @rule(score=SCORES, note=NOTES)
    def ask_in_two_steps(self, score: int, note: str) -> None:
        stored = record.store_answer(self.context, Answer(score, ""), self.context.today)
        record.add_note(self.context, stored, note)
        self.done()

    @rule(day=DAYS)
    def skip(self, day: Any) -> None:
        try:
            record.store_answer(self.context, Answer(0, ""), day)
        except UsageError:
            # A recorded day was not skipped.
            return
        self.done()

    @precondition(lambda self: bool(self.view[0]))
    @rule(data=st.data(), score=st.none() | SCORES, note=st.none() | NOTES, day=st.none() | DAYS)
    def edit(self, data: st.DataObject, score: Any, note: Any, day: Any) -> None:
        row = data.draw(st.sampled_from(self.view[0]))
        actions_check_ins.edit(
            self.context, row[0], actions_check_ins.CheckInEdit(score, note, day)
        )
        self.done()

    @precondition(lambda self: bool(self.view[0]))
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        actions_check_ins.delete(self.context, data.draw(st.sampled_from(self.view[0]))[0])
        self.done()

    @rule(days=st.lists(DAYS, min_size=1, max_size=3, unique=True), reason=NOTES)
    def off(self, days: Sequence[Any], reason: str) -> None:
        days_off.take_off(self.context, days, reason)
        self.done()

    @precondition(lambda self: bool(self.view[2]))
    @rule(data=st.data())
    def on(self, data: st.DataObject) -> None:
        day = data.draw(st.sampled_from(self.view[2]))[0]
        days_off.take_on(self.context, [datetime.fromisoformat(day).date()])
        self.done()

    @rule(weekdays=st.sampled_from([(0, 1), (0, 1, 2, 3, 4), (5, 6)]))
    def config(self, weekdays: tuple[int, ...]) -> None:
        self.context = context_of(self.home, settings=CompiledSettings(workdays=weekdays))
        changing.note_settings(self.context)

    @precondition(lambda self: bool(self.views))
    @rule()
    def undo(self) -> None:
        actions_undo.undo(self.context, actions_undo.last_command(self.context))
        self.view = self.views.pop()
        assert visible(self.home) == self.view

    def teardown(self) -> None:
        while self.views:
            self.undo()
        with pytest.raises(NothingToUndoError):
            actions_undo.last_command(self.context)
        assert visible(self.home) == [[], [], []]
        assert is_sound(self.home)


def test_undoing_everything_leads_back_to_nothing(tmp_path: Path) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    class InThisFolder(AnyCommands):
        folder = tmp_path

    run_state_machine_as_test(
        InThisFolder,
        settings=settings(
            max_examples=12,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )


# Edit and delete


def test_a_lone_score_keeps_the_note_and_words_replace_it(run: Run, home: Path) -> None:
    run("4", "fixed", "+incident")
    run("edit", "2")
    assert rows(home, "SELECT score, note, kinds FROM check_ins") == [
        (2, "fixed +incident", '["incident"]')
    ]
    run("edit", "last", "met", "@legal")
    assert rows(home, "SELECT score, note, kinds, customers FROM check_ins") == [
        (2, "met @legal", "[]", '["legal"]')
    ]
    run("edit", "--no-note")
    assert rows(home, "SELECT score, note, customers FROM check_ins") == [(2, "", "[]")]


def test_moving_to_another_day_says_that_it_was_filled_in_later(run: Run, home: Path) -> None:
    moved = "SELECT day, at, filled_in_later FROM check_ins"
    run("4", "fixed")
    run("edit", "--day", "yesterday")
    assert rows(home, moved) == [("2026-11-19", "2026-11-20T09:00:00+01:00", 1)]
    run("edit", "--day", "today")
    assert rows(home, moved) == [("2026-11-20", "2026-11-20T09:00:00+01:00", 0)]


def test_an_edit_keeps_the_question_as_it_was_asked(run: Run, home: Path) -> None:
    run("4", "one")
    run("config", "question", "Would they pay for it?")
    run("edit", "5")
    ((question,),) = rows(home, "SELECT question FROM check_ins")
    assert question.startswith("If paying customers knew")


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (("edit", "nonsense"), "'nonsense' is neither the id of a check-in nor a score"),
        (("edit", "6"), "'6' is no score"),
        (("edit", "0"), "0 (not today) is no score"),
        (("edit", "--day", "tomorrow"), "'tomorrow' is not a day"),
        (("edit", "--day", "2026-11-21"), "2026-11-21 is in the future"),
        (("edit", "last", "x" * 1001), "the note has 1,001 characters"),
        (("edit", "last", "--no-note", "words"), "--no-note and new words contradict each other"),
        (("edit", "ffff0000ffff", "5"), "no check-in ends in 'ffff0000ffff'"),
        (("edit", "last"), "no change is given"),
        (("delete", "ffff0000ffff"), "no check-in ends in 'ffff0000ffff'"),
        (("delete", "xyz"), "'xyz' is no id of a check-in"),
        (("delete", "abc"), "'abc' is no id of a check-in"),
        (
            ("forget", "ffff0000ffff", "--yes"),
            "no check-in, piece of feedback or trial ends in 'ffff0000ffff'",
        ),
        (("forget", "last"), "would be gone for good; add --yes"),
        (("off", "2026-02-31"), "'2026-02-31' is not a day"),
        (("off", "fri..2026-11-01"), "ends before it begins"),
        (("off", "2026-01-01..2028-01-01"), "names 731 days"),
        (("off", "today", "--delete"), "none of these days is a day off"),
        (("off", "today", "x" * 1001), "the note has 1,001 characters"),
    ],
    ids=str,
)
def test_what_cannot_be_understood_is_refused_and_changes_nothing(
    run: Run, home: Path, command: tuple[str, ...], reason: str
) -> None:
    run("4", "one")
    before = rows(home, "SELECT * FROM check_ins, facts, history"), visible(home)
    outcome = run(*command)
    assert (outcome.code, outcome.out) == (ExitCode.USAGE, "")
    assert reason in outcome.err
    assert re.fullmatch(r"valuecheck: [^\n]+; [^\n]+\.\n", outcome.err)
    assert (rows(home, "SELECT * FROM check_ins, facts, history"), visible(home)) == before


@pytest.mark.parametrize(
    "command",
    [("edit", "5"), ("delete", "last"), ("forget", "last", "--yes"), ("off", "fri", "--delete")],
)
def test_changing_what_was_never_recorded_makes_no_store(
    run: Run, home: Path, command: tuple[str, ...]
) -> None:
    outcome = run(*command)
    assert outcome.code == ExitCode.USAGE
    assert "nothing is recorded yet; answer first with 'valuecheck'" in outcome.err
    assert not home.exists()


def test_a_deleted_check_in_leaves_a_blank_row_for_other_machines(run: Run, home: Path) -> None:
    run("4", "secret", "+incident", "@retail")
    run("delete", "last")
    assert rows(home, "SELECT score, note, kinds, customers, question, deleted FROM check_ins") == [
        (None, "", "[]", "[]", "", 1)
    ]
    assert run("delete", "last").code == ExitCode.USAGE


# Forget


def where_it_is(home: Path, words: bytes) -> list[str]:
    """The files below `home` that hold these bytes."""
    files = [path for path in home.rglob("*") if path.is_file()]
    return [str(path.relative_to(home)) for path in files if words in path.read_bytes()]


def test_forgetting_leaves_no_byte_of_a_note_anywhere(run: Run, home: Path) -> None:
    run("3", "kept")
    run("2", "the secret word is plover", "+plover")
    run("edit", "1", "plover", "again")
    run("delete", short_id(run))
    run("undo")
    for name in ("valuecheck-1-migration.db", "valuecheck-2-migration.db"):
        make_copy(home)
        assert (home / "backups" / name).exists()
    # As a copy that was cut short looks, and one that is damaged.
    (home / "backups" / "valuecheck-0.db").write_bytes(b"plover")
    (home / "backups" / "valuecheck-3.db").write_bytes(b"SQLite format 3\x00 plover" * 500)
    assert len(where_it_is(home, b"plover")) == 5
    outcome = run("forget", short_id(run), "--yes")
    assert (outcome.code, outcome.err) == (0, "")
    assert where_it_is(home, b"plover") == []
    assert notes(home) == ["kept"]
    for name in ("valuecheck-1-migration.db", "valuecheck-2-migration.db"):
        with closing(sqlite3.connect(home / "backups" / name)) as copy:
            assert copy.execute("SELECT note FROM check_ins").fetchall() == [("kept",)]
    assert is_sound(home)


def test_a_deleted_check_in_can_still_be_forgotten(run: Run, home: Path) -> None:
    run("4", "plover")
    gone = short_id(run)
    run("delete", gone)
    assert where_it_is(home, b"plover")
    assert run("forget", gone, "--yes").code == 0
    assert where_it_is(home, b"plover") == []
    assert run("undo").code == ExitCode.NOT_DUE


# With these seeds SQLite's secure deletion alone leaves a part of the last of these notes.
@pytest.mark.parametrize(("seed", "notes"), [(14, 2), (3, 5), (13, 9)])
def test_no_rest_of_a_forgotten_note_stays_where_rows_moved_between_pages(
    home: Path, seed: int, notes: int
) -> None:
    chance = random.Random(seed)
    where = context_of(home)

    def columns(number: int, version: int) -> dict[str, str]:
        note = f"<{number:04}/{version:04}>" * 100
        return record.note_columns(note[: chance.choice((11, 55, 400, 950))])

    ids = []
    with changing.changing(where, "import") as change:
        for number in range(40):
            row = record.check_in_row(where, Answer(4, ""), where.today, late=False)
            ids.append(change.new_id())
            new = {"id": ids[-1], "at": change.at, **row, **columns(number, 0)}
            change.put(CHECK_INS, new)
    for version in range(1, 41):
        number = chance.randrange(40)
        with changing.changing(where, "edit") as change:
            change.put(CHECK_INS, {"id": ids[number], **columns(number, version)})
    for number, id_ in enumerate(ids[:notes]):
        forget.forget(where, id_)
        assert where_it_is(home, f"<{number:04}/".encode()) == []


def test_a_backup_that_cannot_be_removed_is_a_failure_to_forget(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("4", "plover")
    (home / "backups").mkdir()
    (home / "backups" / "valuecheck-1.db").write_bytes(b"plover")

    def refuse(*_args: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.unlink", refuse)
    outcome = run("forget", "last", "--yes")
    assert (outcome.code, outcome.out) == (ExitCode.STORE, "")
    assert "permission denied" in outcome.err
    assert re.search("'valuecheck forget [0-9a-f]{6}' finishes it", outcome.err)
    monkeypatch.undo()


def test_a_copy_that_cannot_be_changed_now_stays_and_is_wiped_later(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("4", "plover")
    make_copy(home)
    (copy,) = (home / "backups").iterdir()
    connect = sqlite.connect
    monkeypatch.setattr(forgetting, "connect", lambda path: connect(path, 0.01))
    with closing(sqlite3.connect(copy, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        outcome = run("forget", "last", "--yes")
    assert outcome.code == ExitCode.STORE
    assert f"cannot use {copy}: another program is writing to it" in outcome.err
    assert copy.exists()
    assert run("doctor", "--fix").code == 0
    assert where_it_is(home, b"plover") == []
    assert copy.exists()


def test_forgetting_can_be_finished_where_it_was_interrupted(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("4", "plover")
    gone = short_id(run)
    make_copy(home)
    with monkeypatch.context() as patch:
        patch.setattr(connection, "compact", lambda _path: (_ for _ in ()).throw(KeyboardInterrupt))
        run("forget", gone, "--yes")
    left = ["backups/valuecheck-1-migration.db", "backups/valuecheck-2-forget.db"]
    assert sorted(where_it_is(home, b"plover")) == left
    assert run("forget", gone, "--yes").code == 0
    assert where_it_is(home, b"plover") == []

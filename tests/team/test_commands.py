"""The commands of `team` against a real PostgreSQL."""

from __future__ import annotations

import json
import threading
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.stored import rows
from valuecheck.core.errors import ExitCode
from valuecheck.team import cluster as clusters

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run
    from tests.team.conftest import Database

LAST = date(2026, 11, 9)
NEXT_MONDAY = "2026-11-23T09:00:00+01:00"


@pytest.fixture
def url(database: Database) -> str:
    database.member("ada")
    return f"postgresql://ada@/{database.name}?host={database.cluster.folder}"


@pytest.fixture
def joined(run: Run, database: Database, url: str) -> str:
    """A member with a recorded week, joined on the Friday and looking at the next Monday."""
    for day in ("mon", "tue", "wed", "thu", "today"):
        assert run("ask", "--day", day, "4", "secret words +incident @retail").code == 0
    assert run("team", "join", url, "--team", "ops", "--yes").code == 0
    database.today("2026-11-23")
    return url


def test_joining_shows_what_leaves_and_asks_first(run: Run, home: Path, url: str) -> None:
    asked = run("team", "join", url, "--team", "ops")
    assert asked.code == ExitCode.USAGE
    assert "one bit" in asked.out
    assert "others see" in asked.out
    assert "administrator" in asked.out
    assert "±45 points" in asked.out
    assert "add --yes" in asked.err
    assert not (home / "config.toml").exists()


@pytest.mark.usefixtures("joined")
def test_a_closed_week_is_told_once(run: Run, database: Database) -> None:
    run("4", now=NEXT_MONDAY)
    first = run("team", "publish", now=NEXT_MONDAY)
    assert first.code == 0, first.err
    assert first.out == "2026-W47: sent.\nSent so far: 1 week, epsilon 2 in all.\n"
    assert run("team", "publish", now=NEXT_MONDAY).out.startswith("Nothing waits.")
    assert database.query("SELECT team, week FROM valuecheck.answers") == [
        ("ops", date(2026, 11, 16))
    ]
    assert database.query("SELECT member FROM valuecheck.published") == [("ada",)]


@pytest.mark.usefixtures("joined")
def test_an_open_week_is_not_told(run: Run) -> None:
    assert run("team", "publish").out.startswith("Nothing waits.")


@pytest.mark.usefixtures("joined")
def test_dry_run_prints_the_statement_and_sends_nothing(run: Run, database: Database) -> None:
    shown = run("team", "publish", "--dry-run", now=NEXT_MONDAY).out.splitlines()
    assert len(shown) == 1
    assert shown[0].startswith("SELECT valuecheck.submit('ops', '2026-11-16', ")
    assert database.query("SELECT * FROM valuecheck.published") == []
    for word in ("secret", "incident", "retail", "4"):
        assert word not in shown[0]


@pytest.mark.usefixtures("joined")
def test_what_is_told_is_what_was_shown(run: Run, database: Database) -> None:
    shown = run("team", "publish", "--dry-run", now=NEXT_MONDAY).out
    run("team", "publish", now=NEXT_MONDAY)
    happy = database.query("SELECT happy FROM valuecheck.answers")[0][0]
    assert shown.endswith(f"{'true' if happy else 'false'})\n")


@pytest.mark.usefixtures("joined")
def test_a_correction_never_leaves(run: Run, home: Path, database: Database) -> None:
    run("team", "publish", now=NEXT_MONDAY)
    before = database.query("SELECT * FROM valuecheck.answers")
    rows(home, "UPDATE check_ins SET score = 1")
    rows(home, "DELETE FROM team_weeks")
    again = run("team", "publish", now=NEXT_MONDAY)
    assert "sent before; the first bit counts" in again.out
    assert database.query("SELECT * FROM valuecheck.answers") == before


@pytest.mark.usefixtures("joined")
def test_weeks_that_waited_too_long_are_said(run: Run, database: Database) -> None:
    database.today("2026-12-07")
    later = "2026-12-07T09:00:00+01:00"
    said = run("team", "publish", now=later).out
    assert said.startswith("1 week is too old: a week is accepted until the second Monday")


@pytest.mark.usefixtures("joined")
def test_the_report_waits_for_ones_own_answer(run: Run) -> None:
    refused = run("team", "report", now=NEXT_MONDAY)
    assert refused.code == ExitCode.FAILED
    assert "your own answer of today comes first" in refused.err
    run("4", now=NEXT_MONDAY)
    assert run("team", "report", now=NEXT_MONDAY).code == 0


def fill(database: Database, team: str, people: int, happy: int, weeks: int = 26) -> None:
    for number in range(weeks):
        week = date(2026, 3, 30) + timedelta(weeks=number)
        for bit, count in ((True, happy), (False, people - happy)):
            database.query(
                "INSERT INTO valuecheck.answers SELECT %s, %s, %s FROM generate_series(1, %s)",
                team, week, bit, count,
            )  # fmt: skip


def test_the_report_tells_how_the_teams_stand(run: Run, database: Database, url: str) -> None:
    fill(database, "ops", 10, 7)
    fill(database, "dev", 8, 2)
    fill(database, "tiny", 2, 1)
    database.query("SELECT valuecheck.set_serves('ops', ARRAY['shoppers'], true)", user="ada")
    database.query("SELECT valuecheck.add_note('ops', 'fewer meetings')", user="ada")
    shown = run("team", "report", "2026-Q3", "--url", url)
    assert shown.code == 0, shown.err
    for text in ("2026-Q3", "ops", "dev", "under 5", "fewer meetings", "who pays", "No clear"):
        assert text in shown.out
    assert "tiny" in shown.out
    told = json.loads(run("team", "report", "2026-Q3", "--url", url, "--json").out)
    report = told.get("report", told)
    by_team = {row["team"]: row for row in report["teams"]}
    assert by_team["tiny"]["happy"] is None
    assert by_team["ops"]["pays"] is True
    # 7 of 10 told, corrected for one answer in eight turned around.
    assert by_team["ops"]["happy"]["value"] == pytest.approx((0.7 - 0.1192) / 0.7616, abs=1e-3)


@pytest.mark.parametrize("format_", ["plain", "csv", "markdown", "html", "json"])
def test_every_format_has_the_report(run: Run, database: Database, url: str, format_: str) -> None:
    fill(database, "ops", 10, 7)
    shown = run("team", "report", "2026-Q3", "--url", url, "--format", format_)
    assert shown.code == 0, shown.err
    assert "ops" in shown.out or "2026-W39" in shown.out


def test_notes_of_others_never_act(run: Run, database: Database, url: str) -> None:
    fill(database, "ops", 10, 7)
    database.query(
        "INSERT INTO valuecheck.notes (team, day, note) VALUES ('ops', '2026-09-20', '<b>x</b>')"
    )
    assert "<b>x" not in run("team", "report", "2026-Q3", "--url", url, "--format", "html").out


@pytest.mark.usefixtures("joined")
def test_leaving_says_what_stays(run: Run, home: Path) -> None:
    left = run("team", "leave")
    assert left.out.startswith("✓ Left ops")
    assert "cannot be taken back" in left.out
    assert "team" not in (home / "config.toml").read_text()
    assert run("team", "publish").code == ExitCode.USAGE


def test_a_password_is_used_and_not_kept(run: Run, home: Path, url: str) -> None:
    with_password = url.replace("ada@", "ada:sesam@")
    joined = run("team", "join", with_password, "--team", "ops", "--yes")
    assert joined.code == 0, joined.err
    assert ".pgpass" in joined.out
    for text in (joined.out, joined.err, (home / "config.toml").read_text()):
        assert "sesam" not in text


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://ada@127.0.0.1:1/teams", "nobody answers there"),
        ("postgresql://ada:sesam@[::1", "this is no address"),
        ("service=nowhere", "there is no such service"),
        ("host=/nowhere dbname=x", "nobody answers there"),
    ],
)
def test_a_server_that_cannot_be_reached_is_one_sentence(run: Run, address: str, said: str) -> None:
    failed = run("team", "join", address, "--team", "ops", "--yes")
    assert failed.code in (ExitCode.FAILED, ExitCode.USAGE)
    assert failed.err.count("\n") == 1
    assert said in failed.err
    assert "sesam" not in failed.err


def test_without_the_schema_the_way_out_is_named(run: Run, empty_database: Database) -> None:
    url = f"host={empty_database.cluster.folder} dbname={empty_database.name} user=postgres"
    failed = run("team", "join", url, "--team", "ops", "--yes")
    assert "its administrator runs 'valuecheck team init' once" in failed.err
    made = run("team", "init", url)
    assert made.code == 0, made.err
    assert "CREATE ROLE ada LOGIN" in made.out
    assert "was set up already" in run("team", "init", url).out
    assert "set up already with --epsilon 2" in run("team", "init", url, "--exact").err


@pytest.mark.usefixtures("joined")
def test_a_crash_of_the_server_loses_and_doubles_nothing(run: Run, database: Database) -> None:
    database.cluster.stop("immediate")
    try:
        failed = run("team", "publish", now=NEXT_MONDAY)
        assert failed.code == ExitCode.FAILED
        assert "nobody answers there" in failed.err
    finally:
        database.cluster.start()
    assert "sent." in run("team", "publish", now=NEXT_MONDAY).out
    assert database.query("SELECT count(*) FROM valuecheck.answers") == [(1,)]


def test_the_demo_shows_the_picture(run: Run) -> None:
    if clusters.programs() is None:
        pytest.skip("no PostgreSQL here")
    shown = run("team", "demo")
    assert shown.code == 0, shown.err
    assert "platform" in shown.out
    assert "2026-Q3" in shown.out


@pytest.mark.usefixtures("joined")
def test_publishing_at_once_from_two_machines_counts_once(run: Run, database: Database) -> None:
    outcomes: list[str] = []

    def submit() -> None:
        found = database.query("SELECT valuecheck.submit('ops', '2026-11-16', true)", user="ada")
        outcomes.append(str(found[0][0]))

    threads = [threading.Thread(target=submit) for _ in range(8)]
    for thread in threads:
        thread.start()
    run("team", "publish", now=NEXT_MONDAY)
    for thread in threads:
        thread.join()
    assert database.query("SELECT count(*) FROM valuecheck.answers") == [(1,)]


@pytest.mark.parametrize("words", ["publish", "publish --later", "report"])
@pytest.mark.usefixtures("joined")
def test_the_note_of_the_own_team_is_kept_for_the_digest(
    run: Run, home: Path, database: Database, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("valuecheck.cli.support.teams.JITTER_SECONDS", 0)
    for team, note in (("ops", "older"), ("ops", "fewer meetings"), ("dev", "not ours")):
        database.query("SELECT valuecheck.add_note(%s, %s)", team, note, user="ada")
    run("4", now=NEXT_MONDAY)
    assert run("team", *words.split(), now=NEXT_MONDAY).code == 0
    kept = json.loads((home / "state" / "team-note.json").read_text())
    assert kept == {"team": "ops", "day": "2026-11-23", "text": "fewer meetings", "shown": False}
    run("team", "leave")
    assert not (home / "state" / "team-note.json").exists()


@pytest.mark.usefixtures("joined")
def test_ones_own_note_is_no_news(run: Run, home: Path) -> None:
    assert run("team", "note", "fewer meetings", now=NEXT_MONDAY).code == 0
    assert json.loads((home / "state" / "team-note.json").read_text())["shown"] is True


@pytest.mark.usefixtures("joined")
def test_where_no_week_waits_nothing_sleeps_and_no_server_is_asked(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr("time.sleep", slept.append)
    with monkeypatch.context() as patch:
        patch.setattr("valuecheck.team.postgres.Server.session", None)
        assert run("team", "publish", "--later").code == 0
    assert slept == []
    run("team", "publish", "--later", now=NEXT_MONDAY)
    assert len(slept) == 1
    run("team", "publish", "--later", now=NEXT_MONDAY)
    assert len(slept) == 1


@pytest.mark.usefixtures("joined")
@pytest.mark.parametrize(
    "words", ["--json", "2026-W40 --format html", "--team ops", "--url host=x"]
)
def test_no_figure_of_a_team_comes_before_the_own_answer(run: Run, words: str) -> None:
    refused = run("team", "report", *words.split(), now=NEXT_MONDAY)
    assert (refused.code, refused.out) == (ExitCode.FAILED, "")
    assert "your own answer of today comes first" in refused.err

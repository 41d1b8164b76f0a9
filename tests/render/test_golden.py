"""Whole reports as they look, kept in golden/; VALUECHECK_GOLDEN=write renews them."""

from __future__ import annotations

import io
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from tests.golden import kept
from tests.made_up import (
    HOSTILE,
    TODAY,
    a_bad_week,
    a_chain,
    a_season,
    a_week,
    check_in,
    evidence,
    hostile_week,
    said,
    weekdays,
    what_they_said,
    workdays_of,
)
from valuecheck import report
from valuecheck.core.records import Filters
from valuecheck.render.formats import csv, html, json, markdown, plain
from valuecheck.render.formats.terminal import write as terminal
from valuecheck.report import Review

if TYPE_CHECKING:
    from collections.abc import Callable

    from valuecheck.report import Evidence, Report

GOLDEN = Path(__file__).parent / "golden"


def reviewed(built: Report) -> Review:
    return Review(report=built, intention="Say no to one `status` meeting.", next_week="2026-W48")


def on_screen(
    built: Report,
    width: int,
    *,
    unicode: bool = True,
    color: bool = False,
    explained: bool = False,
) -> str:
    screen = io.StringIO()
    Console(
        file=screen,
        width=width,
        highlight=False,
        markup=False,
        emoji=False,
        force_terminal=color,
        color_system="256" if color else None,
    ).print(terminal.report(built, width, unicode=unicode, explained=explained))
    return screen.getvalue()


EVIDENCE: dict[str, Callable[[], Evidence]] = {
    "empty-store": lambda: evidence([]),
    "three-days": lambda: evidence(a_week()[:4]),
    "week": lambda: evidence([check_in("2026-11-02", 3), *a_week()]),
    "week-judged": lambda: evidence(
        [*workdays_of(date(2026, 1, 5), date(2026, 11, 15)), *a_bad_week()], "week"
    ),
    "week-filtered": lambda: evidence(a_week(), filters=Filters(customers=("retail",))),
    "week-empty": lambda: evidence([check_in("2026-11-02", 3), *a_week()], "last-week"),
    "quarter-with-gaps": lambda: evidence(
        workdays_of(date(2026, 7, 1), TODAY, gaps=0.35),
        "last-quarter",
        calendar=weekdays(*(date(2026, 8, day) for day in range(3, 22))),
    ),
    "year": lambda: evidence(workdays_of(date(2025, 11, 3), TODAY), "year"),
    "ten-years": lambda: evidence(workdays_of(date(2016, 11, 7), TODAY), "all"),
    "always-4": lambda: evidence(
        [check_in(row.day, 4) for row in workdays_of(date(2026, 9, 1), TODAY)], "quarter"
    ),
    "hostile-notes": lambda: evidence(hostile_week()),
    "customers": lambda: evidence(
        a_season(), "quarter", feedback=what_they_said(), chain=a_chain()
    ),
    "customers-week": lambda: evidence(
        a_season(), "week", feedback=what_they_said(), chain=a_chain()
    ),
    "customer": lambda: evidence(
        a_season(),
        "quarter",
        filters=Filters(customers=("retail",)),
        feedback=what_they_said(),
        chain=a_chain(),
    ),
    "customer-silent": lambda: evidence(
        a_season(), "quarter", filters=Filters(customers=("network",)), chain=a_chain()
    ),
    "hostile-words": lambda: evidence(
        [check_in("2026-11-16", 4, "@retail")],
        filters=Filters(customers=("retail",)),
        feedback=[said("2026-11-17", "retail", 1 + i % 5, w) for i, w in enumerate(HOSTILE)],
    ),
}
FORMATS: dict[str, Callable[[Report], str]] = {
    "80.txt": lambda built: on_screen(built, 80),
    "40.txt": lambda built: on_screen(built, 40),
    "20-ascii.txt": lambda built: on_screen(built, 20, unicode=False),
    "color.ansi": lambda built: on_screen(built, 80, color=True),
    "plain.txt": plain.report,
    "md": lambda built: markdown.report(built, notes=False),
    "notes.md": lambda built: markdown.report(built, notes=True),
    "json": json.report,
    "html": lambda built: html.report(built, notes=False),
    "notes.html": lambda built: html.report(built, notes=True),
    "csv": lambda built: csv.report(built, notes=False),
    "notes.csv": lambda built: csv.report(built, notes=True),
    "methods.txt": lambda built: on_screen(built, 80, explained=True),
    "review.txt": lambda built: terminal.review(reviewed(built), 80, unicode=True).plain,
    "review.md": lambda built: markdown.review(reviewed(built), notes=False),
    "calendar.txt": lambda built: terminal.calendar(built, 79, unicode=True).plain,
    "digest.txt": lambda built: terminal.digest(built, 80, unicode=True).plain,
}
# What would fill a thousand lines that nobody reads again.
TOO_LONG = {
    *(("ten-years", ending) for ending in ("json", "html", "notes.html", "csv", "notes.csv")),
    ("year", "json"),
}
ONLY_WEEKS = {"review.txt", "review.md", "digest.txt"}
WEEKS = {
    "empty-store", "three-days", "week", "week-empty", "hostile-notes", "week-judged",
    "customers-week",
}  # fmt: skip
HOSTILE_NAMES = {"hostile-notes", "hostile-words"}


@cache
def built(name: str) -> Report:
    return report.build(EVIDENCE[name]())


KEPT = [
    (name, ending)
    for name in EVIDENCE
    for ending in FORMATS
    if (name, ending) not in TOO_LONG and (ending not in ONLY_WEEKS or name in WEEKS)
]


@pytest.mark.parametrize(("name", "ending"), KEPT)
def test_the_report_looks_as_it_did_when_somebody_last_looked(name: str, ending: str) -> None:
    drawn = FORMATS[ending](built(name))
    assert drawn == kept(GOLDEN / f"{name}.{ending}", drawn)


@pytest.mark.parametrize("width", [1, 7, 20, 30, 40, 80, 200])
@pytest.mark.parametrize("name", EVIDENCE)
def test_no_line_is_wider_than_the_screen(name: str, width: int) -> None:
    drawn = terminal.report(built(name), width, unicode=True)
    assert max(line.cell_len for line in drawn.split("\n")) <= width
    # The console has nothing left to wrap: what was one line stays one.
    assert on_screen(built(name), width).count("\n") == len(drawn.split("\n"))


@pytest.mark.parametrize("name", sorted(set(EVIDENCE) - HOSTILE_NAMES))
def test_a_terminal_without_unicode_gets_ascii_alone(name: str) -> None:
    assert on_screen(built(name), 80, unicode=False).isascii()


@pytest.mark.parametrize(
    "name", ["week", "week-judged", "three-days", "hostile-notes", "customers-week"]
)
def test_a_week_fits_a_screen(name: str) -> None:
    assert on_screen(built(name), 80).count("\n") < 24


@pytest.mark.parametrize("name", sorted(HOSTILE_NAMES))
@pytest.mark.parametrize("ending", FORMATS)
def test_nothing_that_people_typed_acts(ending: str, name: str) -> None:
    drawn = FORMATS[ending](built(name))
    if ending in ONLY_WEEKS - {"review.txt"} or ending in {"html", "md", "csv", "calendar.txt"}:
        assert "evil" not in drawn
    assert not {"\x07", "\r", "\x9b", "\u202e", "\u2066"} & {*drawn}
    assert ending == "color.ansi" or "\x1b" not in drawn
    assert "\x1b[31m" not in drawn


def test_markdown_keeps_typed_text_within_code_spans() -> None:
    spans = markdown.report(built("hostile-notes"), notes=True).splitlines()
    assert (
        "- Mon 16 Nov: 1 `[bold red]markup[/] [link=https://evil.example]x[/link] :smile:`" in spans
    )
    assert sum("``` `code` ``more``" in line for line in spans) == 1


def test_markdown_leaves_notes_out_and_says_so_unless_asked() -> None:
    assert "outage" not in markdown.report(built("week"), notes=False)
    assert "--notes" in markdown.report(built("week"), notes=False)
    assert "outage" in markdown.report(built("week"), notes=True)
    assert "--notes" not in markdown.report(built("week"), notes=True)
    assert "--notes" not in markdown.report(built("empty-store"), notes=False)


@pytest.mark.parametrize("draw", [plain.report, json.report, lambda built: on_screen(built, 80)])
def test_terminal_plain_and_json_show_notes(draw: Callable[[Report], str]) -> None:
    assert "restore rehearsed: 12 minutes" in draw(built("week"))


def test_plain_text_draws_nothing() -> None:
    for name in EVIDENCE:
        if name not in HOSTILE_NAMES:
            assert not {*"▁▃▅▆█·│─└▏▎▍▌▋▊▉"} & {*plain.report(built(name))}


def test_of_many_check_ins_each_day_shows_its_first_and_the_rest_is_counted() -> None:
    rows = [check_in("2026-11-16", 3, f"monday {i}") for i in range(8)]
    rows += [check_in("2026-11-17", 4, "tuesday"), check_in("2026-11-18", 4, "wednesday")]
    drawn = on_screen(report.build(evidence(rows)), 80)
    assert "monday 4" in drawn
    assert "wednesday" in drawn
    assert "monday 5" not in drawn
    assert "… 3 more: valuecheck log 2026-W47" in drawn


def test_a_year_fits_two_screens_and_its_calendar_one() -> None:
    assert on_screen(built("year"), 80).count("\n") <= 48
    assert len(terminal.calendar(built("year"), 79, unicode=True).split("\n")) <= 24


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("name", sorted(WEEKS))
def test_the_digest_has_five_lines_at_most_and_no_note(name: str, width: int) -> None:
    drawn = terminal.digest(built(name), width, unicode=True)
    assert len(drawn.split("\n")) <= 5
    assert "outage" not in drawn.plain


def test_a_page_of_a_year_is_under_100_kilobytes() -> None:
    assert len(html.report(built("year"), notes=True).encode()) < 100_000


def test_the_page_forbids_whatever_is_not_its_own_style() -> None:
    page = html.report(built("week"), notes=True)
    assert "Content-Security-Policy" in page
    assert "default-src &#x27;none&#x27;; style-src &#x27;unsafe-inline&#x27;" in page
    outside = ("<script", "<link", "<img", "src=", "href=", "url(")
    assert [word for word in outside if word in page] == []


def test_no_cell_of_a_table_file_is_a_formula() -> None:
    rows = [check_in("2026-11-16", 4, note) for note in ("=cmd()", "-1", "fine")]
    lines = csv.report(report.build(evidence(rows[:1])), notes=True).splitlines()
    assert lines[1] == "2026-11-16,4,true,false,0,0,'=cmd(),"
    lines = csv.report(report.build(evidence(rows)), notes=True).splitlines()
    assert lines[1].endswith("'=cmd() / -1 / fine,")


def test_words_of_customers_are_left_out_where_notes_are() -> None:
    for ending in ("md", "html", "csv"):
        assert "still slow" not in FORMATS[ending](built("customer"))
        assert "still slow" in FORMATS[f"notes.{ending}"](built("customer"))
    for ending in ("80.txt", "plain.txt", "json"):
        assert "still slow" in FORMATS[ending](built("customer"))


def test_every_note_of_a_long_period_is_told_only_when_asked() -> None:
    rows = workdays_of(date(2026, 7, 1), TODAY)
    few = csv.report(report.build(evidence(rows, "quarter")), notes=True)
    every = csv.report(report.build(evidence(rows, "quarter", every_note=True)), notes=True)
    assert few.count("+incident") < 3 < every.count("+incident")


def test_a_review_without_an_intention_says_so() -> None:
    review = Review(report=built("week"), intention=None, next_week="2026-W48")
    assert "No intention was written down" in terminal.review(review, 80, unicode=True).plain
    assert "No intention was written down" in plain.review(review)


def test_a_review_tells_the_worst_day_before_the_best() -> None:
    drawn = plain.review(reviewed(built("week")))
    assert drawn.index("The worst day, Tue 17 Nov") < drawn.index("The best day, Wed 18 Nov")
    assert "You intended: Say no to one `status` meeting." in drawn

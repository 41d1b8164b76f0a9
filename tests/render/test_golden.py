"""Whole reports as they look, kept in golden/; VALUECHECK_GOLDEN=write renews them."""

from __future__ import annotations

import io
import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from tests import pages
from tests.golden import kept
from tests.made_up import (
    HOSTILE,
    TODAY,
    a_bad_week,
    a_chain,
    a_season,
    a_week,
    check_in,
    hostile_week,
    inputs,
    said,
    weekdays,
    what_they_said,
    workdays_of,
)
from valuecheck import report
from valuecheck.ask.digest import lines as digest_lines
from valuecheck.core.records import Filters
from valuecheck.core.text import cells
from valuecheck.render.formats.terminal.colours import as_rich
from valuecheck.render.formats.terminal.lines import text_of
from valuecheck.report import Review

if TYPE_CHECKING:
    from collections.abc import Callable

    from valuecheck.report import Report, ReportInputs

GOLDEN = Path(__file__).parent / "golden"


def reviewed(built: Report) -> Review:
    return Review(report=built, intention="Say no to one `status` meeting.", next_week="2026-W48")


def in_colours(built: Report) -> str:
    screen = io.StringIO()
    Console(file=screen, width=80, force_terminal=True, color_system="256").print(
        as_rich(pages.lines(built))
    )
    return screen.getvalue()


def digest(built: Report, width: int = 80) -> str:
    return text_of(digest_lines(built, width, unicode=True)) + "\n"


def one_element_a_line(page: str) -> str:
    """A page without its style sheet, so that a reviewer sees what changed."""
    return re.sub(r"(?s)<style>.*?</style>", "", page).replace("><", ">\n<")


EVIDENCE: dict[str, Callable[[], ReportInputs]] = {
    "empty-store": lambda: inputs([]),
    "three-days": lambda: inputs(a_week()[:4]),
    "week": lambda: inputs([check_in("2026-11-02", 3), *a_week()]),
    "week-judged": lambda: inputs(
        [*workdays_of(date(2026, 1, 5), date(2026, 11, 15)), *a_bad_week()], "week"
    ),
    "week-filtered": lambda: inputs(a_week(), filters=Filters(customers=("retail",))),
    "week-empty": lambda: inputs([check_in("2026-11-02", 3), *a_week()], "last-week"),
    "quarter-with-gaps": lambda: inputs(
        workdays_of(date(2026, 7, 1), TODAY, gaps=0.35),
        "last-quarter",
        calendar=weekdays(*(date(2026, 8, day) for day in range(3, 22))),
    ),
    "year": lambda: inputs(workdays_of(date(2025, 11, 3), TODAY), "year"),
    "ten-years": lambda: inputs(workdays_of(date(2016, 11, 7), TODAY), "all"),
    "always-4": lambda: inputs(
        [check_in(row.day, 4) for row in workdays_of(date(2026, 9, 1), TODAY)], "quarter"
    ),
    "hostile-notes": lambda: inputs(hostile_week()),
    "customers": lambda: inputs(a_season(), "quarter", feedback=what_they_said(), chain=a_chain()),
    "customers-week": lambda: inputs(
        a_season(), "week", feedback=what_they_said(), chain=a_chain()
    ),
    "customer": lambda: inputs(
        a_season(),
        "quarter",
        filters=Filters(customers=("retail",)),
        feedback=what_they_said(),
        chain=a_chain(),
    ),
    "customer-silent": lambda: inputs(
        a_season(), "quarter", filters=Filters(customers=("network",)), chain=a_chain()
    ),
    "hostile-words": lambda: inputs(
        [check_in("2026-11-16", 4, "@retail")],
        filters=Filters(customers=("retail",)),
        feedback=[said("2026-11-17", "retail", 1 + i % 5, w) for i, w in enumerate(HOSTILE)],
    ),
}
FORMATS: dict[str, Callable[[Report], str]] = {
    "plain.txt": pages.plain,
    "json": pages.json,
    "80.txt": pages.terminal,
    "120.txt": lambda built: pages.terminal(built, 120),
    "40.txt": lambda built: pages.terminal(built, 40),
    "20-ascii.txt": lambda built: pages.terminal(built, 20, unicode=False),
    "color.ansi": in_colours,
    "md": pages.markdown,
    "notes.md": lambda built: pages.markdown(built, notes=True),
    "html": lambda built: one_element_a_line(pages.html(built)),
    "csv": pages.csv,
    "notes.csv": lambda built: pages.csv(built, notes=True),
    "methods.txt": lambda built: pages.terminal(built, explained=True),
    "review.txt": lambda built: pages.review(reviewed(built)),
    "review.md": lambda built: pages.review_in(reviewed(built), "markdown"),
    "calendar.txt": lambda built: pages.calendar(built, 79),
    "digest.txt": digest,
}
# These are looked at in all formats, the others as plain text and on a screen.
WHOLE = {"week", "year", "customers"}
ALWAYS = {"plain.txt", "80.txt"}
# Of these JSON is looked at as well; of years it would fill thousands of lines.
AS_JSON = {"week", "customers-week", "customer", "three-days", "hostile-notes", "empty-store"}
ONLY_WEEKS = {"review.txt", "review.md", "digest.txt"}
WEEKS = {
    "empty-store", "three-days", "week", "week-empty", "hostile-notes", "week-judged",
    "customers-week",
}  # fmt: skip
HOSTILE_NAMES = {"hostile-notes", "hostile-words"}


def is_kept(name: str, ending: str) -> bool:
    if ending == "json":
        return name in AS_JSON
    if ending == "calendar.txt":
        return name in {"year", "week-filtered"}
    if ending in ONLY_WEEKS:
        return name in {"week", "hostile-notes"}
    return ending in ALWAYS or name in WHOLE


@cache
def built(name: str) -> Report:
    return report.build(EVIDENCE[name]())


KEPT = [(name, ending) for name in EVIDENCE for ending in FORMATS if is_kept(name, ending)]


@pytest.mark.parametrize(("name", "ending"), KEPT)
def test_the_report_looks_as_it_did_when_somebody_last_looked(name: str, ending: str) -> None:
    drawn = FORMATS[ending](built(name))
    assert drawn == kept(GOLDEN / f"{name}.{ending}", drawn)


@pytest.mark.parametrize("width", [1, 7, 20, 30, 40, 80, 200])
@pytest.mark.parametrize("name", EVIDENCE)
def test_no_line_is_wider_than_the_screen(name: str, width: int) -> None:
    assert max(map(cells, pages.terminal(built(name), width).splitlines())) <= max(width, 2)


@pytest.mark.parametrize("name", sorted(set(EVIDENCE) - HOSTILE_NAMES))
def test_a_terminal_without_unicode_gets_ascii_alone(name: str) -> None:
    assert pages.terminal(built(name), unicode=False).isascii()


@pytest.mark.parametrize(
    "name", ["week", "week-judged", "three-days", "hostile-notes", "customers-week"]
)
def test_a_week_fits_a_screen(name: str) -> None:
    assert pages.terminal(built(name)).count("\n") < 24


@pytest.mark.parametrize("name", sorted(HOSTILE_NAMES))
@pytest.mark.parametrize("ending", FORMATS)
def test_nothing_that_people_typed_acts(ending: str, name: str) -> None:
    drawn = FORMATS[ending](built(name)).replace("\r\n", "\n")
    if ending in ONLY_WEEKS - {"review.txt"} or ending in {"html", "md", "csv", "calendar.txt"}:
        assert "evil" not in drawn
    assert not {"\x07", "\r", "\x9b", "\u202e", "\u2066"} & {*drawn}
    assert ending == "color.ansi" or "\x1b" not in drawn
    assert "\x1b[31m" not in drawn


def test_markdown_keeps_typed_text_within_code_spans() -> None:
    spans = pages.markdown(built("hostile-notes"), notes=True).splitlines()
    assert (
        "| Mon 16 | 1 | `[bold red]markup[/] [link=https://evil.example]x[/link] :smile:` |"
        in spans
    )
    assert sum("``` `code` ``more``" in line for line in spans) == 1


def test_markdown_leaves_notes_out_and_says_so_unless_asked() -> None:
    assert "outage" not in pages.markdown(built("week"), notes=False)
    assert "--notes" in pages.markdown(built("week"), notes=False)
    assert "outage" in pages.markdown(built("week"), notes=True)
    assert "--notes" not in pages.markdown(built("week"), notes=True)
    assert "--notes" not in pages.markdown(built("empty-store"), notes=False)


@pytest.mark.parametrize("draw", [pages.plain, pages.json, pages.terminal])
def test_terminal_plain_and_json_show_notes(draw: Callable[[Report], str]) -> None:
    assert "restore rehearsed: 12 minutes" in draw(built("week"))


def test_plain_text_draws_nothing() -> None:
    for name in EVIDENCE:
        if name not in HOSTILE_NAMES:
            assert not {*"▁▃▅▆█·│─└▏▎▍▌▋▊▉"} & {*pages.plain(built(name))}


def test_of_many_check_ins_each_day_shows_its_first_and_the_rest_is_counted() -> None:
    rows = [check_in("2026-11-16", 3, f"monday {i}") for i in range(8)]
    rows += [check_in("2026-11-17", 4, "tuesday"), check_in("2026-11-18", 4, "wednesday")]
    drawn = pages.terminal(report.build(inputs(rows)))
    assert "monday 4" in drawn
    assert "wednesday" in drawn
    assert "monday 5" not in drawn
    assert "… 3 more: valuecheck log 2026-W47" in drawn


def test_a_year_fits_two_screens_and_its_calendar_one() -> None:
    assert pages.terminal(built("year")).count("\n") <= 48
    assert pages.calendar(built("year"), 79).count("\n") <= 24


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("name", sorted(WEEKS))
def test_the_digest_has_five_lines_at_most_and_no_note(name: str, width: int) -> None:
    drawn = digest(built(name), width)
    assert drawn.count("\n") <= 5
    assert "outage" not in drawn


def test_a_page_of_a_year_is_under_100_kilobytes() -> None:
    assert len(pages.html(built("year"), notes=True).encode()) < 100_000


def test_the_page_forbids_whatever_is_not_its_own_style() -> None:
    page = pages.html(built("week"), notes=True)
    assert "Content-Security-Policy" in page
    assert "default-src &#x27;none&#x27;; style-src &#x27;unsafe-inline&#x27;" in page
    outside = ("<script", "<link", "<img", "src=", "href=", "url(")
    assert [word for word in outside if word in page] == []


def test_no_cell_of_a_table_file_is_a_formula() -> None:
    rows = [check_in("2026-11-16", 4, note) for note in ("=cmd()", "-1", "fine")]
    lines = pages.csv(report.build(inputs(rows[:1])), notes=True).splitlines()
    assert lines[1] == "2026-11-16,4,true,false,0,0,'=cmd(),"
    lines = pages.csv(report.build(inputs(rows)), notes=True).splitlines()
    assert lines[1].endswith("'=cmd() / -1 / fine,")


def test_words_of_customers_are_left_out_where_notes_are() -> None:
    for write in (pages.markdown, pages.html, pages.csv):
        assert "still slow" not in write(built("customer"))
        assert "still slow" in write(built("customer"), notes=True)
    for draw in (pages.terminal, pages.plain, pages.json):
        assert "still slow" in draw(built("customer"))


def test_every_note_of_a_long_period_is_told_only_when_asked() -> None:
    rows = workdays_of(date(2026, 7, 1), TODAY)
    few = pages.csv(report.build(inputs(rows, "quarter")), notes=True)
    every = pages.csv(report.build(inputs(rows, "quarter", every_note=True)), notes=True)
    assert few.count("+incident") < 3 < every.count("+incident")


def test_a_review_without_an_intention_says_so() -> None:
    review = Review(report=built("week"), intention=None, next_week="2026-W48")
    assert "No intention was written down" in pages.review(review)
    assert "No intention was written down" in pages.review_in(review, "plain")


def test_a_review_tells_what_was_wanted_below_the_days() -> None:
    drawn = pages.review(reviewed(built("week")))
    assert drawn.index("Tue 17") < drawn.index("You wanted  Say no to one `status` meeting.")
    assert drawn.count("\n") <= 24

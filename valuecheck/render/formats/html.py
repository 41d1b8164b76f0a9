"""The report as one page that stands alone: no script, nothing fetched, nothing typed acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.answer import CUSTOMER, KIND
from valuecheck.core.days import MONTHS, WEEKDAYS
from valuecheck.core.text import MISSING, rounded
from valuecheck.render import calendar_weeks
from valuecheck.render.formats import svg
from valuecheck.render.formats.html_document import document, row, table
from valuecheck.render.formats.html_elements import Html, element, join
from valuecheck.render.words import claims, feedback, figures, methods

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from valuecheck.render.calendar_weeks import WeekDays
    from valuecheck.report import Report
    from valuecheck.report.feedback_model import Quote, Story
    from valuecheck.report.model import Day, Tag

# Half a year beside each other, as on a terminal.
WEEKS_IN_TABLE = 27
NOTES_LEFT_OUT = "Notes are left out; --notes puts them in."


def report(report: Report, *, notes: bool) -> str:
    """`report` as an HTML page in UTF-8; with its notes only if `notes`."""
    first = [element("p", claim, class_="claim") for claim in claims.clear(report)]
    first += [element("p", " ".join(figures.headline(report)))]
    return document(
        figures.heading(report),
        first,
        [part for part in _sections(report, notes=notes) if part],
        [NOTES_LEFT_OUT] if not notes and report.says_something else [],
    )


def _sections(report: Report, *, notes: bool) -> Iterator[Html]:
    if report.check_ins:
        yield _section("Days", [_days(report) if report.told_day_by_day else _calendar(report)])
        if notes:
            yield _section("Notes", [*_notes(report)])
        if sum(week.average is not None for week in report.weeks) > 1:
            yield _section("Weeks", [svg.weeks(report), _weeks(report)])
        yield _section("Scores", [svg.scores(report), _scores(report)])
    yield _section("Kinds of work", [*_tags("Kind", KIND, report.kinds)])
    customers = [*_tags("Customer", CUSTOMER, report.customers), *_reach(report)]
    yield _section("Customers", customers)
    yield _section("What customers said", [*_voices(report, notes=notes)])
    yield _section("Changes", [element("p", claim) for claim in _not_clear(report)])
    yield _section("How this is counted", [*_counted(report)])


def _section(title: str, content: Sequence[Html]) -> Html:
    return element("section", element("h2", title), *content) if content else Html()


def _days(report: Report) -> Html:
    rows = []
    for day, _ in figures.told_days(report):
        name = element("th", figures.day(day.day), scope="row")
        if day.value is None:
            rows.append([name, element("td", figures.absence(day, report), class_="number")])
        else:
            class_ = f"number {_cell_class(day, report)}"
            rows.append([name, element("td", f"{day.value:.3g}", class_=class_)])
    return table(["Day", "Value"], rows)


def _calendar(report: Report) -> Html:
    tables = [_block(block, report) for block in calendar_weeks.blocks(report, WEEKS_IN_TABLE)]
    legend = f"{MISSING} not recorded, blank: no workday or day off, framed: today"
    scroll = element(
        "div",
        *tables,
        class_="scroll",
        role="region",
        aria_label="Calendar of scores",
        tabindex=0,
    )
    return join([scroll, element("p", legend, class_="aside")])


def _block(block: Sequence[WeekDays], report: Report) -> Html:
    months = [week.first.day.month for week in block]
    starts = [i for i, month in enumerate(months) if i == 0 or month != months[i - 1]]
    spans = zip(starts, [*starts[1:], len(block)], strict=True)
    head = [
        element("th", MONTHS[months[i] - 1], scope="colgroup", colspan=end - i, class_="month")
        for i, end in spans
    ]
    year = element("th", str(block[0].first.day.year), scope="col")
    rows = [
        element(
            "tr",
            element("th", WEEKDAYS[weekday].title(), scope="row"),
            *(_cell(week.days.get(weekday), report) for week in block),
        )
        for weekday in calendar_weeks.weekdays(report)
    ]
    thead = element("thead", element("tr", year, *head))
    return element("table", thead, element("tbody", *rows), class_="calendar")


def _cell(day: Day | None, report: Report) -> Html:
    if day is None or calendar_weeks.is_blank(day):
        return element("td")
    value = "not recorded" if day.value is None else f"{day.value:.3g}"
    shown = MISSING if day.value is None else str(rounded(day.value))
    title = f"{figures.short_date(day.day)}: {value}"
    return element("td", shown, class_=_cell_class(day, report), title=title)


def _cell_class(day: Day, report: Report) -> str:
    score = "" if day.value is None else f"s{rounded(day.value)}"
    return f"{score} today".strip() if day.day == report.today else score


def _notes(report: Report) -> Iterator[Html]:
    items = [
        element(
            "li",
            f"{figures.day(note.day, year=figures.spans_years(report))} ",
            element("span", str(note.score), class_=f"score s{note.score}"),
            f" {note.note}",
        )
        for note in report.notes
        if note.note
    ]
    if items:
        yield element("ul", *items)


def _weeks(report: Report) -> Html:
    rows = [
        row(week.week, [str(week.days), "" if week.average is None else f"{week.average:.1f}"])
        for week in report.weeks
    ]
    summary = element("summary", "The weeks as a table")
    return element("details", summary, table(["Week", "Days", "Average"], rows))


def _scores(report: Report) -> Html:
    rows = [row(str(score), [f"{count:,}"]) for score, count in report.counts.items()]
    summary = element("summary", "The scores as a table")
    return element("details", summary, table(["Score", "Check-ins"], rows))


def _tags(what: str, sigil: str, tags: Sequence[Tag]) -> Iterator[Html]:
    if tags:
        head = figures.tag_columns(what, tags)
        yield table(
            head, [row(sigil + tag.name, figures.tag_cells(tag)[: len(head) - 1]) for tag in tags]
        )


def _not_clear(report: Report) -> list[str]:
    return claims.not_clear(report)


def _reach(report: Report) -> Iterator[Html]:
    if reached := [*feedback.reach(report)]:
        yield element("p", "; ".join(reached) + ".")
    payers = report.reach.payers if report.reach else ()
    if payers:
        rows = [row(CUSTOMER + payer.name, [f"{payer.days:,}"]) for payer in payers]
        yield table(["Reached in the end", "Days"], rows)


def _voices(report: Report, *, notes: bool) -> Iterator[Html]:
    if nothing := feedback.nothing_heard(report):
        yield element("p", nothing)
    if report.story:
        yield svg.story(report.story)
        yield _story(report.story)
    if report.voices:
        rows = [
            [
                element("th", CUSTOMER + voice.name, scope="row"),
                element("td", "; ".join(feedback.heard(voice))),
                element("td", feedback.gap(voice), class_="number"),
            ]
            for voice in report.voices.customers
        ]
        yield table(["Customer", "Heard", "You minus them"], rows, texts=2)
    for heading, quotes in feedback.lists(report):
        yield element("h3", heading)
        yield _quotes(report, quotes, notes=notes)


def _story(story: Story) -> Html:
    head = [story.unit.title(), *map(feedback.line_name, story.lines)]
    rows = [row(label, ratings) for label, *ratings in feedback.story_rows(story)]
    return element("details", element("summary", "The ratings as a table"), table(head, rows))


def _quotes(report: Report, quotes: Sequence[Quote], *, notes: bool) -> Html:
    rows = []
    for quote in quotes:
        score = "" if quote.own is None else f"s{rounded(quote.own)}"
        row = [
            element("th", figures.day(quote.day, year=figures.spans_years(report)), scope="row"),
            element("td", CUSTOMER + quote.customer),
            element("td", feedback.own(quote), class_=f"number {score}".strip()),
            element("td", feedback.said(quote), class_="number"),
        ]
        rows.append([*row, element("td", quote.words)] if notes else row)
    head = ["Day", "Customer", "You", "They", *(["Words"] if notes else [])]
    titles = [
        element("th", title, scope="col", class_="number" if title in {"You", "They"} else "")
        for title in head
    ]
    body = [element("tr", *row) for row in rows]
    return element("table", element("thead", element("tr", *titles)), element("tbody", *body))


def _counted(report: Report) -> Iterator[Html]:
    told = [*figures.footnotes(report), *methods.chances(report)]
    if told:
        yield element("p", " ".join(told))
    items = [element("li", method) for method in methods.explained(report)]
    if items:
        yield element("details", element("summary", "Methods and sources"), element("ul", *items))

"""A report as a page: each of its figures is placed here, once, for every format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.core.answer import CUSTOMER, KIND
from valuecheck.core.days import MONTHS, WEEKDAYS
from valuecheck.core.text import MISSING
from valuecheck.render.page import (
    FAINT,
    NOTES_LEFT_OUT,
    Beside,
    Bullets,
    Chart,
    Column,
    Counts,
    Fact,
    Facts,
    Page,
    Paragraph,
    Section,
    Share,
    Table,
    command,
    faint,
    scored,
    typed,
)
from valuecheck.render.pages import about, changes, pictures
from valuecheck.render.pages.report_feedback import (
    customers,
    feedback_in_short,
    first_quote,
    quotes,
    story,
)
from valuecheck.render.words import feedback, figures, headline, methods
from valuecheck.render.words.customers import wants

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from valuecheck.render.page import Block, Cell
    from valuecheck.report import Report
    from valuecheck.report.model import Day, PeriodRow, Tag

NOTES_SHOWN = 7
TAGS_SHOWN = 8
# Lines of feedback in a short period, so that a week fits a screen of 24 rows.
FEEDBACK_SHOWN, FEEDBACK_BELOW_CHANGES = 6, 3
# A longer stretch has a chart of its weeks, a shorter one a calendar of its days.
CALENDAR_DAYS = 62
DAY_COLUMNS = (
    Column("Day", once=True),
    Column("Score", number=True),
    Column("Note", private=True, wide=True),
)


def page(report: Report) -> Page:
    """All that a report shows."""
    drawn = picture(report)
    within = [*about.introduction(report), *sections(report, drawn), *counted(report, drawn)]
    return Page(
        heading=heading(report),
        headline=headline.line(report),
        sections=within,
        today=report.today,
        withheld=NOTES_LEFT_OUT if report.has_data else "",
    )


def first_screen(report: Report) -> Page:
    """The picture of a report, what changed in it, and where a customer saw it otherwise."""
    sections = [
        Section("", picture(report)),
        Section("What changed", changes.on_top(report)),
        Section("", [*first_quote(report)]),
    ]
    return page(report)._replace(sections=sections)


def heading(report: Report) -> str:
    """Such as `Week 47 · Mon 16 – Sun 22 Nov 2026 · +incident`."""
    return " · ".join([*figures.title(report), *map(typed, figures.filter_words(report.filters))])


def sections(report: Report, picture: Sequence[Block]) -> Iterator[Section]:
    """The level, the changes, the kinds of days, and feedback, with the report's `picture`."""
    if report.wants:
        yield Section("", [Paragraph([wants(report.filters.customers[0], report.wants, typed)])])
    if report.lists_check_ins:
        on_top = changes.on_top(report)
        lines = FEEDBACK_BELOW_CHANGES if on_top else FEEDBACK_SHOWN
        yield Section("Days", [*days(report)])
        yield Section("What changed", on_top)
        yield Section("", [*picture, *_reached(report), *feedback_in_short(report, lines)])
    else:
        yield Section("", picture)
        yield Section("What changed", changes.on_top(report))
        yield Section("Where the days went", [*_tables(report)])
        yield Section("Best and worst day", [*_extremes(report)], private=True)
        yield from about.beside_customers(report)
        yield Section("Customers", [*_reached(report), *customers(report)])
    yield from quotes(report)
    if report.lists_check_ins:
        # On a screen the notes of so few days show their tags themselves.
        yield Section("", [*_tags_in_short(report)], document=True)
    yield from about.pictures_more(report)
    yield Section("Also", changes.below(report, drawn=_is_band_drawn(picture)))


def counted(report: Report, picture: Sequence[Block]) -> Iterator[Section]:
    """How sure all of it is: one line, or with --methods everything."""
    if unread := feedback.unread(report):
        yield Section("", [Paragraph(unread)])
    if report.has_data:
        yield Section("", [Paragraph(methods.footnote(report, command), FAINT)])
    full = [*figures.headline(report), *figures.footnotes(report)]
    explained = Bullets(methods.explained(report, typed), fold="Methods and sources")
    unclear = changes.not_clear(report, drawn=_is_band_drawn(picture))
    yield Section("How this is counted", [Paragraph(full), *unclear, explained], methods=True)


def _is_band_drawn(picture: Sequence[Block]) -> bool:
    return any(isinstance(block, Chart) and block.band for block in picture)


def days(report: Report) -> Iterator[Block]:
    """A row for each check-in of a short stretch, and for each day that has none."""
    if not report.check_ins and report.filters:
        return
    listed = [*figures.listed_days(report)]
    rows: list[Sequence[Cell]] = []
    few: list[Sequence[Cell]] = []
    helped = False
    spare = max(NOTES_SHOWN - sum(bool(notes) for _, notes in listed), 0)
    for day, notes in listed:
        name = f"{WEEKDAYS[day.day.weekday()].title()} {day.day.day:>2}"
        if not notes:
            of_day: list[Sequence[Cell]] = [_without_note(name, day, report, helped=helped)]
            helped = helped or day.value is None
        else:
            of_day = [
                (name, scored(str(note.score), note.score), typed(note.note)) for note in notes
            ]
        rows += of_day
        few += of_day[: 1 + spare]
        spare -= max(min(len(of_day) - 1, spare), 0)
    hidden = len(rows) - len(few)
    rest = f"… {hidden} more: {figures.log_command(report)}" if hidden else ""
    if rows:
        yield Table(DAY_COLUMNS, rows, headless=True, few=few if hidden else None, rest=rest)


def _without_note(name: str, day: Day, report: Report, *, helped: bool) -> Sequence[Cell]:
    """The row of a day without check-ins; the first of them says how to fill it in."""
    sign = " " if day.off else MISSING
    why = faint(figures.absence(day, report))
    days_ago = (report.today - day.day).days
    if day.workday and not helped and 0 < days_ago < 7:
        weekday = WEEKDAYS[day.day.weekday()]
        why = f"{why}   {command(f'valuecheck ask --day {weekday}')}"
    return name, f" {sign} ", why


def picture(report: Report) -> list[Block]:
    """The chart of weeks, of a month its days, of a customer both sides' ratings."""
    drawn: Block | None
    if report.story:
        return [*story(report)]
    if report.lists_check_ins:
        is_week = report.period.unit == "week"
        drawn = pictures.weeks(report, small=True) if is_week else None
    elif len(report.days) <= CALENDAR_DAYS:
        drawn = pictures.calendar(report)
    else:
        drawn = pictures.weeks(report)
    return [drawn] if drawn else []


def _tables(report: Report) -> Iterator[Block]:
    """The months or weeks, beside them the tags."""
    by_time = _by_time(report)
    tags = _tags(report)
    if by_time.rows and tags.rows:
        yield Beside(by_time, tags)
    elif by_time.rows or tags.rows:
        yield by_time if by_time.rows else tags


def _by_time(report: Report) -> Table:
    rows = report.rows
    columns = (
        Column(_unit(rows).title()),
        Column("Days", number=True),
        Column("Happy", number=True),
        Column("Average", number=True),
    )
    cells: list[Sequence[Cell]] = [
        (
            _row_name(row, report),
            f"{row.days:,}",
            Share(row.happy / row.days),
            "" if row.average is None else f"{row.average:.1f}",
        )
        for row in rows
    ]
    return Table(columns, cells if len(cells) > 1 else [])


def _unit(rows: Sequence[PeriodRow]) -> str:
    label = rows[0].label if rows else ""
    return "week" if "W" in label else "month" if "-" in label else "year"


def _row_name(row: PeriodRow, report: Report) -> str:
    """Such as `Aug`, `45` for a week, `2025`; with its year where the report has several."""
    unit = _unit([row])
    if unit == "year":
        return row.label
    if unit == "week":
        return f"{int(row.label[-2:])}"
    year = f" {row.start.year}" if figures.spans_years(report) else ""
    is_open = (row.start.year, row.start.month) == (report.today.year, report.today.month)
    open_ = " so far" if is_open and not report.period.closed else ""
    return f"{MONTHS[row.start.month - 1]}{year}{open_}"


def _tags(report: Report) -> Table:
    """Kinds of work and customers by days, each with its scores and about its average."""
    tags = sorted(
        [(KIND, tag) for tag in report.kinds] + [(CUSTOMER, tag) for tag in report.customers],
        key=lambda each: -each[1].days,
    )
    columns = (
        Column("Days with"),
        Column("Days", number=True),
        Column("By score"),
        Column("Average", number=True),
    )
    rows = [_tag_row(sigil, tag) for sigil, tag in tags]
    most = max(TAGS_SHOWN, len(report.rows))
    hidden = len(rows) - most
    few = rows[:most] if hidden > 0 else None
    return Table(columns, rows, few=few, rest=f"… {hidden} more tags" if hidden > 0 else "")


def _tag_row(sigil: str, tag: Tag) -> Sequence[Cell]:
    one, two, three, four, five = (tag.counts[score] for score in range(1, 6))
    counts = Counts((one, two, three, four, five))
    return typed(sigil + tag.name), f"{tag.days:,}", counts, figures.tag_average(tag)


def _tags_in_short(report: Report) -> Iterator[Block]:
    """The tags of a few days in a line each for kinds and customers."""
    facts = []
    for label, sigil, tags in (
        ("Kinds", KIND, report.kinds),
        ("Customers", CUSTOMER, report.customers),
    ):
        shown = [f"{typed(sigil + tag.name)} {tag.days:,}" for tag in tags]
        more = len(shown) - TAGS_SHOWN
        items = [*shown[:TAGS_SHOWN], f"… {more} more"] if more > 0 else shown
        facts += [Fact(label, items)] if items else []
    if facts:
        yield Facts(facts)


def _extremes(report: Report) -> Iterator[Block]:
    """The notes of the best and of the worst day, where there is only one of each."""
    facts = []
    for of, label in (("best", "Best day"), ("worst", "Worst day")):
        notes = [note for note in report.notes if note.of == of and note.note]
        if notes:
            day = figures.day(notes[0].day, year=figures.spans_years(report))
            quoted = " / ".join(f"{note.score} {typed(note.note)}" for note in notes)
            facts.append(Fact(label, [f"{day}: {quoted}"]))
    if facts:
        yield Facts(facts)


def _reached(report: Report) -> Iterator[Block]:
    """How far the work gets along the value chain."""
    facts = []
    if reached := [*feedback.reach(report)]:
        payers = ", ".join(feedback.payers(report, typed))
        reached[0] += f" ({payers})" if payers else ""
        facts.append(Fact("Reached", ["; ".join(reached)]))
    if nothing := feedback.no_feedback(report, typed, command):
        facts.append(Fact("Heard", [nothing]))
    if facts:
        yield Facts(facts)

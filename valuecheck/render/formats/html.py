"""A self-contained page for a browser: no script, nothing fetched, nothing typed acts."""

from __future__ import annotations

from itertools import count, pairwise
from typing import TYPE_CHECKING

from valuecheck.core.days import MONTHS, WEEKDAYS, day_name
from valuecheck.core.text import MISSING, rounded
from valuecheck.render import calendar_weeks
from valuecheck.render.formats import svg
from valuecheck.render.formats.cells import as_text, filled, passed_on, spoken
from valuecheck.render.formats.html_document import document
from valuecheck.render.formats.html_elements import Html, element, join
from valuecheck.render.page import (
    COMMAND,
    FAINT,
    STRONG,
    Amount,
    Beside,
    Bullets,
    Calendar,
    Chart,
    Counts,
    Dumbbells,
    Facts,
    Hero,
    Paragraph,
    Points,
    Share,
    Table,
    Tree,
    bare,
    pieces,
    without_own,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from valuecheck.render.calendar_weeks import WeekDays
    from valuecheck.render.page import Block, Cell, Column, Node, Page, Section
    from valuecheck.report.model import Day

ROLES = {STRONG: "claim", FAINT: "aside"}
SIGNS = {"▼": "worse", "▲": "better", "?": "ask"}
# Thirteen weeks beside each other fit a phone.
WEEKS_IN_TABLE = 13


def write(page: Page, *, notes: bool) -> str:
    """`page` in HTML; its private parts only if `notes`."""
    first = [_line("p", " ".join(page.headline), class_="headline")] if page.headline else []
    writer = _Writer(notes=notes)
    parts = [writer.section(each) for each in page.sections if notes or not each.private]
    remarks = [page.withheld] if page.withheld and not notes else []
    return document(bare(page.heading or page.title), first, [*filter(None, parts)], remarks)


class _Writer:
    """Blocks as markup; pictures of one page are numbered."""

    def __init__(self, *, notes: bool) -> None:
        self.notes = notes
        self.numbers = count(1)

    def section(self, section: Section) -> Html:
        shown = section.blocks if self.notes else map(without_own, section.blocks)
        blocks = [*filter(None, map(self.block, shown))]
        if not blocks:
            return Html()
        title = [element("h2", section.title)] if section.title else []
        return element("section", *title, *blocks)

    def block(self, block: Block) -> Html:
        match block:
            case Paragraph() if any(block.sentences):
                text = " ".join(filter(None, block.sentences))
                return _line("p", text, class_=ROLES.get(block.role, ""))
            case Bullets() if block.items:
                items = [_line("li", item) for item in block.items]
                return _folded(element("ul", *items), block.fold)
            case Points() if block.points:
                return element("ul", *map(_point, block.points), class_="points")
            case Facts() if filled(block):
                return element("dl", *_facts(block))
            case Hero() if block.figures:
                return element("div", *map(_large, block.figures), class_="hero")
            case Table() if block.rows:
                return self._table(block)
            case Beside():
                both = [self.block(each) for each in (block.left, block.right)]
                columns = [element("div", each) for each in both]
                return element("div", *columns, class_="beside") if any(both) else Html()
            case Tree():
                apart = [element("h3", block.apart.capitalize())] if block.others else []
                return join([_tree(block.nodes), *apart, _tree(block.others)])
            case Chart():
                return self._chart(block)
            case Dumbbells() if block.rows:
                return element("div", *_bells(block), class_="bells")
            case Calendar() if block.days:
                return _calendar(block)
        return Html()

    def _table(self, block: Table) -> Html:
        """A table; rows that a terminal leaves out are folded."""
        if block.few is None or block.fold:
            more = [_line("p", block.more, class_="aside")] if block.more else []
            return join([_folded(self._rows(block), block.fold), *more])
        few = block._replace(rows=block.few)
        rest = block._replace(rows=block.rows[len(block.few) :])
        # Such as `3 more tags`, without the command for a terminal.
        name = block.rest.removeprefix("… ").partition(":")[0]
        return join([self._rows(few), _folded(self._rows(rest), name)])

    def _rows(self, table: Table) -> Html:
        columns, rows = passed_on(table, notes=self.notes)
        most = max([1, *(sum(c.of) for row in rows for c in row if isinstance(c, Counts))])
        longest = max([1, *(c.value for row in rows for c in row if isinstance(c, Amount))])
        head = element(
            "tr", *(element("th", each.name, scope="col", **_number(each)) for each in columns)
        )
        body = [
            element(
                "tr",
                *(
                    _cell(row[i], each, most, longest, first=not i)
                    for i, each in enumerate(columns)
                ),
            )
            for row in rows
        ]
        return element("table", element("thead", head), element("tbody", *body))

    def _chart(self, block: Chart) -> Html:
        number = next(self.numbers)
        swatch = element("span", "", class_="swatch")
        named = [swatch, line(block.band_name)]
        caption = [element("figcaption", *named)] if block.band_name else []
        drawn = []
        for series, picture in zip(block.series, svg.chart(block, number), strict=True):
            name = series.name if len(block.series) > 1 else f"Average by {block.unit}"
            drawn += [element("p", name, class_="aside"), picture]
        table = _folded(self._rows(_numbers(block)), "The picture as a table")
        return element("figure", *drawn, *caption, table)


def line(marked: str) -> Html:
    """A marked line as markup."""
    shown: list[str] = []
    for text, role in pieces(marked):
        if role.isdigit():
            shown.append(element("span", text, class_=f"score s{role}"))
        elif role == COMMAND:
            shown.append(element("code", text))
        elif role == STRONG:
            shown.append(element("strong", text))
        elif role == FAINT:
            shown.append(element("span", text, class_="aside"))
        else:
            shown.append(text)
    return join(shown)


def _line(name: str, marked: str, class_: str = "") -> Html:
    return element(name, line(marked), **({"class_": class_} if class_ else {}))


def _point(point: tuple[str, Sequence[str]]) -> Html:
    sign, sentences = point
    shown = element("span", sign, class_=f"sign {SIGNS.get(sign, '')}", aria_hidden="true")
    first, *others = sentences
    rest = [_line("span", " ".join(others), class_="why")] if others else []
    return element("li", shown, element("strong", line(first)), " ", *rest)


def _large(figure: tuple[str, str]) -> Html:
    number, words = figure
    return element("p", element("strong", number), element("span", words))


def _facts(block: Facts) -> Iterator[Html]:
    for label, items in filled(block):
        yield _line("dt", label)
        yield from (_line("dd", item) for item in items)


def _cell(cell: Cell, column: Column, most: int, longest: int, *, first: bool) -> Html:
    if first:
        return element("th", line(as_text(cell)), scope="row")
    if isinstance(cell, Counts):
        return element("td", svg.stacked(cell.of, most), class_="picture")
    if isinstance(cell, Share):
        return element("td", svg.share(cell.value), f" {as_text(cell)}", class_="picture number")
    if isinstance(cell, Amount):
        bar = svg.share(cell.value / longest, f"s{cell.score}" if cell.score else "share")
        return element("td", bar, f" {as_text(cell)}", class_="picture number")
    text = spoken(cell)
    parts = pieces(text)
    if len(parts) == 1 and parts[0].role.isdigit():
        # The whole cell has the colour of its score.
        return element("td", parts[0].text, class_=f"number s{parts[0].role}")
    class_ = {"class_": "words"} if column.wide else _number(column)
    return element("td", line(text), **class_)


def _number(column: Column) -> dict[str, str]:
    return {"class_": "number"} if column.number else {}


def _folded(content: Html, name: str) -> Html:
    return element("details", element("summary", name), content) if name else content


def _numbers(chart: Chart) -> Table:
    """The values of a chart as a table."""
    from valuecheck.render.page import Column, Table

    columns = [Column(chart.unit.title()), *(Column(each.name, True) for each in chart.series)]
    rows = []
    for i, start in enumerate(chart.starts):
        values = [each.values[i] for each in chart.series]
        if any(value is not None for value in values):
            shown = ["" if value is None else f"{value:.1f}" for value in values]
            rows.append([f"{start.day} {MONTHS[start.month - 1]} {start.year}", *shown])
    return Table(columns, rows)


def _bells(block: Dumbbells) -> Iterator[Html]:
    legend = [
        element("span", "", class_="dot you"),
        "you",
        element("span", "", class_="dot them"),
        "they, on the scale from 1 to 5",
    ]
    yield element("p", *legend, class_="aside")
    for row in block.rows:
        name = _line("strong", row.name)
        yield element("div", name, svg.dumbbell(block, row), _line("span", row.text))


def _tree(nodes: Sequence[Node]) -> Html:
    """A list of nodes, each with the list of those below it."""
    items: list[Html] = []
    starts = [i for i, node in enumerate(nodes) if node.depth == nodes[0].depth]
    for start, end in pairwise([*starts, len(nodes)]):
        node, below = nodes[start], nodes[start + 1 : end]
        label = f" {bare(node.label)}" if node.label else ""
        figures = f": {', '.join(node.figures)}" if node.figures else ""
        text = f"{label}{bare(node.note)}{figures}"
        nested = [_tree(below)] if below else []
        items.append(element("li", element("b", bare(node.name)), text, *nested))
    return element("ul", *items) if items else Html()


def _calendar(block: Calendar) -> Html:
    """Tables of weeks; a phone shows the newest first."""
    stretches = calendar_weeks.blocks(block.days, WEEKS_IN_TABLE)
    tables = [_weeks(stretch, block) for stretch in stretches]
    legend = " ".join(block.legend).replace("underlined", "framed")
    return join([element("div", *tables, class_="calendars"), element("p", legend, class_="aside")])


def _weeks(weeks: Sequence[WeekDays], block: Calendar) -> Html:
    months = [week.first.day.month for week in weeks]
    starts = [i for i, month in enumerate(months) if i == 0 or month != months[i - 1]]
    spans = pairwise([*starts, len(weeks)])
    head = [
        element("th", MONTHS[months[i] - 1], scope="colgroup", colspan=end - i, class_="month")
        for i, end in spans
    ]
    year = element("th", str(weeks[0].first.day.year), scope="col")
    rows = [
        element(
            "tr",
            element("th", WEEKDAYS[weekday].title(), scope="row"),
            *(_day(week.days.get(weekday), block) for week in weeks),
        )
        for weekday in calendar_weeks.weekdays(block.days)
    ]
    thead = element("thead", element("tr", year, *head))
    return element("table", thead, element("tbody", *rows), class_="calendar")


def _day(day: Day | None, block: Calendar) -> Html:
    if day is None or calendar_weeks.is_blank(day):
        return element("td")
    value = block.missed or "no check-in" if day.value is None else f"{day.value:.3g}"
    shown = MISSING if day.value is None else str(rounded(day.value))
    score = "" if day.value is None else f"s{rounded(day.value)}"
    class_ = f"{score} today".strip() if day.day == block.today else score
    title = f"{day_name(day.day, block.today)}: {value}"
    return element("td", shown, class_=class_, title=title)

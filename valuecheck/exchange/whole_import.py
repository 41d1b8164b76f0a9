"""Our own exports back into a store: merged row by row, the whole file or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.errors import StoreError, ValuecheckError
from valuecheck.exchange import json_lines
from valuecheck.exchange.json_lines import BadLineError, Entry, Header
from valuecheck.exchange.reading import OFTEN, READING, watched
from valuecheck.store import connection as store
from valuecheck.store import forgetting
from valuecheck.store.changes import TABLES
from valuecheck.store.merge import Merged, merge, merge_forgotten
from valuecheck.store.rows import all_rows

if TYPE_CHECKING:
    from valuecheck.exchange.files import Content, Text
    from valuecheck.exchange.reading import Watch
    from valuecheck.store.changes import Change, Row, SyncedTable
    from valuecheck.store.forgetting import Forgotten


class Bad(NamedTuple):
    """A line that cannot be stored, and why."""

    line: int
    reason: str


@dataclass
class ExportContents:
    """The contents of an export: rows by table, forgotten rows, and the lines that are neither."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    forgotten: list[Forgotten] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)
    lines: dict[int, int] = field(default_factory=dict)

    def add(self, line: int, table: SyncedTable, row: Row) -> None:
        """Take a row, and remember its line for what may be wrong with it."""
        self.rows.setdefault(table.name, []).append(row)
        self.lines[id(row)] = line

    @property
    def count(self) -> int:
        """All rows, the bad ones included."""
        return sum(map(len, self.rows.values())) + len(self.forgotten) + len(self.bad)


class ImportedRows(NamedTuple):
    """The changes of an import, by table; `wiped` are stored rows that the file has forgotten."""

    tables: dict[str, Merged]
    wiped: list[Forgotten]
    bad: list[Bad]


def read_json_lines(lines: Text, watch: Watch) -> ExportContents:
    """The rows of an export. Raises ValuecheckError for one that this version cannot merge."""
    contents = ExportContents()
    for number, line in enumerate(lines, 1):
        if number % OFTEN == 0:
            watch(READING, number, lines.share)
        if not line.strip():
            continue
        try:
            found = json_lines.parse(line)
        except BadLineError as error:
            contents.bad.append(Bad(number, str(error)))
            continue
        if isinstance(found, Header):
            _accept(found)
        elif isinstance(found, Entry):
            contents.add(number, found.table, found.row)
        else:
            contents.forgotten.append(found)
    return contents


def is_json_lines(content: Content) -> bool:
    """Return True if the first line is one of ours: an object with a `type`, without lists."""
    first = next((line for line in content.open() if line.strip()), "")
    try:
        json_lines.parse(first)
    except BadLineError:
        return json_lines.has_type(first)
    return True


def read_store(path: str, name: str) -> ExportContents:
    """The rows of the store at `path`, a copy of the file `name`. Raises ValuecheckError."""
    contents = ExportContents()
    try:
        with store.reading(path) as opened:
            if opened is not None:
                for table in TABLES.values():
                    for number, row in enumerate(all_rows(opened, table), 1):
                        contents.add(number, table, row)
                contents.forgotten += forgetting.all_forgotten(opened)
    except StoreError as error:
        # The file is named, not its copy; and nothing is wrong with this machine's store.
        problem = error.problem.replace(path, name)
        raise ValuecheckError(problem, "export it again, or import another copy") from error
    return contents


def merge_contents(change: Change, contents: ExportContents, watch: Watch) -> ImportedRows:
    """Merge everything into the store as one command, which undo takes back.

    What the file says is forgotten is wiped, and no undo brings that back.
    """
    wiped = [entry for entry in contents.forgotten if _is_alive(change, entry)]
    merge_forgotten(change, contents.forgotten)
    tables = {
        name: merge(change, TABLES[name], watched(rows, watch), undoable=True)
        for name, rows in contents.rows.items()
    }
    refused = [
        Bad(contents.lines[id(each.row)], each.reason)
        for merged in tables.values()
        for each in merged.refused
    ]
    return ImportedRows(tables, wiped, sorted([*contents.bad, *refused]))


def _is_alive(change: Change, entry: Forgotten) -> bool:
    table = TABLES.get(entry.table_name)
    row = change.get(table, entry.key) if table else None
    return row is not None and not row["deleted"]


def _accept(header: Header) -> None:
    if header.version > json_lines.FORMAT_VERSION:
        problem = "a newer valuecheck wrote this export"
        raise ValuecheckError(problem, "update this one, then import it again")
    if not header.notes:
        problem = "this export was made without notes"
        raise ValuecheckError(problem, "export again with --notes, or import its CSV")

"""Feed the parsers with broken input: whatever it is, an error is one of ours.

`python -m tests.fuzzing 1000000` runs by hand what the test runs in small, and prints how many
inputs each target took. With the package atheris, `python -m tests.fuzzing atheris TARGET` lets it
look for new paths instead.
"""

from __future__ import annotations

import contextlib
import random
import sys
import time
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import TYPE_CHECKING

from tests.exchange.test_layouts import LAYOUTS
from tests.exchange.test_odd_files import ALL
from tests.stored import context_of
from valuecheck.ask import request
from valuecheck.config import settings
from valuecheck.config.paths import locate
from valuecheck.core import days
from valuecheck.core.answer import parse_answer, parse_tag, tags_of, with_tags
from valuecheck.core.errors import ValuecheckError
from valuecheck.core.periods import parse_days, parse_period
from valuecheck.core.scales import SCALES
from valuecheck.exchange import feedback_file, feedback_import, histories, json_lines, whole_import
from valuecheck.exchange.answers import AnswerReader, parse_scores
from valuecheck.exchange.cells import BadCellError, UndecidedError
from valuecheck.exchange.date_forms import Order
from valuecheck.exchange.dates import Dates, parse_when
from valuecheck.exchange.feedback_import import ImportOptions
from valuecheck.exchange.files import Content
from valuecheck.exchange.json_lines import BadLineError
from valuecheck.exchange.reading import Given
from valuecheck.exchange.tables import TableOptions
from valuecheck.render.formats.terminal.lines import text_of
from valuecheck.render.formats.terminal.write import write as written
from valuecheck.render.pages import import_preview

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

NOW = datetime.fromisoformat("2026-11-20T09:00:00+01:00")
TODAY = date(2026, 11, 20)
DATES = Dates.here(None, NOW, datetime.min.time())
# So many lines has a preview at most.
PREVIEW_MOST = 12
# What a target may raise; anything else is a fault of the program.
EXPECTED = (ValuecheckError, BadLineError, BadCellError, UndecidedError)
CORPUS: Mapping[str, tuple[str, ...]] = {
    "answer": ("4 fixed outage +incident @retail", "0", "5", "4,x", "3 (+a) \"@b\" +ä/b"),
    "tag": ("+incident", "@retail", "+a.b_c-d/e", "@1"),
    "day": ("today", "mon", "2026-11-20", "yesterday", "tomorrow", "0001-01-01", "9999-12-31"),
    "period": ("week", "last-month", "2026-W47", "2026-Q4", "30d", "12w", "all", "2026-11..",
               "2026-11-01..2026-11-20", "9999", "0001-W01", "2026-W53"),
    "range": ("2026-12-24..2026-12-31", "mon..fri", "today", "9999-12-31..9999-12-31"),
    "config": ('question = "x"\nworkdays = ["mon"]\nask_after = "10:00..16:00"\n',
               'remind_after = "1h"\nday_starts_at = "04:00"\n[sync]\nauto = true\n',
               "pair_window_days = 14\naccessible = false\n"),
    "when": ("2026-11-20T09:00:00+01:00", "20/11/2026 09:00", "Nov 20, 2026 5:05 PM", "46000.5",
             "1795230000", "18 November 2026 11:54 pm", "2026-11-20 24:00"),
    "scores": ("y=5,n=1", "good=4, meh=3,skipped=-"),
    "json line": (
        '{"type":"valuecheck","format":1}',
        ('{"type":"skips","day":"2026-11-20","at":"2026-11-20T09:00:00+01:00","device":"d",'
        '"clock":"000001763625600.000.d1.beef","deleted":false}'),
        ('{"type":"forgotten","table_name":"check_ins","key":"x","device":"d",'
        '"clock":"000001763625600.000.d1.beef"}'),
    ),
    "history": ("2026-11-18 : Gym : y : legs : 1.5\n", "day,score,note\n2026-11-19,4,x\n",
                '{"entries":[{"date":"2026-11-18","time":"09:30","title":"a","body":"mood:4"}]}',
                ("full_date,date,weekday,time,mood,activities,note\n"
                "2026-11-19,x,Thu,11:05 PM,4,work | gym,then\n")),
    "feedback": (
        "day,score,customer\n2026-11-19,9,Acme\n", '{"score":4,"day":"2026-11-19"}\n',
        '[{"score":4,"customer":"x","day":"2026-11-19"}]', "sep=;\na;b\n1;2\n",
        *(each.text.encode(each.codec).decode("latin-1") for each in LAYOUTS),
        *(each.content.decode("latin-1") for each in ALL if len(each.content) < 5000),
    ),
    "words": ("ask 4 x --day mon", "4 x -- -y", "--hook bash", "ask --if-due --kind a"),
}  # fmt: skip
_PIECES = (
    *"\x00\t\n\r\x1b\x9b\u2028\u202e\ud800\ufffd😀é0123456789+-@=,.:;/\\\"'()[]{}<>|&%#!*?~^`$ ",
    "9" * 400, "[" * 2000, "{" * 2000, "e308", "NaN", "null", "true", "1e999", "\\ud800", "-0",
    "x" * 5000, "0000", "9999", "..", "--", "\r\n", "\ufeff",
)  # fmt: skip


@contextlib.contextmanager
def content(text: str) -> Iterator[Content]:
    """`text` as an open file."""
    data = text.encode("utf-8", "replace")
    with TemporaryFile() as file:
        file.write(data)
        file.flush()
        longest = max(map(len, data.splitlines()), default=0)
        yield Content("fuzz", file.fileno(), len(data), "utf-8", False, longest)


def read_history(text: str) -> None:
    """Read answers of whichever tool."""
    options = histories.HistoryOptions(score_from=r"mood:(\d)")
    with content(text) as file:
        history = histories.history_of(file, options)
        reader = AnswerReader(DATES, NOW, {"y": "5", "n": "1"}, "q")
        reader.read(history, lambda *_: None)


def bytes_of(text: str) -> bytes:
    """The bytes of a file: a character for each, what is beyond them as UTF-8."""
    return b"".join(
        char.encode("latin-1") if char < "\u0100" else char.encode("utf-8", "replace")
        for char in text
    )


def read_feedback(text: str) -> None:
    """Find the table in a file and its columns, read all its rows, preview and compare them."""
    data = bytes_of(text)
    # Half of all options stay away; the same text has the same ones.
    chance = random.Random(data)
    given = Given(
        customer=chance.choice(("", "a", "a")),
        scale=chance.choice(("", "", *SCALES)),
        order=chance.choice((None, None, None, *Order)),
        answers=chance.choice(({}, {}, {"good": "5", "": "1"})),
        as_labels=chance.random() < 0.5,
    )
    options = TableOptions(chance.choice(("", "", "", ";", "^")), chance.choice((0, 0, 0, 1, 3)))
    encoding = chance.choice(("", "", "", "utf-16", "shift_jis", "latin-1"))
    with TemporaryDirectory(prefix="valuecheck-fuzz-") as folder:
        context = context_of(Path(folder, "home"))
        path = Path(folder, "said")
        path.write_bytes(data)
        with feedback_file.read(
            context, str(path), given, [], lambda *_: None, options=options, encoding=encoding
        ) as source:
            found = source.read
            assert found.staging.count() == found.pieces
            wanted = ImportOptions()
            matched = feedback_import.find(context, source, lambda *_: None, wanted)
            page = import_preview.page(source, matched, wanted)
            lines = [*written(page, 80, unicode=True)]
            assert len(lines) <= PREVIEW_MOST, [text_of([line]) for line in lines]
            if chance.random() < 0.05 and not found.unread:
                feedback_import.keep(context, source, lambda *_: None, wanted)


def read_whole_file(text: str) -> None:
    """Read the lines of an export of everything."""
    with content(text) as file:
        whole_import.read_json_lines(file.open(), lambda *_: None)


def read_settings(text: str) -> None:
    """Read a settings file."""
    with TemporaryDirectory(prefix="valuecheck-fuzz-") as folder:
        paths = locate({"VALUECHECK_HOME": folder})
        Path(paths.settings).write_text(text, encoding="utf-8", errors="replace")
        settings.compile_settings(settings.load(paths, {}))


def take_answer(text: str) -> None:
    """Parse an answer, and its own line again."""
    answer = parse_answer(text)
    assert parse_answer(answer.line) == answer
    tags = tags_of(answer.note)
    if answer.note:
        assert with_tags(answer.note, tags.kinds, tags.customers) == answer.note


TARGETS: Mapping[str, Callable[[str], object]] = {
    "answer": take_answer,
    "tag": lambda text: (parse_tag(text, "+"), parse_tag(text, "@")),
    "day": lambda text: days.parse_past_day(text, TODAY),
    "period": lambda text: parse_period(text, TODAY),
    "range": lambda text: parse_days(text, TODAY),
    "config": read_settings,
    "when": lambda text: parse_when(text, DATES),
    "scores": parse_scores,
    "json line": json_lines.parse,
    "history": read_history,
    "feedback": read_feedback,
    "words": lambda text: request.parse(text.split()),
    "whole file": read_whole_file,
}


def mutated(target: str, chance: random.Random) -> str:
    """An input for a target: one of its corpus with a few pieces put in, cut or moved."""
    corpus = CORPUS.get(target) or CORPUS["json line"]
    text = chance.choice(corpus)
    for _ in range(chance.choice((0, 1, 1, 2, 3, 8))):
        at, to = sorted((chance.randrange(len(text) + 1), chance.randrange(len(text) + 1)))
        kind = chance.randrange(4)
        if kind == 0:
            text = text[:at] + chance.choice(_PIECES) + text[at:]
        elif kind == 1:
            text = text[:at] + text[to:]
        elif kind == 2:
            text = text[:at] + text[at:to] * 2 + text[to:]
        else:
            text = text[:at] + chance.choice(corpus) + text[to:]
    return text[:20_000]


def feed(target: str, text: str) -> None:
    """Give an input to a target. Raises whatever is not expected."""
    with contextlib.suppress(*EXPECTED):
        TARGETS[target](text)


def main(arguments: list[str]) -> None:
    """How many inputs, or `atheris` and a target."""
    if arguments[:1] == ["atheris"]:
        _with_atheris(arguments[1], arguments[2:])
        return
    wanted, chance = int(arguments[0]), random.Random(arguments[1] if arguments[1:] else "1")
    slow = {"config": 20, "whole file": 2}
    weights = [1 / slow.get(name, 1) for name in TARGETS]
    counts = dict.fromkeys(TARGETS, 0)
    slowest: dict[str, float] = dict.fromkeys(TARGETS, 0.0)
    for target in chance.choices([*TARGETS], weights, k=wanted):
        text = mutated(target, chance)
        begun = time.perf_counter()
        try:
            feed(target, text)
        except BaseException:
            print(target, ascii(text[:500]), flush=True)
            raise
        slowest[target] = max(slowest[target], time.perf_counter() - begun)
        counts[target] += 1
    for name, count in counts.items():
        print(f"{name:12} {count:9,}  slowest {slowest[name] * 1000:8.1f} ms")


def _with_atheris(target: str, options: list[str]) -> None:
    import atheris

    def one(data: bytes) -> None:
        # Each byte of a file is a character.
        feed(target, data.decode("latin-1" if target == "feedback" else "utf-8", "surrogateescape"))

    atheris.instrument_all()
    atheris.Setup([sys.argv[0], *options], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])

"""Answers from another tool's file: read into check-ins, each bad one named with its reason."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.answer import NOTE_LIMIT, parse_tag, tags_of, with_tags
from valuecheck.core.days import instant, zone_here
from valuecheck.core.errors import UsageError
from valuecheck.core.text import quoted
from valuecheck.exchange.cells import BadCellError, UndecidedError, line_of
from valuecheck.exchange.dates import parse_when
from valuecheck.exchange.identity import id_of, own_id
from valuecheck.exchange.reading import OFTEN, READING
from valuecheck.exchange.whole_import import Bad

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from valuecheck.exchange.dates import Dates, When
    from valuecheck.exchange.reading import Watch
    from valuecheck.store.changes import Row

LEFT_OUT = "-"
NAMED_LABELS = 20
_NOON = time(12)
_WHOLE = re.compile(r"([1-5])(?:\.0+)?", re.ASCII)
_MAPPED = re.compile(r"""\s*([^=,]+?)\s*=\s*([1-5]|-)\s*""")


class Answered(NamedTuple):
    """One answer as a file has it; `kinds` and `customers` are added to the words as tags.

    `score` is a number from 1 to 5 or a label of the tool's own, empty for none. `short` are the
    words to take where all of them are too long for a note, `day` the one that it counts for where
    the moment `when` does not say it. `problem` says that the row is bad.
    """

    line: int
    when: str = ""
    day: str = ""
    score: str = ""
    words: str = ""
    kinds: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()
    id: str = ""
    short: str = ""
    question: str = ""
    later: bool = False
    problem: str = ""


class History(NamedTuple):
    """A file of another tool: the tool's name, what its rows are counted by, and the answers.

    `share` is the share of the file, from 0 to 1, that the answers taken so far come from.
    """

    tool: str
    unit: str
    answered: Iterator[Answered]
    share: Callable[[], float]


@dataclass
class Answers:
    """The contents of a file: check-ins by id, bad lines, and how many rows had no score.

    `shortened` counts the notes that were too long and are their title alone.
    """

    rows: dict[str, Row] = field(default_factory=dict)
    bad: list[Bad] = field(default_factory=list)
    unanswered: int = 0
    repeated: int = 0
    shortened: int = 0

    @property
    def count(self) -> int:
        """All rows of the file."""
        return len(self.rows) + len(self.bad) + self.unanswered + self.repeated


def parse_scores(text: str) -> dict[str, str]:
    """`good=4,meh=3,skipped=-` by label, case ignored; `-` leaves out. Raises UsageError."""
    found: dict[str, str] = {}
    for part in filter(str.strip, text.split(",")):
        match = _MAPPED.fullmatch(part)
        if match is None:
            problem = f"{quoted(part)} names no label and score"
            raise UsageError(problem, "write --score good=4,meh=3, and - for what to leave out")
        found[match[1].casefold()] = match[2]
    return found


class AnswerReader:
    """Makes check-ins of a tool's answers; `question` is stored with those that bring none."""

    def __init__(
        self, dates: Dates, now: datetime, scores: Mapping[str, str], question: str
    ) -> None:
        self._dates = dates
        self._now = now
        self._zone = zone_here(now)
        self._scores = scores
        self._question = question

    def read(self, history: History, watch: Watch) -> Answers:
        """All answers. Raises UsageError where an option must say what a label or date means."""
        answers = Answers()
        labels: Counter[str] = Counter()
        for number, answer in enumerate(history.answered, 1):
            if number % OFTEN == 0:
                watch(READING, number, history.share())
            try:
                self._take(answer, answers, labels)
            except (BadCellError, UsageError) as error:
                answers.bad.append(Bad(answer.line, str(error).rstrip(".")))
            except UndecidedError as error:
                problem = f"{history.unit} {answer.line}: {error.problem}"
                raise UsageError(problem, error.remedy) from None
        if labels:
            raise _unmapped(labels)
        return answers

    def _take(self, answer: Answered, answers: Answers, labels: Counter[str]) -> None:
        if answer.problem:
            raise BadCellError(answer.problem)
        label = answer.score.strip()
        mapped = self._scores.get(label.casefold(), label)
        if mapped in ("", LEFT_OUT):
            answers.unanswered += 1
            return
        whole = _WHOLE.fullmatch(mapped)
        if whole is None:
            labels[label] += 1
            return
        row = self._row(answer, int(whole[1]), answers)
        if row["id"] in answers.rows:
            answers.repeated += 1
        else:
            answers.rows[str(row["id"])] = row

    def _row(self, answer: Answered, score: int, answers: Answers) -> Row:
        when = parse_when(answer.when, self._dates)
        day = parse_when(answer.day, self._dates).day if answer.day else when.day
        note = self._note(answer, answers)
        tags = tags_of(note)
        said = (when.text, str(score), note)
        return {
            "id": own_id(answer.id) or id_of(when.written, ("check-in", answer.id, *said)),
            "day": day.isoformat(),
            "at": self._moment(when).isoformat(timespec="seconds"),
            "filled_in_later": int(answer.later),
            "score": score,
            "note": note,
            "kinds": json.dumps(tags.kinds, ensure_ascii=False),
            "customers": json.dumps(tags.customers, ensure_ascii=False),
            "question": line_of(answer.question) or self._question,
        }

    def _note(self, answer: Answered, answers: Answers) -> str:
        words = line_of(answer.words)
        if len(words) > NOTE_LIMIT and answer.short:
            answers.shortened += 1
            words = line_of(answer.short)
        return with_tags(words, answer.kinds, answer.customers)

    def _moment(self, when: When) -> datetime:
        """The moment with an offset; a day without a time of day counts as its noon."""
        if len(when.text) == len("2026-11-20"):
            return instant(date.fromisoformat(when.text), _NOON, self._now)
        moment = datetime.fromisoformat(when.text)
        if moment.tzinfo is not None:
            return moment.astimezone(self._zone)
        return instant(moment.date(), moment.time(), self._now)


def kind_of(name: str) -> str:
    """The kind that a name from elsewhere becomes: `Bad sleep!` is `bad-sleep`.

    Raises BadCellError for a name without a letter at its start.
    """
    kept = "".join(char if char.isalnum() or char in "._-/" else " " for char in name.casefold())
    tag = "-".join(kept.split()).strip("._-/")
    try:
        return parse_tag(tag, "+")
    except UsageError:
        problem = f"{quoted(name)} cannot become a kind"
        raise BadCellError(problem) from None


def _unmapped(labels: Counter[str]) -> UsageError:
    named = [f"{quoted(label)} ({count:,}×)" for label, count in labels.most_common(NAMED_LABELS)]
    more = ", …" if len(labels) > NAMED_LABELS else ""
    problem = f"nothing says which scores these are: {', '.join(named)}{more}"
    example = ",".join(f"{label}={score}" for label, score in zip(labels, "51", strict=False))
    remedy = f"add --score with a score from 1 to 5 for each, such as {quoted(example)}; - is none"
    return UsageError(problem, remedy)

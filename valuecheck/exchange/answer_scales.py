"""Find the scale of the answers in a file, or refuse where they may be on another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.errors import UsageError
from valuecheck.core.scales import (
    CES,
    CSAT,
    GOOD_BAD,
    NPS,
    SCALES,
    TO_7,
    TO_10,
    TO_100,
    known_scale,
)
from valuecheck.core.text import quoted
from valuecheck.exchange.answer_texts import is_good_or_bad, score_in, tidy, total, value
from valuecheck.exchange.cells import UndecidedError
from valuecheck.exchange.column_names import telling_scale
from valuecheck.exchange.likert import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# So many answers without one above these make doubtful a scale that only the heading tells.
_DOUBTFUL_FROM, _DOUBTFUL_UP_TO = 20, {NPS: 5, CES: 5, CSAT: 3}
# Of so many answers one outside of the scale may be a slip; more of them are on another scale.
_SLIP_IN = 20
# The scales of numbers, the narrowest first: for answers of which nothing is known, for others.
_NARROWEST, _OTHERS = (CSAT, TO_7, NPS, TO_100), (CSAT, TO_7, TO_10, NPS, TO_100)
_BY_END = {5: CSAT, 7: TO_7, 100: TO_100}
_BY_CHOICES = {(1, 5): CSAT, (1, 7): TO_7, (1, 10): TO_10, (0, 100): TO_100}
_NAMED = "name it in its row as others do, or save those answers as a file of their own"
_NO_ANSWERS = "an NPS of many answers is no answer: export the answers one by one"
_NOT_WHOLE = "export the answers as whole scores, one by one"
_BY_HEADING = "by the heading"


class AnswerText(NamedTuple):
    """A text in the answers' column: the scale that its rows name, how often, and where first."""

    text: str
    own: str
    times: int
    line: int


class Known(NamedTuple):
    """Facts about the answers besides their texts.

    `given` is the scale that an option names, `telling` the one that the heading tells, `ends` are
    those that it tells; `choices` are those of the question. By folded text, `explicit` are the
    scores as the user typed them, `skipped` the answers that the user leaves out.
    """

    given: str = ""
    telling: str = ""
    ends: tuple[int, int] | None = None
    choices: tuple[str, ...] = ()
    explicit: Mapping[str, str] = {}
    skipped: frozenset[str] = frozenset()

    def is_settled(self, answer: AnswerText) -> bool:
        """Return True if the user says what becomes of an answer."""
        text = folded(answer.text)
        return text in self.explicit or text in self.skipped


def by_scale(
    answers: Sequence[AnswerText], known: Known
) -> tuple[dict[str, list[AnswerText]], str, str]:
    """The answers by their scales (empty: unknown), that of rows that name none, and its reason.

    Raises UndecidedError where an option must name the scale.
    """
    owns = {each.own: _own_scale(each.own) for each in answers if each.own and not known.given}
    free = [each for each in answers if not owns.get(each.own)]
    scale, reason = _scale(free, known, is_mixed=len(free) < len(answers))
    found: dict[str, list[AnswerText]] = {}
    for answer in answers:
        found.setdefault(owns.get(answer.own) or scale, []).append(answer)
    for name, group in found.items():
        open_ = [each for each in group if not known.is_settled(each)]
        if name and name != GOOD_BAD:
            _refuse_other(open_, name)
        # What is called ces ends at 5 or at 7, whoever says so.
        is_ces = name == CES and not known.given and not known.ends
        if is_ces or (name == scale and reason == _BY_HEADING):
            _refuse_doubtful(open_, name)
    return found, scale, reason


def _own_scale(name: str) -> str:
    """The scale that a row names; empty where it is none."""
    try:
        return known_scale(name)
    except UsageError:
        return telling_scale(name)


def _scale(answers: Sequence[AnswerText], known: Known, *, is_mixed: bool) -> tuple[str, str]:
    """The scale of answers whose rows name none, and by what it is known; empty: not at all.

    `is_mixed`: other rows name theirs.
    """
    if known.given:
        return known.given, "as given"
    open_ = [answer for answer in answers if not known.is_settled(answer)]
    texts = [answer.text for answer in open_]
    if texts and all(map(is_good_or_bad, texts)):
        return GOOD_BAD, "by the words"
    numbers = [re.match(r"\d{1,3}\b", tidy(choice), re.ASCII) for choice in known.choices]
    ends = [int(match[0]) for match in numbers if match]
    if ends and (scale := _BY_CHOICES.get((min(ends), max(ends)))):
        return scale, "by its choices"
    if known.ends:
        return _by_ends(known.ends, known.telling, texts), "by the ends in the heading"
    if known.telling:
        return known.telling, _BY_HEADING
    totals = {of for text in texts if (of := total(tidy(text)))}
    if len(totals) == 1 and (scale := _BY_END.get(min(totals), "")):
        return scale, "by the answers"
    for answer in open_:
        if _is_number(answer.text):
            problem = f"line {answer.line}: nothing says on which scale {answer.text} is"
            raise UndecidedError(problem, _NAMED if is_mixed else _advice(texts, _NARROWEST))
    return "", ""


def _by_ends(ends: tuple[int, int], telling: str, texts: Sequence[str]) -> str:
    """The scale with these ends, which a heading tells. Raises UndecidedError where none fits."""
    if telling and SCALES[telling][:2] == ends:
        return telling
    if not telling and ends in _BY_CHOICES:
        return _BY_CHOICES[ends]
    told = f"the heading says from {ends[0]} to {ends[1]}"
    problem = f"{told}, but {telling} has other ends" if telling else f"{told}: nothing says more"
    raise UndecidedError(problem, _advice(texts, _NARROWEST))


def _refuse_doubtful(answers: Sequence[AnswerText], scale: str) -> None:
    """Raise UndecidedError where so many answers are all at the lower end of their scale."""
    scores = [(score_in(answer.text, scale), answer.times) for answer in answers]
    read = [(score, times) for score, times in scores if score is not None]
    count = sum(times for _, times in read)
    end = _DOUBTFUL_UP_TO.get(scale)
    if end and count >= _DOUBTFUL_FROM and max(score for score, _ in read) <= end:
        highest = SCALES[scale].highest
        problem = f"{scale} goes to {highest}, but none of {count:,} answers is above {end}"
        raise UndecidedError(
            problem, f"add --scale {scale} if it is that, or the scale that it has"
        )


def _refuse_other(answers: Sequence[AnswerText], scale: str) -> None:
    """Raise UndecidedError where more than slips among the answers are numbers off `scale`."""
    numbers = {
        each.text: each.times
        for each in answers
        if _is_number(each.text) or value(each.text) is not None
    }
    off = {text: times for text, times in numbers.items() if _is_off(text, scale)}
    count, total_count = sum(off.values()), sum(numbers.values())
    # Any slip is on a scale to 100, so that most answers must be.
    fitting = _fitting(numbers, _OTHERS)
    others = 2 if fitting == TO_100 else _SLIP_IN
    if not off or count * others < total_count:
        return
    ends = f"from {SCALES[scale].lowest} to {SCALES[scale].highest}"
    verb = "is" if count == 1 else "are"
    problem = (
        f"{scale} goes {ends}, but {count:,} of {total_count:,} answers {verb} outside of it, "
        f"such as {quoted(next(iter(off)))}"
    )
    skip = "where those are no scores, leave them out with --skip-answers TEXT"
    is_figure = scale == NPS and fitting in ("", TO_100)
    remedy = _advice(numbers, _OTHERS)
    if is_figure or not all(map(_is_number, off)):
        remedy = _NO_ANSWERS if is_figure else _NOT_WHOLE
    raise UndecidedError(problem, f"{remedy}; {skip}")


def _is_off(text: str, scale: str) -> bool:
    """Return True for a number outside of the scale, not for one between two scores."""
    lowest, highest, *_ = SCALES[scale]
    number = value(text)
    return score_in(text, scale) is None and (number is None or not lowest <= number <= highest)


def _is_number(text: str) -> bool:
    return any(score_in(text, name) is not None for name in _OTHERS)


def _fitting(numbers: Iterable[str], names: Sequence[str]) -> str:
    """The first of the scales on which all the numbers are, empty if there is none."""
    fits = (name for name in names if all(score_in(text, name) is not None for text in numbers))
    return next(fits, "")


def _advice(texts: Iterable[str], names: Sequence[str]) -> str:
    """The advice to name a scale, with the narrowest on which all numbers of the answers are."""
    numbers = [text for text in texts if _is_number(text)]
    known = f"there are {', '.join(SCALES)}"
    fitting = _fitting(numbers, names)
    if not numbers or not fitting:
        return f"add the scale that the survey has; {known}"
    scores = {score_in(text, fitting) or 0 for text in numbers}
    lowest, highest = min(scores), max(scores)
    ends = f"the answers go from {lowest} to {highest}: " if lowest < highest else ""
    limits = SCALES[fitting]
    example = f"such as --scale {fitting} ({limits.lowest} to {limits.highest})"
    if scores <= {0, 1}:
        example = "such as --scale good-bad --answers 1=good,0=bad"
    return f"{ends}add the scale that the survey has, {example}; {known}"

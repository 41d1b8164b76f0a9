"""Read the answers in a file: those with one reading only; the others stay unread."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.errors import UsageError
from valuecheck.core.scales import (
    ALL_SCALES,
    CES,
    CSAT,
    GOOD_BAD,
    NPS,
    SCALES,
    TO_7,
    TO_10,
    TO_100,
    good_or_bad,
    known_scale,
    parse_score,
)
from valuecheck.core.text import quoted
from valuecheck.exchange.cells import UndecidedError
from valuecheck.exchange.columns import telling_scale
from valuecheck.exchange.likert import folded, level_of, offered
from valuecheck.exchange.months import MONTH_NUMBERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# A number that has more labels than these is no point of a scale: the column holds words.
_LABELS_MOST = 3
# So many answers to a question on 0 to 10 without one above 5 make its scale doubtful.
_DOUBTFUL_FROM, _DOUBTFUL_UP_TO = 20, 5
_BY_END = {5: CSAT, 7: TO_7, 100: TO_100}
_BY_CHOICES = {(1, 5): CSAT, (1, 7): TO_7, (1, 10): TO_10}

_WHOLE = re.compile(r"(\d{1,3})(?:[.,]0+)?", re.ASCII)
_PERCENT = re.compile(r"(\d{1,3})(?:[.,]0+)? ?%", re.ASCII)
_STAR_WORD = (
    r"(?:stars?|sterne?n?|étoiles?|estrellas?|estrelas?|stell[ae]|ster(?:ren)?|つ星|[★⭐🌟])"
)
_OF = re.compile(
    r"(\d{1,3})(?:[.,]0+)? ?(?:/|out of|of|von|sur|de|su|van|op) ?(\d{1,3})"
    rf"(?: ?(?:{_STAR_WORD}|points?|punkten?|puntos?|pontos?|punti))?",
    re.ASCII | re.IGNORECASE,
)
_STARS = re.compile("([★⭐🌟✭]*)([☆✩]*)")
_SEPARATOR = r"[-–—−:=.|]"
_NUMBER_FIRST = re.compile(rf"[(\[]?(\d{{1,3}})[)\]]?(?: ?{_SEPARATOR} ?| )(\D+)", re.ASCII)
_NUMBER_LAST = re.compile(r"(\D+?) ?(?:[-–—:=|] ?|[(\[])(\d{1,3})[)\]]?", re.ASCII)
# What makes of a number a bound or an amount.
_NO_LABEL = re.compile(
    r"(?:or|to|and|bis|oder|ou|of|plus|minutes?|hours?|days?|weeks?|months?|years?|times?)\b|"
    r".*\b(?:than|least|most|up to|between|over|under|not)\W*$",
    re.IGNORECASE,
)
_GOOD_BAD = re.compile(
    r"(good|bad)(?:[,:]? (?:with|without) comment|[,:]? no comment|, i'm (?:un)?satisfied)?"
)


class AnswerText(NamedTuple):
    """A text in the answers' column: the scale that its rows name, how often, and where first."""

    text: str
    own: str
    times: int
    line: int


class Unread(NamedTuple):
    """An answer that cannot be read on `scale` (empty: unknown), and why in a few words.

    `mirrored` is the score that it has if the scale runs the other way.
    """

    text: str
    times: int
    scale: str
    why: str = ""
    mirrored: int | None = None

    @property
    def offer(self) -> str:
        """The score that its words usually have, as it is typed; `?` for unusual ones."""
        if self.mirrored is not None:
            return str(self.mirrored)
        return offered(label_of(tidy(self.text)), self.scale)


class Known(NamedTuple):
    """Facts about the answers besides their texts.

    `given` is the scale that an option names, `telling` the one that the heading tells, `named`
    whether it does so by name; `choices` are those of the question. `explicit` has scores by
    folded text, as the user typed them.
    """

    given: str = ""
    telling: str = ""
    named: bool = True
    choices: tuple[str, ...] = ()
    explicit: Mapping[str, str] = {}


class Readings(NamedTuple):
    """Scale and score of each text with the scale of its row; the texts without any; the reason.

    `scale` is that of the rows that name none.
    """

    scores: dict[tuple[str, str], tuple[str, int]]
    unread: list[Unread]
    scale: str
    reason: str


def decide(answers: Sequence[AnswerText], known: Known) -> Readings:
    """Read the answers of a whole file.

    Raises UndecidedError where an option must name the scale, and UsageError for a score of the
    user's that is not on it.
    """
    owns = {answer.own: _own_scale(answer.own) for answer in answers if answer.own}
    if not known.given:
        _refuse_doubtful([each for each in answers if owns.get(each.own) == CES], CES)
    free = [answer for answer in answers if known.given or not owns.get(answer.own)]
    scale, reason = _scale(free, known)
    crowded = _crowded(answers)
    mirrored = {
        of
        for answer in answers
        if (of := known.given or owns.get(answer.own, "") or scale)
        and (score := score_in(answer.text, of)) is not None
        and known.explicit.get(folded(answer.text)) != str(score)
        and _contradicts(answer.text, score, of)
    }
    scores: dict[tuple[str, str], tuple[str, int]] = {}
    unread: list[Unread] = []
    for answer in answers:
        of = known.given or owns.get(answer.own, "") or scale
        score, why = _read(answer, of, known, crowded)
        is_typed = folded(answer.text) in known.explicit
        if score is not None and of in mirrored and not is_typed:
            # One label at the wrong end puts every number of the scale in doubt.
            ends = SCALES[of].lowest + SCALES[of].highest
            why = f"words at the other end of {of}: it may run the other way"
            unread.append(Unread(answer.text, answer.times, of, why, ends - score))
        elif score is None:
            unread.append(Unread(answer.text, answer.times, of, why))
        else:
            scores[answer.text, answer.own] = of, score
    unread.sort(key=lambda each: (-each.times, each.text))
    return Readings(scores, unread, scale, reason)


def score_in(text: str, scale: str) -> int | None:
    """The score that `text` has on `scale`; None where it has none, or more than one reading."""
    text = tidy(text)
    if scale == GOOD_BAD:
        return _good_or_bad(text)
    limits = SCALES[scale]
    score = _number(text, limits.highest, is_share=scale == TO_100)
    return score if score is not None and limits.lowest <= score <= limits.highest else None


def tidy(text: str) -> str:
    """An answer in one form: plain digits, single spaces, no variants of emoji."""
    text = re.sub("[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff]", "", text.replace("🔟", "10"))
    return " ".join(unicodedata.normalize("NFKC", text).split())


def parse_answers(options: Iterable[str]) -> dict[str, str]:
    """Scores by folded answers, from `very good=5,good=4` or a file with one on each line.

    Raises UsageError.
    """
    found: dict[str, str] = {}
    for option in options:
        items = _lines_of_file(option) if "=" not in option else _items(option)
        for item in items:
            text, _, score = item.rpartition("=")
            text, score = _unquoted(text.strip()), score.strip()
            if not folded(text) or not score or score == "?":
                problem = f"--answers {quoted(item)} is not TEXT=SCORE"
                raise UsageError(problem, "give each its score, such as 'very good=5,good=4'")
            found[folded(text)] = score
    return found


def _scale(answers: Sequence[AnswerText], known: Known) -> tuple[str, str]:
    """The scale of answers whose rows name none, and by what it is known; empty: not at all."""
    if known.given:
        return known.given, "as given"
    texts = [answer.text for answer in answers if folded(answer.text) not in known.explicit]
    if texts and all(_good_or_bad(tidy(text)) is not None for text in texts):
        return GOOD_BAD, "by the words"
    numbers = [tidy(choice) for choice in known.choices]
    ends = [int(match[1]) for text in numbers if (match := re.match(r"(\d{1,3})\b", text))]
    if known.choices and (scale := _BY_CHOICES.get((min(ends, default=0), max(ends, default=0)))):
        return scale, "by its choices"
    if known.telling:
        if known.telling == CES or not known.named:
            _refuse_doubtful(answers, known.telling)
        return known.telling, "by the heading"
    totals = {total for text in texts if (total := _total(tidy(text)))}
    if len(totals) == 1 and (scale := _BY_END.get(min(totals), "")):
        return scale, "by the answers"
    for answer in answers:
        number = _number(tidy(answer.text), 100, is_share=True)
        if number is None or folded(answer.text) in known.explicit:
            continue
        problem = f"line {answer.line}: nothing says on which scale {answer.text} is"
        raise UndecidedError(problem, _fitting(texts))
    return "", ""


def _fitting(texts: Iterable[str]) -> str:
    """The advice to name a scale, with the narrowest on which all numbers of the answers are."""
    found = [_number(tidy(text), 100, is_share=True) for text in texts]
    numbers = [number for number in found if number is not None]
    lowest, highest = min(numbers), max(numbers)
    fits = (
        name
        for name in (CSAT, TO_7, NPS, TO_100)
        if SCALES[name].lowest <= lowest and highest <= SCALES[name].highest
    )
    ends = f"the answers go from {lowest} to {highest}: " if lowest < highest else ""
    name = next(fits, NPS)
    limits = SCALES[name]
    example = f"such as --scale {name} ({limits.lowest} to {limits.highest})"
    return f"{ends}add the scale that the survey has, {example}; there are {', '.join(SCALES)}"


def _refuse_doubtful(answers: Sequence[AnswerText], scale: str) -> None:
    """Raise UndecidedError where answers on a scale to 7 or 10 may be those of one to 5."""
    scores = [(score_in(answer.text, scale), answer.times) for answer in answers]
    read = [(score, times) for score, times in scores if score is not None]
    count = sum(times for _, times in read)
    if scale not in (NPS, CES) or count < _DOUBTFUL_FROM:
        return
    if max(score for score, _ in read) <= _DOUBTFUL_UP_TO:
        highest = SCALES[scale].highest
        problem = f"{scale} goes to {highest}, but none of {count:,} answers is above 5"
        raise UndecidedError(
            problem, f"add --scale {scale} if it is that, or the scale that it has"
        )


def _read(
    answer: AnswerText, scale: str, known: Known, crowded: frozenset[str]
) -> tuple[int | None, str]:
    """The score of an answer, or None and why."""
    if (typed := known.explicit.get(folded(answer.text))) is not None:
        return parse_score(typed, scale or _unknown()), ""
    if not scale:
        return None, ""
    # A store's own export writes good and bad as 1 and 0, in rows that name their scale.
    if scale == GOOD_BAD and not known.given and answer.own and answer.text in ("0", "1"):
        return int(answer.text), ""
    if answer.text in crowded:
        return None, "its number has many labels"
    score = score_in(answer.text, scale)
    limits = SCALES[scale]
    if (
        score is None
        and scale != GOOD_BAD
        and _number(tidy(answer.text), limits.highest, is_share=False) is not None
    ):
        return None, f"{scale} goes from {limits.lowest} to {limits.highest}"
    return score, ""


def _unknown() -> str:
    problem = "--answers needs a scale"
    raise UsageError(problem, f"add --scale: {ALL_SCALES}")


def _own_scale(name: str) -> str:
    """The scale that a row names; empty where it is none."""
    try:
        return known_scale(name)
    except UsageError:
        return telling_scale(name)


def _number(text: str, highest: int, *, is_share: bool) -> int | None:
    """The only whole number that an answer names."""
    if match := _WHOLE.fullmatch(text):
        return int(match[1])
    if is_share and (match := _PERCENT.fullmatch(text)):
        return int(match[1])
    if match := _OF.fullmatch(text):
        return int(match[1]) if int(match[2]) == highest else None
    if stars := _stars(text):
        full, total = stars
        return full if highest == SCALES[CSAT].highest and total in (0, highest) else None
    number, label = _labelled(text)
    if number is not None and re.fullmatch(_STAR_WORD, label, re.IGNORECASE):
        return number if highest == SCALES[CSAT].highest else None
    return number


def _total(text: str) -> int:
    """The highest score that an answer such as `4/5` or `★★★★☆` names; 0 for others."""
    if match := _OF.fullmatch(text):
        return int(match[2])
    stars = _stars(text)
    return stars[1] if stars else 0


def _stars(text: str) -> tuple[int, int] | None:
    """Return the number of full stars, and of all stars where empty ones are drawn (else 0)."""
    match = _STARS.fullmatch(text.replace(" ", ""))
    if not match or not text:
        return None
    full, empty = len(match[1]), len(match[2])
    return full, full + empty if empty else 0


def _labelled(text: str) -> tuple[int | None, str]:
    """The number and the label of an answer such as `10 - extremely likely`."""
    if match := _NUMBER_FIRST.fullmatch(text):
        number, label = match[1], match[2]
    elif match := _NUMBER_LAST.fullmatch(text):
        label, number = match[1], match[2]
    else:
        return None, ""
    label = label.strip(" -–—:=()[]|<>")
    speaks = any(char.isalpha() or unicodedata.category(char) == "So" for char in label)
    if not speaks or _NO_LABEL.match(label) or label.casefold().strip(".") in MONTH_NUMBERS:
        return None, ""
    return int(number), label


def _crowded(answers: Iterable[AnswerText]) -> frozenset[str]:
    """The labelled answers whose number has more labels than a scale gives it."""
    labels: dict[int, dict[str, str]] = defaultdict(dict)
    for answer in answers:
        number, label = _labelled(tidy(answer.text))
        if number is not None:
            labels[number][answer.text] = folded(label)
    many = (each for each in labels.values() if len({*each.values()}) > _LABELS_MOST)
    return frozenset(text for each in many for text in each)


def _contradicts(text: str, score: int, scale: str) -> bool:
    """Return True if a number's label is a usual wording from the other end of the scale."""
    number, label = _labelled(tidy(text))
    level = level_of(label) if number is not None else None
    if level is None or scale == GOOD_BAD:
        return False
    lowest, highest, *_ = SCALES[scale]
    return abs((score - lowest) / (highest - lowest) - (level - 1) / 4) >= 0.5


def label_of(text: str) -> str:
    """The words of an answer without its number."""
    number, label = _labelled(tidy(text))
    return label if number is not None else text


def _good_or_bad(text: str) -> int | None:
    match = _GOOD_BAD.fullmatch(text.casefold().replace("’", "'"))
    return good_or_bad(match[1] if match else text)


def _items(text: str) -> list[str]:
    """The parts between commas, quotes around a part keeping its commas."""
    return [part for part in re.findall(r"""((?:"[^"]*"|'[^']*'|[^,])+)""", text) if part.strip()]


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text


def _lines_of_file(name: str) -> list[str]:
    try:
        text = Path(name).read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        problem = f"--answers {quoted(name)} is neither TEXT=SCORE nor a file that can be read"
        raise UsageError(problem, "give such as 'very good=5,good=4'") from error
    return [line for line in text.splitlines() if line.strip() and line[0] != "#"]

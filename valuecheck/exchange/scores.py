"""Read the answers in a file: those with one reading only; the others stay unread."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.core.errors import UsageError
from valuecheck.core.scales import ALL_SCALES, GOOD_BAD, SCALES, parse_score
from valuecheck.core.text import quoted
from valuecheck.exchange.answer_scales import by_scale
from valuecheck.exchange.answer_texts import (
    contradicts,
    label_of,
    labelled,
    number,
    score_in,
    tidy,
    value,
)
from valuecheck.exchange.likert import folded, offered

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from valuecheck.exchange.answer_scales import AnswerText, Known

# A number that has more labels than these is no point of a scale: the column holds words.
_LABELS_MOST = 3


class Unread(NamedTuple):
    """An answer that cannot be read on `scale` (empty: unknown), and why in a few words.

    `mirrored` is the score that it has if the scale runs the other way; `is_slip` says that it is a
    number outside of the scale.
    """

    text: str
    times: int
    scale: str
    why: str = ""
    mirrored: int | None = None
    is_slip: bool = False

    @property
    def offer(self) -> str:
        """The score that its words usually have, as it is typed; `?` for unusual ones."""
        if self.mirrored is not None:
            return str(self.mirrored)
        return offered(label_of(tidy(self.text)), self.scale)


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
    groups, scale, reason = by_scale(answers, known)
    crowded = _crowded(answers)
    scores: dict[tuple[str, str], tuple[str, int]] = {}
    unread: list[Unread] = []
    for of, group in groups.items():
        # One label at the wrong end puts every number of the scale in doubt.
        is_mirrored = any(_contradicts(answer, of, known) for answer in group)
        for answer in group:
            score = _read(answer, of, known, crowded)
            is_typed = folded(answer.text) in known.explicit
            if score is not None and is_mirrored and not is_typed:
                ends = SCALES[of].lowest + SCALES[of].highest
                why = f"words at the other end of {of}: it may run the other way"
                unread.append(Unread(answer.text, answer.times, of, why, ends - score))
            elif score is None:
                unread.append(_unread(answer, of, crowded))
            else:
                scores[answer.text, answer.own] = of, score
    unread.sort(key=lambda each: (-each.times, each.text))
    return Readings(scores, unread, scale, reason)


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


def _read(answer: AnswerText, scale: str, known: Known, crowded: frozenset[str]) -> int | None:
    """The score of an answer, None where it has none."""
    if (typed := known.explicit.get(folded(answer.text))) is not None:
        return parse_score(typed, scale or _unknown())
    if not scale or answer.text in crowded:
        return None
    # A store's own export writes good and bad as 1 and 0, in rows that name their scale.
    if scale == GOOD_BAD and not known.given and answer.own and answer.text in ("0", "1"):
        return int(answer.text)
    return score_in(answer.text, scale)


def _unread(answer: AnswerText, scale: str, crowded: frozenset[str]) -> Unread:
    """An answer without a score, and why."""
    text = tidy(answer.text)
    why, is_slip = "", False
    if answer.text in crowded:
        why = "its number has many labels"
    elif (value(text) or 0.0) % 1:
        why = "only whole scores are kept"
    elif scale and scale != GOOD_BAD and number(text, SCALES[scale].highest) is not None:
        why = f"{scale} goes from {SCALES[scale].lowest} to {SCALES[scale].highest}"
        is_slip = True
    return Unread(answer.text, answer.times, scale, why, is_slip=is_slip)


def _contradicts(answer: AnswerText, scale: str, known: Known) -> bool:
    """Return True if the words of a number that is read are from the other end of the scale."""
    score = score_in(answer.text, scale) if scale else None
    is_typed = known.explicit.get(folded(answer.text)) == str(score)
    return score is not None and not is_typed and contradicts(answer.text, score, scale)


def _unknown() -> str:
    problem = "--answers needs a scale"
    raise UsageError(problem, f"add --scale: {ALL_SCALES}")


def _crowded(answers: Iterable[AnswerText]) -> frozenset[str]:
    """The labelled answers whose number has more labels than a scale gives it."""
    labels: dict[int, dict[str, str]] = defaultdict(dict)
    for answer in answers:
        score, label = labelled(tidy(answer.text))
        if score is not None:
            labels[score][answer.text] = folded(label)
    many = (each for each in labels.values() if len({*each.values()}) > _LABELS_MOST)
    return frozenset(text for each in many for text in each)


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

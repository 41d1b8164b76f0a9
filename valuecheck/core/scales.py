"""The scales on which customers answer; none is ever turned into another."""

from __future__ import annotations

import re
from typing import NamedTuple

from valuecheck.core.errors import UsageError
from valuecheck.core.text import quoted

# What a piece of feedback may hold besides its score, in characters.
WORDS_LIMIT, SOURCE_LIMIT = 10_000, 100
CSAT, NPS, GOOD_BAD = "csat", "nps", "good-bad"
TO_7, TO_10, TO_100, CES = "1-7", "1-10", "0-100", "ces"
GOOD, BAD = 1, 0
_GOOD_WORDS = frozenset({"good", "satisfied", "happy", "positive", "yes", "👍"})
_BAD_WORDS = frozenset({"bad", "unsatisfied", "dissatisfied", "unhappy", "negative", "no", "👎"})
_WHOLE = re.compile(r"([0-9]{1,3})(?:\.0+)?", re.ASCII)
_DASHES = str.maketrans("/–—_", "----")


class Scale(NamedTuple):
    """Scores from `lowest` to `highest`; unhappy are those up to `red`, glad those from `green`."""

    lowest: int
    highest: int
    red: int
    green: int


def _in_thirds(lowest: int, highest: int) -> Scale:
    """A scale without bands of its own: red is its lowest third, green its highest."""
    width = highest - lowest
    return Scale(lowest, highest, red=lowest + width // 3, green=highest - width // 3)


SCALES = {
    CSAT: Scale(1, 5, red=2, green=4),
    NPS: Scale(0, 10, red=6, green=9),
    GOOD_BAD: Scale(BAD, GOOD, red=BAD, green=GOOD),
    CES: _in_thirds(1, 7),
    TO_7: _in_thirds(1, 7),
    TO_10: _in_thirds(1, 10),
    TO_100: _in_thirds(0, 100),
}
# Scales that count as the share of their highest third and have no figure of their own.
IN_THIRDS = (CES, TO_7, TO_10, TO_100)
ALL_SCALES = "csat (1 to 5), nps (0 to 10), good-bad, ces (1 to 7), 1-7, 1-10 or 0-100"


def known_scale(word: str) -> str:
    """The scale of this name. Raises UsageError."""
    name = word.strip().casefold().translate(_DASHES)
    if name not in SCALES:
        problem = f"{quoted(word)} is no scale"
        raise UsageError(problem, f"use {ALL_SCALES}")
    return name


def scale_of(text: str) -> str:
    """The scale of a score that was given without one: csat, or good-bad for its words.

    Raises UsageError, also for a number that only nps has.
    """
    if good_or_bad(text) is not None:
        return GOOD_BAD
    match = _WHOLE.fullmatch(text.strip())
    if match and SCALES[CSAT].lowest <= int(match[1]) <= SCALES[CSAT].highest:
        return CSAT
    problem = f"{quoted(text)} is no csat score, 1 to 5, and neither good nor bad"
    raise UsageError(problem, "add --scale nps, or another: ces, 1-7, 1-10, 0-100")


def parse_score(text: str, scale: str) -> int:
    """The score in `text` on `scale`: a whole number (`4.0` is one), for good-bad a word.

    Raises UsageError.
    """
    if scale == GOOD_BAD:
        if (score := good_or_bad(text)) is not None:
            return score
        problem = f"{quoted(text)} is neither good nor bad"
        raise UsageError(problem, "say good or bad, or choose another scale")
    lowest, highest, *_ = SCALES[scale]
    match = _WHOLE.fullmatch(text.strip())
    if match and lowest <= int(match[1]) <= highest:
        return int(match[1])
    problem = f"{quoted(text)} is no {scale} score"
    raise UsageError(problem, f"{scale} takes whole numbers from {lowest} to {highest}")


def good_or_bad(text: str) -> int | None:
    """GOOD, BAD, or None for any other word."""
    word = text.strip().casefold()
    return GOOD if word in _GOOD_WORDS else BAD if word in _BAD_WORDS else None


def reads_as_score(word: str) -> bool:
    """Return whether `word` looks like a score: a good-bad word, or a whole number of any size."""
    return good_or_bad(word) is not None or bool(_WHOLE.fullmatch(word.strip()))


def typed_score(scale: str, score: int) -> str:
    """The score as one types it: parse_score turns it back."""
    return ("good" if score == GOOD else "bad") if scale == GOOD_BAD else str(score)


def shown_score(scale: str, score: int) -> str:
    """Such as `csat 2`, `nps 9`, `good`, `5 of 7`."""
    typed = typed_score(scale, score)
    if scale in (TO_7, TO_10, TO_100):
        return f"{typed} of {SCALES[scale].highest}"
    return typed if scale == GOOD_BAD else f"{scale} {typed}"


def mood(scale: str, score: int) -> int:
    """The score of a check-in whose colour says the same as a customer's score."""
    if scale == GOOD_BAD:
        return 4 if score == GOOD else 2
    lowest, highest, red, green = SCALES[scale]
    if score <= red:
        return 1 if 2 * score <= lowest + red else 2
    if score < green:
        return 3
    return 5 if 2 * score > green + highest else 4

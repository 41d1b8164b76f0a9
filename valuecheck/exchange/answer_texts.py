"""One answer as its text: a number with clothes on, words, or nothing that has one reading."""

from __future__ import annotations

import re
import unicodedata

from valuecheck.core.scales import CSAT, GOOD_BAD, SCALES, TO_100, good_or_bad
from valuecheck.exchange.likert import level_of
from valuecheck.exchange.months import MONTH_NUMBERS

_WHOLE = re.compile(r"(\d{1,3})(?:[.,]0+)?", re.ASCII)
_PLAIN = re.compile(r"[-−+]?\d{1,3}(?:[.,]\d{1,15})?", re.ASCII)
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
# Zero-width and direction signs; variants, skins and frames of emoji.
_UNSEEN = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff]"
)


def score_in(text: str, scale: str) -> int | None:
    """The score that `text` has on `scale`; None where it has none, or more than one reading."""
    text = tidy(text)
    if scale == GOOD_BAD:
        return _good_or_bad(text)
    limits = SCALES[scale]
    score = number(text, limits.highest, is_share=scale == TO_100)
    return score if score is not None and limits.lowest <= score <= limits.highest else None


def tidy(text: str) -> str:
    """An answer in one form: plain digits, single spaces, no variants of emoji, nothing unseen."""
    text = _UNSEEN.sub("", text.replace("🔟", "10"))
    return " ".join(unicodedata.normalize("NFKC", text).split())


def number(text: str, highest: int, *, is_share: bool = False) -> int | None:
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
    number, label = labelled(text)
    if number is not None and re.fullmatch(_STAR_WORD, label, re.IGNORECASE):
        return number if highest == SCALES[CSAT].highest else None
    return number


def value(text: str) -> float | None:
    """The number that an answer is, with a sign or a fraction as well; None for others."""
    match = _PLAIN.fullmatch(tidy(text))
    return float(match[0].replace(",", ".").replace("−", "-")) if match else None


def total(text: str) -> int:
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


def labelled(text: str) -> tuple[int | None, str]:
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


def label_of(text: str) -> str:
    """The words of an answer without its number."""
    number, label = labelled(tidy(text))
    return label if number is not None else text


def is_good_or_bad(text: str) -> bool:
    """Return True for an answer that is good or bad, and no wording of a longer scale."""
    text = tidy(text)
    is_level = level_of(text) is not None and not _GOOD_BAD.fullmatch(text.casefold())
    return _good_or_bad(text) is not None and not is_level


def _good_or_bad(text: str) -> int | None:
    match = _GOOD_BAD.fullmatch(text.casefold().replace("’", "'"))
    return good_or_bad(match[1] if match else text)


def contradicts(text: str, score: int, scale: str) -> bool:
    """Return True if a number's label is a usual wording from the other end of the scale."""
    number, label = labelled(tidy(text))
    level = level_of(label) if number is not None else None
    if level is None or scale == GOOD_BAD:
        return False
    lowest, highest, *_ = SCALES[scale]
    return abs((score - lowest) / (highest - lowest) - (level - 1) / 4) >= 0.5

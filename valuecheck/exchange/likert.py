"""The usual wordings of answers in eight languages: offered to the user, never assumed."""

from __future__ import annotations

import re
import unicodedata

from valuecheck.core.scales import CSAT, GOOD_BAD, NPS, SCALES

# From the worst to the best of five, in lines of wordings that mean the same; an empty place has
# no wording of its own.
_FIVE = (
    "very dissatisfied|dissatisfied|neutral|satisfied|very satisfied",
    "very unsatisfied|unsatisfied|neither satisfied nor dissatisfied|happy|very happy",
    (
        "extremely dissatisfied|somewhat dissatisfied|neither satisfied nor unsatisfied|"
        "somewhat satisfied|extremely satisfied"
    ),
    "very unhappy|unhappy|ok||",
    "extremely unhappy||okay||extremely happy",
    "very poor|poor|fair|good|excellent",
    "very bad|bad|average|very good|outstanding",
    "terrible||acceptable|great|amazing",
    "strongly disagree|disagree|neither agree nor disagree|agree|strongly agree",
    "very difficult|difficult|neither easy nor difficult|easy|very easy",
    "very unlikely|unlikely|undecided|likely|very likely",
    "sehr unzufrieden|unzufrieden|teils/teils|zufrieden|sehr zufrieden",
    "|eher unzufrieden|weder zufrieden noch unzufrieden|eher zufrieden|äußerst zufrieden",
    "sehr schlecht|schlecht|mittelmäßig|gut|sehr gut",
    "très insatisfait|insatisfait|neutre|satisfait|très satisfait",
    "très insatisfaite|insatisfaite|ni satisfait ni insatisfait|satisfaite|très satisfaite",
    (
        "pas du tout satisfait|peu satisfait|moyennement satisfait|plutôt satisfait|"
        "extrêmement satisfait"
    ),
    "très mauvais|mauvais|moyen|bon|excellent",
    "muy insatisfecho|insatisfecho||satisfecho|muy satisfecho",
    "muy insatisfecha|insatisfecha|ni satisfecho ni insatisfecho|satisfecha|muy satisfecha",
    "muy malo|malo|regular|bueno|muy bueno",
    "muito insatisfeito|insatisfeito|neutro|satisfeito|muito satisfeito",
    "muito insatisfeita|insatisfeita|nem satisfeito nem insatisfeito|satisfeita|muito satisfeita",
    "muito ruim|ruim||bom|ótimo",
    "molto insoddisfatto|insoddisfatto|neutrale|soddisfatto|molto soddisfatto",
    (
        "molto insoddisfatta|insoddisfatta|né soddisfatto né insoddisfatto|soddisfatta|"
        "molto soddisfatta"
    ),
    "pessimo|scarso|sufficiente|buono|ottimo",
    "zeer ontevreden|ontevreden|neutraal|tevreden|zeer tevreden",
    "erg ontevreden||niet tevreden, niet ontevreden||erg tevreden",
    "zeer slecht|slecht|matig|goed|zeer goed",
    "非常に不満|不満|どちらともいえない|満足|非常に満足",
    "とても不満|やや不満|普通|やや満足|とても満足",
    "大変不満||どちらでもない||大変満足",
    "😠|🙁|😐|🙂|😃",
    "😡|☹|😶|😊|😀",
    "😞|😕||😄|😍",
    "🤬|😟||😁|🤩",
)


# What some tools give instead of a score on 0 to 10: any score of a group makes the same NPS.
_GROUPS = {"promoter": "10", "passive": "8", "detractor": "0"}


def folded(text: str) -> str:
    """An answer as its text is compared: without case, doubled spaces and emoji variants."""
    text = re.sub(
        "[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff]", "", unicodedata.normalize("NFKC", text)
    )
    return " ".join(text.casefold().replace("’", "'").split()).strip(" .!")


_LEVELS = {
    folded(word): level for line in _FIVE for level, word in enumerate(line.split("|"), 1) if word
}


def level_of(text: str) -> int | None:
    """Return the level of a usual wording, 1 to 5; None for any other text."""
    return _LEVELS.get(folded(text))


def offered(text: str, scale: str) -> str:
    """The score that a usual wording has on `scale`, as it is typed; `?` for any other text."""
    if scale == NPS and folded(text) in _GROUPS:
        return _GROUPS[folded(text)]
    level = level_of(text)
    if level is None:
        return "?"
    if scale == GOOD_BAD:
        return "?" if level == 3 else "good" if level > 3 else "bad"
    lowest, highest, *_ = SCALES[scale or CSAT]
    place = lowest + (level - 1) * (highest - lowest) / 4
    return str(int(place)) if place == int(place) else "?"

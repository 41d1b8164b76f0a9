"""The names of columns that exports have, and what a name tells of what is below it."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from valuecheck.core.scales import CES, CSAT, GOOD_BAD, NPS

if TYPE_CHECKING:
    from collections.abc import Iterable

FIELDS = ("day", "score", "scale", "customer", "words", "source", "id")
# Found by their names alone: when our own export's rows were written down, a row's time zone,
# whether it is a test, and of how many answers it tells.
AT, ZONE, STATUS, TIMES = "at", "zone", "status", "times"
# No name and no question is longer.
_LONGEST = 1000
_APART = re.compile(r"[\s_\-–.*:]+")

# The names in one line are as good as each other; an earlier line is surely meant before a later.
NAMES: dict[str, tuple[str, ...]] = {
    "day": (
        "day",
        "date",
        (
            "responded at|response date|responded|answered at|survey responded at|rated at|"
            "date responded|review date|rating date|feedback date|survey date|reviewed at|"
            "review submit date and time|review created|response received at|response time"
        ),
        (
            "completion time|submitted at|submission date|submit date|end date|completed at|"
            "recorded date|date submitted|submitted|submitted on|completed|date completed|"
            "submission time|response completed at|ended at"
        ),
        "timestamp|datetime|date time|date and time|time stamp",
        (
            "created at|created|creation date|created date|date created|create date|created on|"
            "created time"
        ),
        "start time|start date|started at",
        (
            "datum|fecha|data|日付|zeitstempel|horodateur|horodatage|marca temporal|"
            "informazioni cronologiche|carimbo de data/hora|tijdstempel|タイムスタンプ|"
            "fertigstellungszeit|heure de fin|hora de finalización|ora di completamento|"
            "hora de conclusão|tijd van voltooien|完了時刻"
        ),
    ),
    "score": (
        (
            "score|rating|satisfaction|satisfaction score|satisfaction rating|star rating|stars|"
            "csat|csat score|csat rating|nps|nps score|nps rating|net promoter score|"
            "customer satisfaction|survey score|survey rating|review stars|review rating|"
            "ces|ces score|customer effort score|effort score|conversation rating|"
            "ticket satisfaction rating|ticket satisfaction score|customer rating|survey result"
        ),
        "bewertung|puntuación|calificación|valutazione|avaliação|beoordeling|評価",
    ),
    "scale": ("scale", "survey type|score type|rating type"),
    "customer": (
        "customer",
        (
            "account|account name|organization|organization name|organisation|organisation name|"
            "company|company name|client|client name"
        ),
        "customer name|ticket organization name|contact company|business unit|customer company",
        "kunde|kunden|firma|unternehmen|cliente|empresa|entreprise|azienda|bedrijf|klant|顧客|会社",
    ),
    "words": (
        "words",
        (
            "satisfaction comment|rating comment|score comment|csat comment|nps comment|"
            "survey comment|response comment|satisfaction rating comment|rating remark|"
            "conversation rating remark|review text|review content|ticket satisfaction comment"
        ),
        (
            "comment|comments|feedback|verbatim|remark|remarks|customer comment|"
            "customer feedback|review|body|response text"
        ),
        (
            "kommentar|kommentare|commentaire|commentaires|comentario|comentarios|comentário|"
            "comentários|commento|commenti|opmerking|opmerkingen|コメント"
        ),
    ),
    "source": ("source", "channel"),
    "id": (
        (
            "response id|survey response id|feedback id|rating id|submission id|review id|"
            "answer id|feedback submission id|response uuid|submission uuid"
        ),
        "id",
        "token|#|response token|record id|uuid",
        "respondent id|ticket id|conversation id",
    ),
    AT: ("at",),
    ZONE: ("time zone|tz",),
    TIMES: (
        (
            "count|counts|responses|response count|number of responses|respondents|"
            "number of respondents|frequency|anzahl|anzahl antworten|häufigkeit|nombre de réponses|"
            "número de respuestas|número de respostas|numero di risposte|aantal antwoorden|件数|"
            "回答数"
        ),
    ),
    STATUS: ("status", "response type|response status|distribution channel|is test|test"),
}
# Questions that a form was made of; asked only where no name above is there.
_NPS_QUESTION = (
    r"how likely .*recommend|likelihood .*recommend|wahrscheinlich.*(?:weiter)?empf[ie]hl|"
    r"weiterempfehl|recommand(?:er|iez)|recomend(?:ar|ari|as|e\b)|raccomand|consiglier|aanbevelen|"
    r"(?:お勧め|おすすめ|お薦め|勧め)"
)
QUESTIONS = {
    "score": re.compile(
        rf"{_NPS_QUESTION}|how (?:satisfied|happy|pleased)|how would you rate|"
        r"\brate (?:your|our|us)|wie zufrieden|satisfait|satisfecho|satisfeito|soddisfatt|tevreden|"
        r"満足|how easy"
    ),
    "words": re.compile(
        r"\bwhy\b|\breasons?\b|\bcomments?\b|\bfeedback\b|\btell us\b|\banything\b|\bimprove|"
        r"\bwarum\b|\bpourquoi\b|\bpor qu[eé]\b|\bperch[eé]\b|\bwaarom\b|理由|ご意見"
    ),
}
_TELLING = {
    NPS: re.compile(rf"\bnps\b|net promoter|{_NPS_QUESTION}"),
    CSAT: re.compile(r"\bcsat\b|^(?:review )?stars?$|^star rating$|^smileys?$"),
    CES: re.compile(r"\bces\b|customer effort"),
    GOOD_BAD: re.compile(r"^thumbs\b"),
}
# The ends of a scale, as in `(1-5)`, `from 0 to 10` and `1 bis 7`.
_ENDS = re.compile(
    r"(?<![\w.,/\-–])([01]) ?(?:[-–—]|to|bis|à|a|al|tot|～|〜) ?([3-9]|10|100)(?![\w/\-–])",
    re.IGNORECASE,
)
# A column beside the answer's own, such as `Q1_NPS_GROUP`.
_GROUP = re.compile(r"(?:^|[\s_\-–])(?:group|category)$", re.IGNORECASE)
# A name may say the zone of its moments, such as `Submit Date (UTC)`.
_ZONE = re.compile(
    r"\s*[(\[]([^()\[\]]{1,40})[)\]]\s*$|[\s_]+(utc|gmt)$|^(utc|gmt)[\s_]+", re.IGNORECASE
)


def telling_scale(*headings: str) -> str:
    """The scale that a column's headings tell, empty if none."""
    for heading in headings:
        words = _spaced(heading)
        for scale, told in _TELLING.items():
            if told.search(words):
                return scale
    return ""


def telling_ends(*headings: str) -> tuple[int, int] | None:
    """The ends of the scale that a column's headings tell, such as `NPS (0-10)`; None if none."""
    for heading in headings:
        if match := _ENDS.search(heading[-_LONGEST:]):
            return int(match[1]), int(match[2])
    return None


def telling_zone(heading: str) -> str:
    """The time zone that a column's heading names, empty if none."""
    match = _ZONE.search(heading[-_LONGEST:])
    return (match[1] or match[2] or match[3]) if match else ""


def is_known(name: str, fields: Iterable[str] = FIELDS) -> bool:
    """Return True for a common name of a field, or a question that asks for it."""
    found = _field_of(plain(name)) or _field_of(plain(without_zone(name)))
    if found:
        return found in fields
    return any(field in fields and asks(name, field) for field in QUESTIONS)


def is_named(name: str, field: str) -> bool:
    """Return True for a common name of a field."""
    return field in (_field_of(plain(name)), _field_of(plain(without_zone(name))))


def without_zone(name: str) -> str:
    """A name without the time zone that it tells."""
    return _ZONE.sub("", name[-_LONGEST:])


def asks(column: str, field: str) -> bool:
    """Return True for a question that asks for a field of QUESTIONS."""
    is_question = len(column.split()) > 3 or column.rstrip().endswith(("?", "？", "か。", "か"))
    is_beside = _GROUP.search(column[-_LONGEST:].rstrip())
    return is_question and not is_beside and bool(QUESTIONS[field].search(_spaced(column)))


@cache
def names_of(field: str) -> tuple[frozenset[str], ...]:
    """The plain names of a field, in lines as NAMES has them."""
    return tuple(frozenset(map(plain, line.split("|"))) for line in NAMES[field])


def plain(name: str) -> str:
    """A name without its case, spaces, dashes, underscores, dots and the marks of forms."""
    return _plain(name[:_LONGEST])


@lru_cache(maxsize=1000)
def _plain(name: str) -> str:
    return _APART.sub("", name.casefold())


@cache
def _fields_by_name() -> dict[str, str]:
    return {name: field for field in NAMES for line in names_of(field) for name in line}


def _field_of(name: str) -> str:
    return _fields_by_name().get(name, "")


def _spaced(name: str) -> str:
    words = re.sub(r"[_\-–]|(?<=[a-z])(?=[A-Z])", " ", name[:_LONGEST])
    return " ".join(words.casefold().split())

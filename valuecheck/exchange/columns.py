"""Find the column of each field: by common names, or as the user says."""

from __future__ import annotations

import re
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from valuecheck.core.errors import UsageError
from valuecheck.core.scales import CES, CSAT, NPS
from valuecheck.core.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FIELDS = ("day", "score", "scale", "customer", "words", "source", "id")
# Found by their names alone: when our own export's rows were written down, a row's time zone,
# whether it is a test, and of how many answers it tells.
AT, ZONE, STATUS, TIMES = "at", "zone", "status", "times"
_LISTED = 30
# No name and no question is longer.
_LONGEST = 1000
# So many characters of a column's name are enough where no other begins with them.
_ENOUGH = 8

# The names in one line are as good as each other; an earlier line is surely meant before a later.
_NAMES: dict[str, tuple[str, ...]] = {
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
_QUESTIONS = {
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
    CSAT: re.compile(r"\bcsat\b|^(?:review )?stars?$|^star rating$"),
    CES: re.compile(r"\bces\b|customer effort"),
}
_MAPPED = re.compile(r"""\s*([^=,]*?)\s*=\s*("(?:[^"]|"")*"|'[^']*'|[^,]*?)\s*(?:,|\Z)""")
# A name may say the zone of its moments, such as `Submit Date (UTC)`.
_ZONE = re.compile(
    r"\s*[(\[]([^()\[\]]{1,40})[)\]]\s*$|[\s_]+(utc|gmt)$|^(utc|gmt)[\s_]+", re.IGNORECASE
)


def parse_map(
    texts: Iterable[str], header: Sequence[str], fields: Sequence[str] = FIELDS
) -> dict[str, str]:
    """Those of `fields` and the columns named for them, from `score=Rating,day="Responded at"`.

    An empty column means none; where all that follows a field is a column in `header`, commas
    and quotes belong to its name. Raises UsageError.
    """
    found: dict[str, str] = {}
    for text in texts:
        rest = text.strip()
        while rest:
            field, column, rest = _first_mapped(rest, header, fields)
            found[field] = column
    return found


def find_columns(
    header: Sequence[str],
    mapped: Mapping[str, str],
    given: Iterable[str] = (),
    labels: Sequence[Sequence[str]] = (),
) -> dict[str, int]:
    """The position of each field's column in `header`, fields without one left out.

    `mapped` are columns named by the user; `given` fields need none, because an option says them
    for all rows. `labels` are other names of each column, looked at where the first are unknown.
    Raises UsageError where one that is needed is missing, or two could be it.
    """
    found = {field: _named(header, labels, name) for field, name in mapped.items() if name}
    taken = set(found.values())
    for field in _NAMES:
        if field in mapped or field in given:
            continue
        position = _found(header, labels, field, taken)
        if position is not None:
            found[field] = position
            taken.add(position)
    if not any(header):
        problem = "the file has no columns"
        raise UsageError(problem, "give one with a line of headings, or an object a line")
    for field, remedy in (
        ("score", "name it with --map score=COLUMN"),
        ("day", "name it with --map day=COLUMN"),
        ("customer", "add --customer @NAME, or --map customer=COLUMN"),
    ):
        if field not in found and field not in given:
            problem = f"no column is known to hold the {field}"
            raise UsageError(problem, f"{remedy} (there are {listed(header)})")
    return found


def telling_scale(*headings: str) -> str:
    """The scale that a column's headings tell, empty if none."""
    for heading in headings:
        words = _spaced(heading)
        for scale, told in _TELLING.items():
            if told.search(words):
                return scale
    return ""


def telling_zone(heading: str) -> str:
    """The time zone that a column's heading names, empty if none."""
    match = _ZONE.search(heading[-_LONGEST:])
    return (match[1] or match[2] or match[3]) if match else ""


def column_named(header: Sequence[str], name: str) -> int:
    """The position of the column that `name` means. Raises UsageError for none and for several."""
    return _named(header, (), name)


def listed(header: Sequence[str]) -> str:
    """The columns that there are, as an error shows them."""
    named = [name for name in header if name]
    shown = ", ".join(quoted(name) for name in named[:_LISTED])
    more = len(named) - _LISTED
    return f"{shown} and {more} more" if more > 0 else shown


def is_known(name: str, fields: Iterable[str] = FIELDS) -> bool:
    """Return True for a common name of a field, or a question that asks for it."""
    found = _field_of(plain(name)) or _field_of(plain(_ZONE.sub("", name[-_LONGEST:])))
    if found:
        return found in fields
    return any(field in fields and _asks(name, field) for field in _QUESTIONS)


def is_named(name: str, field: str) -> bool:
    """Return True for a common name of a field."""
    return field in (_field_of(plain(name)), _field_of(plain(_ZONE.sub("", name[-_LONGEST:]))))


def plain(name: str) -> str:
    """A name without its case, spaces, dashes, underscores and dots."""
    return re.sub(r"[\s_\-–.]+", "", name[:_LONGEST].casefold())


def fits(header: Sequence[str], labels: Sequence[Sequence[str]], name: str) -> list[int]:
    """The columns of this name, else those of a like one, else those that begin with it."""
    wanted, begun = plain(name), name.removesuffix("…")
    every = [(place, text) for place, text in enumerate(header)]
    every += [(place, text) for place, texts in enumerate(labels) for text in texts]
    found = [place for place, text in every if text == name]
    found = found or [place for place, text in every if plain(text) == wanted]
    if not found and len(begun) >= _ENOUGH:
        start = begun.casefold()
        found = [place for place, text in every if text.casefold().startswith(start)]
    return [*dict.fromkeys(found)]


def _first_mapped(text: str, header: Sequence[str], fields: Sequence[str]) -> tuple[str, str, str]:
    """The first field in `text`, its column, and what follows them. Raises UsageError."""
    name, _, whole = (part.strip() for part in text.partition("="))
    field = name.casefold()
    is_whole = field in fields and bool(whole and fits(header, (), whole))
    match = _MAPPED.match(text)
    if not match and not is_whole:
        problem = f"--map {quoted(text)} is not FIELD=COLUMN"
        raise UsageError(
            problem, """a name with a comma needs quotes twice: --map 'score="A, B"'"""
        )
    if field not in fields:
        problem = f"--map names no field with {quoted(name)}"
        raise UsageError(problem, f"there are {', '.join(fields)}")
    if is_whole or not match:
        return field, whole, ""
    column = match[2]
    if column[:1] in ('"', "'") and len(column) > 1:
        column = column[1:-1].replace('""', '"')
    return field, column, text[match.end() :].strip()


def _named(header: Sequence[str], labels: Sequence[Sequence[str]], name: str) -> int:
    found = fits(header, labels, name)
    if len(found) == 1:
        return found[0]
    if not found:
        problem = f"there is no column {quoted(name)}"
        raise UsageError(problem, f"there are {listed(header)}")
    if plain(header[found[0]]) == plain(name):
        problem = f"{len(found)} columns are named {quoted(name)}"
        raise UsageError(problem, "give them names of their own in the file")
    problem = f"{len(found)} columns begin with {quoted(name)}"
    raise UsageError(problem, "write the whole name of the one that is meant")


def _found(
    header: Sequence[str], labels: Sequence[Sequence[str]], field: str, taken: set[int]
) -> int | None:
    """The column of a field by its name, by its name with a zone, by a question, by a label."""
    position = _by_name(header, field, header)
    if position is None:
        position = _by_name(header, field, [_ZONE.sub("", name[-_LONGEST:]) for name in header])
    if position is None and field in _QUESTIONS:
        position = _by_question(header, header, field, taken)
    for names in zip_longest(*labels, fillvalue="") if position is None else ():
        position = _by_name(header, field, names)
        if position is None and field in _QUESTIONS:
            position = _by_question(header, names, field, taken)
        if position is not None:
            break
    return position


def _by_name(header: Sequence[str], field: str, columns: Sequence[str]) -> int | None:
    names = [plain(column) for column in columns]
    for line in _lines_of(field):
        found = [position for position, column in enumerate(names) if column in line]
        if found:
            return _only(header, field, found)
    return None


def _by_question(
    header: Sequence[str], columns: Sequence[str], field: str, taken: set[int]
) -> int | None:
    found = [
        position
        for position, column in enumerate(columns)
        if position not in taken and _asks(column, field)
    ]
    return _only(header, field, found) if found else None


def _asks(column: str, field: str) -> bool:
    is_question = len(column.split()) > 3 or column.rstrip().endswith(("?", "？", "か。", "か"))
    return is_question and bool(_QUESTIONS[field].search(_spaced(column)))


@cache
def _lines_of(field: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(map(plain, line.split("|"))) for line in _NAMES[field])


@cache
def _fields_by_name() -> dict[str, str]:
    return {name: field for field in _NAMES for line in _lines_of(field) for name in line}


def _field_of(name: str) -> str:
    return _fields_by_name().get(name, "")


def _only(header: Sequence[str], field: str, found: Sequence[int]) -> int:
    if len(found) == 1 or field not in FIELDS:
        return found[0]
    first, second = header[found[0]], header[found[1]]
    if first == second:
        return _named(header, (), first)
    problem = f"both {quoted(first)} and {quoted(second)} may hold the {field}"
    raise UsageError(problem, f'say which with --map {field}="{first}"')


def _spaced(name: str) -> str:
    return " ".join(re.sub(r"[_\-–]", " ", name[:_LONGEST].casefold()).split())

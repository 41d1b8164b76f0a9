"""Files that look right and are not: read as what they say, or refused with a safe way out."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.stored import rows

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run

SAID = "SELECT day, customer, scale, score, words FROM feedback WHERE NOT deleted"
Said = tuple[str, str, str, int, str]


class Odd(NamedTuple):
    """A file, the options given, and the scores by customer that it says, or what is told."""

    name: str
    text: str | bytes
    options: str = ""
    said: str = ""
    told: str = ""

    @property
    def content(self) -> bytes:
        """The file's bytes."""
        return self.text if isinstance(self.text, bytes) else self.text.encode()


def answers(heading: str, *texts: str) -> str:
    """A file with answers of the customers a, b, c, in tabs so that texts may have commas."""
    lines = [f"2026-11-02\t{chr(97 + n)}\t{text}\n" for n, text in enumerate(texts)]
    return f"Date\tCustomer\t{heading}\n{''.join(lines)}"


HEAD = "Date,Customer,NPS,Comment\n"


def dated(*days: str) -> str:
    """A file with an answer on each of these days, of the customers a, b, c."""
    lines = [f"{day}\t{chr(97 + n)}\t9\n" for n, day in enumerate(days)]
    return f"Date\tCustomer\tNPS\n{''.join(lines)}"


NUMBERS = (
    Odd("csat to 10", answers("CSAT", "4", "9", "10"), told="such as --scale 1-10 (1 to 10)"),
    Odd("csat in per cent", answers("CSAT", "80%", "100%"), told="such as --scale 0-100 (0 to"),
    Odd("csat of flags", answers("CSAT", "1", "0"), told="good-bad --answers 1=good,0=bad"),
    Odd("flags", answers("Rating", "1", "0"), told="good-bad --answers 1=good,0=bad"),
    Odd(
        "flags as advised",
        answers("Rating", "1", "0"),
        "--scale good-bad --answers 1=good,0=bad",
        said="a 1, b 0",
    ),
    Odd("nps to 5", answers("NPS", *"43215" * 5), told="none of 25 answers is above 5"),
    Odd("stars to 3", answers("Stars", *"3213" * 5), told="none of 20 answers is above 3"),
    Odd("half scores", answers("CSAT", "4.5", "4"), told="'4.5' once: only whole scores are kept"),
    Odd("means", answers("NPS", "8,2", "9,6"), told="'8,2' once: only whole scores are kept"),
    Odd("scores of 10", answers("Rating", "4/10", "9/10"), told="on which scale 4/10 is"),
    Odd("an NPS of all", answers("NPS", "20", "35"), told="export the answers one by one"),
    Odd("csat as a fraction", answers("CSAT", "1.0", "0.8"), told="as whole scores, one by one"),
    Odd("an NPS below 0", answers("NPS", "-20", "-5"), told="export the answers one by one"),
    Odd("groups", answers("NPS", "Promoter", "Passive"), told="Passive=8,Promoter=10"),
    Odd("ends that agree", answers("NPS (0-10)", "9", "1"), said="a 9, b 1"),
    Odd(
        "ends that do not",
        answers("NPS (1-5)", "5", "1"),
        told="the heading says from 1 to 5, but nps",
    ),
    Odd(
        "ends of ten",
        answers("CSAT (1 to 10)", "5", "4"),
        told="the heading says from 1 to 10, but csat",
    ),
    Odd("ends of a question", answers("How satisfied are you (1 bis 7)?", "5"), said="a 5"),
    Odd(
        "ends of words",
        answers("CSAT (1-10)", "Great"),
        told="from 1 to 10, but csat has other ends; add",
    ),
    Odd(
        "ends of no scale",
        answers("How satisfied are you (0-5)?", "5"),
        told="from 0 to 5: nothing says",
    ),
    Odd("ends with a scale", answers("NPS (1-5)", "5", "1"), "--scale csat", said="a 5, b 1"),
    Odd("marks of forms", answers("NPS*", "9").replace("Customer", "Customer:"), said="a 9"),
    Odd("formulas for text", answers("NPS", '="9"', '="00"'), said="a 9, b 0"),
    Odd(
        "scales of which one is unknown",
        "Date,Customer,Score,Survey type\n2026-11-02,a,9,nps\n2026-11-02,b,4,Onboarding\n",
        told="on which scale 4 is; name it in its row as others do",
    ),
    Odd(
        "smileys and thumbs",
        "Date,Customer,Score,Survey type\n2026-11-02,a,4,smileys\n2026-11-02,b,1,thumbs\n",
        said="a 4, b 1",
    ),
    Odd(
        "a group beside the answer",
        "Date,Customer,How likely are you to recommend us? - Group,How likely are you to "
        "recommend us?\n2026-11-02,a,Promoter,9\n",
        said="a 9",
    ),
    Odd("unseen signs", answers("NPS", "\u200b9", "1\u202c0"), said="a 9, b 10"),
    Odd("noughts before", answers("NPS", "09", "00"), said="a 9, b 0"),
    Odd("wide digits", answers("NPS", "９", "10.0"), said="a 9, b 10"),
    Odd("words of two scales", answers("CSAT", "Satisfied"), told="if that is what they mean"),
    Odd(
        "answers that are counted",
        "Date,Customer,NPS,Count\n2026-11-02,a,9,20\n",
        told="line 2: 'Count' says that it is 20 answers; export one answer a row",
    ),
    Odd(
        "answers that are counted by a spreadsheet",
        "Date;Customer;NPS;Anzahl\n2026-11-02;a;9;1.234,0\n",
        told="line 2: 'Anzahl' says that it is 1.234,0 answers",
    ),
    Odd(
        "a count without an end",
        f"Date,Customer,NPS,Count\n2026-11-02,a,9,{'9' * 5000}\n",
        told="… answers; export one answer a row",
    ),
    Odd(
        "answers that count one each",
        "Date,Customer,NPS,Count,Responses\n2026-11-02,a,9,1,x\n2026-11-02,b,3,,4\n",
        said="a 9, b 3",
    ),
    Odd(
        "answers with ids that are of a count",
        "ID,Date,Customer,NPS,Responses\n1,2026-11-02,a,9,4\n",
        said="a 9",
    ),
    Odd(
        "ids without their digits",
        "ID,Date,Customer,NPS\n1.23E+11,2026-11-02,a,9\n",
        told="1.23E+11 in 'ID' has lost digits in a spreadsheet; import the export itself",
    ),
    Odd(
        "ids without their digits, not taken",
        "ID,Date,Customer,NPS\n1.23E+11,2026-11-02,a,9\n1.23E+11,2026-11-02,a,9\n",
        "--map id=",
        said="a 9, a 9",
    ),
    Odd(
        "no headings",
        "2026-11-02,a,9\n2026-11-03,b,3\n",
        "--map day=2026-11-02,customer=a,score=9 --scale nps",
        told="it has no headings: '2026-11-02' is a date",
    ),
    Odd("dates of a spreadsheet", answers("CSAT", "04-May"), told="'04-May' once"),
)


LINES = (
    Odd(
        "two files joined, a mark in the middle",
        f"\ufeff{HEAD}2026-11-02,a,9,x\n\ufeff{HEAD}2026-11-03,b,3,y\n",
        said="a 9, b 3",
        told="1 line headings again",
    ),
    Odd(
        "spaces before quotes",
        'Date, Customer, NPS, Comment\n2026-11-02, a, 9, "x, y"\n',
        said="a 9",
    ),
    Odd("delimiters at the end", f"{HEAD}2026-11-02,a,9,x,,\n2026-11-02,b,3,y,\n", said="a 9, b 3"),
    Odd(
        "each line in quotes",
        '"Date,Customer,NPS"\n"2026-11-02,a,9"\n',
        told="line 1 is one cell in quotes, 'Date,Customer,NPS'; export it again",
    ),
    Odd("two bars", "Date||Customer||NPS\n2026-11-02||a||9\n", said="a 9"),
    Odd("a table of Markdown", "|Date|Customer|NPS|\n|-|-|-|\n|2026-11-02|a|9|\n", said="a 9"),
    Odd("the end of a file of DOS", f"{HEAD}2026-11-02,a,9,x\n\x1a", said="a 9"),
    Odd(
        "line ends of three systems",
        "Date,Customer,NPS\r\n2026-11-02,a,9\r2026-11-02,b,3\n2026-11-02,c,0",
        said="a 9, b 3, c 0",
    ),
    Odd(
        "figures below the table",
        "Date,Customer,NPS\n2026-11-02,a,9\nMean,,9.0\nMedian,,9\nStd dev,,1\nMin,,1\nMax,,10\n",
        said="a 9",
        told="5 lines below the table",
    ),
    Odd(
        "customers called as figures",
        "Customer,Date,NPS\nMax,2026-11-02,9\nMin Tea,2026-11-02,3\n",
        said="max 9, min-tea 3",
    ),
    Odd(
        "names of a program",
        "responseDate,customerName,npsScore\n2026-11-02,a,9\n",
        said="a 9",
    ),
    Odd(
        "commas in words without quotes",
        f"{HEAD}2026-11-02,a,9,good, fast\n2026-11-02,b,3,slow\n",
        told="line 2: it has 5 cells, the headings 4",
    ),
    Odd(
        "decimal commas and commas in words",
        "Date;Customer;CSAT;Comment\n2026-11-02;a;4,0;one, two\n2026-11-02;b;5,0;x, y\n",
        said="a 4, b 5",
    ),
    Odd(
        "two columns of one name",
        "Date,Customer,NPS,NPS\n2026-11-02,a,9,3\n",
        told="2 columns are named 'NPS'",
    ),
    Odd(
        "nps and csat",
        "Date,Customer,NPS,CSAT\n2026-11-02,a,9,4\n",
        told='say which with --map score="NPS"',
    ),
    Odd(
        "headings over headings",
        f"Survey,,Answer,\n{HEAD}2026-11-02,a,9,x\n",
        said="a 9",
        told="1 line before the headings",
    ),
    Odd(
        "totals between",
        "Customer,Date,NPS\na,2026-11-02,9\nSubtotal,,9\nb,2026-11-02,3\nTotal,,6\n",
        told="line 3: it has no date",
    ),
    Odd(
        "answers in columns of months",
        "Customer,2026-09,2026-10\na,9,8\n",
        told="no column is known to hold the score",
    ),
    Odd(
        "errors of a spreadsheet",
        f"{HEAD}2026-11-02,#REF!,9,x\n2026-11-02,a,9,\n",
        told="line 2: it names no customer",
    ),
    Odd(
        "a page instead of a file",
        "\n<!DOCTYPE html>\n<h1>502, Bad Gateway</h1>\n",
        told="is a web page or XML, no table",
    ),
    Odd("a page in UTF-16", "<html><td>9</td></html>".encode("utf-16"), told="is a web page"),
    Odd("a compressed file", b"\x1f\x8b\x08\x00\x00\x00", told="is a workbook or an archive"),
    Odd("a workbook", b"PK\x03\x04\x14\x00", told="is a workbook or an archive"),
    Odd("a printed report", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", told="is a document"),
)
DATES = (
    Odd("a day with a zone", dated("2026-11-02+01:00", "2026-11-02Z"), said="a 9, b 9"),
    Odd("days of a week", dated("2026-W45-1", "2026-W45-1T10:00"), said="a 9, b 9"),
    Odd("a week", dated("2026-W45"), told="'2026-W45' is no date"),
    Odd("a month", dated("2026-11"), told="'2026-11' is no date"),
    Odd("dashes of a text", dated("2026‑11‑02", "2026–11–02"), said="a 9, b 9"),
    Odd("epochs", dated("1793632716", "1793632716000", "1793632716000000"), said="a 9, b 9, c 9"),
    Odd("an epoch without its digits", dated("1.79363E+12"), told="is no date"),
    Odd("no dates at all", dated("soon", "later"), told="name the right columns with --map"),
    Odd(
        "two orders", dated("13/11/2026", "02/11/2026"), told="add --date-order dmy or --date-order"
    ),
    Odd(
        "two orders of which one is given",
        dated("02/11/2026", "11/14/2026"),
        "--date-order dmy --skip-bad",
        told="line 3: 11/14/2026 is no date in the order dmy, but in another; give that order",
    ),
    Odd("a day that never was", dated("31/02/2026", "2026-11-02"), told="'31/02/2026' is no date"),
    Odd("no date in two digits", dated("13/11/26"), told="may be 13 Nov 2026 or 26 Nov 2013"),
)
ROW = '{"date": "2026-11-02", "customer": "a", "nps": 9}'
JSON = (
    Odd(
        "a list in an object in an object", f'{{"data": {{"x": {{"rows": [{ROW}]}}}}}}', said="a 9"
    ),
    Odd("lists of which one has scores", f'{{"data": [{ROW}], "more": [{{"id": 1}}]}}', said="a 9"),
    Odd(
        "lists with scores",
        f'{{"b": [{ROW}], "c": [{ROW}]}}',
        told="2 lists of objects: 'b' and 'c'",
    ),
    Odd("lists without scores", '{"b": [{"x": 1}], "c": [{"y": 1}]}', told="2 lists of objects"),
    Odd(
        "one row with objects",
        f'{ROW[:-1]}, "tags": [{{"id": 1}}]}}',
        told="with objects in 'tags'",
    ),
    Odd("rows with objects", f'{ROW[:-1]}, "tags": [{{"id": 1}}]}}\n' * 2, said="a 9, a 9"),
    Odd("one row", ROW, said="a 9"),
    Odd("one row on several lines", ROW.replace(",", ",\n"), said="a 9"),
    Odd(
        "one row, its score named", ROW.replace("nps", "q"), "--map score=q --scale nps", said="a 9"
    ),
    Odd("empty lines between", f"{ROW}\n\n\n{ROW}\n\n", said="a 9, a 9"),
    Odd("objects without a line end", ROW + ROW, said="a 9, a 9"),
    Odd("no list", '{"error": {"code": 401}}', told="no column is known to hold the score"),
    Odd(
        "no list, on lines", '{\n"error": {"code": 401}\n}', told="JSON without a list of feedback"
    ),
    Odd("an empty list", '{"data": []}', told="no column is known to hold the score"),
    Odd("a list that is cut", f'[{ROW}, {{"date": "2026-', told="broken in line 1"),
    Odd(
        "an object in the place of a score",
        ROW + "\n" + ROW.replace("9", '{"v": 3}'),
        told="1 answer cannot be read",
    ),
    Odd(
        "a long text",
        ROW.replace("}", ', "x": "' + "y" * 1_100_000 + '"}'),
        told="line 1: 'x' has more than 1 MB",
    ),
    Odd(
        "a long text in a list",
        "[" + ROW.replace("}", ', "x": "' + "y" * 1_100_000 + '"}]'),
        told="piece 1: 'x' has more",
    ),
    Odd(
        "halves and wholes",
        f"[{ROW}, {ROW.replace('9', '9.5')}]",
        told="only whole scores are kept",
    ),
    Odd(
        "tables of lists", '[["Date", "NPS"], ["2026-11-02", 9]]', told="no column is known to hold"
    ),
    Odd("an API's error", "Internal Server Error\n", told="no column is known to hold the score"),
)
ALL = (*NUMBERS, *LINES, *DATES, *JSON)


@pytest.mark.parametrize("odd", ALL, ids=[odd.name for odd in ALL])
def test_an_odd_file_is_read_or_refused(run: Run, home: Path, tmp_path: Path, odd: Odd) -> None:
    path = tmp_path / "x"
    path.write_bytes(odd.content)
    words = ["feedback", "import", str(path), *shlex.split(odd.options)]
    done = run(*words)
    assert odd.told in done.out + done.err
    if odd.said:
        assert done.code == 0, done.err
        found = rows(home, SAID + " ORDER BY customer, day, score")
        assert {day for day, *_ in found} <= {"2026-11-02", "2026-11-03"}
        assert ", ".join(f"{customer} {score}" for _, customer, _, score, _ in found) == odd.said
    else:
        assert (done.code in (1, 2), done.out) == (True, "")
        assert not home.exists()

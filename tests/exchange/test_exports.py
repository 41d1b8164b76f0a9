"""Files as other tools lay them out (in files/, their content made up) become what was said."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.stored import rows

if TYPE_CHECKING:
    from tests.conftest import Run

FILES = Path(__file__).parent / "files"
SAID = "SELECT day, customer, scale, score, words FROM feedback WHERE NOT deleted ORDER BY day, id"
Said = tuple[str, str, str, int, str]


class Export(NamedTuple):
    """A file, the options that it needs, what it says, and what is told after the names."""

    file: str
    options: str
    said: set[Said]
    told: str = "."
    notes: str = ""


EXPORTS = (
    Export(
        "zendesk-tickets.csv",
        "",
        {
            ("2026-11-16", "acme-corp", "good-bad", 0, ""),
            ("2026-11-17", "nordic-retail", "good-bad", 1, ""),
        },
        "; 2 without an answer.",
    ),
    Export(
        "zendesk-ratings.jsonl",
        "--customer @retail",
        {
            ("2026-11-17", "retail", "good-bad", 1, "Awesome support! Thank you"),
            ("2026-11-17", "retail", "good-bad", 0, ""),
        },
        "; 1 without an answer.",
    ),
    Export(
        "delighted.csv",
        "",
        {
            ("2026-11-17", "acme-corp", "nps", 9, 'Fast, and "friendly"'),
            ("2026-11-17", "acme-corp", "nps", 3, ""),
            ("2026-11-18", "nordic-retail", "csat", 5, "Refunds in one click, at last!"),
        },
        "; 1 without an answer.",
    ),
    Export(
        "google-forms.csv",
        "",
        {
            ("2026-11-17", "acme-corp", "nps", 2, "- slow at noon - third week running"),
            ("2026-11-17", "acme-corp", "nps", 10, ""),
            ("2026-11-19", "müller-söhne", "nps", 7, '=HYPERLINK("https://evil.example")'),
        },
    ),
    Export(
        "microsoft-forms.csv",
        "--scale csat --customer checkout --date-order mdy",
        {
            ("2026-11-05", "checkout", "csat", 4, "“Faster” than last month"),
            ("2026-11-17", "checkout", "csat", 2, "the café till still fails"),
        },
        "; 1 without an answer.",
        "is not UTF-8: read as Windows-1252.",
    ),
    Export(
        "microsoft-forms-german.csv",
        "--scale csat --customer @retail --map 'day=Fertigstellungszeit, "
        'score="Wie zufrieden sind Sie mit uns?",words="was können wir besser machen?"\'',
        {
            ("2026-11-03", "retail", "csat", 4, "Öfter zurückrufen"),
            ("2026-11-17", "retail", "csat", 1, 'Nichts; alles gut, "wirklich"'),
        },
        ".",
        "is not UTF-8: read as Windows-1252.",
    ),
    Export(
        "workbook-1904.csv",
        "--date-order excel-1904 --skip-bad",
        {
            ("2026-11-16", "retail", "csat", 4, "fine"),
            ("2026-11-17", "retail", "csat", 5, ""),
        },
        "; 1 bad, left out.",
        "line 4: 1904-01-01 is before 1970",
    ),
    Export(
        "surveymonkey.csv",
        "--customer @shoppers",
        {
            ("2026-11-17", "shoppers", "nps", 9, "nothing"),
            ("2026-11-17", "shoppers", "nps", 0, "the app logs me out, daily"),
        },
    ),
    Export(
        "unicode-text.txt",
        "",
        {
            ("2026-11-20", "retail", "csat", 2, "検索が遅い"),
            ("2026-11-19", "小売", "good-bad", 1, ""),
        },
    ),
)


@pytest.mark.parametrize("export", EXPORTS, ids=[export.file for export in EXPORTS])
def test_an_export_says_what_it_says(run: Run, home: Path, export: Export) -> None:
    words = ["feedback", "import", str(FILES / export.file), *shlex.split(export.options)]
    done = run(*words)
    assert (done.code, export.notes in done.err) == (0, True)
    assert done.out.startswith(f"✓ {len(export.said)} pieces of feedback from @")
    assert done.out.endswith(f"{export.told}\n")
    assert {*rows(home, SAID)} == export.said
    again = run(*words)
    assert (again.code, again.out[:12]) == (0, "Nothing new;")
    assert f"{len(export.said)} known already" in again.out
    assert len(rows(home, SAID)) == len(export.said)


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (
            "microsoft-forms.csv --customer @a --date-order mdy",
            "line 2: nothing says on which scale 4 is; the answers go from 2 to 4: add the",
        ),
        (
            "microsoft-forms.csv --customer @a --scale csat",
            "line 2: 11/5/26 may be 11 May 2026 or 5 Nov 2026 or 26 May 2011",
        ),
        ("workbook-1904.csv", "line 2: 44880 may be a day as Excel counts them"),
        ("surveymonkey.csv", "no column is known to hold the customer"),
    ],
)
def test_what_an_export_leaves_open_is_asked(run: Run, home: Path, file: str, told: str) -> None:
    name, *options = file.split()
    refused = run("feedback", "import", str(FILES / name), "--skip-bad", *options)
    assert refused.code == 2
    assert f"valuecheck: {told}" in refused.err
    assert not home.exists()


def test_the_source_is_kept(run: Run, home: Path) -> None:
    run("feedback", "import", str(FILES / "unicode-text.txt"))
    assert {*rows(home, "SELECT source FROM feedback")} == {("workshop",), ("",)}
    run("undo")
    file = FILES / "surveymonkey.csv"
    run("feedback", "import", str(file), "--customer", "@a", "--source", "spring survey")
    found = rows(home, "SELECT DISTINCT source FROM feedback WHERE NOT deleted")
    assert found == [("spring survey",)]

"""Options of an import: said in receipts and reports, kept for next month, refused in words."""

from __future__ import annotations

import shlex
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from tests.stored import rows
from tests.terminal import PROGRAM, Terminal
from valuecheck.cli.support import progress

if TYPE_CHECKING:
    from tests.conftest import Outcome, Run

HEAD = "Date,Customer,CSAT,Comment\n"
WORDS = (
    "2026-11-02,alpha,Very satisfied,swift\n2026-11-02,alpha,Satisfied,\n"
    "2026-11-03,beta,Meh,\n2026-11-03,beta,4,\n"
)
UNREAD_REMEDY = (
    "replace each ? in --answers 'Meh=?,Satisfied=4,Very satisfied=5'; or leave them out, as "
    "reports will say, with --skip-answers 'TEXT' for each."
)
MEGABYTE = 1 << 20


class Take(Protocol):
    """Import text as a file."""

    def __call__(self, text: str | bytes, *options: str) -> Outcome: ...


@pytest.fixture
def take(run: Run, tmp_path: Path) -> Take:
    def take_text(text: str | bytes, *options: str) -> Outcome:
        path = tmp_path / "said.csv"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return run("feedback", "import", str(path), *options)

    return take_text


def scores(home: Path) -> list[int]:
    return sorted(row[0] for row in rows(home, "SELECT score FROM feedback WHERE NOT deleted"))


def test_no_option_that_is_offered_leaves_out_unread_answers_in_silence(
    take: Take, home: Path
) -> None:
    for options in ((), ("--skip-bad",)):
        refused = take(HEAD + WORDS, *options)
        assert (refused.code, refused.out) == (1, "")
        assert refused.err.splitlines() == [
            "'Meh' once",
            "'Satisfied' once",
            "'Very satisfied' once",
            f"valuecheck: 3 answers cannot be read, so nothing is stored; {UNREAD_REMEDY}",
        ]
        assert not home.exists()


def test_what_is_offered_can_be_typed_as_it_is(take: Take, home: Path) -> None:
    answers = ["Very satisfied", "good, mostly", "it's ok", "'quoted'", "a=b", "😠"]
    text = HEAD + "".join(f'2026-11-02,alpha,"{answer}",\n' for answer in answers)
    refused = take(text)
    offer = refused.err.split("replace each ? in ")[1].split("; or leave")[0].replace("=?", "=2")
    assert take(text, *shlex.split(offer)).code == 0
    assert scores(home) == [1, 2, 2, 2, 2, 5]


def test_a_wrong_scale_is_seen_in_the_answers(take: Take) -> None:
    refused = take(HEAD + "2026-11-02,alpha,9,\n2026-11-02,alpha,4,\n")
    told = "csat goes from 1 to 5, but 1 of 2 answers is outside of it, such as '9'; the answers go"
    assert (refused.code, told in refused.err) == (2, True)
    assert "such as --scale 1-10 (1 to 10)" in refused.err
    slip = take(HEAD + "2026-11-02,alpha,4,\n" * 30 + "2026-11-02,alpha,9,\n")
    assert slip.err.startswith("'9' once: csat goes from 1 to 5\nvaluecheck: 1 answer cannot be")
    assert slip.err.endswith(
        "; mend them, or leave them out, as reports will say, with --skip-answers 9.\n"
    )


def test_what_was_left_out_by_its_text_is_said_in_receipt_and_reports(
    take: Take, run: Run, home: Path
) -> None:
    options = ("--answers", "very satisfied=5,satisfied=4", "--skip-answers", "MEH")
    done = take(HEAD + WORDS, *options)
    assert done.out == (
        "✓ 3 pieces of feedback from @alpha 2, @beta 1; 1 that could not be read, left out.\n"
    )
    assert scores(home) == [4, 4, 5]
    told = "1 answer could not be read and is not counted."
    for words in (["all"], ["2026-11"], ["2026-11-03"], ["all", "@beta"]):
        assert told in run("report", *words).out
    for words in (["2026-11-02"], ["all", "@alpha"]):
        assert told not in run("report", *words).out


def test_the_unread_answers_of_a_longer_export_count_once(take: Take, run: Run) -> None:
    options = ("--answers", "very satisfied=5,satisfied=4", "--skip-answers", "meh")
    take(HEAD + WORDS, *options)
    take(HEAD + WORDS + "2026-11-04,beta,Meh,\n", *options)
    assert "2 answers could not be read and are not counted." in run("report", "all").out
    run("undo")
    assert "1 answer could not be read and is not counted." in run("report", "all").out
    take(HEAD + WORDS, "--answers", "very satisfied=5,satisfied=4,meh=3")
    assert "could not be read" not in run("report", "all").out


def test_an_answer_that_can_be_read_is_not_left_out(take: Take, home: Path) -> None:
    refused = take(HEAD + "2026-11-02,alpha,1,\n", "--skip-answers", "1")
    assert (refused.code, "'1' can be read: it is 1 on csat" in refused.err) == (2, True)
    assert not home.exists()


def test_options_are_kept_and_used_again(take: Take, run: Run, home: Path) -> None:
    home.mkdir()
    (home / "config.toml").write_text('# mine\nhook_style = "off"\n')
    kept = ("--map", "score=Note", "--scale", "csat", "--source", "club", "--skip-answers", "Meh")
    text = "Date,Customer,Note\n2026-11-02,alpha,4\n2026-11-02,alpha,Meh\n"
    assert take(text, *kept, "--save-as", "club-csat").code == 0
    config = (home / "config.toml").read_text()
    assert config.startswith('# mine\nhook_style = "off"\n')
    assert tomllib.loads(config)["import"]["club-csat"] == {
        "map": ["score=Note"], "scale": "csat", "source": "club", "skip_answers": ["Meh"],
    }  # fmt: skip
    later = take(text + "2026-11-03,beta,5\n", "--like", "club-csat")
    assert later.out.startswith("✓ 1 piece of feedback from @beta")
    assert {row[0] for row in rows(home, "SELECT source FROM feedback")} == {"club"}
    other = take(
        "Date,Customer,Note\n2026-11-04,alpha,7\n", "--like", "club-csat", "--scale", "ces"
    )
    assert other.code == 0
    assert run("config").err == ""


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ('[import.x]\nscales = "csat"', "'scales' in [import.x] of"),
        ("[import.x]\nscale = 3", "scale in [import.x] of"),
        ('[import.x]\nskip_lines = "2"', "it must be a number"),
        ("[import.x]\nmap = [1]", "it must be a list of texts"),
        ('[import.x]\nscale = "stars"', "'stars' is no scale"),
        ("import = 3", "import in "),
        ("[import.y]", "no options are kept as 'x'; there are y."),
    ],
)
def test_kept_options_that_are_wrong_are_refused(
    take: Take, home: Path, table: str, told: str
) -> None:
    home.mkdir()
    (home / "config.toml").write_text(table + "\n")
    refused = take(HEAD, "--like", "x")
    assert (refused.code, told in refused.err) == (2, True), refused.err


def test_a_refused_import_keeps_no_options(take: Take, home: Path) -> None:
    assert take(HEAD + WORDS, "--save-as", "x").code == 1
    assert take(HEAD, "--save-as", "x", "--dry-run").code == 0
    assert not home.exists()


LONG = "The Great Northern Railway and Shipping Company of Leeds"


def test_a_long_name_becomes_a_tag_with_a_label(take: Take, run: Run, home: Path) -> None:
    text = HEAD + f"2026-11-02,{LONG},4,\n"
    refused = take(text)
    assert refused.code == 1
    command = refused.err.split("a short tag, as ")[1].split(" does")[0]
    assert take(text, "--customers-as-labels").out.startswith("✓ 1 piece of feedback from @the-")
    ((name, label),) = rows(home, "SELECT name, label FROM customers")
    assert label == LONG
    assert shlex.split(command) == ["valuecheck", "customer", "add", name, "--label", LONG]
    for options in ((), ("--customers-as-labels",)):
        assert take(text, *options).out == "Nothing new; 1 known already.\n"
    run("undo")
    assert run(*shlex.split(command)[1:]).code == 0
    assert take(text, "--again").out.startswith(f"✓ 1 piece of feedback from @{name}")


def test_a_zone_that_is_not_known_is_said(take: Take, home: Path) -> None:
    done = take(HEAD + "2026-11-02 23:30 IST,alpha,4,\n2026-11-03 00:30 IST,alpha,5,\n")
    assert done.code == 0
    assert done.err == (
        "valuecheck: the time zone 'IST' of 2 dates is not known: they count as they are written.\n"
    )
    assert {row[0] for row in rows(home, "SELECT day FROM feedback")} == {"2026-11-02"}


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"date,customer,nps\n2026-11-02," + b"a" * 11 * MEGABYTE + b",9\n", "a line of more than"),
        (b"date,customer,nps\n2026-11-02," + b"a" * 2 * MEGABYTE + b",9\n", "has more than 1 MB"),
        (b"a," * 10_001 + b"\n", "it has more than 10,000 columns"),
        (b"," * 2_000_000 + b"\n", "it has more than 10,000 columns"),
        (b'[{"date": "' + b"a" * 25 * MEGABYTE + b'"}]', "a value of it has more than 10 MB"),
        (
            b'[{"nps": 1, "date": "' + b"a" * 2 * MEGABYTE + b'"}]',
            "piece 1: 'date' has more than 1 MB",
        ),
        (b'{"date": 1}\n' + b"x" * 11 * MEGABYTE, "a line of more than 10 MB"),
        (b'{"a": [{"b": 1}], "c": [{"d": 2}]}', "JSON with 2 lists of objects: 'a' and 'c'"),
    ],
    ids=["line", "cell", "columns", "many columns", "value", "string", "JSON line", "two lists"],
)
def test_what_is_too_much_is_refused_by_name(
    take: Take, home: Path, data: bytes, told: str
) -> None:
    refused = take(data, "--scale", "nps", "--customer", "@a", "--skip-bad")
    assert (refused.code, refused.out) == (1, "")
    assert told in refused.err
    assert refused.err.count("\n") == 1
    assert not home.exists()


def test_a_device_without_an_end_is_refused(run: Run) -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("not on this platform")
    assert "'/dev/zero' is no text: it has zero bytes" in run("feedback", "import", "/dev/zero").err


def test_many_different_answers_are_words(take: Take) -> None:
    body = "".join(f"2026-11-02,alpha,text {n},\n" for n in range(10_001))
    refused = take(HEAD + body)
    assert refused.code == 2
    assert refused.err == (
        "valuecheck: 'CSAT' has more than 10,000 different answers; name the column of scores with "
        "--map score=COLUMN.\n"
    )


def test_choices_that_are_filled_twice_are_refused_in_words(take: Take) -> None:
    text = (
        "ID,Date,How would you rate our service?,,\n,,1,2,3\n1,2026-11-02,1,,3\n2,2026-11-02,,,3\n"
    )
    refused = take(text, "--customer", "@a", "--scale", "csat", "--skip-bad")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == (
        "valuecheck: line 3: both '1' and '3' of 'How would you rate our service?' are filled, a "
        "column for each choice; export it again in the condensed form, with one column for the "
        "answer.\n"
    )


def test_without_a_terminal_a_line_now_and_then_says_how_far_it_is(
    take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_LINES", 0)
    done = take(HEAD + "".join(f"2026-11-02,alpha,4,{n}\n" for n in range(2500)))
    lines = done.err.splitlines()
    assert lines[0].startswith("Reading 1,000 rows, ")
    assert lines[-1].startswith("Storing 2,000 rows, 80%")


def test_the_preview_comes_before_the_first_import_of_a_layout(tmp_path: Path) -> None:
    path = tmp_path / "said.csv"
    path.write_text(HEAD + "2026-11-02,alpha,4,\n")
    with Terminal(*PROGRAM, "feedback", "import", str(path)) as terminal:
        assert terminal.end() == 0
        assert terminal.lines[-1] == "✓ 1 piece of feedback from @alpha."
        assert "  score     'CSAT', by its name; csat, by the heading" in terminal.lines
    path.write_text(HEAD + "2026-11-03,alpha,4,\n")
    with Terminal(*PROGRAM, "feedback", "import", str(path)) as terminal:
        assert terminal.end() == 0
        assert terminal.lines == ["✓ 1 piece of feedback from @alpha."]

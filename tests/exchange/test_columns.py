"""Columns by their common names, by the user's options, and never by a guess."""

from __future__ import annotations

import pytest

from valuecheck.core.errors import UsageError
from valuecheck.exchange.column_names import FIELDS, telling_scale
from valuecheck.exchange.columns import find_columns, parse_map


def found(
    *header: str, mapped: dict[str, str] | None = None, given: tuple[str, ...] = ()
) -> dict[str, str]:
    """The heading that was found for each field."""
    columns = find_columns(header, mapped or {}, given)
    return {field: header[position] for field, position in columns.items()}


@pytest.mark.parametrize("name", ["Responded At", "responded_at", "RESPONDED-AT", "respondedat"])
def test_case_spaces_dashes_and_underscores_do_not_count(name: str) -> None:
    assert found(name, "score", "customer")["day"] == name


@pytest.mark.parametrize(
    ("header", "field", "column"),
    [
        (("Created at", "Updated at", "Responded at"), "day", "Responded at"),
        (("Start time", "Completion time"), "day", "Completion time"),
        (("Timestamp", "Day"), "day", "Day"),
        (("Company", "Customer"), "customer", "Customer"),
        (("Customer Name", "Organization"), "customer", "Organization"),
        (("Comment", "Satisfaction Comment"), "words", "Satisfaction Comment"),
        (("Ticket ID", "ID"), "id", "ID"),
        (("Channel", "Source"), "source", "Source"),
        (("Survey type",), "scale", "Survey type"),
        (("What could we improve?",), "words", "What could we improve?"),
        (("Why did you choose this number",), "words", "Why did you choose this number"),
    ],
)
def test_where_it_is_obvious_one_name_goes_before_another(
    header: tuple[str, ...], field: str, column: str
) -> None:
    others = tuple({"day", "score", "customer"} - {field})
    assert found(*header, given=others)[field] == column


@pytest.mark.parametrize("name", ["Comment count", "Feedback type", "Reasons", "Number of replies"])
def test_a_column_about_comments_is_no_comment(name: str) -> None:
    assert "words" not in found("day", "score", "customer", name)


def test_a_question_is_asked_only_where_no_name_is_known() -> None:
    question = "How likely are you to recommend us?"
    assert found("day", "customer", question)["score"] == question
    assert found("day", "customer", question, "Score")["score"] == "Score"


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (("day", "customer", "Score", "Rating"), "both 'Score' and 'Rating' may hold the score"),
        (("day", "customer", "NPS", "CSAT"), "both 'NPS' and 'CSAT' may hold the score"),
        (("day", "score", "Account", "Company"), "both 'Account' and 'Company' may hold the cust"),
        (("day", "customer", "score", "Comment", "comment"), "'Comment' and 'comment' may hold"),
        (("day", "customer", "score", "Comment", "Comment"), "2 columns are named 'Comment'"),
        (("day", "customer"), "no column is known to hold the score"),
        (("score", "customer"), "no column is known to hold the day"),
        (("score", "day"), "no column is known to hold the customer"),
    ],
)
def test_what_is_missing_or_could_be_two_is_asked(header: tuple[str, ...], told: str) -> None:
    with pytest.raises(UsageError) as refused:
        found(*header)
    assert told in str(refused.value)


def test_the_remedy_helps() -> None:
    header = ("day", "customer", "Score", "Rating")
    with pytest.raises(UsageError, match='say which with --map score="Score"'):
        found(*header)
    assert found(*header, mapped={"score": "rating"})["score"] == "Rating"


def test_a_missing_column_is_told_with_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"no column 'x'; there are 'a', 'b'"):
        found("a", "b", mapped={"score": "x"})
    many = [f"c{number}" for number in range(40)]
    with pytest.raises(UsageError, match=r"'c29' and 10 more"):
        found(*many)


def test_what_an_option_says_needs_no_column() -> None:
    columns = found("day", "score", "customer", "scale", given=("customer", "scale"))
    assert {*columns} == {"day", "score"}


def test_an_empty_column_means_none() -> None:
    assert "words" not in found("day", "score", "customer", "words", mapped={"words": ""})


@pytest.mark.parametrize(
    ("texts", "mapped"),
    [
        (['score=Rating,day="Responded at"'], {"score": "Rating", "day": "Responded at"}),
        (["score=Rating,day=Responded at"], {"score": "Rating", "day": "Responded at"}),
        (["Score = Rating , words = 'Why, then?'"], {"score": "Rating", "words": "Why, then?"}),
        (['words="a ""b"", c"', "day=x"], {"words": 'a "b", c', "day": "x"}),
        (["words="], {"words": ""}),
        (["score=a=b"], {"score": "a=b"}),
    ],
)
def test_a_map_is_understood(texts: list[str], mapped: dict[str, str]) -> None:
    assert parse_map(texts, ["Rating", "Responded at"]) == mapped


COMMA = "Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen?"


@pytest.mark.parametrize(
    ("text", "mapped"),
    [
        (f"score={COMMA}", {"score": COMMA}),
        (f" day = When, then , score={COMMA}", {"score": COMMA}),
        (f"score={COMMA[:40]}…", {"score": f"{COMMA[:40]}…"}),
        (f'score="{COMMA}",day=x', {"score": COMMA, "day": "x"}),
    ],
)
def test_a_name_with_a_comma_needs_no_quotes_at_the_end(text: str, mapped: dict[str, str]) -> None:
    if "then" in text:
        with pytest.raises(UsageError, match="--map 'score=\"A, B\"'"):
            parse_map([text], [COMMA])
    else:
        assert parse_map([text], [COMMA]) == mapped


@pytest.mark.parametrize("name", [COMMA[:40], f"{COMMA[:40]}…", "wie wahr"])
def test_a_unique_beginning_of_eight_characters_is_a_name(name: str) -> None:
    assert found("day", "customer", COMMA, mapped={"score": name})["score"] == COMMA


def test_a_beginning_that_is_short_or_not_unique_is_none() -> None:
    with pytest.raises(UsageError, match="there is no column 'Wie wah'"):
        found("day", "customer", COMMA, mapped={"score": "Wie wah"})
    with pytest.raises(UsageError, match="2 columns begin with 'Wie wahr'; write the whole"):
        found("day", "customer", COMMA, "Wie wahr es ist", mapped={"score": "Wie wahr"})
    header = ("day", "customer", COMMA, "Wie wahr")
    assert found(*header, mapped={"score": "Wie wahr"})["score"] == "Wie wahr"


def test_a_name_that_was_cut_says_so() -> None:
    unknown = "In welcher Farbe, wenn überhaupt, soll unser nächster Laden sein?"
    with pytest.raises(UsageError) as refused:
        found("day", "customer", unknown)
    assert f"'{unknown[:40]}…'" in str(refused.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("score", "'score' is not FIELD=COLUMN"),
        ("words=What, if any,day=x", "'if any,day=x' is not FIELD=COLUMN"),
        ("rating=x", f"there are {', '.join(FIELDS)}"),
        ("at=x", "names no field"),
    ],
)
def test_a_map_that_is_none_is_refused(text: str, told: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_map([text], [])
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("heading", "scale"),
    [
        ("NPS", "nps"),
        ("nps_score", "nps"),
        ("Net Promoter Score", "nps"),
        ("How likely is it that you would recommend us?", "nps"),
        ("CSAT", "csat"),
        ("csat rating", "csat"),
        ("Satisfaction Score", ""),
        ("Rating", ""),
        ("How satisfied are you?", ""),
        ("Snaps", ""),
    ],
)
def test_only_a_telling_heading_tells_a_scale(heading: str, scale: str) -> None:
    assert telling_scale(heading) == scale

"""Read one cell: a customer, words, a score; or the reason why it cannot be used."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuecheck.core.answer import CUSTOMER, parse_tag
from valuecheck.core.text import inert_cell, visible
from valuecheck.exchange.cells import (
    BadCellError,
    line_of,
    tag_of,
    unguarded,
)


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("Acme Corp.", "acme-corp"),
        ("  acme   CORP ", "acme-corp"),
        ("acme-corp", "acme-corp"),
        ("@retail", "retail"),
        ("Müller & Söhne GmbH", "müller-söhne-gmbh"),
        ("R&D", "r-d"),
        ("eu/retail", "eu/retail"),
        ("3M", "3m"),
        ("株式会社", "株式会社"),
        ("(Retail)", "retail"),
        ("=cmd|' /C calc'!A0", "cmd-/c-calc-a0"),
    ],
)
def test_a_name_becomes_a_tag(name: str, tag: str) -> None:
    assert tag_of(name) == tag


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("!!!", "'!!!' is no customer: no name to tag"),
        ("🎉", "no name to tag"),
        ("x" * 41, "is no customer: more than 40 characters"),
    ],
)
def test_what_cannot_become_a_tag_says_why(name: str, why: str) -> None:
    with pytest.raises(BadCellError, match=why):
        tag_of(name)


@given(st.text())
def test_a_tag_from_elsewhere_is_a_tag_like_any_other(name: str) -> None:
    try:
        tag = tag_of(name)
    except BadCellError:
        return
    assert parse_tag(tag, CUSTOMER) == tag == tag_of(tag)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (" slow\r\nat\tnoon ", "slow at noon"),
        ("a \n \n b", "a b"),
        ("two  spaces", "two  spaces"),
        ("a\x00b\x1b[31mc\x85d\u2028e", "a b [31mc d e"),
        ("half \ud800", "half \ufffd"),
        ("\n", ""),
    ],
)
def test_words_are_one_line(text: str, line: str) -> None:
    assert line_of(text) == line


def test_words_fit_or_are_refused() -> None:
    assert line_of("x" * 10_000) == "x" * 10_000
    with pytest.raises(BadCellError, match="has 10,001 characters; at most 10,000 fit"):
        line_of("x" * 10_001)


@given(st.text().map(visible))
def test_what_our_csv_guards_comes_back(text: str) -> None:
    assert unguarded(inert_cell(text)) == text


@pytest.mark.parametrize("cell", ["'tis slow", "'", "", "it's", "\"'=", "a'="])
def test_an_apostrophe_that_guards_nothing_stays(cell: str) -> None:
    assert unguarded(cell) == cell

"""Text on its way to a screen."""

from __future__ import annotations

import io
import os
from statistics import mean
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuecheck.core.text import (
    cells,
    columns,
    for_stream,
    rounded,
    say,
    speaks,
    visible,
    wrap,
)

if TYPE_CHECKING:
    from collections.abc import Callable

words = st.text(st.characters() | st.sampled_from("ab 日本👩💻\u200d\u0301\u3000"), max_size=80)
scores = st.lists(st.integers(1, 5), min_size=1, max_size=12)


def stream(encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="")


# Nothing acts


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "�[31mred�[0m"),
        ("\x1b]0;title\x07", "�]0;title�"),
        ("a\tb\nc\rd\x08e", "a�b�c�d�e"),
        ("\x9b31m\x7f\x00\x85", "�31m���"),
        ("\u202egpj.exe\u202c \u2066x\u2069", "�gpj.exe� �x�"),
        ("a\u2028b\u2029c", "a�b�c"),
        ("caf\udce9", "caf�"),
    ],
)
def test_what_a_terminal_would_act_upon_is_shown_instead(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    "text", ["plain", "שלום \u200fعربي", "👩\u200d💻 👍🏽", "e\u0301", "[red]"]
)
def test_what_people_write_is_shown_as_it_is(text: str) -> None:
    assert visible(text) == text


@given(text=st.text())
def test_visible_text_keeps_its_length_and_holds_no_control(text: str) -> None:
    shown = visible(text)
    assert len(shown) == len(text)
    assert len(shown.splitlines()) <= 1
    assert visible(shown) == shown
    shown.encode()
    assert not any(char < " " or "\x7f" <= char <= "\x9f" for char in shown)


# Streams


def test_a_stream_speaks_what_it_can_encode() -> None:
    assert speaks(stream("utf-8"))
    assert not speaks(stream("ascii"))
    assert not speaks(stream("latin-1"))
    assert speaks(stream("latin-1"), "Größe ·")
    assert not speaks(io.StringIO())


def test_our_own_signs_have_an_ascii_form() -> None:
    line = "✓ Recorded 4 · 2 – 5 › “Größe” … ├─ │ └─ █▉▏ ≤ ≥ × √ −1"
    shown = for_stream(line, stream("ascii"))
    assert shown == 'ok: Recorded 4 - 2 - 5 > "Gr??e" ... |- | `- ##- <= >= x sqrt  -1'
    assert for_stream(line, stream("utf-8")) == line


def test_only_what_a_stream_cannot_show_becomes_a_question_mark() -> None:
    assert for_stream("✓ Größe 日", stream("latin-1")) == "ok: Größe ?"


@given(text=st.text(), encoding=st.sampled_from(["utf-8", "ascii", "latin-1", "cp437", "koi8-r"]))
def test_saying_something_never_fails_whatever_it_is(text: str, encoding: str) -> None:
    out = stream(encoding)
    say(text, out)
    raw = out.buffer
    assert isinstance(raw, io.BytesIO)
    assert raw.getvalue().decode(encoding).endswith("\n")


# Scores


@pytest.mark.parametrize(
    ("value", "score"),
    [(1, 1), (1.5, 1), (1.6, 2), (2.5, 2), (2.6, 3), (3, 3), (3.4, 3), (3.5, 4), (4.5, 5), (5, 5)],
)
def test_a_mean_rounds_halves_away_from_three(value: float, score: int) -> None:
    assert rounded(value) == score


@given(given_scores=scores)
def test_rounding_keeps_a_mean_in_its_band(given_scores: list[int]) -> None:
    value = mean(given_scores)
    assert abs(rounded(value) - value) <= 0.5
    assert (rounded(value) >= 4) == (value >= 3.5)
    assert (rounded(value) <= 2) == (value <= 2.5)


@given(given_scores=scores)
def test_rounding_is_the_same_seen_from_the_other_end_of_the_scale(given_scores: list[int]) -> None:
    mirrored = [6 - score for score in given_scores]
    assert rounded(sum(mirrored) / len(mirrored)) == 6 - rounded(mean(given_scores))


# Width


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("ascii", 5),
        ("naïve", 5),
        ("nai\u0308ve", 5),
        ("日本語", 6),
        ("ＡＢ", 4),
        ("👍", 2),
        ("❤\ufe0f", 1),
        ("1\u20e3", 1),
        ("a\u200bb\u200dc", 3),
        ("สวัสดี", 4),
        ("שלום", 4),
        ("▃▆▆·█", 5),
    ],
)
def test_cells_are_the_columns_that_a_terminal_uses(text: str, width: int) -> None:
    assert cells(text) == width


def no_size(_fd: int) -> os.terminal_size:
    raise OSError


def sized(width: int) -> Callable[[int], os.terminal_size]:
    return lambda _fd: os.terminal_size((width, 24))


@pytest.mark.parametrize(
    ("variable", "terminal", "width"),
    [
        ("40", sized(100), 40),
        ("", sized(100), 100),
        ("wide", sized(100), 100),
        ("0", sized(100), 100),
        ("-5", sized(100), 100),
        ("", sized(0), 80),
        ("", no_size, 80),
    ],
)
def test_the_width_is_columns_then_the_terminals_then_80(
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
    terminal: Callable[[int], os.terminal_size],
    width: int,
) -> None:
    monkeypatch.setenv("COLUMNS", variable)
    monkeypatch.setattr(os, "get_terminal_size", terminal)
    assert columns() == width


def test_text_is_broken_between_words() -> None:
    question = "If paying customers knew this was what they funded, how happy would they be?"
    assert list(wrap(question, 40)) == [
        "If paying customers knew this was what",
        "they funded, how happy would they be?",
    ]
    assert list(wrap(question, len(question))) == [question]
    assert list(wrap("abc def", 7)) == ["abc def"]
    assert list(wrap("abc def", 6)) == ["abc", "def"]


def test_a_word_longer_than_the_line_is_cut() -> None:
    assert list(wrap("see https://example.org now", 10)) == [
        "see",
        "https://ex",
        "ample.org",
        "now",
    ]
    assert list(wrap("日本語", 5)) == ["日本", "語"]
    assert list(wrap("nai\u0308ve", 3)) == ["nai\u0308", "ve"]


@pytest.mark.parametrize("width", [1, 0, -5])
def test_a_line_too_narrow_for_any_character_still_ends(width: int) -> None:
    assert list(wrap("a日b", width)) == ["a", "日", "b"]


def test_no_words_are_one_empty_line() -> None:
    assert list(wrap(" ", 10)) == [""]


@given(text=words, width=st.integers(2, 30))
def test_wrapping_is_never_wider_than_asked_and_loses_no_word(text: str, width: int) -> None:
    lines = list(wrap(text, width))
    assert all(cells(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == "".join(text.split())
    if all(cells(word) <= width for word in text.split()):
        assert " ".join(lines).split() == text.split()

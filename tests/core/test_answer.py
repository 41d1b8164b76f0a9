"""The answer line: score, note and tags."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from valuecheck.core.answer import (
    CUSTOMER,
    KIND,
    NOTE_LIMIT,
    TAG_LIMIT,
    Answer,
    Tags,
    parse_answer,
    parse_note,
    parse_tag,
    tags_of,
    with_tags,
)
from valuecheck.core.errors import UsageError

ZWJ_EMOJI = "👩\u200d💻"
LINE_ENDS = ["\n", "\r\n", "\r", "\t", "\v", "\f", "\x85", "\u2028", "\u2029", "\n \n", " \t \n "]

# Text as people type it: sigils, brackets, breaks and marks more often than chance would have it.
typed = st.text(st.characters() | st.sampled_from("+@([{\"' \t\n.-/_%0145aéÀßİ̈́\u200d"), max_size=60)
sigils = st.sampled_from([KIND, CUSTOMER])


def note_or_none(text: str) -> str | None:
    try:
        return parse_note(text)
    except UsageError:
        return None


# The line


@pytest.mark.parametrize(
    ("line", "score", "note"),
    [
        ("4", 4, ""),
        ("0", 0, ""),
        (" 5 \n", 5, ""),
        ("\u30003\u3000", 3, ""),
        ("4 fixed checkout outage +incident @retail", 4, "fixed checkout outage +incident @retail"),
        ("4fixed", 4, "fixed"),
        ("4, fixed", 4, ", fixed"),
        ("4. fixed", 4, ". fixed"),
        ("2 5 outages", 2, "5 outages"),
        ("1 -5%", 1, "-5%"),
        ("3 two  spaces stay", 3, "two  spaces stay"),
    ],
)
def test_an_answer_is_a_score_and_the_words_after_it(line: str, score: int, note: str) -> None:
    assert parse_answer(line) == Answer(score, note)


@pytest.mark.parametrize(
    "line",
    ["6", "45", "4.5", "4,5", "4/5", "4:30", "4-5", "4–5", "-1", "+4", "４", "four", "fixed 4"],
)
def test_a_first_word_that_is_no_score_is_refused_not_guessed(line: str) -> None:
    with pytest.raises(UsageError, match="is no score; begin with 1 to 5, or 0 for not today"):
        parse_answer(line)


@pytest.mark.parametrize("line", ["", " ", "\n", "\t \u3000"])
def test_an_empty_answer_is_refused(line: str) -> None:
    with pytest.raises(UsageError, match="the answer is empty"):
        parse_answer(line)


def test_not_today_takes_no_words() -> None:
    with pytest.raises(UsageError, match="takes no words"):
        parse_answer("0 holiday")


@given(line=st.tuples(st.sampled_from("012345 "), typed).map("".join))
def test_every_line_that_parses_prints_back_to_the_same_parts(line: str) -> None:
    try:
        answer = parse_answer(line)
    except UsageError:
        assume(False)
    assert answer.score in range(6)
    assert parse_answer(answer.line) == answer


@given(score=st.integers(1, 5), text=typed)
def test_the_words_of_an_answer_are_a_note_like_any_other(score: int, text: str) -> None:
    note = note_or_none(text)
    if note is not None:
        assert parse_answer(f"{score} {text}") == Answer(score, note)


# The note


@pytest.mark.parametrize(
    "note",
    [
        "fixed checkout outage",
        f"paired {ZWJ_EMOJI} all day 👍🏽",
        "תיקנו את התקלה",
        "أصلحنا العطل \u200f(اليوم)",
        "cafe\u0301 and café stay two",
        "नमस्ते ไทย 日本語",
        "=cmd() <b> [red] %s \\n `x` $(y)",
        "\u202eabc",
    ],
)
def test_a_note_is_kept_as_typed(note: str) -> None:
    assert parse_note(f"  {note} \n") == note


@pytest.mark.parametrize("end", LINE_ENDS)
def test_a_pasted_block_becomes_one_line(end: str) -> None:
    assert parse_note(f"{end}one{end}two {end} three{end}") == "one two three"


@pytest.mark.parametrize("control", ["\x00", "\x07", "\x08", "\x1b", "\x7f", "\x80", "\x9b"])
def test_a_control_character_is_refused_with_its_place(control: str) -> None:
    code = f"U\\+{ord(control):04X}"
    with pytest.raises(UsageError, match=f"character 4 of the note .*{code}.*; leave") as refused:
        parse_note(f"abc{control}def")
    assert str(refused.value).isprintable()


def test_undecodable_bytes_are_refused_with_their_place() -> None:
    pasted = b"caf\xe9".decode("utf-8", "surrogateescape")
    with pytest.raises(UsageError, match="character 4 of the note is not valid UTF-8"):
        parse_note(pasted)


def test_a_note_of_exactly_the_limit_fits_and_one_more_is_refused_with_its_length() -> None:
    assert parse_note("é" * NOTE_LIMIT) == "é" * NOTE_LIMIT
    assert len(parse_note("x" * NOTE_LIMIT + " \n ")) == NOTE_LIMIT
    with pytest.raises(UsageError, match="the note has 1,001 characters; at most 1,000 fit"):
        parse_note("x" * (NOTE_LIMIT + 1))
    with pytest.raises(UsageError, match="the note has 10,000 characters"):
        parse_note("ab cd fgh " * 999 + "ab cd fghi")


@given(text=typed)
def test_a_note_is_one_line_of_the_words_typed_and_parses_to_itself(text: str) -> None:
    note = note_or_none(text)
    if note is None:
        assert any(unicodedata.category(char) in {"Cc", "Cs"} for char in text)
    else:
        assert note.split() == text.split()
        assert len(note.splitlines()) <= 1
        assert parse_note(note) == note


# Tags


@pytest.mark.parametrize(
    ("note", "kinds", "customers"),
    [
        ("fixed outage +incident @retail", ["incident"], ["retail"]),
        ("+incident", ["incident"], []),
        ("+b @z +a @y +b", ["b", "a"], ["z", "y"]),
        ("+Incident @RETAIL @Große", ["incident"], ["retail", "grosse"]),
        ("(+a [@b {+c \"@d '+e", ["a", "c", "e"], ["b", "d"]),
        ("(+a) [@b] {+c} \"@d\" '+e'", ["a", "c", "e"], ["b", "d"]),
        ("+a, @b. +c! @d: +e- @f/ +g...", ["a", "c", "e", "g"], ["b", "d", "f"]),
        ("+a.b_c-d/e @v1.2_", ["a.b_c-d/e"], ["v1.2_"]),
        ("@retail's", [], ["retail"]),
        ("+a\u00a0@b\u3000+c", ["a", "c"], ["b"]),
        ("@3m @2026", [], ["3m", "2026"]),
        ("+日本語 @भारत +ไทย", ["日本語", "ไทย"], ["भारत"]),
        ("@٣", [], ["٣"]),
        (f"+dev{ZWJ_EMOJI}", ["dev"], []),
        ("+a+b @c@d +e@f", ["a", "e"], ["c"]),
        ("+(+a)", ["a"], []),
    ],
)
def test_tags_are_the_words_behind_a_sigil(
    note: str, kinds: list[str], customers: list[str]
) -> None:
    assert tags_of(note) == Tags(tuple(kinds), tuple(customers))


LOOK_ALIKES = ["", "+1", "+20%", "a + b", "a @ b", "+", "@", "++", "+.a", "@-a", "@_a", "+-", "@/"]
LOOK_ALIKES += ["me@example.org", "C++", "c+d", "<+a>", "“+a”", ",@a", "+\u0301a", "@\u0301", "+👍"]


@pytest.mark.parametrize("note", LOOK_ALIKES)
def test_words_that_only_look_like_tags_are_none(note: str) -> None:
    assert tags_of(note) == Tags((), ())


def test_composed_and_decomposed_letters_are_one_tag() -> None:
    assert tags_of("@cafe\u0301 @café @CAFÉ @CAFE\u0301") == Tags((), ("café",))


def test_the_length_counts_after_normalising_and_without_punctuation() -> None:
    longest = "é" * TAG_LIMIT
    decomposed = unicodedata.normalize("NFD", longest)
    assert tags_of(f"+{decomposed}...") == Tags((longest,), ())
    assert tags_of("+" + "x" * (TAG_LIMIT + 1)) == Tags((), ())
    assert tags_of("+" + "ß" * (TAG_LIMIT // 2 + 1)) == Tags((), ())


@given(note=typed)
def test_every_tag_found_is_a_tag_that_stays_the_same(note: str) -> None:
    kinds, customers = tags_of(note)
    assert len({*kinds}) == len(kinds)
    assert len({*customers}) == len(customers)
    assert all(parse_tag(name, KIND) == name and name[0].isalpha() for name in kinds)
    assert all(parse_tag(name, CUSTOMER) == name and name[0].isalnum() for name in customers)
    line = " ".join([*(KIND + name for name in kinds), *(CUSTOMER + name for name in customers)])
    assert tags_of(line) == Tags(kinds, customers)


@given(note=typed)
def test_case_and_unicode_form_of_a_note_do_not_change_its_tags(note: str) -> None:
    composed = unicodedata.normalize("NFC", note)
    assert tags_of(composed) == tags_of(note)
    assert tags_of(unicodedata.normalize("NFD", note)) == tags_of(note)


def test_an_option_names_a_tag_with_or_without_its_sigil() -> None:
    assert parse_tag("Incident", KIND) == parse_tag("+incident", KIND) == "incident"
    assert parse_tag("@3M", CUSTOMER) == "3m"


@pytest.mark.parametrize(
    "word",
    ["", "+", "1", "20%", "++a", "@a", "a b", "a.", "a,b", "-a", "x" * 41, "x" * 9999, "\x1b[m"],
)
def test_an_option_that_is_no_tag_is_refused_in_one_short_sentence(word: str) -> None:
    with pytest.raises(UsageError, match="is no kind; begin with a letter, then up to 39") as no:
        parse_tag(word, KIND)
    assert str(no.value).isprintable()
    assert len(str(no.value)) < 200


def test_tags_given_as_options_join_the_note_once() -> None:
    assert with_tags("fixed +Incident", ["incident", "dr"], ["Retail", "@retail"]) == (
        "fixed +Incident +dr @retail"
    )
    assert with_tags("", ["a"], []) == "+a"
    assert with_tags("as it was", [], []) == "as it was"


def test_tags_that_make_the_note_too_long_are_refused() -> None:
    with pytest.raises(UsageError, match="1,002 characters"):
        with_tags("x" * 999, ["a"], [])


@given(
    text=typed, sigil=sigils, name=st.from_regex(r"[a-z][a-z0-9._/-]{0,38}[a-z0-9]", fullmatch=True)
)
def test_a_note_names_every_tag_that_it_was_given(text: str, sigil: str, name: str) -> None:
    note = note_or_none(text)
    if note is not None:
        given_tags: dict[str, list[str]] = {KIND: [], CUSTOMER: [], sigil: [name]}
        whole = with_tags(note, given_tags[KIND], given_tags[CUSTOMER])
        assert whole.startswith(note)
        assert name in tags_of(whole)[sigil == CUSTOMER]
        assert with_tags(whole, given_tags[KIND], given_tags[CUSTOMER]) == whole

from __future__ import annotations

from hypothesis import assume, example, given
from hypothesis import strategies as st

from valuecheck.shell.rcfile import COMPLETION, HOOK, Marks, has_block, with_block, without_block

LINE = b"if [ -r '/x/hook.bash' ]; then . '/x/hook.bash'; fi # asks once a day"
OLDER = b". /elsewhere/hook.bash"

texts = st.none() | st.binary(max_size=60) | st.text("ab#> \r\n", max_size=40).map(str.encode)


@given(texts)
@example(b"")
@example(b"no newline at the end")
@example(b"windows\r\nlines\r\n")
@example(b"windows\r\nwithout an end")
@example(b"a lone return\r")
@example(b"# >>> valuecheck hook >>>")
@example(b"caf\xe9 in latin-1\n")
def test_taking_the_block_out_leaves_the_text_byte_for_byte(text: bytes | None) -> None:
    assert without_block(with_block(text, LINE)) == text


@given(texts)
def test_putting_the_block_in_again_changes_nothing(text: bytes | None) -> None:
    once = with_block(text, LINE)
    assert with_block(once, LINE) == once


@given(texts)
def test_an_older_block_is_rewritten_where_it_stands(text: bytes | None) -> None:
    below = b"alias ll='ls -l'\n"
    older = with_block(text, OLDER) + below
    newer = with_block(older, LINE)
    assert newer == older.replace(OLDER, LINE)
    assert newer.endswith(below)


@given(texts, st.sampled_from([b"added below\n", b"added below"]))
def test_what_was_added_below_the_block_stays_a_line_of_its_own(
    text: bytes | None, below: bytes
) -> None:
    before = text or b""
    rest = without_block(with_block(text, LINE) + below)
    assert rest in {before + joint + below for joint in (b"", b"\n", b"\r\n")}
    assert not before or rest.removesuffix(below).endswith(b"\n")


def test_a_text_without_a_block_is_left_alone() -> None:
    assert without_block(b"export A=1\n") == b"export A=1\n"


def test_of_several_blocks_one_remains() -> None:
    twice = with_block(b"export A=1\n", LINE) + b"\n" + with_block(None, OLDER)
    once = with_block(twice, LINE)
    assert once.count(b">>> valuecheck hook >>>") == 1
    assert once == with_block(b"export A=1\n", LINE) + b"\n"
    assert without_block(twice) == b"export A=1\n"


def test_line_ends_follow_the_text() -> None:
    assert with_block(b"a\r\n", LINE).count(b"\r\n") == 5
    assert b"\r" not in with_block(b"a\n", LINE)


def test_marks_within_a_line_or_without_an_end_are_no_block() -> None:
    assert not has_block(b"echo # >>> valuecheck hook >>>\n# <<< valuecheck hook <<<\n")
    assert not has_block(b"# >>> valuecheck hook >>>\nlost\n")
    assert has_block(with_block(b"a\n", LINE))


def test_what_follows_a_block_that_lost_its_end_is_kept() -> None:
    damaged = b"# >>> valuecheck hook >>>\nexport A=1\n"
    assert without_block(with_block(damaged, LINE)) == damaged


@given(texts, st.permutations([HOOK, COMPLETION]), st.permutations([HOOK, COMPLETION]))
@example(None, [HOOK, COMPLETION], [HOOK, COMPLETION])
@example(b"", [HOOK, COMPLETION], [HOOK, COMPLETION])
def test_two_blocks_come_and_go_in_any_order(
    text: bytes | None, coming: list[Marks], going: list[Marks]
) -> None:
    # A lone return would make a Windows line end together with the block's first line break.
    assume(not (text or b"").endswith(b"\r"))
    both = text
    for marks in coming:
        both = with_block(both, LINE, marks)
    assert both is not None
    one = without_block(both, going[0])
    assert one is not None
    assert has_block(one, going[1])
    assert without_block(one, going[1]) == text

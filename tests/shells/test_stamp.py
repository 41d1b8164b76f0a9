from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from tests.shells.machine import PROMPT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.shells.machine import Machine

SOON = 3600
FAR = 3 * 86400


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"x[$(touch PWNED)]\n",
        b"$(touch PWNED)\n",
        b"`touch PWNED`",
        b"08\n",
        b"-5\n",
        b"1e9\n",
        b"0x7fffffff\n",
        b"99999999999999999999\n",
        b"9999999999999\n",
        b"a[0]+1\n",
        "²²\n".encode(),
        "٣٣٣٣٣٣٣٣٣٣\n".encode(),
        b"\xff\xfe\x00\x01",
        b"4 4\n",
        b"* /etc\n",
        b"-n\n",
        b"x" * 100_000,
    ],
    ids=lambda content: repr(content[:20]),
)
def test_a_stamp_that_is_none_asks_and_does_nothing_else(machine: Machine, content: bytes) -> None:
    machine.write_stamp(content)
    machine.always_exit(0)
    with machine.start() as terminal:
        terminal.wait_for(PROMPT)
        terminal.wait_until(lambda: machine.questions == 1)
        assert terminal.text == PROMPT
    assert not list(machine.home.rglob("PWNED"))


@pytest.mark.parametrize(("seconds", "asked"), [(SOON, 0), (26 * 3600, 0), (-1, 1), (FAR, 1)])
def test_a_stamp_is_believed_up_to_two_days_ahead(
    machine: Machine, seconds: int, asked: int
) -> None:
    machine.ask_in(seconds)
    assert asked_with(machine) == asked


@pytest.mark.parametrize("form", ["{}", "{}\n", "0{}\n", "{}\nmore\n"])
def test_the_first_line_counts_with_or_without_an_end(machine: Machine, form: str) -> None:
    machine.write_stamp(form.format(int(time.time()) + SOON).encode())
    assert asked_with(machine) == 0


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo])
def test_a_folder_or_a_pipe_in_its_place_is_no_stamp(
    machine: Machine, make: Callable[[Path], None]
) -> None:
    machine.stamp.parent.mkdir(parents=True, exist_ok=True)
    make(machine.stamp)
    assert asked_with(machine) == 1


def asked_with(machine: Machine) -> int:
    machine.always_exit(0)
    with machine.start() as terminal:
        terminal.wait_for(PROMPT)
        terminal.read_for(0.05)
        assert terminal.text == PROMPT
    return machine.questions

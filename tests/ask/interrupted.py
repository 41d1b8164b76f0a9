"""valuecheck as a program that is interrupted at one moment: python -m tests.ask.interrupted.

Words: a file, a number, and a command line. From the moment on at which the program looks at an
answer, or has stored something, the calls and returns of all functions are counted; at the one
with this number the process sends SIGINT to itself. At its end the file holds how many there were.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from valuecheck.__main__ import main
from valuecheck.ask import hook, keys
from valuecheck.config.paths import note_kept
from valuecheck.core.answer import parse_answer

if TYPE_CHECKING:
    from types import FrameType

BEGINS = (keys.read_key.__code__, parse_answer.__code__, note_kept.__code__)


def run_interrupted(file: Path, number: int, words: list[str]) -> int:
    """Run the command line; returns its exit code."""
    count = 0

    def counted(frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        if event == "return" and frame.f_code is main.__code__:
            sys.setprofile(None)
        elif count or frame.f_code in BEGINS:
            count += 1
            if count == number:
                os.kill(os.getpid(), signal.SIGINT)

    # Counting takes time, and a busy machine, too; the question is open to keys at once.
    hook._PAINTED_WITHIN, hook._MACHINE_SECONDS = 60.0, 0.0
    sys.setprofile(counted)
    code = main(words)
    file.write_text(str(count))
    return code


if __name__ == "__main__":
    sys.exit(run_interrupted(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]))

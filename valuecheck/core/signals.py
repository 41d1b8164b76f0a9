"""Signals on the daily path: between reading an answer and acknowledging it they wait.

The module `signal` is taken as the interpreter holds it. Python's own wrapper turns its numbers
into enumerations, whose loading takes a tenth of the way to the question.
"""

from __future__ import annotations

from contextlib import contextmanager

__all__ = ["ENDING", "signal", "signals_free", "signals_waiting"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
    from collections.abc import Iterator
else:
    import _signal as signal

# What ends the program from outside; SIGINT is Python's own.
ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2)
_ALL = {signal.SIGINT, *ENDING}


@contextmanager
def signals_waiting() -> Iterator[None]:
    """Signals that end the program wait until the block is done."""
    yield from _with_mask(signal.SIG_BLOCK)


@contextmanager
def signals_free() -> Iterator[None]:
    """Inside of `signals_waiting`: a signal may end the block, such as waiting for the user."""
    yield from _with_mask(signal.SIG_UNBLOCK)


def _with_mask(how: int) -> Iterator[None]:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        # Raises KeyboardInterrupt where one has waited.
        signal.pthread_sigmask(how, _ALL)
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

"""The errors that a user can cause: each has one sentence, a remedy and an exit code."""

from __future__ import annotations


class ExitCode:
    """Exit codes of the process; no enumeration, because each start would pay for it."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    NOT_DUE = 3
    STORE = 4
    TRY_AGAIN = 75
    INTERRUPTED = 130


DISK_FULL = "the disk is full", "free some space and try again"
EXIT_CODES = tuple(code for name, code in vars(ExitCode).items() if name.isupper())


class ValuecheckError(Exception):
    """An error that the user can cause and mend.

    `problem` says what is wrong, `remedy` what to do; both are parts of one sentence, without
    the final full stop.
    """

    code: int = ExitCode.FAILED

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}; {remedy}.")
        self.problem = problem
        self.remedy = remedy


class UsageError(ValuecheckError):
    """A word, option, day, period, id or setting that cannot be understood."""

    code = ExitCode.USAGE


class SettingsError(UsageError):
    """A setting with a value that it cannot have."""


class StoreError(ValuecheckError):
    """The data cannot be used: corrupt, locked, read-only, full, newer, or SQLite too old.

    `uncertain` says that it is unknown whether the change was stored.
    """

    code = ExitCode.STORE
    uncertain = False


class DamagedError(StoreError):
    """The store's file cannot be read as one, and will not be by waiting."""


class NothingToUndoError(ValuecheckError):
    """`undo` found no command of this machine to take back."""

    code = ExitCode.NOT_DUE


class InterruptedByUserError(ValuecheckError):
    """Ctrl-C before anything was stored."""

    code = ExitCode.INTERRUPTED


def is_disk_full(error: OSError) -> bool:
    """Return True if a file could not be written for lack of space or quota."""
    import errno

    return error.errno in {errno.ENOSPC, errno.EDQUOT}


def reason(error: OSError) -> str:
    """Return why a file could not be used, as a part of a sentence."""
    if is_disk_full(error):
        return DISK_FULL[0]
    return error.strerror.lower() if error.strerror else str(error)

"""Reading and replacing other people's files: whole or not at all, as they were otherwise."""

from __future__ import annotations

import contextlib
import os
import stat

from valuecheck.config.paths import APP, draft_of, make_private_folder, sync_names
from valuecheck.core.errors import ValuecheckError, reason


def read(path: str) -> bytes | None:
    """The content of the file at `path`, None if there is none. Raises ValuecheckError."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _error(path, error) from None


def replace(path: str, content: bytes | None) -> None:
    """Replace the file at `path` by `content` in one step; None removes it.

    A symbolic link stays and what it names is replaced, with its mode and owner; a new file is
    readable by its owner alone. A file without write permission is left. Raises ValuecheckError.
    """
    try:
        target = os.path.realpath(path)
        before = _stat(target)
        if before and not before.st_mode & stat.S_IWUSR:
            raise PermissionError(1, "it is read-only")
        if content is None:
            os.unlink(target)
            sync_names(os.path.dirname(target))
        else:
            _write(target, content, before)
    except OSError as error:
        raise _error(path, error) from None


def _write(target: str, content: bytes, before: os.stat_result | None) -> None:
    make_private_folder(os.path.dirname(target))
    with draft_of(f"{target}.{APP}") as draft:
        with open(draft, "wb") as file:
            if before:
                os.fchmod(file.fileno(), stat.S_IMODE(before.st_mode))
                with contextlib.suppress(PermissionError):
                    os.fchown(file.fileno(), before.st_uid, before.st_gid)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, target)
    sync_names(os.path.dirname(target))


def _stat(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except FileNotFoundError:
        return None


def _error(path: str, error: OSError) -> ValuecheckError:
    problem = f"{path} cannot be used: {reason(error)}"
    return ValuecheckError(problem, "mend that, or place the hook yourself: valuecheck hook print")

"""Files that the user names: written whole or not at all, for their owner alone."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING

from valuecheck.config.paths import create_private_file, draft_of, remove_drafts, sync, sync_names
from valuecheck.core.errors import UsageError, ValuecheckError, reason
from valuecheck.core.text import PATH_SHOWN, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

# What file systems without hard links say: FAT, some network shares, sandboxes.
_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EACCES, errno.EINVAL}


@contextmanager
def new_file(path: str, *, force: bool) -> Iterator[str]:
    """A draft to write to, which takes the place of `path` when the block ends.

    The file is 0600; with `force` an existing one is replaced and keeps its mode. A device or a
    pipe is handed out as it is. Raises UsageError where the file exists, ValuecheckError where it
    cannot be written; nothing has changed then.
    """
    shown = path
    try:
        if os.path.exists(path) and not os.path.isfile(path):
            yield path
            return
        path = os.path.realpath(path)
        # A process killed behind its last step has left a second name of the finished file.
        remove_drafts(path)
        if not force and os.path.exists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path)
        with draft_of(path) as draft:
            yield draft
            sync(draft)
            _place(draft, path, force=force)
        sync_names(os.path.dirname(path))
    except FileExistsError as error:
        problem = f"{quoted(shown, PATH_SHOWN)} exists already"
        raise UsageError(problem, "add --force to replace it") from error
    except OSError as error:
        problem = f"cannot write {quoted(path, PATH_SHOWN)}: {reason(error)}"
        raise ValuecheckError(problem, "choose another file or folder") from error


def _place(draft: str, path: str, *, force: bool) -> None:
    if force:
        if os.path.exists(path):
            os.chmod(draft, stat.S_IMODE(os.stat(path).st_mode))
        os.replace(draft, path)
        return
    try:
        # Unlike a rename, a link never replaces what another program made meanwhile.
        os.link(draft, path)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        # Without links: take the name first, then replace our own empty file.
        os.close(create_private_file(path))
        os.replace(draft, path)

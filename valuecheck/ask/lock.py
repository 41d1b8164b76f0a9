"""A lock, so that of many shells one asks, and none while a question by hand is up."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager

from valuecheck.config.paths import make_private_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from valuecheck.config.paths import Paths


@contextmanager
def only_question(paths: Paths) -> Iterator[bool]:
    """Give whether no other question is up on this machine; no hook asks until the block ends.

    False also where that is unknown. The kernel releases the lock with the process, whatever
        ends it.
    """
    descriptor = -1
    try:
        make_private_folder(paths.state)
        descriptor = os.open(paths.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        alone = True
    except OSError:
        alone = False
    try:
        yield alone
    finally:
        if descriptor >= 0:
            os.close(descriptor)

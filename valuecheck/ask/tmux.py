"""Find out whether the user sees the tmux pane that we are in."""

from __future__ import annotations

import os
import select

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_ANSWERS_WITHIN = 0.05
_FORMAT = "#{session_attached} #{window_active} #{pane_active} #{pane_synchronized}"


def is_visible(environ: Mapping[str, str]) -> bool:
    """Return whether this is the active pane of an attached session, not synchronised with others.

    True outside tmux, and where tmux says nothing of this kind; False where it takes too long.
    """
    pane = environ.get("TMUX_PANE")
    if not environ.get("TMUX") or not pane:
        return True
    try:
        words = _output(["tmux", "display-message", "-p", "-t", pane, _FORMAT], environ)
    except TimeoutError:
        return False
    except OSError:
        return True
    if len(words) < 3:
        return True
    attached, window, active, *synchronised = words
    return attached != "0" and window == active == "1" and synchronised != ["1"]


def _output(command: list[str], environ: Mapping[str, str]) -> list[str]:
    """The words that `command` prints. Raises TimeoutError, OSError."""
    # subprocess takes longer to import than tmux to answer.
    reader, writer = os.pipe()
    try:
        actions = [
            (os.POSIX_SPAWN_DUP2, writer, 1),
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        ]
        child = os.posix_spawnp(command[0], command, environ, file_actions=actions)
        os.close(writer)
        writer = -1
        if not select.select([reader], [], [], _ANSWERS_WITHIN)[0]:
            raise TimeoutError
        output = os.read(reader, 200)
        os.waitpid(child, 0)
        return output.decode("ascii", "replace").split()
    finally:
        os.close(reader)
        if writer >= 0:
            os.close(writer)

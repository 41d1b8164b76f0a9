"""A tmux of a test's own, with the hook in every shell that it opens."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from typing import TYPE_CHECKING, Self

import pytest

from tests.terminal import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.shells.tool import Tool
    from tests.terminal import Terminal


class Tmux:
    """A tmux server whose windows and panes run the machine's shell; `settings` come on top."""

    def __init__(self, tool: Tool, settings: str = "") -> None:
        if not shutil.which("tmux"):
            pytest.skip("no tmux here")
        self.tool = tool
        # A socket's path has to be short.
        self._folder = tempfile.mkdtemp(prefix="vc", dir="/tmp")
        file = tool.machine.home / "tmux.conf"
        file.write_text(
            f"set -g default-command '{tool.machine.executable} -i'\n"
            "set -g status off\nset -g default-terminal screen-256color\n"
            "set -g escape-time 0\n" + settings
        )
        self._command = ["tmux", "-f", str(file), "-S", f"{self._folder}/socket"]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        subprocess.run([*self._command, "kill-server"], check=False, capture_output=True)
        shutil.rmtree(self._folder)

    def attach(self, *command: str) -> Terminal:
        """Open a terminal and run `tmux` with `command` in it, by default a new session."""
        command = command or ("new-session",)
        return self.tool.machine.open(*self._command, *command, width=200, height=60)

    def do(self, *command: str) -> str:
        """Run a command of tmux and return what it prints."""
        return subprocess.run(
            [*self._command, *command],
            check=True,
            capture_output=True,
            text=True,
            env=self.tool.machine.environ,
        ).stdout

    def new_window(self, *options: str) -> str:
        """Open another terminal, as its name; the stamp is gone, the program decides."""
        self.tool.machine.stamp.unlink(missing_ok=True)
        return self.do("new-window", "-P", "-F", "#{pane_id}", *options).strip()

    def screen(self, pane: str) -> str:
        """Return the screen of `pane`."""
        return "\n".join(
            line.rstrip() for line in self.do("capture-pane", "-p", "-t", pane).splitlines()
        ).rstrip()

    def type(self, pane: str, *keys: str) -> None:
        """Press keys, by tmux's names for them."""
        self.do("send-keys", "-t", pane, *keys)

    def wait_for(self, pane: str, text: str) -> None:
        """Wait until `pane` shows `text`."""
        self.wait_until(lambda: text in self.screen(pane), lambda: self.screen(pane))

    def wait_until(self, is_so: Callable[[], bool], shown: Callable[[], str]) -> None:
        """Wait for a condition. Raises AssertionError with what `shown` returns."""
        end = time.monotonic() + PATIENCE
        while not is_so():
            assert time.monotonic() < end, shown()
            time.sleep(0.03)

    def panes(self) -> list[str]:
        """The names of all panes, oldest first."""
        return self.do("list-panes", "-s", "-F", "#{pane_id}").split()

"""A user's machine: a home folder, a shell with the hook, a program in valuecheck's place."""

from __future__ import annotations

import locale
import os
import shutil
import subprocess
import time
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.terminal import Terminal
from valuecheck.config.paths import locate
from valuecheck.shell.install import Hook, apply, hook_of, plan_install
from valuecheck.shell.shells import Shell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FAKE = Path(__file__).parent / "fake_valuecheck"
PROMPT = "P>"
# What makes the prompt `P> `, and nothing else appear.
_PLAIN = {
    Shell.BASH: "PS1='P> '\n",
    Shell.ZSH: "PROMPT='P> '\nunsetopt prompt_sp\n",
    Shell.FISH: "set fish_greeting\nfunction fish_prompt; echo -n 'P> '; end\n",
    Shell.NU: (
        "$env.config.show_banner = false\n"
        "$env.PROMPT_COMMAND = {|| 'P' }\n"
        "$env.PROMPT_COMMAND_RIGHT = ''\n"
        "$env.PROMPT_INDICATOR = '> '\n"
    ),
}
_RC = {
    Shell.BASH: ".bashrc",
    Shell.ZSH: ".zshrc",
    Shell.FISH: ".config/fish/config.fish",
    Shell.NU: ".config/nushell/config.nu",
}
# What lets the next prompt look, which otherwise waits for the moment that the stamp names.
_LOOK = {
    Shell.BASH: "__vc_next=0",
    Shell.ZSH: "__vc_next=0",
    Shell.FISH: "set -g __vc_next 0 0",
    Shell.NU: "$env.__vc_next = 0",
}


class Installed(NamedTuple):
    """A shell that this computer has; None: it has none of this kind."""

    shell: Shell
    executable: str | None
    name: str


def shells() -> Iterator[Installed]:
    """Every shell with a hook, bash in each version that is to be found."""
    yield from _bashes()
    for shell in (Shell.ZSH, Shell.FISH, Shell.NU):
        yield Installed(shell, shutil.which(shell), shell)


def _bashes() -> Iterator[Installed]:
    seen = set()
    folders = os.environ["PATH"].split(os.pathsep)
    for folder in (*folders, "/bin"):
        path = os.path.join(folder, "bash")
        if not os.access(path, os.X_OK):
            continue
        asked = [path, "-c", 'echo "${BASH_VERSINFO[0]}.${BASH_VERSINFO[1]}"']
        version = subprocess.check_output(asked, text=True).strip()
        if version not in seen:
            seen.add(version)
            yield Installed(Shell.BASH, path, f"bash-{version}")
    if not seen:
        yield Installed(Shell.BASH, None, "bash")


@cache
def _utf8_locale() -> str:
    """The locale C.UTF-8, or what macOS has instead."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "en_US.UTF-8"
    else:
        return "C.UTF-8"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)


class Machine:
    """A machine on which the user has installed the hook for one shell."""

    def __init__(self, folder: Path, shell: Shell, executable: str) -> None:
        self.shell = shell
        self.executable = executable
        self.kitty = False  # whether its terminals offer kitty's keyboard protocol
        self.home = folder / "home"
        self.bin = folder / "bin"
        self.program = self.bin / "valuecheck"
        self.bin.mkdir(parents=True)
        self.rc.parent.mkdir(parents=True)
        self.rc.write_text(_PLAIN[shell])
        # Else fish reads every manual page in the background when it starts for the first time.
        # fish 4 looks in the cache.
        for place in (".local/share", ".cache"):
            (self.home / place / "fish/generated_completions").mkdir(parents=True)
        shutil.copy(FAKE, self.program)
        self.environ = {
            "HOME": str(self.home),
            "PATH": os.pathsep.join([os.path.dirname(executable), "/usr/bin", "/bin"]),
            "TERM": "xterm-256color",
            "LANG": _utf8_locale(),
        }
        self.stamp = Path(locate(self.environ | {"VALUECHECK_HOME": str(folder / "data")}).next_due)

    @property
    def rc(self) -> Path:
        """The user's own configuration file of the shell."""
        return self.home / _RC[self.shell]

    @property
    def hook(self) -> Hook:
        """The hook as it should be here."""
        paths = locate(self.environ | {"VALUECHECK_HOME": str(self.stamp.parent.parent)})
        return hook_of(self.shell, paths, str(self.program), self.environ)

    @property
    def hook_file(self) -> Path:
        """The file that holds the hook."""
        return Path(self.hook.file)

    @property
    def calls(self) -> list[str]:
        """Calls of the program in valuecheck's place, and its answers."""
        record = self.bin / "calls"
        return record.read_text(errors="replace").splitlines() if record.exists() else []

    @property
    def questions(self) -> int:
        """How often the hook called for the question."""
        return sum(call.startswith(f"ask --hook {self.shell}") for call in self.calls)

    def install(self) -> None:
        """Install the hook, below what the configuration has so far."""
        apply(plan_install(self.hook))

    def configure(self, text: str) -> None:
        """Add to the user's configuration."""
        with self.rc.open("a") as file:
            file.write(text)

    def always_exit(self, code: int) -> None:
        """Let the program ask nothing and end with `code`."""
        (self.bin / "exits").write_text(str(code))

    def ask_in(self, seconds: int) -> None:
        """Write the stamp that makes the question due in so many seconds."""
        self.write_stamp(f"{int(time.time()) + seconds}\n".encode())

    def write_stamp(self, content: bytes) -> None:
        """Write `content` where the stamp belongs."""
        self.stamp.parent.mkdir(parents=True, exist_ok=True)
        self.stamp.write_bytes(content)

    @cached_property
    def reads_ahead(self) -> bool:
        """The shell takes what was typed before its start out of the terminal, as fish 4.1 does."""
        if self.shell is not Shell.FISH:
            return False
        version = subprocess.check_output([self.executable, "-c", "echo $version"], text=True)
        major, minor = version.split(".")[:2]
        return (int(major), int(minor)) >= (4, 1)

    def look_again(self, terminal: Terminal) -> None:
        """Let the shell look at its next prompt, as if the time that it waits were over."""
        terminal.type(_LOOK[self.shell] + "\r")

    def start(self, *arguments: str, typed_before: str = "", **environ: str) -> Terminal:
        """Open a terminal with the shell in it."""
        command = (self.executable, *(arguments or ("-i",)))
        return self.open(*command, environ=environ, typed_before=typed_before, kitty=self.kitty)

    def open(self, *command: str, environ: Mapping[str, str] | None = None, **how: Any) -> Terminal:
        """Open a terminal with `command` in it, and with `how` as `Terminal` takes it."""
        whole = {**self.environ, **(environ or {})}
        return Terminal(*command, environ=whole, alone=True, cwd=self.home, **{"height": 24} | how)

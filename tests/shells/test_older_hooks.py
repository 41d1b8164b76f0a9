"""A hook file that an earlier version left works with today's program, and is renewed by an answer.

older/hook-N/ has the snippets of version N as they were installed.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.shell.test_snippet import RELEASED
from tests.shells.machine import PROMPT
from tests.shells.tool import QUESTION, WORDS
from valuecheck.config.paths import locate
from valuecheck.shell.shells import Shell
from valuecheck.shell.snippet import HOOK_VERSION, header

if TYPE_CHECKING:
    from tests.shells.machine import Machine
    from tests.shells.tool import Tool

OLDER = Path(__file__).parent / "older"
VERSIONS = range(1, HOOK_VERSION)


def snippet(shell: Shell, version: int) -> str:
    return (OLDER / f"hook-{version}" / f"hook.{shell}").read_text(encoding="utf-8")


CHANGED = {
    shell: [
        version
        for version in VERSIONS
        if version == 1 or snippet(shell, version) != snippet(shell, version - 1)
    ]
    for shell in Shell
}


def as_installed(machine: Machine, version: int) -> bytes:
    """The hook file that `version` wrote on this machine."""
    quoted = machine.shell.facts.quoted
    paths = locate(machine.environ)
    values = {
        "@STAMP@": quoted(paths.next_due),
        "@BIN@": quoted(str(machine.program)),
        "@FOLDERS@": " ".join(map(quoted, paths)),
    }
    text = snippet(machine.shell, version)
    for placeholder, value in values.items():
        text = text.replace(placeholder, value)
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    head = f"# valuecheck hook for {machine.shell}, version {version}, {digest}: "
    return f"{head}renewed by valuecheck unless you edit it.\n{text}".encode()


@pytest.mark.parametrize("version", VERSIONS)
def test_the_snippets_are_those_that_were_installed(version: int) -> None:
    texts = [path.read_bytes() for path in sorted((OLDER / f"hook-{version}").iterdir())]
    assert hashlib.sha256(b"".join(texts)).hexdigest()[:16] == RELEASED[version]


@pytest.mark.settings(CHANGED)
def test_an_older_hook_asks_runs_a_command_and_is_renewed(tool: Tool, setting: int) -> None:
    machine, version = tool.machine, setting
    tool.make_store()
    older = as_installed(machine, version)
    assert header(older) == (version, True)
    machine.hook_file.write_bytes(older)
    with tool.start() as terminal:
        tool.asks_in(terminal)
        terminal.type("echo T", 0.05)
        terminal.wait_for(f"{PROMPT} echo T")
        assert machine.hook_file.read_bytes() == older
    with tool.start() as terminal:
        tool.asks_in(terminal)
        assert QUESTION in terminal.text
        terminal.type("4")
        terminal.wait_for(WORDS)
        terminal.type("words\r")
        terminal.wait_for("✓ Recorded 4")
        terminal.wait_for(PROMPT)
        assert "valuecheck" not in terminal.text
    assert [(score, note) for _, score, note in tool.recorded] == [(4, "words")]
    assert machine.hook_file.read_bytes() == machine.hook.text

from __future__ import annotations

import hashlib
from importlib.resources import files

import pytest

from valuecheck.config.paths import Paths
from valuecheck.shell.shells import Shell
from valuecheck.shell.snippet import HOOK_VERSION, header, render

# Once a snippet changes, raise HOOK_VERSION and write the new digest: that is what renews it.
RELEASED = {
    1: "dcb916c2358708fd",
    2: "90b46dedd69e4097",
    3: "1816d36755d1b17d",
    4: "4be7c3bdd2f9b9c2",
}


def test_a_changed_snippet_has_a_new_version() -> None:
    snippets = sorted(
        (entry.name, entry.read_bytes())
        for entry in files("valuecheck.shell.shells").iterdir()
        if entry.name.startswith("hook.")
    )
    assert [name for name, _ in snippets] == sorted(f"hook.{shell}" for shell in Shell)
    digest = hashlib.sha256(b"".join(text for _, text in snippets)).hexdigest()[:16]
    assert RELEASED.get(HOOK_VERSION) == digest


@pytest.mark.parametrize("shell", list(Shell))
def test_a_rendered_hook_knows_that_it_is_unmodified(shell: Shell) -> None:
    text = render(shell, Paths("/d", "/c", "/home/x"), "/bin/valuecheck")
    assert header(text) == (HOOK_VERSION, True)
    assert header(text + b"\n") == (HOOK_VERSION, False)
    assert header(text.partition(b"\n")[2]) is None
    assert b"@" not in text


@pytest.mark.parametrize("shell", list(Shell))
def test_a_path_that_looks_like_a_placeholder_stays_a_path(shell: Shell) -> None:
    text = render(shell, Paths("/d", "/@FOLDERS@", "/home/@BIN@"), "/bin/@STAMP@")
    assert b"/home/@BIN@/next-due" in text
    assert b"/bin/@STAMP@" in text
    assert b"/@FOLDERS@" in text

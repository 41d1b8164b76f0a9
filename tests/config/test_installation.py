"""The commands that add to the program's environment, or remove it, suit what installed it."""

from __future__ import annotations

import sys

import pytest

from valuecheck.config.installation import adding, removing


@pytest.mark.parametrize(
    ("prefix", "added", "removed"),
    [
        ("/home/u/.local/share/uv/tools/valuecheck", "uv tool install --with", "uv tool uninstall"),
        ("/home/u/.local/pipx/venvs/valuecheck", "pipx inject valuecheck", "pipx uninstall"),
        ("/opt/homebrew/Cellar/valuecheck/1.0.0/libexec", sys.executable, "brew uninstall"),
        ("/opt/venvs/valuecheck", sys.executable, "sudo apt remove"),
        ("/nix/store/x-valuecheck", sys.executable, "nix-env --uninstall"),
        ("/home/u/clone/.venv", sys.executable, f"{sys.executable} -m pip uninstall"),
    ],
)
def test_each_way_has_its_commands(prefix: str, added: str, removed: str) -> None:
    assert adding("psycopg[binary]", prefix).startswith(added)
    assert "'psycopg[binary]'" in adding("psycopg[binary]", prefix)
    assert removing(prefix).startswith(removed)
    assert removing(prefix).endswith("valuecheck")


def test_with_uv_the_program_comes_from_where_it_came_from() -> None:
    # The tests run with an installation of this tree, or of the package.
    *_, source = adding("pyrage", "/home/u/.local/share/uv/tools/valuecheck").split()
    assert source == "valuecheck" or source.startswith("file://")

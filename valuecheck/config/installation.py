"""How the program was installed, and so how a library is added to it, or the program removed."""

from __future__ import annotations

import shlex
import sys
from os.path import exists, join


def adding(library: str, prefix: str = sys.prefix) -> str:
    """The command that adds a library to the environment at `prefix`, and lasts over updates."""
    quoted = shlex.quote(library)
    if _is_of_uv(prefix):
        return f"uv tool install --with {quoted} {shlex.quote(_source())}"
    if _is_of_pipx(prefix):
        return f"pipx inject valuecheck {quoted}"
    return f"{shlex.quote(sys.executable)} -m pip install {quoted}"


def removing(prefix: str) -> str:
    """The command that removes the program from the environment at `prefix`."""
    if _is_of_uv(prefix):
        return "uv tool uninstall valuecheck"
    if _is_of_pipx(prefix):
        return "pipx uninstall valuecheck"
    if prefix.startswith("/opt/venvs/"):
        return "sudo apt remove valuecheck"
    if "Cellar" in prefix:
        return "brew uninstall valuecheck"
    if prefix.startswith("/nix/"):
        return "nix-env --uninstall valuecheck"
    if exists(join(prefix, "conda-meta")):
        return "conda remove valuecheck"
    return f"{shlex.quote(sys.executable)} -m pip uninstall valuecheck"


def _is_of_uv(prefix: str) -> bool:
    return join("uv", "tools") in prefix


def _is_of_pipx(prefix: str) -> bool:
    return join("pipx", "venvs") in prefix


def _source() -> str:
    """The folder or archive that the program was installed from, or its name on the index."""
    import json
    from importlib.metadata import distribution

    written = distribution("valuecheck").read_text("direct_url.json")
    return json.loads(written)["url"] if written else "valuecheck"

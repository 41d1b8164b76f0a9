"""The recipes of .github/packaging name what the project needs, and are well-formed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from typing import Any

import pytest

from tests.conftest import ELSEWHERE
from tests.docs import ROOT
from valuecheck import __version__

PACKAGING = ROOT / ".github" / "packaging"
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NEEDED = PROJECT["project"]["dependencies"]
NAMES = sorted(re.split(r"[<>=]", line)[0] for line in NEEDED)
# The few attributes of nixpkgs that the expression uses.
NIXPKGS = """
import {file} {{ pkgs = {{
    lib = {{ cleanSource = _: "source"; licenses.mit = "MIT"; platforms.unix = [ ]; }};
    python3Packages = {{ buildPythonApplication = given: given; {names} }};
}}; }}
"""


def test_conda_needs_what_the_project_needs() -> None:
    recipe = (PACKAGING / "conda" / "meta.yaml").read_text(encoding="utf-8")
    host, run = (
        set(re.findall(r"^    - (.*)$", part, re.MULTILINE))
        for part in re.findall(r"^  (?:host|run):\n((?:    .*\n)*)", recipe, re.MULTILINE)
    )
    # Conda wants a space after the name.
    spelled = {re.sub(r"(?<=[a-z])(?=>=)", " ", line) for line in NEEDED}
    assert run - {"python >=3.11"} == spelled
    assert spelled <= host


def test_nix_needs_what_the_project_needs() -> None:
    if sys.platform != "linux":
        pytest.skip(ELSEWHERE)
    if not shutil.which("nix-instantiate"):
        pytest.skip("no nix here")
    names = " ".join(f'{name} = "{name}";' for name in (*NAMES, "hatchling"))
    expression = NIXPKGS.format(file=PACKAGING / "nix", names=names)
    line = ["nix-instantiate", "--eval", "--strict", "--json", "--expr", expression]
    evaluated = subprocess.run(line, capture_output=True, text=True, check=False)
    assert evaluated.returncode == 0, evaluated.stderr
    found = json.loads(evaluated.stdout)
    assert (found["pname"], found["version"]) == ("valuecheck", __version__)
    assert sorted(found["dependencies"]) == sorted(found["nativeBuildInputs"]) == NAMES


def test_every_recipe_is_explained() -> None:
    text = (PACKAGING / "README.md").read_text(encoding="utf-8")
    for folder in (path.name for path in PACKAGING.iterdir() if path.is_dir()):
        assert f"({folder}/)" in text or folder == "__pycache__", folder

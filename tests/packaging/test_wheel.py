"""The wheel: what is in it, that any machine builds the same one, and that it runs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.docs import ROOT
from valuecheck import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run

DATA = f"valuecheck-{__version__}.data/data/"
MANUAL = f"{DATA}share/man/man1/valuecheck.1"
COMPLETIONS = {
    f"{DATA}share/bash-completion/completions/valuecheck",
    f"{DATA}share/fish/vendor_completions.d/valuecheck.fish",
    f"{DATA}share/nushell/vendor/autoload/valuecheck.nu",
    f"{DATA}share/zsh/site-functions/_valuecheck",
}


class Built(NamedTuple):
    """A wheel of this tree, and one of its source archive, unpacked elsewhere."""

    wheel: Path
    again: Path


def hatchling(*words: str, cwd: Path, umask: int = 0o022, **environ: str) -> str:
    """Run the build backend as it is in this environment, and return its standard output."""
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", *words],
        cwd=cwd,
        umask=umask,
        env={**os.environ, "PYTHONPATH": "", **environ},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert built.returncode == 0, built.stderr
    return built.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Two builds by users with other folders, masks and time zones."""
    folder = tmp_path_factory.mktemp("built")
    hatchling("build", "-t", "wheel", "-d", str(folder / "one"), cwd=ROOT)
    hatchling("build", "-t", "sdist", "-d", str(folder), cwd=ROOT, umask=0o002)
    (source,) = folder.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        # Python 3.11.2 knows no argument for it.
        archive.extraction_filter = getattr(tarfile, "data_filter", None)
        archive.extractall(folder)  # noqa: S202
    unpacked = folder / f"valuecheck-{__version__}"
    build = ("build", "-t", "wheel", "-d", str(folder / "two"))
    hatchling(*build, cwd=unpacked, umask=0o077, TZ="Asia/Tokyo")
    (wheel,), (again,) = (folder / "one").iterdir(), (folder / "two").iterdir()
    return Built(wheel, again)


def test_two_builds_are_the_same_bytes(built: Built) -> None:
    assert built.wheel.name == built.again.name
    assert built.wheel.read_bytes() == built.again.read_bytes()


def test_the_wheel_holds_the_package_and_what_belongs_beside_it(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as wheel:
        names = {*wheel.namelist()}
    package = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "valuecheck").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {name for name in names if ".dist-info/" not in name} == package | COMPLETIONS | {MANUAL}
    assert "valuecheck/py.typed" in names


def test_the_manual_is_that_of_the_commands(built: Built, run: Run) -> None:
    with zipfile.ZipFile(built.wheel) as wheel:
        assert wheel.read(MANUAL).decode() == run("help", "--man").out


def test_the_wheel_runs_without_the_tree(built: Built, tmp_path: Path, home: Path) -> None:
    installed = tmp_path / "installed"
    with zipfile.ZipFile(built.wheel) as wheel:
        wheel.extractall(installed)  # noqa: S202
    where = "import valuecheck; print(valuecheck.__file__)"
    lines = (["-c", where], ["-m", "valuecheck", "4", "works"], ["-m", "valuecheck", "log"])
    printed = ""
    for words in lines:
        environ = {**os.environ, "PYTHONPATH": str(installed)}
        ran = subprocess.run(
            [sys.executable, *words],
            cwd=tmp_path,
            env=environ,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert (ran.returncode, ran.stderr) == (0, "")
        printed += ran.stdout
    assert printed.startswith(str(installed))
    assert "works" in printed
    assert home.exists()


def test_a_release_names_its_repository_and_its_links_lead_there() -> None:
    printed = hatchling(
        "metadata",
        cwd=ROOT,
        GITHUB_REPOSITORY="someone/valuecheck",
        GITHUB_SERVER_URL="https://git.example",
    )
    metadata = json.loads(printed)
    home = "https://git.example/someone/valuecheck"
    assert metadata["urls"]["Homepage"] == home
    text = metadata["readme"]["text"]
    tree = f"{home}/blob/v{__version__}"
    assert f"({tree}/.github/docs/reference.md)" in text
    assert f"({tree}/.github/report.svg?raw=true)" in text
    assert "](." not in text
    assert "\nuv tool install valuecheck\npipx install valuecheck\n" in text


def test_every_supported_python_is_named() -> None:
    metadata = json.loads(hatchling("metadata", cwd=ROOT))
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    named = {
        line.rpartition(" ")[2]
        for line in metadata["classifiers"]
        if line.startswith("Programming Language :: Python :: 3.")
    }
    assert len(named) > 3
    assert all(f'"{version}"' in workflow for version in named)


def test_a_manual_page_has_no_mistakes(run: Run, tmp_path: Path) -> None:
    if not shutil.which("mandoc"):
        pytest.skip("no mandoc here")
    page = tmp_path / "valuecheck.1"
    page.write_text(run("help", "--man").out, encoding="utf-8")
    checked = subprocess.run(
        ["mandoc", "-Tlint", page], capture_output=True, encoding="utf-8", check=False
    )
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")

"""Print the Homebrew formula of a source archive: python formula.py dist/valuecheck-1.0.0.tar.gz

Asks pip which libraries the archive needs and where their sources are. With --local the formula
takes the archive from where it is, else from the package index. With --install FOLDER it does what
`brew install` would: it makes a virtual environment there from nothing but these sources, with
pydantic from outside, and runs the formula's test.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any, NamedTuple

# What Homebrew's own formula of pydantic, which is compiled, brings.
FROM_HOMEBREW = {
    "annotated-types",
    "pydantic",
    "pydantic-core",
    "typing-extensions",
    "typing-inspection",
}
INDEX = "https://files.pythonhosted.org/packages/source/v/valuecheck"
FORMULA = """class Valuecheck < Formula
  include Language::Python::Virtualenv

  desc "Once a day: how happy would paying customers be with what they funded?"
  homepage "https://pypi.org/project/valuecheck/"
  url "{url}"
  sha256 "{sha256}"
  license "MIT"

  depends_on "pydantic" => :no_linkage
  depends_on "python@3.13"
{resources}
  def install
    virtualenv_install_with_resources
    share = libexec/"share"
    bash_completion.install_symlink share/"bash-completion/completions/valuecheck"
    fish_completion.install_symlink share/"fish/vendor_completions.d/valuecheck.fish"
    zsh_completion.install_symlink share/"zsh/site-functions/_valuecheck"
  end

  test do
    ENV["VALUECHECK_HOME"] = testpath/"home"
    assert_match version.to_s, shell_output("#{{bin}}/valuecheck --version")
    assert_match "Recorded 4", shell_output("#{{bin}}/valuecheck 4 brewed +packaging")
    assert_match "brewed", shell_output("#{{bin}}/valuecheck log")
    assert_path_exists man1/"valuecheck.1"
  end
end
"""
RESOURCE = """
  resource "{name}" do
    url "{url}"
    sha256 "{sha256}"
  end
"""


class Source(NamedTuple):
    """A library's source archive on the package index."""

    name: str
    url: str
    sha256: str


def needed(archive: Path, *options: str) -> list[dict[str, Any]]:
    """Return the packages that pip would install for the archive, from its report."""
    line = ["-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed", "--report", "-"]
    ran = run(sys.executable, *line, *options, str(archive))
    found: list[dict[str, Any]] = json.loads(ran)["install"]
    return found


def sources(archive: Path) -> list[Source]:
    """The sources of all libraries but those that Homebrew has, by name."""
    names = {canonical(item["metadata"]["name"]) for item in needed(archive)} - {"valuecheck"}
    pure = sorted(names - FROM_HOMEBREW)
    found = []
    for item in needed(archive, "--no-binary", ",".join(pure)):
        if (name := canonical(item["metadata"]["name"])) in pure:
            info = item["download_info"]
            found.append(Source(name, info["url"], info["archive_info"]["hashes"]["sha256"]))
    return sorted(found)


def formula(archive: Path, libraries: list[Source], *, local: bool) -> str:
    """The formula's text."""
    return FORMULA.format(
        url=archive.resolve().as_uri() if local else f"{INDEX}/{archive.name}",
        sha256=hashlib.sha256(archive.read_bytes()).hexdigest(),
        resources="".join(RESOURCE.format(**library._asdict()) for library in libraries),
    )


def install(archive: Path, libraries: list[Source], folder: Path) -> None:
    """Make the environment as Homebrew would, and run the formula's test in it."""
    venv.create(folder, with_pip=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    run(*pip, "pydantic")
    run(
        *pip, "--no-deps", *(f"{each.name} @ {each.url}#sha256={each.sha256}" for each in libraries)
    )
    run(*pip, "--no-deps", str(archive))
    run(*pip[:-2], "check")
    program = str(folder / "bin" / "valuecheck")
    environ = {"VALUECHECK_HOME": str(folder / "home")}
    assert "Recorded 4" in run(program, "4", "brewed", "+packaging", **environ)
    assert "brewed" in run(program, "log", **environ)
    assert (folder / "share" / "man" / "man1" / "valuecheck.1").exists()


def canonical(name: str) -> str:
    """A name as the package index spells it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def run(*command: str, **environ: str) -> str:
    """The standard output of a command."""
    env = {**os.environ, **environ}
    return subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True).stdout


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--install", type=Path, metavar="FOLDER")
    parser.add_argument("--local", action="store_true")
    given = parser.parse_args()
    libraries = sources(given.archive)
    print(formula(given.archive, libraries, local=given.local), end="")
    if given.install:
        install(given.archive, libraries, given.install)
        print(f"installed and tried in {given.install}", file=sys.stderr)


if __name__ == "__main__":
    main()

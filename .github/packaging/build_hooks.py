"""Hatchling's hooks: the manual page of a wheel, and a README for the package index."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

# Where each file belongs, and the command that prints it.
GENERATED = {
    "share/man/man1/valuecheck.1": ("help", "--man"),
    "share/nushell/vendor/autoload/valuecheck.nu": ("completion", "nu"),
}


class BuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds to a wheel what its own commands print: the manual page, and nushell's completion."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the files; a wheel of an editable installation needs none."""
        if version == "editable":
            return
        self.generated = tempfile.TemporaryDirectory()
        for place, words in GENERATED.items():
            file = Path(self.generated.name, Path(place).name)
            file.write_bytes(self._printed(*words))
            # The mode goes into the wheel, whatever the umask of this machine is.
            file.chmod(0o644)
            build_data["shared_data"][str(file)] = place

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove what was made for the wheel."""
        if version != "editable":
            self.generated.cleanup()

    def _printed(self, *words: str) -> bytes:
        """The standard output of this source tree's program, in a home without any settings."""
        quiet = {name: value for name, value in os.environ.items() if "VALUECHECK" not in name}
        path = os.pathsep.join(filter(None, (self.root, os.environ.get("PYTHONPATH"))))
        home = str(Path(self.generated.name, "home"))
        program = [sys.executable, "-B", "-m", "valuecheck", *words]
        environ = {**quiet, "PYTHONPATH": path, "PYTHONUTF8": "1", "VALUECHECK_HOME": home}
        ran = subprocess.run(program, env=environ, stdout=subprocess.PIPE, check=True)
        return ran.stdout


class MetadataHook(MetadataHookInterface):
    """Names the repository that a release is built in, and completes the README for its readers."""

    PLUGIN_NAME = "custom"

    def update(self, metadata: dict[str, Any]) -> None:
        """Set `readme` and `urls`; without GITHUB_REPOSITORY links stay and there are no URLs."""
        text = Path(self.root, "README.md").read_text(encoding="utf-8")
        if repository := os.environ.get("GITHUB_REPOSITORY"):
            home = f"{os.environ.get('GITHUB_SERVER_URL', 'https://github.com')}/{repository}"
            tree = f"{home}/blob/v{metadata['version']}"
            text = re.sub(r"\]\((?!https?:|#)", f"]({tree}/", text)
            # Whoever reads it on the package index has no clone.
            here = re.compile(r"^(uv tool|pipx) install \.$", re.MULTILINE)
            text = here.sub(r"\1 install valuecheck", text)
            # A picture is shown from its bytes, not from the page about it.
            text = re.sub(r"(!\[[^]]*\]\([^)]*)", r"\1?raw=true", text)
            metadata["urls"] = {
                "Homepage": home,
                "Documentation": f"{tree}/.github/docs/reference.md",
                "Changelog": f"{home}/blob/HEAD/.github/CHANGELOG.md",
                "Issues": f"{home}/issues",
            }
        metadata["readme"] = {"content-type": "text/markdown", "text": text}

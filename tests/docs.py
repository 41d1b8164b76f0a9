"""The documents for users, cut into blocks and sections."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / ".github" / "docs" / "reference.md"
DOCUMENTS = (ROOT / "README.md", *sorted((ROOT / ".github" / "docs").glob("*.md")))


class Block(NamedTuple):
    """A fenced block of a document: its language ("" for none) and its text."""

    document: Path
    language: str
    text: str

    @property
    def name(self) -> str:
        """The document and the block's first line, to tell blocks apart in a test's name."""
        return f"{self.document.name}: {self.text.splitlines()[0].split('  ')[0]}"


def blocks(*languages: str) -> list[Block]:
    """All fenced blocks in one of these languages."""
    return [
        Block(document, language, text)
        for document in DOCUMENTS
        for language, text in re.findall(
            r"^```(\w*)\n(.*?)^```$", document.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
        )
        if language in languages
    ]


def sections(document: Path) -> dict[str, str]:
    """Each third-level heading of `document` with the text below it."""
    parts = re.split(r"^#{1,3} ", document.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {title: body for title, _, body in (part.partition("\n") for part in parts)}

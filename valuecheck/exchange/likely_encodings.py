"""The encodings that a text may be in, the likeliest first, each with a sample of what it reads."""

from __future__ import annotations

import codecs
import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# In the order in which they are offered where they fit alike: by how common their files are.
_CANDIDATES = (
    "shift_jis",
    "gb18030",
    "big5",
    "euc_kr",
    "euc_jp",
    "windows-1252",
    "windows-1250",
    "windows-1251",
    "iso-8859-2",
    "windows-1254",
    "windows-1253",
    "koi8-r",
    "mac_roman",
    "cp850",
    "windows-1257",
    "windows-1255",
    "windows-1256",
    "cp874",
    "iso-8859-5",
    "iso-8859-15",
    "iso2022_jp",
    "iso2022_kr",
)
# The first bytes of the common characters of encodings with thousands of them.
_COMMON = {
    "shift_jis": range(0x81, 0x98),
    "gb18030": range(0xA1, 0xD8),
    "big5": range(0xA1, 0xC7),
    "euc_kr": range(0xA1, 0xC9),
    "euc_jp": range(0xA1, 0xD0),
}
LETTER = r"[^\W\d_]"
_MIDDLE = re.compile(rf"{LETTER}[^\w\s'’\-.,;:/@&+]{LETTER}")
_BEYOND = re.compile(r"[^\x00-\x7f]")
_HIGH = re.compile(rb"[^\x00-\x7f]|\x1b")
_SAMPLE, _SHOWN, _OFFERED = 1 << 16, 24, 3


def likely(chunks: Iterable[bytes]) -> list[tuple[str, str]]:
    """The likeliest encodings of a text, each with the beginning of what it reads."""
    sample = lines_with_signs(chunks)
    # Encodings that make the same of it are one choice.
    texts = {text: name for name in reversed(_CANDIDATES) if (text := _text(sample, name))}
    ranked = sorted(
        (found, _CANDIDATES.index(name), name, text)
        for text, name in texts.items()
        if (found := _oddity(text, name)) is not None
    )
    return [(name, _excerpt(text)) for _, _, name, text in ranked[:_OFFERED]]


def lines_with_signs(chunks: Iterable[bytes]) -> bytes:
    """The lines that hold bytes beyond ASCII, as many as make a sample."""
    found: list[bytes] = []
    size = 0
    for chunk in chunks:
        for line in chunk.splitlines(keepends=True):
            if size < _SAMPLE and _HIGH.search(line):
                size += len(line)
                found.append(line[:_SAMPLE])
        if size >= _SAMPLE:
            break
    return b"".join(found)


def _text(sample: bytes, codec: str) -> str:
    """The sample as text, what a chunk has cut in two left out; empty where it is none."""
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        return decoder.decode(sample)
    except UnicodeError:
        return ""


def _oddity(text: str, codec: str) -> float | None:
    """Return how odd `text` is, per character beyond ASCII; None if it has none."""
    signs = [char for char in text if char > "\x7f"]
    if not signs:
        return None
    odd = sum(_odd(char, codec) for char in signs)
    words = [word for word in re.findall(r"[^\W\d_]+", text) if not word.isascii()]
    odd += 2 * len(_MIDDLE.findall(text)) + sum(map(_word_oddity, words))
    return odd / len(signs)


def _odd(char: str, codec: str) -> float:
    category = unicodedata.category(char)
    if category in ("Cc", "Cn", "Co"):
        return 5
    if codec in _COMMON:
        first = char.encode(codec)[0]
        return 0 if first in _COMMON[codec] else 1
    return 1 if category[0] in "SC" or "\uff61" <= char <= "\uff9f" else 0


def _word_oddity(word: str) -> int:
    """Return how odd a word is: two alphabets, capitals inside, or mostly accented letters."""
    scripts = {unicodedata.name(char, "?").split()[0] for char in word}
    if len(scripts) > 1 and not scripts <= {"CJK", "HIRAGANA", "KATAKANA", "HANGUL"}:
        return 2
    if capitals := sum(a.islower() and b.isupper() for a, b in pairwise(word)):
        return 2 * capitals
    accented = sum(char > "\x7f" for char in word)
    is_accented = scripts == {"LATIN"} and len(word) > 2 and 3 * accented > 2 * len(word)
    return 2 if is_accented else int(len(word) > 3 and word.isupper())


def _excerpt(text: str) -> str:
    """Return the part of `text` around its first word beyond ASCII."""
    match = _BEYOND.search(text)
    start = match.start() if match else 0
    word = re.split(r"[\s,;|\"]", text[max(0, start - _SHOWN) : start])[-1]
    line = " ".join((word + text[start : start + _SHOWN]).split())
    return line[:_SHOWN].replace("'", "’")

"""Find the encoding of a file: a certain one, or a refusal that names the likely ones."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from valuecheck.core.errors import UsageError, ValuecheckError
from valuecheck.core.text import quoted
from valuecheck.exchange.likely_encodings import LETTER, likely, lines_with_signs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Chunks = Callable[[], Iterator[bytes]]

UTF_8, WINDOWS = "utf-8", "cp1252"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NAMES = {
    "utf-8-sig": "UTF-8",
    UTF_8: "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    WINDOWS: "Windows-1252",
}
_ARCHIVES = (
    b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf",
    b"\x28\xb5\x2f\xfd",
)  # fmt: skip
_DOCUMENTS = (b"%PDF-", b"{\\rtf")
# Codecs of Python that turn text into text, or that act on escapes in it.
_NO_ENCODINGS = {"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined", "utf-7"}
_ACCENTED = "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ffŒœ"
# Western text never has these, other encodings read as Windows-1252 have them everywhere.
_IMPOSSIBLE = re.compile(
    "[\x1b\u0080-\u009fŠšŽžŸƒˆ‡†‰ÝýÞþÐð¤]"
    rf"|{LETTER}[^\w\s\x00-\x7f’‘–—·«»]{LETTER}|\w[‚„]|™\w|(?<!\w)[ºª]\w|[¼½¾]{LETTER}"
    rf"|[a-z\u00df-\u00f6\u00f8-\u00ff][\u00c0-\u00d6\u00d8-\u00deŒ]|[{_ACCENTED}]{{3}}|õ(?!e)"
)
_UNDECODED = re.compile("[\udc80-\udcff]")
# How ISO 2022 shifts from ASCII to other letters.
_SHIFTED = re.compile("\x1b[$(]")
# So many characters tell that every second byte is zero.
_FEWEST = 8


def encoding_of(chunks: Chunks, shown: str, given: str = "", advice: str = "") -> tuple[str, bool]:
    """The codec of the bytes in `chunks`, and whether it is a guess.

    Raises ValuecheckError for bytes that are no text, and UsageError where several encodings are
    likely or the `given` one does not fit.
    """
    first = next(chunks(), b"")
    _refuse_no_table(first, shown)
    if given:
        return _as_given(chunks, shown, given), False
    if codec := _marked(first) or _wide(first):
        if not _decodes(chunks(), codec):
            problem = f"{shown} begins as {_NAMES[codec]} does, but is not"
            raise ValuecheckError(problem, "save it as CSV in UTF-8")
        return codec, False
    refuse_binary(first, shown)
    if _decodes(chunks(), UTF_8, _SHIFTED):
        return UTF_8, False
    _refuse_damaged(chunks(), shown)
    if _decodes(chunks(), WINDOWS, _IMPOSSIBLE):
        return WINDOWS, True
    refuse_binary(lines_with_signs(chunks()), shown)
    undecided = _undecided(chunks, f"{shown} is not UTF-8, and its encoding is not certain")
    raise UsageError(undecided.problem, advice) if advice else undecided


def shown_encoding(codec: str) -> str:
    """A codec by its common name."""
    return _NAMES.get(codec, codec)


def refuse_binary(data: bytes, shown: str) -> None:
    """Raise ValuecheckError for bytes that are no text in any encoding."""
    if b"\0" in data and not _marked(data) and not _wide(data):
        problem = f"{shown} is no text: it has zero bytes"
        raise ValuecheckError(problem, "save it as CSV in UTF-8")


def _refuse_no_table(data: bytes, shown: str) -> None:
    """Raise ValuecheckError for the formats that are saved in place of a table."""
    if data.startswith(_ARCHIVES):
        problem = f"{shown} is a workbook or an archive"
        raise ValuecheckError(problem, "save it as CSV and import that")
    if data.startswith(_DOCUMENTS):
        problem = f"{shown} is a document"
        raise ValuecheckError(problem, "save it as CSV and import that")
    if data.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<"):
        problem = f"{shown} is a web page or XML, no table"
        raise ValuecheckError(problem, "look what it says, and save the answers as CSV")


def _marked(data: bytes) -> str:
    return next((codec for mark, codec in _MARKS if data.startswith(mark)), "")


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: nearly every second byte of its first characters is zero."""
    start = data[:2048]
    zeros = start[0::2].count(0), start[1::2].count(0)
    most = len(start) // 2
    if most < _FEWEST:
        return ""
    if zeros[1] > 0.6 * most and not zeros[0]:
        return "utf-16-le"
    return "utf-16-be" if zeros[0] > 0.6 * most and not zeros[1] else ""


def _as_given(chunks: Chunks, shown: str, given: str) -> str:
    try:
        codec = codecs.lookup(given).name
        "".encode(codec)
    except (LookupError, ValueError, TypeError) as error:
        problem = f"{quoted(given)} is no encoding"
        raise UsageError(problem, "such names are utf-8, windows-1252, shift_jis") from error
    if codec in _NO_ENCODINGS or not codecs.lookup(codec)._is_text_encoding:
        problem = f"{quoted(given)} is no encoding of text"
        raise UsageError(problem, "such names are utf-8, windows-1252, shift_jis")
    if codec == UTF_8 and _marked(next(chunks(), b"")) == "utf-8-sig":
        codec = "utf-8-sig"
    if not _decodes(chunks(), codec):
        raise _undecided(chunks, f"{shown} is not {given}")
    return codec


def _refuse_damaged(chunks: Iterable[bytes], shown: str) -> None:
    """Raise ValuecheckError for UTF-8 that is cut, or that has some text in another encoding."""
    decoder = codecs.getincrementaldecoder(UTF_8)("surrogateescape")
    good = bad = 0
    line = lines = 1
    for chunk in chunks:
        text = decoder.decode(chunk)
        found = [*_UNDECODED.finditer(text)]
        if found and not bad:
            line = lines + text.count("\n", 0, found[0].start())
        bad += len(found)
        good += sum(char > "\x7f" for char in text) - len(found)
        lines += text.count("\n")
    if not bad and decoder.decode(b"", final=True):
        problem = f"{shown} ends in the middle of a character, so that it is not complete"
        raise ValuecheckError(problem, "export it again, or name its encoding with --encoding")
    if 0 < bad <= good:
        problem = f"{shown} is UTF-8, but line {line} has text in another encoding"
        raise ValuecheckError(problem, "mend it, or export it again in UTF-8")


def _decodes(
    chunks: Iterable[bytes], codec: str, impossible: re.Pattern[str] | None = None
) -> bool:
    """Return True if all bytes are text in `codec`, without zeros and anything `impossible`."""
    decoder = codecs.getincrementaldecoder(codec)()
    before = ""
    try:
        for chunk in chunks:
            text = decoder.decode(chunk)
            if "\0" in text or (impossible and impossible.search(before + text)):
                return False
            before = text[-3:]
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _undecided(chunks: Chunks, problem: str) -> UsageError:
    """The refusal that names the likely encodings, each with a sample of what it makes."""
    offered = [f"--encoding {name} reads {quoted(text)}" for name, text in likely(chunks())]
    if not offered:
        return UsageError(problem, "save it as CSV in UTF-8")
    return UsageError(problem, f"add the one that reads well: {', '.join(offered)}")

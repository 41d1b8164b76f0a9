"""The manual page valuecheck(1), made from the commands themselves."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING, Any

from valuecheck import RELEASED, __version__
from valuecheck.config.compiled import PREFIX
from valuecheck.config.settings import MEANINGS, Settings
from valuecheck.config.values import shown
from valuecheck.core.errors import ExitCode
from valuecheck.core.text import wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ITEM = "* "
NAME = "once a day: how happy would paying customers be with what they funded?"
EXAMPLES = {
    "valuecheck": "Answer today's question.",
    "valuecheck 4 fixed checkout outage +incident @retail": "Answer it at once.",
    "valuecheck off mon..wed holiday": "Three days without a question.",
    "valuecheck report last-month +incident": "Last month's incidents.",
    "valuecheck report quarter --output q.html": "A page to share, without notes.",
    "valuecheck undo": "Take back the last command.",
}
EXITS = {
    ExitCode.DONE: "Done.",
    ExitCode.FAILED: "Failed, or doctor found a problem.",
    ExitCode.USAGE: "Wrong usage, unknown id, or bad setting.",
    ExitCode.NOT_DUE: "Not due (due), or nothing to undo (undo).",
    ExitCode.STORE: "The data cannot be used.",
    ExitCode.TRY_AGAIN: "Only for the hook: try again in a minute.",
    ExitCode.INTERRUPTED: "Interrupted.",
}
ENVIRONMENT = {
    "VALUECHECK_HOME": "A folder for data, settings and state together.",
    f"{PREFIX}<SETTING>": "Beats the setting of that name in config.toml.",
    "VALUECHECK_HOOK": "0 silences the hook in one shell.",
    "VALUECHECK_NOW": "Replaces the clock; only beside VALUECHECK_HOME.",
    "NO_COLOR": "Leave colours out.",
}
FILES = {
    "~/.local/share/valuecheck/valuecheck.db": "The answers, in a SQLite file.",
    "~/.config/valuecheck/config.toml": "The settings.",
    "~/.local/state/valuecheck/": "What this machine remembers between two commands.",
    "~/Library/Application Support/valuecheck/": "All of these on macOS.",
}


def show(text: str) -> None:
    """Show the page with the reader's own `man`; where there is none or no terminal, print it."""
    man = shutil.which("man")
    if man is None or not sys.stdout.isatty():
        sys.stdout.write(text)
        return
    # A name with a slash is a file for every man.
    with tempfile.NamedTemporaryFile("w", suffix=".1", prefix="valuecheck-") as file:
        file.write(text)
        file.flush()
        subprocess.run([man, file.name], check=False)  # noqa: S603


def page(root: Any) -> str:
    """The page in roff's man macros, for `root`, the command of the whole program."""
    parts = (
        _head(root),
        _commands(root),
        _terms("SETTINGS", _settings()),
        _terms("ENVIRONMENT", ENVIRONMENT),
        _terms("FILES", FILES),
        _terms("EXIT STATUS", {str(int(code)): text for code, text in EXITS.items()}),
        _terms("EXAMPLES", EXAMPLES),
    )
    return "\n".join(line for part in parts for line in part) + "\n"


def _head(root: Any) -> Iterator[str]:
    yield f'.TH VALUECHECK 1 {RELEASED} "valuecheck {__version__}" "User Commands"'
    yield from (".SH NAME", *_lines(f"valuecheck - {NAME}"))
    yield from (".SH SYNOPSIS", ".B valuecheck", "[" + _italic("COMMAND") + "] ...")
    yield from (".br", ".B valuecheck", _italic("SCORE") + " [" + _italic("WORDS") + "] ...")
    yield ".SH DESCRIPTION"
    yield from _paragraphs(root.help)


def _commands(root: Any) -> Iterator[str]:
    panel = None
    for path, command in _walk(root, "valuecheck"):
        if (found := getattr(command, "rich_help_panel", None)) and found != panel:
            panel = found
            yield f".SH {_plain(panel.upper())}"
        yield from (".SS " + _plain(path), *_usage(path, command), ".PP")
        yield from _paragraphs(command.help)
        for parameter in _visible(command.params):
            if parameter.param_type_name == "option":
                yield from _term(_option(parameter), parameter.help)


def _walk(group: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Each visible command below `group` with its full name, in the order of `--help`."""
    for name in group.list_commands(None):
        command = group.commands[name]
        if command.hidden:
            continue
        yield f"{path} {name}", command
        if hasattr(command, "commands"):
            yield from _walk(command, f"{path} {name}")


def _usage(path: str, command: Any) -> Iterator[str]:
    words = [_bold(path)]
    if any(each.param_type_name == "option" for each in _visible(command.params)):
        words.append("[" + _italic("OPTION") + "]...")
    if hasattr(command, "commands"):
        words.append(_italic("COMMAND"))
    for each in _visible(command.params):
        if each.param_type_name == "argument":
            word = _italic(each.metavar or each.name.upper())
            word = word if each.required else f"[{word}]"
            words.append(word + ("..." if each.nargs == -1 else ""))
    yield " ".join(words)


def _visible(parameters: Iterable[Any]) -> list[Any]:
    return [each for each in parameters if not getattr(each, "hidden", False)]


def _option(parameter: Any) -> str:
    names = ", ".join(map(_bold, (*parameter.opts, *parameter.secondary_opts)))
    if parameter.is_flag:
        return names
    return f"{names} {_italic(parameter.metavar or parameter.name.upper())}"


def _settings() -> dict[str, str]:
    defaults = Settings()
    return {
        key: f"{meaning[:1].upper()}{meaning[1:]}. Default: {shown(getattr(defaults, key))}"
        for key, meaning in MEANINGS.items()
    }


def _terms(title: str, terms: dict[str, str]) -> Iterator[str]:
    yield f".SH {title}"
    for term, text in terms.items():
        yield from _term(_bold(term), text)


def _term(term: str, text: str | None) -> Iterator[str]:
    yield from (".TP", term, *_lines(text or ""))


def _paragraphs(text: str | None) -> Iterator[str]:
    for number, paragraph in enumerate(re.split(r"\n\s*\n", (text or "").strip())):
        is_item = paragraph.lstrip().startswith(_ITEM)
        if number or is_item:
            yield ".IP \\(bu 2" if is_item else ".PP"
        yield from _lines(paragraph.lstrip().removeprefix(_ITEM))


def _lines(text: str) -> Iterator[str]:
    """Running text in lines of at most 80 bytes: code in bold, and no line is a request."""
    parts = re.split(r"`([^`]*)`", " ".join(text.split()))
    marked = "".join(_bold(part) if n % 2 else _plain(part) for n, part in enumerate(parts))
    for line in wrap(marked, 78):
        yield "\\&" + line if line.startswith((".", "'")) else line


def _bold(text: str) -> str:
    return f"\\fB{_plain(text)}\\fR"


def _italic(text: str) -> str:
    return f"\\fI{_plain(text)}\\fR"


def _plain(text: str) -> str:
    """`text` with roff's special characters escaped; what is not ASCII by its number."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    text = text.replace("~", "\\(ti").replace("^", "\\(ha").replace("`", "\\(ga")
    return "".join(char if char.isascii() else f"\\[u{ord(char):04X}]" for char in text)

"""The program's commands as one Typer app, and the one place where wrong usage is a sentence.

`cli.app` puts the commands into it.
"""

from __future__ import annotations

import sys
from copy import copy
from functools import cache
from typing import TYPE_CHECKING, Any

import typer

from valuecheck.cli.support import first_page
from valuecheck.cli.support.panels import PANELS
from valuecheck.core.errors import ExitCode
from valuecheck.core.text import ROOMY, SHOWN, columns, cut, say, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typer.models import CommandInfo

# The manual page's description.
HELP = """
Once a day: if paying customers knew this was what they funded, how happy would they be?

`valuecheck` asks today's question. `valuecheck 4 fixed the outage +incident @retail` answers it at
once; note that such words also enter the shell's history, while the prompt's do not.
"""

# Typer's messages in plain words.
_PLAINER = {
    "argument(s)": "words",
    "Value error, ": "",
    ". Did you mean": ", did you mean",
    " Did you mean": ", did you mean",
    "Input should be a valid integer, unable to parse string as an integer": "it is no number",
    "Input should be greater than or equal to ": "it is less than ",
}

_TAKE_WORDS = {f"valuecheck {name}" for name in ("ask", "edit", "feedback add", "feedback edit")}


class ByPanel(typer.core.TyperGroup):
    """Commands and groups of commands in the order of their panels."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of all commands."""

        def place(name: str) -> int:
            panel = getattr(self.commands[name], "rich_help_panel", None)
            return PANELS.index(panel) if panel in PANELS else len(PANELS)

        return sorted(super().list_commands(ctx), key=place)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page that `valuecheck -h` shows."""
        groups: dict[str, list[str]] = {}
        for name in self.list_commands(ctx):
            command: Any = self.commands[name]
            if not command.hidden:
                groups.setdefault(str(command.rich_help_panel), []).append(name)
        formatter.write("\n".join(first_page.lines(groups, columns())))


app = typer.Typer(
    cls=ByPanel,
    help=HELP,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"], "terminal_width": columns()},
    # Panels need room; a narrow terminal would cut the options off.
    rich_markup_mode="markdown" if columns() >= ROOMY else None,
    pretty_exceptions_enable=False,
)


def run(words: Sequence[str]) -> int:
    """Run one command line and return its exit code; ValuecheckError passes through."""
    command = _command(words[0] if words and words[0] in _names() else "")
    # Not command.main(): it would end the process itself where a pipe closes early.
    try:
        with command.make_context("valuecheck", list(words)) as context:
            command.invoke(context)
    except typer.Exit as stop:
        return stop.exit_code
    except typer.TyperException as error:
        # A group of commands without one of them has printed its help; there is no message.
        if error.format_message():
            say(f"valuecheck: {_sentence(error, words)}", sys.stderr)
        return ExitCode.USAGE
    except typer.Abort:
        say("", sys.stderr)
        return ExitCode.INTERRUPTED
    return ExitCode.DONE


@cache
def _command(name: str) -> Any:
    """The command or group `name`, all of them for an empty name; made once in a process.

    Typer takes a tenth of a start to make all commands.
    """
    part = copy(app)
    if name:
        part.registered_commands = [
            each for each in app.registered_commands if _name_of(each) == name
        ]
        part.registered_groups = [each for each in app.registered_groups if each.name == name]
    command = typer.main.get_command(part)
    _hide_types(command)
    return command


def _names() -> set[str]:
    """The names of all commands and groups."""
    groups = {str(each.name) for each in app.registered_groups}
    return groups | {_name_of(each) for each in app.registered_commands}


def _name_of(command: CommandInfo) -> str:
    return str(command.name or getattr(command.callback, "__name__", ""))


def _hide_types(command: Any) -> None:
    """Let the help of `command` and of all below it name values, but not Python's types."""
    all_parameters = command.get_params

    def get_params(context: Any) -> Any:
        parameters = all_parameters(context)
        for each in parameters:
            # Options with a value have a metavar; flags and arguments need no word beside them.
            if each.metavar is None or each.param_type_name == "argument":
                each.display_type_rich = lambda ctx: None  # noqa: ARG005
            each._get_number_range_help_str = lambda: None
        return parameters

    command.get_params = get_params
    for inner in getattr(command, "commands", {}).values():
        _hide_types(inner)


def _sentence(error: typer.TyperException, words: Sequence[str]) -> str:
    """Return what is wrong and where help is; long ones of the typed `words` in it are cut."""
    problem = error.format_message()
    typed = [part for word in words for part in (word, word.partition("=")[2])]
    for word in [part for part in typed if len(part) > SHOWN]:
        for shown in (word, repr(word)[1:-1]):
            problem = problem.replace(shown, cut(shown))
    problem = visible(problem).strip().rstrip(".?")
    for clumsy, plain in _PLAINER.items():
        problem = problem.replace(clumsy, plain)
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "valuecheck"
    dash = path in _TAKE_WORDS and "option" in problem.casefold()
    remedy = "words that begin with a dash go after '--', and " if dash else ""
    return f"{problem[:1].lower()}{problem[1:]}; {remedy}'{path} --help' shows what there is."

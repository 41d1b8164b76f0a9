"""The front door: the daily path on the standard library alone, everything else to the cli."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from io import TextIOWrapper

from valuecheck.ask import request
from valuecheck.config.context import current_context
from valuecheck.config.paths import kept
from valuecheck.core.errors import ExitCode, ValuecheckError, reason
from valuecheck.core.text import encodable, raise_output_error, say, silence, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuecheck.config.compiled import Context

_KEY_SHOWN = 12


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code."""
    if arguments is None:
        # A process of milliseconds leaves no garbage worth looking for.
        gc.disable()
    words = list(sys.argv[1:] if arguments is None else arguments)
    _make_streams_safe()
    before = kept()
    try:
        code = _run(words)
        sys.stdout.flush()
        raise_output_error()
    except ValuecheckError as error:
        _complain(str(error))
        return error.code
    except KeyboardInterrupt:
        if kept() == before:
            return ExitCode.INTERRUPTED
        if _asks(words):
            # An answer that is stored is acknowledged, too.
            return ExitCode.DONE
        _complain("interrupted; what was stored before that stays.")
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return ExitCode.DONE
    except OSError as error:
        _drop_output()
        # Of the doctor's findings nobody knows unless they are shown.
        is_done = kept() > before and words[:1] != ["doctor"]
        if error.filename is None and is_done:
            _complain(f"it is done, but cannot be shown: {reason(error)}.")
            return ExitCode.DONE
        what = f"{error.filename}: " if error.filename else "cannot write the output: "
        _complain(f"{what}{reason(error)}; check the disk and the terminal.")
        return ExitCode.FAILED
    except ImportError as error:
        # An update that was cut off, or a disk that fails.
        _drop_output()
        part = error.name or "a module"
        _complain(f"{part}, a part of the program, cannot be loaded; install valuecheck again.")
        return ExitCode.FAILED
    except Exception as error:
        # A row that other hands wrote, or a mistake of ours: a traceback would help nobody here.
        _drop_output()
        again = words[:1] == ["doctor"]
        remedy = "nothing was changed" if again else "'valuecheck doctor' looks for damage"
        _complain(f"this failed unexpectedly ({type(error).__name__}); {remedy}.")
        return ExitCode.FAILED
    return code


def _make_streams_safe() -> None:
    """A stream that the caller closed swallows everything; none refuses a character."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _complain(sentence: str) -> None:
    say(f"valuecheck: {visible(sentence)}", sys.stderr)


def _drop_output() -> None:
    # The interpreter would complain at its end about what is still buffered.
    silence(1)


def _run(words: list[str]) -> int:
    if words[:1] == ["due"] and words[1:] in ([], ["--verbose"]):
        from valuecheck.actions import due

        return due.print_state(current_context(), verbose=words[1:] != [])
    if _is_answer(words):
        words = ["ask", *words]
    if words[:2] == ["ask", "--hook"]:
        from valuecheck.ask import hook

        return hook.ask(words[2:], _afterwards)
    if words[:1] == ["ask"] and (asked := request.parse(words[1:])):
        from valuecheck.ask import run

        done = run.ask(current_context(), asked, _afterwards)
        _name_left_out()
        return done
    if not words and sys.stdin.isatty() and sys.stdout.isatty():
        from valuecheck.actions import due
        from valuecheck.ask import run

        context = current_context()
        # Who has just installed it wants to see the question, whatever day it is.
        if due.is_unanswered(context) or not os.path.exists(context.paths.store):
            return run.ask(context, request.AskRequest(), _afterwards)
    if words == ["sync", "--quiet"]:
        from valuecheck.sync import running

        _prepare_for_libraries()
        # By itself after an answer: without the command line it takes half the time.
        running.run_quietly(current_context(warn=False))
        return ExitCode.DONE
    if words[:2] == ["complete", "--"]:
        from valuecheck.shell.complete import candidates

        sys.stdout.write("".join(f"{candidate}\n" for candidate in candidates(words[2:])))
        return ExitCode.DONE
    if words[:1] in ([], ["status"]) and _show_status(words[1:]):
        return ExitCode.DONE
    _prepare_for_libraries()
    from valuecheck import cli

    code = cli.run(words)
    _name_left_out()
    return code


def _name_left_out() -> None:
    """Say which rows of the store could not be used."""
    loaded = sys.modules.get("valuecheck.store.connection")
    rows = loaded.all_left_out() if loaded else []
    if not rows:
        return
    first = rows[0]
    which = f"{first.table.name} {first.key[-_KEY_SHOWN:]}: {first.reason}"
    more = f", and {len(rows) - 1:,} more" if len(rows) > 1 else ""
    rows_are = "1 row is" if len(rows) == 1 else f"{len(rows):,} rows are"
    _complain(f"{rows_are} left out ({which}{more}); 'valuecheck doctor' says how to mend that.")


def _show_status(words: list[str]) -> bool:
    """Show the status where `words` are its most usual ones; False where only `cli` knows them."""
    from valuecheck.ask import show_status

    context = current_context()
    terminal = sys.stdout.isatty()
    shape = show_status.chosen(words, is_terminal=terminal, accessible=context.accessible)
    if shape is None:
        return False
    sys.stdout.write(encodable(show_status.status(context, shape), sys.stdout))
    return True


def _asks(words: list[str]) -> bool:
    return words[:1] in ([], ["ask"]) or _is_answer(words)


def _is_answer(words: list[str]) -> bool:
    """Return whether the first word after options of `ask` begins with a digit, as a score does."""
    asked = request.parse(words)
    plain = asked.words if asked else [word for word in words if not word.startswith("-")]
    return bool(plain) and plain[0][:1] in tuple("0123456789")


def _prepare_for_libraries() -> None:
    """Make the imports that follow cheaper."""
    # Imports and reports allocate much and free nothing: most collections find no garbage.
    gc.enable()
    gc.set_threshold(50_000, 20, 20)
    # No plugin of anybody runs on somebody's diary; looking for them takes a tenth of the start.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def _afterwards(context: Context) -> None:
    """Once an answer is safe: last week in a few lines, and what runs by itself."""
    _sum_up(context)
    if context.settings.auto:
        from valuecheck.actions import background

        background.start(context, context.settings.auto)


def _sum_up(context: Context) -> None:
    """After the first answer of a week: last week in a few lines on a terminal, then a copy.

    After the first one that names a customer: what they want.
    """
    # The answer is stored and acknowledged: a failure here is not worth a message.
    with suppress(ValuecheckError, OSError, KeyboardInterrupt):
        _show_digest(context)
        _show_wants(context)
        from valuecheck.store import copy_files

        if not copy_files.has_weeks_copy(context.paths.store, context.now):
            from valuecheck.store import copies

            copies.make_weekly(context.paths.store, context.now)


def _show_wants(context: Context) -> None:
    if not os.isatty(1):
        return
    from valuecheck.core.days import monday_of
    from valuecheck.core.text import columns, fitted
    from valuecheck.store import connection, wants

    monday = monday_of(context.today)
    with connection.reading(context.paths.store) as opened:
        found = wants.of_latest(opened, monday) if opened else None
    if found:
        # One line, whatever they want.
        say(fitted(visible(f"@{found[0]} wants: {found[1]}"), columns()), sys.stdout)


def _show_digest(context: Context) -> None:
    from valuecheck.actions import ask_state, due

    if not context.settings.weekly_digest or not os.isatty(1):
        return
    if ask_state.begin_week(context) and due.was_last_week_recorded(context):
        _prepare_for_libraries()
        from valuecheck.ask import digest

        digest.show(context)


if __name__ == "__main__":
    sys.exit(main())

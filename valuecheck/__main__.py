"""The front door: the daily path on the standard library alone, everything else to the cli."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from valuecheck import front as compiled
from valuecheck.ask import request
from valuecheck.days import now
from valuecheck.errors import ExitCode, ValuecheckError
from valuecheck.front import Here
from valuecheck.paths import locate
from valuecheck.text import say

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = _run(words)
        if sys.stdout is not None:
            sys.stdout.flush()
    except ValuecheckError as error:
        say(f"valuecheck: {error}", sys.stderr)
        return error.code
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        # The reader has seen enough; without this the interpreter complains at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return ExitCode.DONE
    return code


def _run(words: list[str]) -> int:
    if words[:1] == ["due"] and words[1:] in ([], ["--verbose"]):
        return _due(verbose=words[1:] != [])
    if _is_answer(words):
        words = ["ask", *words]
    if words[:1] == ["ask"] and (asked := request.parse(words[1:])):
        if asked.hook is not None:
            from valuecheck.ask import hook

            return hook.ask(lambda: _here(warn=False))
        from valuecheck.ask import run

        return run.ask(_here(), asked)
    if not words and sys.stdin and sys.stdin.isatty() and sys.stdout and sys.stdout.isatty():
        from valuecheck.ask import run

        here = _here()
        if run.is_due(here):
            return run.ask(here, request.AskRequest())
    from valuecheck import cli

    return cli.run(words)


def _is_answer(words: list[str]) -> bool:
    """Whether the first word, options of `ask` before it left out, begins as a score does."""
    asked = request.parse(words)
    plain = asked.words if asked else [word for word in words if not word.startswith("-")]
    return bool(plain) and plain[0][:1] in tuple("0123456789")


def _due(*, verbose: bool) -> int:
    from valuecheck import due
    from valuecheck.store import connection

    here = _here()
    with connection.reading(here.paths.store) as opened:
        state = due.evaluate(opened, here)
    if verbose:
        say(due.sentence(state), sys.stdout)
    return ExitCode.DONE if state.due else ExitCode.NOT_DUE


def _here(*, warn: bool = True) -> Here:
    paths = locate(os.environ)
    settings = compiled.load(paths, os.environ)
    if settings is None:
        from valuecheck.settings import front

        settings = front(paths, os.environ)
    for warning in settings.warnings if warn else ():
        say(f"valuecheck: {warning}", sys.stderr)
    return Here(paths, settings, now(os.environ))


if __name__ == "__main__":
    sys.exit(main())

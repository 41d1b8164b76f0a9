"""Parse the command line of `ask`."""

from __future__ import annotations

from valuecheck.core.named import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

FLAGS = ("--if-due",)
VALUES = ("--day", "--kind", "--customer")


class AskRequest(NamedTuple):
    """The words of an answer and the options around them, not yet understood."""

    words: tuple[str, ...] = ()
    day: str | None = None
    kinds: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()
    if_due: bool = False


def parse(arguments: Sequence[str]) -> AskRequest | None:
    """The request in `arguments`, options anywhere; None where only full help or errors can answer.

    What follows `--` is words.
    """
    words: list[str] = []
    given: dict[str, list[str]] = {name: [] for name in (*FLAGS, *VALUES)}
    rest = iter(arguments)
    for argument in rest:
        name, equals, value = argument.partition("=")
        if argument == "--":
            words.extend(rest)
        elif not argument.startswith("-") or argument == "-":
            words.append(argument)
        elif argument in FLAGS:
            given[argument].append("")
        elif name in VALUES:
            following = value if equals else next(rest, None)
            if following is None:
                return None
            given[name].append(following)
        else:
            return None
    return AskRequest(
        words=tuple(words),
        day=_last(given["--day"]),
        kinds=tuple(given["--kind"]),
        customers=tuple(given["--customer"]),
        if_due=bool(given["--if-due"]),
    )


def _last(values: list[str]) -> str | None:
    return values[-1] if values else None

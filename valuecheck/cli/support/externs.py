"""The commands as nushell's `extern` definitions, so that it completes and explains them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMPLETER = '@"nu-complete valuecheck"'
_HEAD = """\
# valuecheck completion for nushell. 'valuecheck completion nu --install' saves it; by hand:
#   valuecheck completion nu | save ($nu.user-autoload-dirs.0 | path join valuecheck-completion.nu)
def "nu-complete valuecheck" [context: string] {
    let words = $context | str trim --left | split row --regex '\\s+' | skip 1
    # Nushell itself completes the name of a command.
    if ($words | length) < 2 { return [] }
    let found = do { ^valuecheck complete -- ...$words } | complete | get stdout | lines
    # Where there is nothing to offer, a file may be meant.
    if ($found | is-empty) { null } else { $found }
}
"""


def script(root: Any) -> str:
    """The definitions for `root`, the command of the whole program."""
    return _HEAD + "".join(_definitions(root, "valuecheck"))


def _definitions(command: Any, path: str) -> Iterator[str]:
    name = f'"{path}"' if " " in path else path
    summary = (command.help or "").strip().partition("\n")[0]
    takes_words = path == "valuecheck" or not hasattr(command, "commands")
    yield f"\n# {summary}\nextern {name} ["
    # Nushell itself completes the names of a group's commands.
    yield f"\n    ...words: string{_COMPLETER}" if takes_words else ""
    for each in command.params:
        if each.param_type_name == "option" and not each.hidden:
            yield from _flags(each)
    yield "\n    --help(-h) # Show this message and exit.\n]\n"
    for inner, found in getattr(command, "commands", {}).items():
        if not found.hidden:
            yield from _definitions(found, f"{path} {inner}")


def _flags(option: Any) -> Iterator[str]:
    names = [*option.opts, *option.secondary_opts]
    short = "".join(f"({name})" for name in names if not name.startswith("--"))
    value = "" if option.is_flag else f": string{_COMPLETER}"
    for name in names:
        if name.startswith("--"):
            yield f"\n    {name}{short}{value} # {' '.join((option.help or '').split())}"

"""Old names of customers: notes and rows keep them as typed, reading resolves them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def todays_name(name: str, became: Mapping[str, str]) -> str:
    """Return today's name of `name`; `became` maps each old name to its successor."""
    path = [name]
    while following := became.get(path[-1]):
        if following in path:
            # Two machines merged them into each other: all agree on one of the names.
            return min(path[path.index(following) :])
        path.append(following)
    return path[-1]

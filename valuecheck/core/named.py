"""Named tuples for the daily path: `typing.NamedTuple`, without loading `typing`.

Importing `typing` and letting it compile each annotation takes a seventh of an answer's time.
Modules of the daily path therefore also set `TYPE_CHECKING` themselves, which type checkers know.
"""

from __future__ import annotations

__all__ = ["NamedTuple"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from collections import namedtuple

    class _Named(type):
        """Turns the body of a class into a named tuple; annotations are the fields."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, object]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = body.pop("__annotations__", {})
            defaults = [body.pop(field) for field in fields if field in body]
            made = namedtuple(name, fields, defaults=defaults, module=body.pop("__module__"))
            made.__annotations__ = fields
            for attribute, value in body.items():
                setattr(made, attribute, value)
            return made

    class NamedTuple(metaclass=_Named):
        """Base class of named tuples, as in `typing`."""

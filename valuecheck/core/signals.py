"""The module `signal` for the daily path, as the interpreter holds it.

Python's own wrapper turns its numbers into enumerations, whose loading takes a tenth of the way to
the question.
"""

from __future__ import annotations

__all__ = ["signal"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal
else:
    import _signal as signal

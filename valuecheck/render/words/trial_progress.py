"""The progress of today\'s trial; without libraries, because `status` is shown often."""

from __future__ import annotations

from valuecheck.core.text import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from valuecheck.core.trial import Trial


def progress(trial: Trial, today: date, shown: Callable[[str], str] = visible) -> str:
    """Such as `Trial no status meeting: week 2 of 4.`; `shown` makes its words harmless.

    After its end it says where the verdict is.
    """
    name = " ".join(filter(None, ["Trial", shown(trial.text)]))
    if today > trial.finish:
        return f"{name} is over: valuecheck try"
    return f"{name}: week {trial.week_on(today)} of {trial.weeks}."

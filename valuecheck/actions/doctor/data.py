"""Look at the store: whether it is sound, its rows, its clock, and other stores beside it."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from valuecheck.actions import forget
from valuecheck.actions.doctor.finding import Finding
from valuecheck.config.compiled import CompiledSettings, Context
from valuecheck.config.paths import locate
from valuecheck.core.days import ONE_DAY
from valuecheck.core.errors import DamagedError
from valuecheck.store import health, mending, salvage
from valuecheck.store.copy_files import copies_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

    from valuecheck.config.paths import Paths
    from valuecheck.store.lens import Unreadable


_KEY_SHOWN = 12


def examine(paths: Paths, environ: Mapping[str, str], moment: datetime) -> Iterator[Finding]:
    """Yield what is found about the store at `moment`. Raises StoreError."""
    try:
        found = health.of(paths.store)
    except DamagedError as error:
        fix = partial(_salvage, paths.store, moment)
        yield Finding("store", "", error.problem, error.remedy, fix)
        return
    if found is None:
        yield Finding("store", f"{paths.store}, nothing recorded yet")
        return
    copied = copies_of(paths.store)
    yield Finding(
        "store",
        f"{paths.store}, sound, check-ins: {found.check_ins}, copies: {len(copied)}",
    )
    yield from _rows(paths, found.unreadable, moment)
    for pending in found.pending:
        digits = pending.key.replace("-", "")[-6:]
        problem = f"{digits} is forgotten, but not yet wiped from copies and free space"
        fix = partial(_finish_forgetting, paths, moment)
        yield Finding("forget", "", problem, f"valuecheck forget {digits}", fix)
    tomorrow = moment + ONE_DAY
    if found.clock > tomorrow.timestamp():
        days = (found.clock - moment.timestamp()) / ONE_DAY.total_seconds()
        problem = f"a change here is dated {days:.0f} days ahead of this machine's clock"
        remedy = "set this clock right, or that of another machine; nothing is lost meanwhile"
        yield Finding("clock", "", problem, remedy)
    if found.answered and found.answered > (tomorrow + ONE_DAY).date():
        problem = f"{found.answered} is answered already, which only a wrong clock can explain"
        remedy = "'valuecheck log' shows its id, 'valuecheck edit ID --day DAY' moves it"
        yield Finding("store", "", problem, remedy)
    yield from _elsewhere(paths, environ)


def _rows(paths: Paths, unreadable: Sequence[Unreadable], moment: datetime) -> Iterator[Finding]:
    """Each row that no command can use; mended all at once."""
    fix: Callable[[], str] | None = partial(_mend_rows, paths.store, moment)
    for row in unreadable:
        problem = f"{row.table.name} {row.key[-_KEY_SHOWN:]} is left out: {row.reason}"
        yield Finding("row", "", problem, "valuecheck doctor --fix", fix)
        fix = None


def _mend_rows(path: str, moment: datetime) -> str:
    count = len(mending.mend(path, moment))
    rows = "1 row is" if count == 1 else f"{count:,} rows are"
    return f"{rows} mended; as they were, they are in a copy: valuecheck backup list"


def _salvage(path: str, moment: datetime) -> str:
    found = salvage.salvage(path, moment)
    saved = f"saved {found.read:,} rows, and {found.from_copies:,} more from copies"
    lost = f"; missing: {', '.join(found.missing)}" if found.missing else ""
    return f"{saved}{lost}; the damaged file is {found.kept.file}"


def _finish_forgetting(paths: Paths, moment: datetime) -> str:
    forget.finish(Context(paths, CompiledSettings(), moment))
    return "what was forgotten is wiped everywhere"


def _elsewhere(paths: Paths, environ: Mapping[str, str]) -> Iterator[Finding]:
    """Another store, at the place where one is without VALUECHECK_HOME."""
    rest = {name: value for name, value in environ.items() if name != "VALUECHECK_HOME"}
    usual = locate(rest).store
    if usual != paths.store and os.path.exists(usual):
        yield Finding("store", f"{usual} is another one, used where VALUECHECK_HOME is not set")

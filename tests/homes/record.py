"""Record a home as today's program leaves it, to be opened by every later one.

Before a migration lands: python -m tests.homes.record
From another commit, in a worktree of it: python tests/homes/record.py FOLDER COMMAND...
A home that is recorded already stays; --force as the first word records it anew.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

SESSION = (
    ("2026-10-30", "5", "capacity plan for November +capacity @retail"),
    ("2026-11-02", "4", "fixed checkout outage +incident @retail"),
    ("2026-11-02", "2", "third status meeting +meeting"),
    ("2026-11-03", "0"),
    ("2026-11-04", "ask", "--day", "yesterday", "3", "forgot, café 😀 +upgrade @platform"),
    ("2026-11-04", "off", "2026-12-24..2026-12-26", "holiday"),
    ("2026-11-05", "4", "to be deleted"),
    ("2026-11-05", "delete", "last"),
    ("2026-11-06", "1", "wrong"),
    ("2026-11-06", "edit", "last", "2", "right +desk @shoppers"),
    ("2026-11-06", "config", "workdays", "mon,tue,wed,thu"),
    ("2026-11-06", "config", "day_starts_at", "05:00"),
    ("2026-11-06", "config", "question", "Would they pay for this?"),
    ("2026-11-09", "customer", "chain", "platform", "checkout", "retail", "shoppers"),
    ("2026-11-09", "customer", "rename", "checkout", "tills"),
    ("2026-11-09", "feedback", "add", "@retail", "2", "slow at noon", "--scale", "csat"),
    ("2026-11-09", "feedback", "add", "@retail", "9", "--scale", "nps", "--source", "survey"),
    ("2026-11-09", "customer", "edit", "retail", "--wants", "orders out by 18:00", "--not-asked"),
    ("2026-11-09", "try", "no status meeting", "--for", "4w", "--by", "+meeting"),
    ("2026-11-09", "3", "the last command of this version +meeting"),
)
WRONG_USAGE = 2


def record(folder: Path, program: list[str], *, force: bool = False) -> None:
    """Run the session with `program` and keep the home in `folder`, as text.

    Ends with a sentence where one of its schema is there already, unless `force` replaces it.
    """
    with tempfile.TemporaryDirectory() as parent:
        home = Path(parent, "home")
        for day, *words in SESSION:
            environ = {"VALUECHECK_HOME": str(home), "VALUECHECK_NOW": f"{day}T12:00:00+01:00"}
            ran = subprocess.run([*program, *words], env={**os.environ, **environ}, check=False)
            # An early version did not know customers.
            assert ran.returncode in (0, WRONG_USAGE), words
        with closing(sqlite3.connect(home / "valuecheck.db")) as store:
            (version,) = store.execute("PRAGMA user_version").fetchone()
            (application,) = store.execute("PRAGMA application_id").fetchone()
            dump = [
                *store.iterdump(),
                f"PRAGMA application_id = {application};",
                f"PRAGMA user_version = {version};",
            ]
        kept = folder / f"schema-{version}"
        if kept.exists() and not force:
            sys.exit(f"{kept} is recorded already; --force replaces it.")
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(home, kept, ignore=shutil.ignore_patterns("*.db", "lock", "backups"))
        (kept / "store.sql").write_text("\n".join(dump) + "\n", encoding="utf-8")


if __name__ == "__main__":
    here = Path(__file__).parent
    is_forced = sys.argv[1:2] == ["--force"]
    words = sys.argv[1 + is_forced :] or (str(here), sys.executable, "-m", "valuecheck")
    record(Path(words[0]), [*words[1:]], force=is_forced)

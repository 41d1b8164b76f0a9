"""A report as a page in the user's browser."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import quote

import typer

from valuecheck.cli.support.output import emit
from valuecheck.core.errors import UsageError, ValuecheckError, reason
from valuecheck.render.write import Format

if TYPE_CHECKING:
    from valuecheck.cli.support.output import Target
    from valuecheck.render.page import View

# Folders of opened pages are named so, and kept for so many seconds.
PAGES, A_DAY = "valuecheck-page-", 86_400


def refuse_no_page(to: Target) -> None:
    """Raise UsageError for a format that no browser shows."""
    if to.format is not Format.HTML:
        problem = f"--open shows a page, and {to.format} is none"
        raise UsageError(problem, "leave the format out, or --open")


def open_page(to: Target, view: View, *, notes: bool = False) -> None:
    """Write `view` and open it in the user's browser; without a file in a private folder.

    A browser may read the file long after the command: such a folder stays for a day.
    """
    made = None
    if to.file is None:
        made = tempfile.mkdtemp(prefix=PAGES)
        _clean_pages(os.stat(made).st_mtime)
        to = to._replace(file=os.path.join(made, "report.html"))
    try:
        emit(to, view, notes=notes)
        _launch(os.path.realpath(to.file or ""))
    except BaseException:
        if made:
            shutil.rmtree(made, ignore_errors=True)
        raise


def _launch(path: str) -> None:
    try:
        typer.launch(f"file://{quote(path)}")
    except OSError as error:
        problem = f"no browser can be started: {reason(error)}"
        raise ValuecheckError(problem, "write the page with --output FILE") from error


def _clean_pages(now: float) -> None:
    """Remove the folders of pages that were opened more than a day before `now`."""
    with suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            if entry.name.startswith(PAGES) and entry.is_dir(follow_symlinks=False):
                about = entry.stat(follow_symlinks=False)
                if about.st_uid == os.getuid() and now - about.st_mtime > A_DAY:
                    shutil.rmtree(entry.path, ignore_errors=True)

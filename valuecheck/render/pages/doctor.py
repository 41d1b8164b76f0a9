"""The doctor's findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.render.page import Column, Page, Records, Section, Table, View, strong, typed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuecheck.actions.doctor.finding import Finding

COLUMNS = (Column("State"), Column("About"), Column("Finding", wide=True, wrapped=True))


def view(findings: Sequence[Finding]) -> View:
    """Each finding as `ok` with what is there, or `wrong` with the problem and the remedy."""
    fields = ("about", "detail", "problem", "remedy", "fixable")
    rows = [(*map(str, finding[:4]), finding.fix is not None) for finding in findings]
    return View(
        page=lambda: _page(findings),
        records=lambda: Records(fields, rows),
        document=lambda: {
            "well": not any(finding.problem for finding in findings),
            "findings": [dict(zip(fields, row, strict=True)) for row in rows],
        },
    )


def _page(findings: Sequence[Finding]) -> Page:
    rows = [
        (
            strong("wrong") if finding.problem else "ok   ",
            finding.about,
            typed(f"{finding.problem}; {finding.remedy}." if finding.problem else finding.detail),
        )
        for finding in findings
    ]
    table = Table(COLUMNS, rows, headless=True)
    return Page("", [Section("", [table])], title="What the doctor found")

"""The doctor's findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.render.page import Column, Page, Records, Table, View, simple_page, strong, typed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from valuecheck.actions.doctor.finding import Finding

COLUMNS = (Column("State"), Column("About"), Column("Finding", wide=True, wrapped=True))


def view(findings: Sequence[Finding]) -> View:
    """Each finding as `ok` with what is there, or `wrong` with the problem and the remedy."""
    fields = ("about", "detail", "problem", "remedy", "fixable")
    rows = [(*map(str, finding[:4]), finding.fix is not None) for finding in findings]
    records = Records(fields, rows)
    return View(
        page=lambda: _page(findings),
        records=lambda: records,
        document=lambda: {
            "well": not any(finding.problem for finding in findings),
            "findings": records.objects(),
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
    return simple_page("What the doctor found", Table(COLUMNS, rows, headless=True))

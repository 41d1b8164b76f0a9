"""The doctor's findings: one line each, or json."""

from __future__ import annotations

import json as json_format
from typing import TYPE_CHECKING

from valuecheck.core.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from valuecheck.actions.doctor import Finding


def plain(findings: Iterable[Finding]) -> str:
    """Each finding as `ok` with what is there, or `wrong` with the problem and the remedy."""
    return "".join(f"{visible(_line(finding))}\n" for finding in findings)


def json(findings: Iterable[Finding]) -> str:
    """The findings as they are, and whether all is well."""
    entries = [finding._asdict() for finding in findings]
    well = not any(entry["problem"] for entry in entries)
    whole = {"schema_version": 1, "well": well, "findings": entries}
    return json_format.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _line(finding: Finding) -> str:
    if finding.problem:
        return f"wrong  {finding.about:9}  {finding.problem}; {finding.remedy}."
    return f"ok     {finding.about:9}  {finding.detail}"

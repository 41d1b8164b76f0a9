from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator

# A test that no machine of this kind could run says so with these words.
ELSEWHERE = "not on this platform"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where CI is set a skipped test is a failed one: nothing is left out unseen."""
    report = yield
    excused = hasattr(report, "wasxfail") or ELSEWHERE in str(report.longrepr)
    if report.skipped and os.environ.get("CI") and not excused:
        report.outcome = "failed"
        report.longrepr = f"skipped although CI is set: {report.longrepr}"
    return report

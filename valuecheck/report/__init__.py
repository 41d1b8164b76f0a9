"""Turn rows of the store into the figures of a period: one Report."""

from valuecheck.report.build import build
from valuecheck.report.figure import Figure
from valuecheck.report.inputs import ReportInputs, looks_back
from valuecheck.report.model import Report
from valuecheck.report.review import Review

__all__ = ["Figure", "Report", "ReportInputs", "Review", "build", "looks_back"]

"""What happened in a period, as figures: rows of the store in, one Report out."""

from valuecheck.report.build import build
from valuecheck.report.figure import Figure
from valuecheck.report.inputs import Evidence, looks_back
from valuecheck.report.model import Report
from valuecheck.report.review import Review

__all__ = ["Evidence", "Figure", "Report", "Review", "build", "looks_back"]

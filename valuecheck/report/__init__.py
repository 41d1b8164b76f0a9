"""What happened in a period, as figures: rows of the store in, one Report out."""

from valuecheck.report.build import build
from valuecheck.report.evidence import Evidence, look_back
from valuecheck.report.part import Figure
from valuecheck.report.review import Review
from valuecheck.report.tree import Report

__all__ = ["Evidence", "Figure", "Report", "Review", "build", "look_back"]

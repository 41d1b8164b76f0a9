"""What happened in a period, as figures: rows of the store in, one Report out."""

from valuecheck.report.build import Evidence, build
from valuecheck.report.tree import Figure, Report

__all__ = ["Evidence", "Figure", "Report", "build"]

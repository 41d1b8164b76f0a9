"""Reports on a terminal: shapes first, colours on top, never wider than the screen."""

from valuecheck.render.terminal.views import calendar, digest, report, review

__all__ = ["calendar", "digest", "report", "review"]

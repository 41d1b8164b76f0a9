"""Keeps engineers honest about value: one question a day."""

__version__ = "1.0.0"
# The day of this version, for the manual page: a build is the same on every day.
RELEASED = "2026-11-26"

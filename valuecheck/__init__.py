"""Keeps engineers honest about value: one question a day."""

__version__ = "0.1.0"

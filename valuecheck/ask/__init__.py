"""Asking: the daily path from the question to a stored answer, on the standard library alone."""

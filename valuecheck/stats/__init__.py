"""Pure numbers on plain sequences: no store, no clock, the standard library alone."""

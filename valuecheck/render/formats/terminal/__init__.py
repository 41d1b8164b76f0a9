"""Reports on a terminal: shapes first, colours on top, never wider than the screen."""

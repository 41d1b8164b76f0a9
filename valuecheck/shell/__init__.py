"""The shell hook: asked once a day, felt by nobody."""

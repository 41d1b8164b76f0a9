"""Where files live, and the settings."""

"""The shell hook: it asks once a day and costs a prompt nothing."""

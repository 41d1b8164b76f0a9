"""The store: one SQLite file with a user's check-ins."""

"""The store: one SQLite file that keeps a person's check-ins safe for years."""

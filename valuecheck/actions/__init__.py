"""The commands' work, between the command line and the store."""

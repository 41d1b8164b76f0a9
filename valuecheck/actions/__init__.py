"""What a command does, between the command line and the store."""

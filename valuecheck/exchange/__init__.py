"""Files that other tools exported become feedback."""

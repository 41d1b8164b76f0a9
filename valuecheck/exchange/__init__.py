"""What other tools exported: files become feedback."""

"""One person's machines: each writes its own files, everybody merges everybody's."""

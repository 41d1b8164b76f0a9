"""Sentences, the same in every format."""

"""A Report as text: one module for each format; none prints, none reads a clock or the store."""

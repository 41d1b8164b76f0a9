"""Pure rules and words of the trade: no input, no output."""

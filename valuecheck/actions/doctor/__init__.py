"""Find problems on this machine, each with its remedy."""

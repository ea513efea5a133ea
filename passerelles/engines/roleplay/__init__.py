"""A role play, together or alone: its moves, what each role sees, what it came to. Pure."""

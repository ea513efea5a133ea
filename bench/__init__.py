"""The bench: one command that measures every claim of the README against named peers, in one run."""

"""One module or package for each kind of live activity; each names its `ACTIVITY`."""

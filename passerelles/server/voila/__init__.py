"""Pages that have a kernel: how they are admitted, started, run, shown and culled."""

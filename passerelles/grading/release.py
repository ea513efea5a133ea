"""Make assignments known to nbgrader, all in one process: starting nbgrader takes longer than one of them."""

from __future__ import annotations

import sys

from passerelles.lean import skip_iri_grammars


def main(*assignments: str) -> int:
    """Run `nbgrader generate_assignment --force` for each, in the folder we are in; SystemExit when one fails."""
    skip_iri_grammars()
    from nbgrader.apps import GenerateAssignmentApp

    for assignment in assignments:
        app = GenerateAssignmentApp()
        app.initialize([assignment, "--force"])
        app.start()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""What our own processes leave out of their start."""

from __future__ import annotations

import sys


def skip_iri_grammars() -> None:
    """Keep jsonschema from compiling 38 grammars when it is imported: two seconds, and no schema here checks an IRI.

    To be called before anything of Jupyter is imported, in processes that are ours alone.
    """
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

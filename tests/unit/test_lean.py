"""Our own processes start without what nobody asks of them."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
from passerelles.lean import skip_iri_grammars
skip_iri_grammars()
import voila, jsonschema
print("lark" in sys.modules)
jsonschema.validate({"a": 1}, {"type": "object", "properties": {"a": {"type": "integer", "format": "iri"}}})
"""


def test_no_grammar_is_compiled_and_schemas_still_check() -> None:
    ran = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True, timeout=120)
    assert ran.stdout.strip() == "False"

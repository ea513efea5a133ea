"""Secrets that a person or a browser holds: what is kept of them, and how they are read when somebody types them."""

from __future__ import annotations

import hashlib


def digest(secret: str) -> str:
    """Return what is kept of a long random secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def bare(typed: str) -> str:
    """Return a code or a key without what people add when they type it."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())

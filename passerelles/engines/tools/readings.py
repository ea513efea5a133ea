"""The readings by name: what a tool writes in `reading`. Each lives in the module of its name, `-` written `_`."""

from __future__ import annotations

from .reading import ToolReading

READINGS: dict[str, ToolReading] = {}

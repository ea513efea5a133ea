"""The readings by name: what a tool writes in `reading`. Each lives in the module of its name, `-` written `_`."""

from __future__ import annotations

from . import common_definition, information_path, overlap, time_balance, transition
from .reading import ToolReading

READINGS: dict[str, ToolReading] = {
    "common-definition": common_definition.READING,
    "information-path": information_path.READING,
    "overlap": overlap.READING,
    "time-balance": time_balance.READING,
    "transition": transition.READING,
}

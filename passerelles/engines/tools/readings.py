"""The readings by name: what a tool writes in `reading`. Each lives in the module of its name, `-` written `_`."""

from __future__ import annotations

from . import (
    actor_map,
    address_book,
    common_definition,
    effects_board,
    first_step,
    good_partner,
    information_path,
    lever,
    mandate_letter,
    overlap,
    plan,
    positions,
    purposes,
    second_example,
    time_balance,
    transition,
    two_views,
)
from .reading import ToolReading

READINGS: dict[str, ToolReading] = {
    "actor-map": actor_map.READING,
    "address-book": address_book.READING,
    "common-definition": common_definition.READING,
    "effects-board": effects_board.READING,
    "first-step": first_step.READING,
    "good-partner": good_partner.READING,
    "information-path": information_path.READING,
    "lever": lever.READING,
    "mandate-letter": mandate_letter.READING,
    "overlap": overlap.READING,
    "plan": plan.READING,
    "positions": positions.READING,
    "purposes": purposes.READING,
    "second-example": second_example.READING,
    "time-balance": time_balance.READING,
    "transition": transition.READING,
    "two-views": two_views.READING,
}

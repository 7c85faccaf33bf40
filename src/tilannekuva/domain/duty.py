"""What an organisation can be responsible for in an area."""

from __future__ import annotations

from enum import StrEnum


class Duty(StrEnum):
    """One duty in one area, held by one organisation or by several together."""

    COORDINATION = "coordination"
    """Keeps the picture of the area and calls the partners together."""
    CONTACT = "contact"
    """Answers residents and reporters of the area."""
    POLICING = "policing"
    """The police unit of the area."""
    YOUTH_WORK = "youth_work"
    OUTREACH = "outreach"
    """Work that goes out to people where they are."""
    ENVIRONMENT = "environment"
    """Lighting, cleaning and upkeep of public places."""

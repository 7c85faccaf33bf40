"""The roles of those who use the system."""

from __future__ import annotations

from enum import StrEnum


class RoleName(StrEnum):
    """What a person does here. A person can hold several, each in one organisation and with an end."""

    REPORTER = "reporter"
    COORDINATOR = "coordinator"
    ANALYST = "analyst"
    LEADER = "leader"
    MEASURE_OWNER = "measure_owner"
    AUDITOR = "auditor"
    DATA_PROTECTION = "data_protection"
    ADMINISTRATOR = "administrator"


# Those who work on the picture itself see exact counts; every other reader sees protected ones.
PICTURE_WORKERS = frozenset({RoleName.COORDINATOR, RoleName.ANALYST})

# Those who report what was seen.
SIGNAL_REPORTERS = PICTURE_WORKERS | {RoleName.REPORTER}

# Those who read the joint picture. An auditor has no other right (L-29); an administrator of the
# installation handles people, not content.
PICTURE_READERS = PICTURE_WORKERS | {
    RoleName.REPORTER,
    RoleName.LEADER,
    RoleName.MEASURE_OWNER,
    RoleName.DATA_PROTECTION,
}

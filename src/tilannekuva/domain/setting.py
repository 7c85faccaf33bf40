"""Settings: what a city settles for itself, and which of it a second person must agree to.

A setting is known by its key: `thresholds.alarm_alpha`, `channels.emergency`, `kinds.theft`, `report_notice`. The
city's folder gives its first value; people change it on a page. The list is closed but for the kinds and channels
of the city.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from .city import City
from .role import RoleName
from .thresholds import LONGEST_GRACE_DAYS, SMALLEST_RANGE

SETTING_KEEPERS: frozenset[RoleName] = frozenset({RoleName.ADMINISTRATOR, RoleName.COORDINATOR})
"""Who sees and changes settings: those who run the installation, and those whose work the joint picture is."""

REPORT_NOTICE = "report_notice"
THRESHOLDS = "thresholds."
CHANNELS = "channels."
KINDS = "kinds."

LONGEST_NAME = 60
LONGEST_SENTENCE = 300
LONGEST_REASON = 300
"""Characters of a name, of a definition or a notice, and of the reason of a change."""


class Room(StrEnum):
    """What a setting touches."""

    VOCABULARY = "vocabulary"
    DETECTION = "detection"
    PUBLICATION = "publication"
    RETENTION = "retention"
    TRIAGE = "triage"
    REPORTING = "reporting"


TWO_PERSON_ROOMS: frozenset[Room] = frozenset(
    {Room.VOCABULARY, Room.DETECTION, Room.PUBLICATION, Room.RETENTION}
)
"""What counts, what stands out, what is shown and how long words are kept (C-08, F-11): never one person alone."""

TWO_ORGANISATION_ROOMS: frozenset[Room] = frozenset({Room.VOCABULARY})
"""What partners name things by: the second person is of another organisation (F-18)."""


class Shape(StrEnum):
    """What the value of a setting looks like."""

    WHOLE = "whole"
    """A whole number."""
    NUMBER = "number"
    """Any number."""
    TEXTS = "texts"
    """One text for each language of the city, or none at all."""
    CHANNEL = "channel"
    """`names` and `when` by language, `phone` and `web`."""
    KIND = "kind"
    """`names` and `definitions` by language, `iccs`, and what sort of kind it is."""


class ChangeState(StrEnum):
    """What became of a change of a setting."""

    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


CHANGE_AUDIT_ACTS: Mapping[ChangeState, str] = {
    ChangeState.PROPOSED: "setting.proposed",
    ChangeState.IN_FORCE: "setting.changed",
    ChangeState.REJECTED: "setting.rejected",
    ChangeState.WITHDRAWN: "setting.withdrawn",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. `least` and `most` bound a number, both included."""

    key: str
    room: Room
    shape: Shape
    least: float = 0
    most: float = 0

    @property
    def needs_two(self) -> bool:
        return self.room in TWO_PERSON_ROOMS

    @property
    def needs_two_organisations(self) -> bool:
        return self.room in TWO_ORGANISATION_ROOMS

    @property
    def name(self) -> str:
        """The last part of the key: the name of a threshold, the code of a kind or channel."""
        return self.key.rpartition(".")[2]


def _threshold(name: str, room: Room, least: float, most: float, shape: Shape = Shape.WHOLE) -> Setting:
    return Setting(f"{THRESHOLDS}{name}", room, shape, least, most)


# The ranges keep a slip of the pen out: what lies outside them no city means. Counts below three would
# show single people, whoever agrees to it.
_THRESHOLDS = (
    _threshold("finding_recurrence_days", Room.DETECTION, 7, 3650),
    _threshold("finding_expires_days", Room.DETECTION, 7, 366),
    _threshold("rumour_counts_days", Room.DETECTION, 1, 91),
    _threshold("scan_min_cases", Room.DETECTION, 3, 100),
    _threshold("scan_max_radius_area_m", Room.DETECTION, 500, 20_000, Shape.NUMBER),
    _threshold("scan_max_radius_cell_m", Room.DETECTION, 250, 5_000, Shape.NUMBER),
    _threshold("scan_window_days", Room.DETECTION, 7, 182),
    _threshold("scan_history_days", Room.DETECTION, 84, 1_830),
    _threshold("scan_replicates", Room.DETECTION, 99, 9_999),
    _threshold("alarm_alpha", Room.DETECTION, 0.0005, 0.2, Shape.NUMBER),
    _threshold("alarm_false_discovery_rate", Room.DETECTION, 0.01, 0.5, Shape.NUMBER),
    _threshold("smallest_count_partners", Room.PUBLICATION, SMALLEST_RANGE, 50),
    _threshold("smallest_count_public", Room.PUBLICATION, SMALLEST_RANGE, 100),
    _threshold("good_until_days", Room.PUBLICATION, 1, 92),
    _threshold("text_kept_days", Room.RETENTION, 1, 366),
    _threshold("answer_within_days", Room.TRIAGE, 1, 90),
    _threshold("passed_on_answer_days", Room.TRIAGE, 1, 90),
    _threshold("joining_days", Room.TRIAGE, 1, 14),
    _threshold("grace_weekly_days", Room.REPORTING, 1, LONGEST_GRACE_DAYS),
    _threshold("grace_fortnightly_days", Room.REPORTING, 1, LONGEST_GRACE_DAYS),
    _threshold("grace_monthly_days", Room.REPORTING, 1, LONGEST_GRACE_DAYS),
    _threshold("own_signal_days", Room.REPORTING, 1, 91),
)
_NOTICE = Setting(REPORT_NOTICE, Room.REPORTING, Shape.TEXTS)


def kind_setting(code: str) -> Setting:
    """The setting of a kind of phenomenon, also of one that is not there yet."""
    return Setting(f"{KINDS}{code}", Room.VOCABULARY, Shape.KIND)


def settings_of(city: City) -> dict[str, Setting]:
    """Every setting of a city by its key, room after room, in the order of the pages."""
    found = (
        *(kind_setting(kind.code) for kind in city.kinds),
        *_THRESHOLDS,
        _NOTICE,
        *(Setting(f"{CHANNELS}{each.code}", Room.REPORTING, Shape.CHANNEL) for each in city.channels),
    )
    return {setting.key: setting for setting in found}

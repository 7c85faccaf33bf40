"""Source streams: how a signal came about (F-01), and which of them may feed detection (F-02)."""

from __future__ import annotations

from enum import StrEnum


class Stream(StrEnum):
    """How a signal came about. Every signal has exactly one."""

    CITIZEN_REPORT = "citizen_report"
    PARTNER_OBSERVATION = "partner_observation"
    POLICE_CALL_OUT = "police_call_out"
    POLICE_OWN_INITIATIVE = "police_own_initiative"
    TARGETED_OPERATION = "targeted_operation"
    OTHER = "other"


class StreamGroup(StrEnum):
    """What a reader can choose to see."""

    REPORTED = "reported"
    DISCOVERED = "discovered"
    ALL = "all"


# What is found by looking for it says where somebody looked. It feeds no detector: patrols sent by a
# finding would otherwise confirm the finding that sent them (Ensign et al. 2018).
DISCOVERED = frozenset({Stream.POLICE_OWN_INITIATIVE, Stream.TARGETED_OPERATION})
REPORTED = frozenset(Stream) - DISCOVERED

STREAM_ORDER: tuple[Stream, ...] = tuple(Stream)
"""The order in which arrays number the streams. Append only: stored inputs of old runs use it."""


def streams_of(group: StreamGroup) -> frozenset[Stream]:
    """The streams that a group joins."""
    return {
        StreamGroup.REPORTED: REPORTED,
        StreamGroup.DISCOVERED: DISCOVERED,
        StreamGroup.ALL: frozenset(Stream),
    }[group]


def streams_of_reporter(organisation_kind: str) -> tuple[Stream, ...]:
    """How signals of an organisation can come about, the likeliest first: police tell apart what they looked for (F-01)."""
    if organisation_kind == "police":
        return (Stream.POLICE_CALL_OUT, Stream.POLICE_OWN_INITIATIVE, Stream.TARGETED_OPERATION)
    return (Stream.PARTNER_OBSERVATION, Stream.CITIZEN_REPORT)

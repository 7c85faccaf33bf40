"""How a reporter knows, in plain words: seen or heard, and how sure."""

from __future__ import annotations

from enum import StrEnum

from .grade import InfoCredibility


class Observation(StrEnum):
    """Whether the reporter saw it. Files mostly do not tell."""

    OWN = "own"
    HEARD = "heard"
    NOT_TOLD = "not_told"


class Sureness(StrEnum):
    """How sure the reporter is, in words that need no training."""

    SURE = "sure"
    FAIRLY_SURE = "fairly_sure"
    UNSURE = "unsure"


# A reporter alone confirms nothing: "confirmed" (1) takes a second source, and stays with people who review.
_CREDIBILITY: dict[tuple[Observation, Sureness], InfoCredibility] = {
    (Observation.OWN, Sureness.SURE): InfoCredibility.PROBABLY_TRUE,
    (Observation.OWN, Sureness.FAIRLY_SURE): InfoCredibility.POSSIBLY_TRUE,
    (Observation.OWN, Sureness.UNSURE): InfoCredibility.DOUBTFUL,
    (Observation.HEARD, Sureness.SURE): InfoCredibility.POSSIBLY_TRUE,
    (Observation.HEARD, Sureness.FAIRLY_SURE): InfoCredibility.POSSIBLY_TRUE,
    (Observation.HEARD, Sureness.UNSURE): InfoCredibility.DOUBTFUL,
}


def sureness_of(observation: Observation, credibility: InfoCredibility) -> Sureness | None:
    """The plain words that amount to a grade, the surest where there are two; None where nobody gave any."""
    return next((sure for sure in Sureness if _CREDIBILITY.get((observation, sure)) is credibility), None)


def credibility_of(observation: Observation, sureness: Sureness) -> InfoCredibility:
    """The grade of the information (S-01) that a reporter's plain words amount to, until somebody reviews it."""
    return _CREDIBILITY.get((observation, sureness), InfoCredibility.CANNOT_BE_JUDGED)

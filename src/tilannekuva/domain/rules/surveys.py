"""What a survey must say before it is stored, and what may be told of few answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from ..errors import RuleBroken

FEWEST_ANSWERS = 10
"""An area with fewer answers does not speak for itself: its few would be told, and chance is larger than they."""


def check_survey(
    *, title: str, method: str, from_on: dt.date, to_on: dt.date, today_on: dt.date, n_insecure: int
) -> None:
    """A survey has a name, a method, days that have come, and at least one answer that tells insecurity."""
    if not title.strip() or not method.strip():
        raise RuleBroken(
            "A survey needs a title, and a sentence on who was asked, how, and how many answered."
        )
    if to_on < from_on:
        raise RuleBroken("The last day of a survey cannot come before its first.")
    if to_on > today_on:
        raise RuleBroken("%(day)s has not come yet. Give the last day on which people answered.", day=to_on)
    if not n_insecure:
        raise RuleBroken("No answer of the file tells that somebody feels unsafe. Name those that do.")


def check_answer(*, n_answers: int, weight_sum: float, weight_square_sum: float) -> None:
    """Counts and weights that belong together."""
    if n_answers < 0 or weight_sum < 0:
        raise RuleBroken("Counts and weights of answers are at least 0.")
    if (n_answers == 0) != (weight_sum == 0):
        raise RuleBroken("Answers without weight, or weight without answers: give both, or neither.")
    # Of n numbers with this sum, the squares add up to at least sum² / n (all alike), and at most sum².
    if n_answers and not weight_sum**2 / n_answers * 0.999 <= weight_square_sum <= weight_sum**2 * 1.001:
        raise RuleBroken(
            "The sum of squared weights does not fit the weights: leave the column out, or mend it."
        )


def can_tell_own_share(n_answers: int) -> bool:
    """Whether what the people of one area said may be told, and estimated, by itself."""
    return n_answers >= FEWEST_ANSWERS


def unknown_answers(named: Collection[str], seen: Collection[str]) -> list[str]:
    """Answers that were named as telling insecurity and stand nowhere in the file."""
    known = {answer.casefold() for answer in seen}
    return [answer for answer in named if answer.casefold() not in known]

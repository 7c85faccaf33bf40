"""Sentences on the course of a kind: what is still coming in, how long it lasts, whether it feeds itself, where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tilannekuva.detection.words import number_text, signals_text
from tilannekuva.domain.alphabet import alphabetical

from .words import window_text

# A smaller share is not told from none: made-up cities without any have shown as much.
_LEAST_TELLING_RATIO = 0.05
# Levels that move differently in different places make as much in cities where no signal brings another.
_LEAST_TELLING_TIMES = 1.2
_MOST_BY_CHANCE = 0.01
_NAMED_AREAS = 8
_PER_YEAR = {"day": 365, "week": 52, "month": 12}


def newest_sentence(incoming: Mapping[str, Any]) -> str:
    """`incoming` of the newest week: the count so far as it is shown, and the estimate of the final one or None."""
    if incoming["estimate"] is None:
        return _("Reports of the newest week are still coming in.")
    return _(
        "Reports of the newest week are still coming in: %(signals)s so far, about %(estimate)s in the end "
        "(95 %%: %(lower)s–%(upper)s)."
    ) % {
        "signals": signals_text(incoming["observed"]),
        "estimate": number_text(round(incoming["estimate"])),
        "lower": number_text(incoming["lower"]),
        "upper": number_text(incoming["upper"]),
    }


def escalation_sentence(escalation: Mapping[str, Any]) -> str:
    """`escalation` with the values of `detection.results.EscalationFacts`."""
    if escalation["ratio"] is None:
        return _("Too few signals of the last year to say whether it feeds itself.")
    upper = max(1, round(100 * escalation["upper"]))
    if escalation["lower"] <= 0 or escalation["ratio"] < _LEAST_TELLING_RATIO:
        return _(
            "No sign in the last year that it feeds itself: of 100 signals at most about %(upper)d followed "
            "another nearby."
        ) % {"upper": upper}
    return _(
        "It may feed itself: of 100 signals of the last year about %(share)d (95 %%: %(lower)d–%(upper)d) followed "
        "another nearby, beyond what is usual at their places. A common cause, or one event reported several "
        "times, looks the same. It is no forecast."
    ) % {
        "share": round(100 * escalation["ratio"]),
        "lower": round(100 * escalation["lower"]),
        "upper": upper,
    }


def near_repeats_sentence(near: Mapping[str, Any]) -> str:
    """`near` with the values of `detection.results.NearRepeatFacts`."""
    if near["ratio"] is None:
        return _("Too few signals of the last year to say whether they come close together.")
    numbers = {
        "metres": number_text(round(near["within_m"])),
        "days": near["within_days"],
        "times": number_text(near["ratio"]),
        "lower": number_text(near["lower"]),
        "upper": number_text(near["upper"]),
    }
    by_chance = near["p_value"] > _MOST_BY_CHANCE or near["lower"] <= 1
    if by_chance or near["ratio"] < _LEAST_TELLING_TIMES:
        return (
            _(
                "No clear sign in the last year that signals come close together: pairs within %(metres)s m and "
                "%(days)d days were about %(times)s times as many as by chance (95 %%: %(lower)s–%(upper)s)."
            )
            % numbers
        )
    return (
        _(
            "Signals of the last year came close together: pairs within %(metres)s m and %(days)d days were about "
            "%(times)s times as many as by chance (95 %%: %(lower)s–%(upper)s). One event that several people "
            "reported looks the same, and so does a place where it began or ended within the year. It is no "
            "forecast."
        )
        % numbers
    )


def lasting_sentence(names: Mapping[str, Sequence[str]], *, n_quarters: int) -> str:
    """`names` of areas by `stats.HotSpotClass`, in the active language; of each class in alphabetical order."""
    span = {"n": n_quarters}
    if not names:
        return _("No part of the city stood out in most of the last %(n)d quarters.") % span
    parts = [
        _CLASSES[name]() % {**span, "areas": _areas_text(names[name])} for name in _CLASSES if name in names
    ]
    busy = _("A busy place has more of everything: that is no judgement of a place.")
    return " ".join([*parts, busy])


_CLASSES = {
    "intensifying": lambda: _(
        "More than elsewhere in most of the last %(n)d quarters, and more and more: around %(areas)s."
    ),
    "persistent": lambda: _("More than elsewhere in most of the last %(n)d quarters: around %(areas)s."),
    "diminishing": lambda: _(
        "More than elsewhere in most of the last %(n)d quarters, but less and less: around %(areas)s."
    ),
    "historical": lambda: _(
        "More than elsewhere in most of the last %(n)d quarters, but not in the newest: around %(areas)s."
    ),
}


def _areas_text(names: Sequence[str]) -> str:
    """All up to eight, in alphabetical order; of more only how many they are, since none of them are the first."""
    if len(names) <= _NAMED_AREAS:
        return ", ".join(sorted(names, key=alphabetical))
    return ngettext("%(n)d area", "%(n)d areas", len(names)) % {"n": len(names)}


def episode_sentence(episode: Mapping[str, Any], *, unit: str) -> str:
    """`episode` with the values of `detection.results.EpisodeFacts`, in the active language.

    What lasts for more than a year is no episode any more: each week is then compared with weeks of the same time.
    """
    if episode["length"] > _PER_YEAR[unit]:
        return _("More than expected for more than a year: that is another level, and no passing time.")
    lasting = _("More than expected for about %(length)s (95 %%: %(lower)d–%(upper)d).") % {
        "length": window_text(unit, episode["length"]),
        "lower": episode["lower"],
        "upper": episode["upper"],
    }
    return f"{lasting} {_beside_earlier(episode)}"


def _beside_earlier(episode: Mapping[str, Any]) -> str:
    if episode["share_longer"] is None:
        return _("Too few earlier times like it to say how long it usually lasts.")
    n = episode["n_earlier"]
    of_earlier = ngettext(
        "Of %(n)d earlier time like it, in whatever phenomenon, %(share)s lasted longer.",
        "Of %(n)d earlier times like it, in whatever phenomenon, %(share)s lasted longer.",
        n,
    )
    return of_earlier % {"n": n, "share": _share_text(episode)}


def _share_text(episode: Mapping[str, Any]) -> str:
    share = round(100 * episode["share_longer"])
    if episode["share_lower"] is None or episode["share_upper"] is None:
        return _("about %(share)d %%") % {"share": share}
    return _("about %(share)d %% (%(lower)d–%(upper)d %%)") % {
        "share": share,
        "lower": round(100 * episode["share_lower"]),
        "upper": round(100 * episode["share_upper"]),
    }

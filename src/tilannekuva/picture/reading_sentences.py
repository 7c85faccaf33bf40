"""Sentences on the course of a kind: how long it has been above the expected, and how usual that is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .words import window_text


def episode_sentence(episode: Mapping[str, Any], *, unit: str) -> str:
    """`episode` with the values of `detection.results.EpisodeFacts`, in the active language."""
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

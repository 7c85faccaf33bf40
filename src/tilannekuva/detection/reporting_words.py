"""The words for who reports: how that changed, and what the same sources say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .words import number_text, signals_text


def who_changed_text(n_new: int, n_gone: int) -> str:
    """A part of a sentence, such as "1 organisation fell silent"."""
    new = ngettext("%(n)d organisation began to report", "%(n)d organisations began to report", n_new)
    gone = ngettext("%(n)d organisation fell silent", "%(n)d organisations fell silent", n_gone)
    if n_new and n_gone:
        return _("%(one)s, %(other)s") % {"one": new % {"n": n_new}, "other": gone % {"n": n_gone}}
    if n_new:
        return new % {"n": n_new}
    if n_gone:
        return gone % {"n": n_gone}
    return _("somebody was silent for a part of that time")


def compared_reporters_text(panel: Mapping[str, Any]) -> str:
    """`panel` with observed (as shown), expected, lower and upper, none of them None."""
    return _(
        "Those who reported before and report now: %(signals)s, %(expected)s expected (%(lower)s–%(upper)s)."
    ) % {
        "signals": signals_text(panel["observed"]),
        "expected": number_text(panel["expected"]),
        "lower": number_text(panel["lower"]),
        "upper": number_text(panel["upper"]),
    }

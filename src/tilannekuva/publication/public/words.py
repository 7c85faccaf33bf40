"""Plain words of the public picture, in the active language."""

from __future__ import annotations

from django.utils.dates import MONTHS
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilannekuva.domain.public_release import Trend, WithdrawalReason
from tilannekuva.domain.quarter import Quarter

TREND_WORDS: dict[Trend, Promise] = {
    Trend.MORE: gettext_lazy("More than a year before"),
    Trend.FEWER: gettext_lazy("Fewer than a year before"),
    Trend.NO_CLEAR_CHANGE: gettext_lazy("No clear change from a year before"),
}

WITHDRAWAL_WORDS: dict[WithdrawalReason, Promise] = {
    WithdrawalReason.WRONG_FIGURES: gettext_lazy("Figures in it were wrong."),
    WithdrawalReason.TELLS_TOO_MUCH: gettext_lazy("It told more than it should."),
    WithdrawalReason.WRONG_WORDS: gettext_lazy("Its words were wrong. The figures were right."),
}


def quarter_text(quarter: Quarter) -> str:
    """Its months, as in “July–September 2026”."""
    first, last = MONTHS[quarter.first_on.month], MONTHS[quarter.last_on.month]
    return _("%(first)s–%(last)s %(year)d") % {"first": first, "last": last, "year": quarter.year}

"""The words for the parameters of a rule, for whoever wants to know what exactly it did."""

from __future__ import annotations

from django.utils.formats import get_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

PARAMETERS: dict[str, Promise] = {
    # Both methods
    "n_periods": gettext_lazy("Periods compared"),
    "periods": gettext_lazy("Length of a period"),
    # Space-time scan
    "max_radius_m": gettext_lazy("Largest radius (m)"),
    "max_periods": gettext_lazy("Longest span of periods"),
    "min_cases": gettext_lazy("Fewest signals of a finding"),
    "n_replicates": gettext_lazy("Shuffled histories"),
    "n_cases": gettext_lazy("Signals compared"),
    "n_places": gettext_lazy("Places compared"),
    # Slow rise
    "detect_ratio": gettext_lazy("Rise looked for, against the usual (1)"),
    # Comparison with the same season
    "years_back": gettext_lazy("Years looked back"),
    "half_window": gettext_lazy("Periods on either side of the season"),
    "n_seasons": gettext_lazy("Seasons of a year"),
    "recent_periods_left_out": gettext_lazy("Newest periods left out"),
    "trend": gettext_lazy("Trend allowed for"),
    "alpha": gettext_lazy("Share of false alarms in one series"),
    "false_discovery_rate": gettext_lazy("Share of false alarms among all series"),
    "adjusted_p_value": gettext_lazy("Adjusted p-value"),
    "n_series": gettext_lazy("Series compared"),
    "upper_bound": gettext_lazy("A count above this is an alarm"),
    "dispersion": gettext_lazy("Variation against a Poisson count (1)"),
}

_CHOICES: dict[str, Promise] = {
    # Length of a period
    "day": gettext_lazy("day"),
    "week": gettext_lazy("week"),
    "month": gettext_lazy("month"),
    # Trend allowed for
    "always": gettext_lazy("always"),
    "significant": gettext_lazy("when significant"),
    "never": gettext_lazy("never"),
}
_DIGITS = 4


def parameter_text(name: str) -> str:
    """What a parameter means; of one that has no words yet, its name in the code."""
    return str(PARAMETERS.get(name, name))


def value_text(value: object) -> str:
    """The value of a parameter: whole numbers and large ones in full, others to four digits, choices in words."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(number_format(value, force_grouping=True))
    if isinstance(value, float) and abs(value) >= 10**_DIGITS:
        return str(number_format(round(value), force_grouping=True))
    if isinstance(value, float):
        return f"{value:.{_DIGITS}g}".replace(".", get_format("DECIMAL_SEPARATOR"))
    return str(_CHOICES.get(str(value), value))

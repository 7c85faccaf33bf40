"""Statistics of the picture: arrays in, frozen results out; about places and phenomena, never persons.

Public functions check their arguments once and speak the user's language; what is compiled lies in the
`_…_kernels` modules. Names are imported when first asked for, so that a command which only needs the
false discovery rate does not wait for a compiler.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .alarm_result import AlarmResult
    from .allocation import allocate
    from .allocation_result import Allocation, BindingLimit
    from .attacks import attack
    from .back_test_result import BackTestResult
    from .back_testing import Detector, back_test
    from .cumulative_alarms import cusum_negative_binomial
    from .cumulative_threshold import CusumThreshold, cusum_threshold
    from .density_result import DensityResult
    from .differences import difference_in_differences
    from .displacement import weighted_displacement_quotient
    from .displacement_result import DisplacementResult
    from .effect_result import EffectResult
    from .errors import BadArgument, BadCoordinates, LimitsClash, StatsError, TooLittleData
    from .growth import growth_ratio
    from .hot_spots import EmergingResult, HotSpotClass, emerging_hot_spots
    from .kernel_densities import kernel_density
    from .late_reports import nowcast
    from .local_sums import getis_ord_star
    from .moving_alarms import ears
    from .multiplicity import benjamini_hochberg
    from .near_repeat_result import KnoxResult, NearRepeatResult
    from .near_repeats import knox, near_repeat
    from .nowcast_result import NowcastResult
    from .panel_result import PanelResult
    from .prolongation import run_above
    from .prolongation_result import ProlongationResult
    from .protection import protect_nested
    from .protection_result import ProtectionResult
    from .regression_alarms import farrington, farrington_flexible
    from .reporting_delays import reporting_triangle
    from .reporting_panel import panel_expected
    from .reporting_sources import sources_reporting
    from .scan import space_time_scan
    from .scan_result import Cluster, ScanResult
    from .self_exciting import self_exciting
    from .self_exciting_result import SelfExcitingResult
    from .slow_rise_result import SlowRiseResult
    from .slow_rises import slow_rise
    from .small_area_result import SmallAreaResult
    from .small_areas import effective_answers, fay_herriot, share_interval, small_area_shares
    from .survival import SurvivalResult, kaplan_meier
    from .synthetic_controls import synthetic_control
    from .table_suppression import suppress
    from .trends import MannKendallResult, mann_kendall

_MODULE_OF = {
    "AlarmResult": "alarm_result",
    "Allocation": "allocation_result",
    "BackTestResult": "back_test_result",
    "BadArgument": "errors",
    "BadCoordinates": "errors",
    "BindingLimit": "allocation_result",
    "Cluster": "scan_result",
    "CusumThreshold": "cumulative_threshold",
    "DensityResult": "density_result",
    "Detector": "back_testing",
    "DisplacementResult": "displacement_result",
    "EffectResult": "effect_result",
    "EmergingResult": "hot_spots",
    "HotSpotClass": "hot_spots",
    "KnoxResult": "near_repeat_result",
    "LimitsClash": "errors",
    "MannKendallResult": "trends",
    "NearRepeatResult": "near_repeat_result",
    "NowcastResult": "nowcast_result",
    "PanelResult": "panel_result",
    "ProlongationResult": "prolongation_result",
    "ProtectionResult": "protection_result",
    "ScanResult": "scan_result",
    "SelfExcitingResult": "self_exciting_result",
    "SlowRiseResult": "slow_rise_result",
    "SmallAreaResult": "small_area_result",
    "StatsError": "errors",
    "SurvivalResult": "survival",
    "TooLittleData": "errors",
    "allocate": "allocation",
    "attack": "attacks",
    "back_test": "back_testing",
    "benjamini_hochberg": "multiplicity",
    "cusum_negative_binomial": "cumulative_alarms",
    "cusum_threshold": "cumulative_threshold",
    "difference_in_differences": "differences",
    "ears": "moving_alarms",
    "effective_answers": "small_areas",
    "emerging_hot_spots": "hot_spots",
    "farrington": "regression_alarms",
    "farrington_flexible": "regression_alarms",
    "fay_herriot": "small_areas",
    "getis_ord_star": "local_sums",
    "growth_ratio": "growth",
    "kaplan_meier": "survival",
    "kernel_density": "kernel_densities",
    "knox": "near_repeats",
    "mann_kendall": "trends",
    "near_repeat": "near_repeats",
    "nowcast": "late_reports",
    "panel_expected": "reporting_panel",
    "protect_nested": "protection",
    "reporting_triangle": "reporting_delays",
    "run_above": "prolongation",
    "self_exciting": "self_exciting",
    "share_interval": "small_areas",
    "slow_rise": "slow_rises",
    "small_area_shares": "small_areas",
    "sources_reporting": "reporting_sources",
    "space_time_scan": "scan",
    "suppress": "table_suppression",
    "synthetic_control": "synthetic_controls",
    "weighted_displacement_quotient": "displacement",
}

__all__ = [
    "AlarmResult",
    "Allocation",
    "BackTestResult",
    "BadArgument",
    "BadCoordinates",
    "BindingLimit",
    "Cluster",
    "CusumThreshold",
    "DensityResult",
    "Detector",
    "DisplacementResult",
    "EffectResult",
    "EmergingResult",
    "HotSpotClass",
    "KnoxResult",
    "LimitsClash",
    "MannKendallResult",
    "NearRepeatResult",
    "NowcastResult",
    "PanelResult",
    "ProlongationResult",
    "ProtectionResult",
    "ScanResult",
    "SelfExcitingResult",
    "SlowRiseResult",
    "SmallAreaResult",
    "StatsError",
    "SurvivalResult",
    "TooLittleData",
    "allocate",
    "attack",
    "back_test",
    "benjamini_hochberg",
    "cusum_negative_binomial",
    "cusum_threshold",
    "difference_in_differences",
    "ears",
    "effective_answers",
    "emerging_hot_spots",
    "farrington",
    "farrington_flexible",
    "fay_herriot",
    "getis_ord_star",
    "growth_ratio",
    "kaplan_meier",
    "kernel_density",
    "knox",
    "mann_kendall",
    "near_repeat",
    "nowcast",
    "panel_expected",
    "protect_nested",
    "reporting_triangle",
    "run_above",
    "self_exciting",
    "share_interval",
    "slow_rise",
    "small_area_shares",
    "sources_reporting",
    "space_time_scan",
    "suppress",
    "synthetic_control",
    "weighted_displacement_quotient",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_MODULE_OF[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)

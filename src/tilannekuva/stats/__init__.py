"""Statistics of the picture: arrays in, frozen results out; about places and phenomena, never persons.

Public functions check their arguments once and speak the user's language; what is compiled lies in the
`_…_kernels` modules. Names are imported when first asked for, so that a command which only needs the
false discovery rate does not wait for a compiler.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .alarm_result import AlarmResult
    from .errors import BadArgument, BadCoordinates, StatsError, TooLittleData
    from .hot_spots import EmergingResult, HotSpotClass, emerging_hot_spots, getis_ord_star
    from .multiplicity import benjamini_hochberg
    from .near_repeat_result import KnoxResult, NearRepeatResult
    from .near_repeats import knox, near_repeat
    from .regression_alarms import farrington_flexible
    from .scan import space_time_scan
    from .scan_result import Cluster, ScanResult
    from .trends import MannKendallResult, mann_kendall

_MODULE_OF = {
    "AlarmResult": "alarm_result",
    "BadArgument": "errors",
    "BadCoordinates": "errors",
    "Cluster": "scan_result",
    "EmergingResult": "hot_spots",
    "HotSpotClass": "hot_spots",
    "KnoxResult": "near_repeat_result",
    "MannKendallResult": "trends",
    "NearRepeatResult": "near_repeat_result",
    "ScanResult": "scan_result",
    "StatsError": "errors",
    "TooLittleData": "errors",
    "benjamini_hochberg": "multiplicity",
    "emerging_hot_spots": "hot_spots",
    "farrington_flexible": "regression_alarms",
    "getis_ord_star": "hot_spots",
    "knox": "near_repeats",
    "mann_kendall": "trends",
    "near_repeat": "near_repeats",
    "space_time_scan": "scan",
}

__all__ = [
    "AlarmResult",
    "BadArgument",
    "BadCoordinates",
    "Cluster",
    "EmergingResult",
    "HotSpotClass",
    "KnoxResult",
    "MannKendallResult",
    "NearRepeatResult",
    "ScanResult",
    "StatsError",
    "TooLittleData",
    "benjamini_hochberg",
    "emerging_hot_spots",
    "farrington_flexible",
    "getis_ord_star",
    "knox",
    "mann_kendall",
    "near_repeat",
    "space_time_scan",
]


def __getattr__(name: str) -> Any:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_MODULE_OF[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)

"""One cell and one period at a time, as Ord & Getis (1995), equation 6."""

import math

from tilannekuva.stats import HotSpotClass


def getis_ord_star(counts: list[float], neighbours: list[list[int]], cell: int) -> float:
    n = len(counts)
    mean = sum(counts) / n
    spread = math.sqrt(sum(count**2 for count in counts) / n - mean**2)
    near = [cell, *neighbours[cell]]
    w = len(near)
    return (sum(counts[other] for other in near) - w * mean) / (spread * math.sqrt((n * w - w**2) / (n - 1)))


def hot_spot_class(is_hot: list[bool], trend_p_value: float, rises: bool, alpha: float) -> HotSpotClass:
    hot_periods = [period for period, hot in enumerate(is_hot) if hot]
    newest = len(is_hot) - 1
    if not hot_periods:
        return HotSpotClass.NONE
    if hot_periods == [newest]:
        return HotSpotClass.NEW
    if len(hot_periods) >= 0.9 * len(is_hot):
        if not is_hot[newest]:
            return HotSpotClass.HISTORICAL
        if trend_p_value < alpha:
            return HotSpotClass.INTENSIFYING if rises else HotSpotClass.DIMINISHING
        return HotSpotClass.PERSISTENT
    if hot_periods == list(range(hot_periods[0], newest + 1)):
        return HotSpotClass.CONSECUTIVE
    return HotSpotClass.SPORADIC

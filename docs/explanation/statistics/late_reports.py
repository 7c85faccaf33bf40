"""Notices of assaults by the Swedish police: how late they come, and in which weeks a town was there to report."""

import csv
from datetime import date

import numpy as np

from tilannekuva.stats import nowcast, reporting_triangle, sources_reporting

with open("swedish_notices.csv", encoding="utf-8") as file:
    notices = list(csv.DictReader(file))
first = date(2023, 3, 20)


def bands(name: str) -> np.ndarray:
    """Quarters of a day since the first day."""
    days = [(date.fromisoformat(notice[f"{name}_on"]) - first).days for notice in notices]
    return 4 * np.array(days) + [int(notice[f"{name}_band"]) for notice in notices]


happened, published = bands("event"), bands("published")
n_bands = int(published.max()) + 1
triangle = reporting_triangle(happened, published, n_periods=n_bands, max_delay=4)
came = np.nansum(triangle, axis=(0, 1))
print("quarters of a day later:", *(f"{n:.0f}" for n in came))
print(nowcast(triangle, window=1_000))

towns = sorted({notice["municipality"] for notice in notices})
weeks = np.zeros((1, len(towns), n_bands // 28 + 1), int)
for notice, band in zip(notices, happened, strict=True):
    weeks[0, towns.index(notice["municipality"]), band // 28] += 1
there = sources_reporting(weeks, silent_periods=12)
for town, row in zip(towns, there, strict=True):
    print(f"{town}: {weeks[0, towns.index(town)].sum()} notices, there in {row.sum()} of {row.size} weeks")

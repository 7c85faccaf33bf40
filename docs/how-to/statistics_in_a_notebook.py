"""The cells of a notebook: a file of counts, a scan, and its clusters as a table."""

import numpy as np
import polars as pl

from tilannekuva.stats import mann_kendall, space_time_scan

calls = pl.read_csv("calls_by_week.csv", try_parse_dates=True)
print(calls.head(2))

# One row a place, one column a week; weeks without a call anywhere would have to be added.
table = calls.pivot(
    "week_from",
    index=["easting_m", "northing_m"],
    values="calls",
    aggregate_function="sum",
    sort_columns=True,
).fill_null(0)
places = table.select("easting_m", "northing_m").to_numpy()
counts = table.drop("easting_m", "northing_m").to_numpy()
print(counts.shape, counts.sum())

found = space_time_scan(
    counts, places, max_radius_m=3_000, max_periods=8, rng=np.random.default_rng(20250428)
)
clusters = pl.DataFrame(found.as_dict())
columns = ["observed", "expected", "relative_risk_low", "relative_risk_high", "p_value", "location_idx"]
print(clusters.select(columns).head(3))

strongest = found.clusters[0]
print(table[list(strongest.location_idx)].select("easting_m", "northing_m"))

print(mann_kendall(counts.sum(axis=0)))

try:
    space_time_scan(counts, places / 100_000, rng=np.random.default_rng(1))
except ValueError as error:
    print(error)

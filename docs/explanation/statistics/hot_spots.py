"""Opioid calls of Tempe, Arizona: where is it persistently high, and which way does it move?"""

import csv

import numpy as np

from tilannekuva.stats import emerging_hot_spots, getis_ord_star, kernel_density, mann_kendall

with open("tempe_calls.csv", encoding="utf-8") as file:
    calls = list(csv.DictReader(file))

# Squares of a kilometre by quarter of a year, 2017 to the middle of 2024.
column = np.array([int(call["easting_m"]) // 1000 for call in calls])
row = np.array([int(call["northing_m"]) // 1000 for call in calls])
quarter = np.array([int(call["day"][:4]) * 4 + (int(call["day"][5:7]) - 1) // 3 for call in calls]) - 2017 * 4
column, row = column - column.min(), row - row.min()
n_rows, n_columns, n_quarters = row.max() + 1, column.max() + 1, quarter.max()
kept = quarter < n_quarters  # the last one is not over
counts = np.zeros((n_rows * n_columns, n_quarters), dtype=int)
np.add.at(counts, (row[kept] * n_columns + column[kept], quarter[kept]), 1)

# The squares around each one, in compressed rows.
near = [
    [
        r * n_columns + c
        for r in range(max(0, i - 1), min(n_rows, i + 2))
        for c in range(max(0, j - 1), min(n_columns, j + 2))
        if (r, c) != (i, j)
    ]
    for i in range(n_rows)
    for j in range(n_columns)
]
indptr = np.concatenate([[0], np.cumsum([len(cells) for cells in near])])
indices = np.concatenate(near)

z = getis_ord_star(counts[:, -1], (indptr, indices))
print(f"Highest in the newest quarter: square {int(np.argmax(z))}, Gi* {z.max():.2f}")
emerging = emerging_hot_spots(counts, (indptr, indices))
print(emerging)
print(mann_kendall(counts.sum(axis=0)))

# The middles of the squares, and the calls of all quarters.
easting_m, northing_m = (1000 * axis.ravel() for axis in np.meshgrid(np.arange(n_columns), np.arange(n_rows)))
density = kernel_density(counts.sum(axis=1), easting_m, northing_m, cell_width_m=1000)
print(density)

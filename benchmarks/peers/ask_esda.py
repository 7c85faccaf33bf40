"""Gi* of esda with binary weights that include the cell itself, and the trend test of pymannkendall."""

import json
import sys
import time

import numpy as np
import pymannkendall
from esda.getisord import G_Local
from libpysal.weights import W

arrays = np.load(sys.argv[1])
counts, indptr, indices = arrays["counts"].astype(float), arrays["indptr"], arrays["indices"]
neighbours = {i: [i, *indices[indptr[i] : indptr[i + 1]].tolist()] for i in range(len(counts))}
weights = W(neighbours, silence_warnings=True)
started = time.perf_counter()
z = [
    G_Local(counts[:, week], weights, transform="B", star=True, permutations=0).Zs
    for week in range(counts.shape[1])
]
seconds = time.perf_counter() - started
started = time.perf_counter()
trends = [pymannkendall.original_test(series) for series in arrays["series"]]
print(
    json.dumps(
        {
            "seconds": seconds,
            "z_sum_of_squares": float((np.array(z) ** 2).sum()),
            "trend_seconds": time.perf_counter() - started,
            "trend_s_sum": float(sum(trend.s for trend in trends)),
        }
    )
)

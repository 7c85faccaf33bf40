"""What pymannkendall says of made-up series, written to hamed_rao.json; see HOW.md."""

import json

import numpy as np
import pymannkendall

stored = {}
chance = np.random.default_rng(20240501)
for n_periods in (24, 52, 104):
    for memory in (0.0, 0.4, 0.8):
        series = chance.normal(size=n_periods)
        for period in range(1, n_periods):
            series[period] += memory * series[period - 1]
        stored[f"memory {memory}, {n_periods} periods"] = series
    stored[f"counts with a trend, {n_periods} periods"] = chance.poisson(
        5 * np.exp(0.01 * np.arange(n_periods))
    )
for name, series in stored.items():
    result = pymannkendall.hamed_rao_modification_test(series.astype(float))
    stored[name] = {
        "series": series.tolist(),
        "s": float(result.s), "z": float(result.z), "p": float(result.p), "tau": float(result.Tau),
    }  # fmt: skip
with open("hamed_rao.json", "w") as out:
    json.dump(stored, out, indent=1)

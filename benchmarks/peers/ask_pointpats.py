"""The Knox statistic of pointpats: pairs near in space and time, and the p-value of 99 permutations."""

import json
import sys
import time

import numpy as np
from pointpats.spacetime import Knox

arrays = np.load(sys.argv[1])
xy = np.column_stack([arrays["easting_m"], arrays["northing_m"]])
day = arrays["day"][:, np.newaxis].astype(float)
started = time.perf_counter()
knox = Knox(
    xy, day, delta=float(arrays["distance_m"]), tau=float(arrays["days"]), permutations=int(arrays["n"])
)
print(json.dumps({"seconds": time.perf_counter() - started, "observed": float(knox.statistic_)}))

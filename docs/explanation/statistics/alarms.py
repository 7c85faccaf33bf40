"""Weekly opioid calls of Tempe, Arizona: is a week unusual, is it creeping up, and how good is the method here?"""

import csv
from functools import partial

import numpy as np

from tilannekuva.stats import (
    back_test,
    cusum_negative_binomial,
    cusum_threshold,
    farrington_flexible,
    run_above,
)

with open("tempe_weeks.csv", encoding="utf-8") as file:
    weeks = list(csv.DictReader(file))
counts = np.array([[int(week["calls"]) for week in weeks]])

# Every week of the last two years, judged by the same season of the five years before.
usual = farrington_flexible(counts, evaluate=104)
print(usual)
highest = int(np.argmax(usual.score))
print(
    f"Nearest to its bound: the week from {weeks[usual.first_period_idx + highest]['week_from']}, "
    f"{usual.observed[0, highest]} calls, {usual.expected[0, highest]:.1f} expected, "
    f"an alarm above {usual.upper[0, highest]:.0f}."
)

# Small excesses that add up: a rise by half, with one false alarm in ten years.
threshold = cusum_threshold(
    mean=usual.expected[0],
    dispersion=usual.dispersion[0],
    detect_ratio=1.5,
    periods_between_false_alarms=520,
    rng=np.random.default_rng(1),
)
print(threshold)
creeping = cusum_negative_binomial(
    counts,
    evaluate=104,
    mean=usual.expected,
    dispersion=usual.dispersion,
    detect_ratio=1.5,
    threshold=threshold.threshold,
)
print(creeping)

# How long has it been above what the three years before would let one expect, as in the summer of 2020?
until = 4 * 52
before = farrington_flexible(counts[:, :until], evaluate=52, years_back=2, trend="never")
print(run_above(counts[:, until - 52 : until], before.expected, dispersion=before.dispersion))

# What the method would have found here, and how often it would have cried in vain.
print(back_test(partial(farrington_flexible, evaluate=104), counts, rng=np.random.default_rng(1)))

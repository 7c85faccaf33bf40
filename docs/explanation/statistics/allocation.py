"""What should each partner do where? Three partners, five needs."""

import numpy as np

from tilannekuva.stats import LimitsClash, allocate

needs = ["trade, station", "trade, park", "noise, square", "noise, station", "theft, centre"]
partners = ["youth work", "police", "property"]
need = [30, 12, 9, 14, 20]
capacity = [6, 5, 4]  # shifts a week
# How much of a need one shift meets; 0 where a partner cannot help.
suitability = [[3, 3, 2, 2, 0], [4, 2, 1, 2, 4], [1, 0, 2, 3, 2]]

plan = allocate(need, capacity, suitability, minimum_presence=1, group_limits=[([0, 3], 8)], gap=0)
print(plan)
for partner, units in zip(partners, plan.units, strict=True):
    print(f"{partner:<10}", {needs[n]: int(units[n]) for n in np.flatnonzero(units)})
for limit in plan.binding:
    print(f"{limit.name} {limit.which_idx}: one more would meet {limit.price:.1f} more")

after_a_month = allocate(
    [12, 12, 9, 14, 40],
    capacity,
    suitability,
    minimum_presence=1,
    previous=plan.units,
    continuity=0.75,
    gap=0,
)
print("moved when needs change:", dict(zip(partners, after_a_month.moved.tolist(), strict=True)))

try:
    allocate(need, capacity, suitability, minimum_presence=2, group_limits=[([0, 3], 3)])
except LimitsClash as clash:
    print(clash)

"""Circles over locations: for each centre, the locations in order of distance."""
# mypy: allow-untyped-defs

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def count_within(centre_xyz, place_xyz, reach, first, stop, n_within):
    """Into `n_within`, how many places lie within reach of each centre."""
    for i in range(first, stop):
        n = 0
        for j in range(place_xyz.shape[0]):
            dx = centre_xyz[i, 0] - place_xyz[j, 0]
            dy = centre_xyz[i, 1] - place_xyz[j, 1]
            dz = centre_xyz[i, 2] - place_xyz[j, 2]
            n += dx * dx + dy * dy + dz * dz <= reach[i] * reach[i]
        n_within[i] = n


@njit(cache=True, nogil=True)
def sort_ties(order, distance, tie):
    """Put every run of equal distances in `order` into ascending order."""
    run_start = 0
    for r in range(1, order.size):
        if distance[order[r]] - distance[order[run_start]] > tie:
            run_start = r
            continue
        moving = order[r]
        at = r
        while at > run_start and order[at - 1] > moving:
            order[at] = order[at - 1]
            at -= 1
        order[at] = moving


@njit(cache=True, nogil=True)
def grow_zones(centre_xyz, place_xyz, place_cases, reach, tie, max_cases, first, stop, zones):
    """Write the growing zones of centres `first` to `stop`, each from its start on.

    Places follow by distance; those within `tie` of the first of them count as equally far and follow
    by number. Growth stops before the place that would take the zone beyond `max_cases`.
    """
    near_idx = np.empty(place_xyz.shape[0], np.int32)
    near = np.empty(place_xyz.shape[0])
    for i in range(first, stop):
        n = 0
        for j in range(place_xyz.shape[0]):
            dx = centre_xyz[i, 0] - place_xyz[j, 0]
            dy = centre_xyz[i, 1] - place_xyz[j, 1]
            dz = centre_xyz[i, 2] - place_xyz[j, 2]
            square = dx * dx + dy * dy + dz * dz
            if square <= reach[i] * reach[i]:
                near_idx[n] = j
                near[n] = np.sqrt(square)
                n += 1
        order = np.argsort(near[:n])
        sort_ties(order, near, tie)  # places are gathered by number, so their rank stands for it

        cases = 0
        kept = 0
        for r in range(n):
            cases += place_cases[near_idx[order[r]]]
            if cases > max_cases:
                break
            zones.member_idx[zones.start[i] + r] = near_idx[order[r]]
            zones.distance[zones.start[i] + r] = near[order[r]]
            kept = r + 1
        zones.n_members[i] = kept

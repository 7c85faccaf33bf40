"""Circles over locations: for each centre, the locations in order of distance."""
# mypy: allow-untyped-defs

import numpy as np
from numba import njit

from ._compiling import inner

# Buckets hold few places each while their squared numbers sum to less than this for each place.
_MOST_PER_PLACE = 16


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


@inner
def order_by(near, order, bucket, n_before):
    """Into `order`, the numbers of the distances `near` in ascending order.

    In the plane the squares of distances are spread evenly, so that buckets of equal width hold few each and
    comparing neighbours finishes the work. Where they do not (one far location, a dense town), comparing goes
    by ever smaller gaps (Shell 1959).
    """
    n = near.size
    farthest = 0.0
    for r in range(n):
        farthest = max(farthest, near[r])
    scale = (n - 1) / (farthest * farthest) if farthest > 0 else 0.0
    n_before[: n + 1] = 0
    for r in range(n):
        bucket[r] = np.int64(near[r] * near[r] * scale)
        n_before[bucket[r] + 1] += 1
    crowding = 0
    for k in range(1, n + 1):
        crowding += n_before[k] * n_before[k]
        n_before[k] += n_before[k - 1]
    for r in range(n):
        order[n_before[bucket[r]]] = r
        n_before[bucket[r]] += 1
    gap = n // 2 if crowding > _MOST_PER_PLACE * n else 1
    while gap > 0:
        for r in range(gap, n):
            moving = order[r]
            at = r
            while at >= gap and near[order[at - gap]] > near[moving]:
                order[at] = order[at - gap]
                at -= gap
            order[at] = moving
        gap = max(1, int(gap / 2.2)) if gap > 1 else 0


@inner
def sort_ties(order, near, tie):
    """Put every run of equal distances in `order` into ascending order."""
    run_start = 0
    for r in range(1, near.size):
        if near[order[r]] - near[order[run_start]] > tie:
            run_start = r
            continue
        moving = order[r]
        at = r
        while at > run_start and order[at - 1] > moving:
            order[at] = order[at - 1]
            at -= 1
        order[at] = moving


@njit(cache=True, nogil=True)
def grow_zones(centre_xyz, place_xyz, weight, reach, tie, max_weight, first, stop, zones):
    """Write the growing zones of centres `first` to `stop`, each from its start on.

    Places follow by distance; those within `tie` of the first of them count as equally far and follow
    by number. Growth stops before the place that would take the zone beyond `max_weight`.
    """
    start, n_members, member_idx = zones
    n_places = place_xyz.shape[0]
    near_idx = np.empty(n_places, np.int32)
    near = np.empty(n_places)
    order = np.empty(n_places, np.int64)
    bucket = np.empty(n_places, np.int64)
    n_before = np.empty(n_places + 1, np.int64)
    for i in range(first, stop):
        n = 0
        for j in range(n_places):
            dx = centre_xyz[i, 0] - place_xyz[j, 0]
            dy = centre_xyz[i, 1] - place_xyz[j, 1]
            dz = centre_xyz[i, 2] - place_xyz[j, 2]
            square = dx * dx + dy * dy + dz * dz
            if square <= reach[i] * reach[i]:
                near_idx[n] = j
                near[n] = np.sqrt(square)
                n += 1
        n_members[i] = 0
        if n == 0:
            continue
        order_by(near[:n], order, bucket, n_before)
        sort_ties(order, near[:n], tie)  # places are gathered by number, so their rank stands for it
        within = 0.0
        for r in range(n):
            within += weight[near_idx[order[r]]]
            if within > max_weight:
                break
            member_idx[start[i] + r] = near_idx[order[r]]
            n_members[i] = r + 1

"""Work shared between threads, for kernels that release the interpreter lock.

Plain threads around serial kernels, rather than the parallel loops of numba: those compile several times
slower, keep a process-wide thread count, and on some platforms abort when two callers meet.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise


def available_threads(n_threads: int | None) -> int:
    """The asked-for number of threads, or as many as this process may run on."""
    if n_threads is not None:
        return n_threads
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_in_threads(work: Callable[[int, int], object], n_items: int, n_threads: int) -> None:
    """Call `work(first, stop)` over consecutive ranges that together cover `n_items` items.

    Ranges are several per thread, so that a busy core does not keep the others waiting. What `work`
    computes for an item must not depend on the range in which the item falls.
    """
    n_ranges = min(n_items, 4 * n_threads if n_threads > 1 else 1)
    bounds = [n_items * i // n_ranges for i in range(n_ranges + 1)] if n_ranges else []
    ranges = list(pairwise(bounds))
    if n_threads == 1 or len(ranges) == 1:
        for first, stop in ranges:
            work(first, stop)
        return
    with ThreadPoolExecutor(n_threads) as pool:
        list(pool.map(lambda bound: work(*bound), ranges))

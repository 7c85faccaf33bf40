"""Random numbers for compiled code: one stream per replicate, each a pure function of (seed, replicate).

A stream is SplitMix64 (Steele, Lea & Flood 2014): a counter that walks in odd steps, and a mixing function
that turns each value of the counter into 64 random bits. Any replicate can thus be drawn by any thread.
"""
# mypy: allow-untyped-defs

import numpy as np
from numba import njit, uint64

_STEP = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_TO_UNIT = 1.0 / 9007199254740992.0  # 2**-53


@njit(cache=True, nogil=True, inline="always")
def mixed(z):
    z = (z ^ (z >> uint64(30))) * _MIX_1
    z = (z ^ (z >> uint64(27))) * _MIX_2
    return z ^ (z >> uint64(31))


@njit(cache=True, nogil=True)
def stream(seed, replicate):
    """The starting counter of a replicate; mixed twice, so that streams start far apart."""
    return mixed(mixed(uint64(seed)) + uint64(replicate) * _STEP)


@njit(cache=True, nogil=True, inline="always")
def advanced(counter):
    return counter + _STEP


@njit(cache=True, nogil=True, inline="always")
def whole_below(counter, limit):
    """A whole number in [0, limit), uniform to within limit / 2**53."""
    return np.int64((mixed(counter) >> uint64(11)) * _TO_UNIT * limit)

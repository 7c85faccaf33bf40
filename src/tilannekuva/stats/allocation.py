"""What should each partner do where? Whole units, under limits that keep it fair and steady."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, sparse

from . import _checks as check
from ._allocation_arguments import checked_problem
from ._allocation_problem import Limit, Problem
from .allocation_result import Allocation, BindingLimit
from .errors import BadArgument, LimitsClash, StatsError

_Floats = NDArray[np.float64]
GroupLimit = tuple[Sequence[int], int]
_TIME_RAN_OUT = 1


def allocate(
    need: ArrayLike,
    capacity: ArrayLike,
    suitability: ArrayLike,
    *,
    minimum_presence: ArrayLike = 0,
    previous: ArrayLike | None = None,
    continuity: float = 0.0,
    group_limits: Sequence[GroupLimit] | None = None,
    gap: float = 0.01,
    seconds: float = 10,
) -> Allocation:
    """Give whole units of the partners to needs, so that as much need as possible is met.

    A need is one phenomenon in one area. A unit of partner p meets suitability[p, n] of need n; more than the
    whole need cannot be met. The result is a proposal for people to talk about: what it knows of a need is one
    number.

    Parameters
    ----------
    need : (n_needs,) how much, at least 0, in any unit that suitability shares.
    capacity : (n_partners,) whole units each partner has at most.
    suitability : (n_partners, n_needs) need that one unit meets, at least 0; 0 where the partner cannot help or
        has no right to. No unit is sent there.
    minimum_presence : whole units of all partners together that every need gets at least; a number, or
        (n_needs,). Nobody is left without.
    previous : (n_partners, n_needs) whole units of the last allocation.
    continuity : share of every partner's previous units, 0 to 1, that stays where it is (rounded down, and no
        more than the partner's capacity now). Needs `previous`.
    group_limits : pairs (needs, most): the needs with these indices get at most so many units together, of all
        partners. So no quarter is crowded.
    gap : the search ends when the value is proven to be within this share of the best.
    seconds : or when this time is over; the best so far is then returned, with its true gap.

    Returns
    -------
    Allocation. `binding` names the limits that cost something, from the dual values of the same problem in
    fractions of units (its linear relaxation): prices of whole units do not exist as such, and solving anew
    with each limit loosened would take as long again for every one. They are true at the margin only.

    Raises
    ------
    BadArgument : see the messages.
    TooLittleData : every need is 0.
    LimitsClash : no allocation keeps all limits; says which, by leaving out one kind after another.
    StatsError : time ran out before any allocation was found.

    Source
    ------
    Maximal covering (Church & ReVelle 1974, Papers Reg. Sci. Assoc. 32, 101–118) with partial cover and whole
    units; solved by HiGHS (scipy.optimize.milp). What differs: needs are met in part, and among equally good
    allocations the one with fewest units is preferred (a unit costs a millionth of the largest suitability).
    """
    problem = checked_problem(
        need, capacity, suitability, minimum_presence, previous, continuity, group_limits
    )
    if not 0 <= check.check_number("gap", gap) < 1:
        raise BadArgument(f"gap is {gap!r}; it must lie in [0, 1)")
    check.check_positive("seconds", seconds)
    rows = problem.limits()
    solved = _solve(problem, rows, gap, seconds)
    if solved.x is None:
        if solved.status == _TIME_RAN_OUT:
            raise StatsError(f"no allocation was found in {seconds:g} s; give more seconds, or a wider gap")
        raise LimitsClash(_clash(problem, rows, seconds))
    shape = problem.suitability.shape
    units = np.rint(solved.x[: shape[0] * shape[1]]).astype(np.int64).reshape(shape)
    covered = np.minimum((units * problem.suitability).sum(axis=0), problem.need)
    value = float(covered.sum())
    relaxed, binding = _priced(problem, rows)
    proven = -float(solved.mip_dual_bound) + problem.cost_of_a_unit * float(problem.capacity.sum())
    bound = max(min(proven, relaxed), value)
    reached = (bound - value) / bound if bound > 0 else 0.0
    moved = np.zeros(shape[0], np.int64)
    if problem.previous is not None:
        moved = np.maximum(problem.previous - units, 0).sum(axis=1)
    return Allocation(
        units=units,
        covered=covered,
        value=value,
        bound=bound,
        gap=float(reached),
        optimal=solved.status == 0,
        moved=moved,
        binding=binding,
    )


def _solve(problem: Problem, limits: list[Limit], gap: float, seconds: float) -> Any:
    whole = np.zeros(len(problem.objective))
    whole[: problem.suitability.size] = 1
    return optimize.milp(
        problem.objective,
        integrality=whole,
        bounds=problem.bounds(),
        constraints=[optimize.LinearConstraint(each.coefficients, each.lower, each.upper) for each in limits],
        options={"mip_rel_gap": gap, "time_limit": float(seconds)},
    )


def _priced(problem: Problem, limits: list[Limit]) -> tuple[float, tuple[BindingLimit, ...]]:
    """The most that fractions of units could meet, and the price of every limit there."""
    rows, right, owners = [], [], []
    for limit in limits:
        for sign, side in ((1.0, limit.upper), (-1.0, -limit.lower)):
            at = np.flatnonzero(np.isfinite(side))
            at = at[~((sign < 0) & (side[at] == 0) & (limit.name != "cover"))]  # at least 0 is no limit
            rows.append(sign * limit.coefficients[at])
            right.append(side[at])
            owners += [(limit, int(row)) for row in at]
    box = problem.bounds()
    # What a partner has is said by a row; said twice, the row would have no price.
    upper = box.ub.copy()
    upper[: problem.suitability.size] = np.where(problem.suitability.ravel() > 0, np.inf, 0.0)
    found = optimize.linprog(
        problem.objective,
        A_ub=sparse.vstack(rows, format="csr"),
        b_ub=np.concatenate(right),
        bounds=np.column_stack([box.lb, upper]),
        method="highs",
    )
    if found.status != 0:
        return np.inf, ()
    n_units, n_needs = problem.suitability.size, len(problem.need)
    prices = -np.asarray(found.ineqlin.marginals)
    binding = [
        BindingLimit(limit.name, row, float(price))
        for (limit, row), price in zip(owners, prices, strict=True)
        if limit.is_choice and price > 10 * problem.cost_of_a_unit
    ]
    # The dual objective bounds the value; the cost of units is not part of it.
    most = float(found.x[n_units : n_units + n_needs].sum()) + problem.cost_of_a_unit * problem.capacity.sum()
    return most, tuple(sorted(binding, key=lambda each: (-each.price, each.name, each.which_idx)))


def _clash(problem: Problem, limits: list[Limit], seconds: float) -> str:
    """Which limits cannot be kept together: those without any of which an allocation exists."""
    kinds = [limit.name for limit in limits if limit.is_choice and limit.name != "capacity"]
    guilty = [
        name
        for name in kinds
        if _solve(problem, [limit for limit in limits if limit.name != name], 0.5, seconds).x is not None
    ]
    asked, had = int(problem.presence.sum()), int(problem.capacity.sum())
    if "minimum_presence" in kinds:
        reachable = np.where(problem.suitability > 0, problem.capacity[:, np.newaxis], 0).sum(axis=0)
        short = np.flatnonzero(problem.presence > reachable)
        if short.size:
            need_idx = int(short[0])
            return (
                f"minimum_presence asks {problem.presence[need_idx]} unit(s) for need {need_idx}, and the partners "
                f"that suit it have {reachable[need_idx]}; ask less there, or find a partner"
            )
        if asked > had:
            return f"minimum_presence asks {asked} units in all and the partners have {had}; ask less, or add capacity"
    named = " and ".join(guilty or kinds)
    together = "clashes with the other limits" if len(guilty or kinds) == 1 else "clash with each other"
    return f"{named} {together}: no allocation keeps all of them; loosen one of them"

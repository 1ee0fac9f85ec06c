"""The two-sided t test and z test: power at a noncentrality, and the noncentrality that a power takes."""

from __future__ import annotations

from typing import Any

#: From so many degrees of freedom t is taken as normal.
NORMAL_FROM = 1e6
_STEPS = 60
_HIGHEST = 60.0


def power_at(noncentrality: Any, df: Any, alpha: float) -> Any:
    """The probability that a two-sided test rejects, both tails counted.

    Args:
        noncentrality: effect over its standard error; number or array.
        df: degrees of freedom of t; infinite for a z test; number or array.
        alpha: significance level.
    """
    import numpy as np
    from scipy.stats import nct, norm, t

    ncp, freedom = np.broadcast_arrays(np.abs(np.asarray(noncentrality, float)), np.asarray(df, float))
    z = norm.isf(alpha / 2)
    found = np.array(norm.sf(z - ncp) + norm.cdf(-z - ncp))
    few = freedom < NORMAL_FROM
    if few.any():
        limit = t.isf(alpha / 2, freedom[few])
        upper, lower = nct.sf(limit, freedom[few], ncp[few]), nct.cdf(-limit, freedom[few], ncp[few])
        found[few] = np.clip(upper + np.nan_to_num(lower), 0.0, 1.0)
    return found if found.ndim else float(found)


def noncentrality_for(power: float, df: Any, alpha: float) -> Any:
    """The noncentrality at which the two-sided test has the power; the inverse of `power_at`. Number or array like `df`."""
    import numpy as np

    freedom = np.asarray(df, float)
    low, high = np.zeros(freedom.shape), np.full(freedom.shape, 8.0)
    while np.any(short := power_at(high, freedom, alpha) < power) and float(np.max(high)) < _HIGHEST**3:
        high = np.where(short, high * 2, high)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        below = power_at(middle, freedom, alpha) < power
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    found = (low + high) / 2
    return found if found.ndim else float(found)

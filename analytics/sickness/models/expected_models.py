"""Four simple models of a series with a season: each is fitted to the figures up to a day and forecasts from there.

None of them knows anything of what a level depends on. They say what was to be expected if the series went on as before.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from analytics.sickness.models.forecast import Forecast, of_shocks, of_state_space
from analytics.sickness.models.runs import Floats, NotEnoughData

ModelName = Literal["local_level", "sarima", "ets", "ar_season"]
FitState = Literal["ok", "not_converged", "not_computed"]

PERIOD = 4
#: Observed quarters that a fit needs: five of each season.
MIN_QUARTERS = 20
#: Years of residuals whose correlation the Ljung-Box test looks at.
_TESTED_YEARS = 2
#: Two optimisers that end within this of each other have found the same top of the likelihood.
_SAME_TOP = 1e-3
_MAX_STEPS = 2000
_FAULTS = (ValueError, ArithmeticError, np.linalg.LinAlgError)


@dataclass(frozen=True)
class ModelFit:
    """A fitted model and its forecast.

    Attributes:
        name: which model.
        state: "ok"; "not_converged" when no optimiser said it had finished at the best likelihood found: the forecast is
            given but should not be relied on; "not_computed" without a forecast.
        why_not: why it is not computed.
        forecast: the quarters ahead, on the scale of the figures given.
        parameters: estimates by name.
        log_likelihood: at the estimates.
        residuals: standardised one-step errors, without those that only start the model.
        ljung_box_p: p value of no correlation left in the residuals; None when there are too few. A small one says that
            the model has not caught the movement of the series, and that its intervals are not to be trusted.
        ljung_box_lags: over how many lags.
    """

    name: ModelName
    state: FitState
    why_not: NotEnoughData | None = None
    forecast: Forecast | None = None
    parameters: Mapping[str, float] = field(default_factory=dict)
    log_likelihood: float | None = None
    residuals: Floats = field(default_factory=lambda: np.array([], dtype=np.float64))
    ljung_box_p: float | None = None
    ljung_box_lags: int | None = None


def local_level(values: Floats, steps: int, *, period: int = PERIOD) -> ModelFit:
    """A level that walks at random, a season that may change slowly, and noise (Harvey 1989; Durbin and Koopman 2012).

    Gaps are allowed. With `period` 1 there is no season.
    """
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    def fit() -> tuple[Any, bool]:
        season = {"seasonal": period} if period > 1 else {}
        return _best(
            _runner(UnobservedComponents(values, level="llevel", use_exact_diffuse=True, **season)), "lbfgs", "nm", "bfgs"
        )

    return _fitted("local_level", fit, steps, burn=period, shape=2, period=period)


def sarima(values: Floats, steps: int, *, period: int = PERIOD) -> ModelFit:
    """SARIMA(0,1,1)(0,1,1), the airline model (Box and Jenkins 1970). Gaps are allowed. With `period` 1: ARIMA(0,1,1)."""
    from statsmodels.tsa.statespace.sarimax import SARIMAX

    def fit() -> tuple[Any, bool]:
        season = {"seasonal_order": (0, 1, 1, period)} if period > 1 else {}
        return _best(_runner(SARIMAX(values, order=(0, 1, 1), use_exact_diffuse=True, **season)), "lbfgs", "bfgs", "nm")

    burn, shape = (period + 1, 2) if period > 1 else (1, 1)
    return _fitted("sarima", fit, steps, burn=burn, shape=shape, period=period)


def ar_season(values: Floats, steps: int, *, period: int = PERIOD, order: int = 1, regressors: Floats | None = None) -> ModelFit:
    """A fixed level for each season with autoregressive errors around it. Gaps are allowed. With `period` 1: one level.

    Args:
        values: one a period.
        steps: how many periods ahead.
        period: seasons in a year.
        order: of the autoregression.
        regressors: one row a period, for the periods of `values` and then those ahead; default the seasons.
    """
    from statsmodels.tsa.arima.model import ARIMA

    rows = regressors if regressors is not None else np.eye(period)[np.arange(len(values) + steps) % period]
    known_rows, rows_ahead = rows[: len(values)], rows[len(values) :]

    def fit() -> tuple[Any, bool]:
        model = ARIMA(values, exog=known_rows, order=(order, 0, 0), trend="n")
        return _best(
            lambda method: model.fit(method_kwargs={"method": method, "maxiter": _MAX_STEPS, "disp": 0}, cov_type="none"),
            "lbfgs", "bfgs", "nm",
        )  # fmt: skip

    return _fitted("ar_season", fit, steps, burn=0, shape=order, exog=rows_ahead, period=period)


def ets(values: Floats, steps: int, *, period: int = PERIOD) -> ModelFit:
    """Exponential smoothing ETS(A,N,A): additive error, no trend, additive season (Hyndman et al. 2008).

    Gaps are not allowed. With `period` 1: ETS(A,N,N).
    """
    if np.isnan(values).any():
        return ModelFit("ets", "not_computed", NotEnoughData("gaps", int(np.isnan(values).sum())))
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    def fit() -> tuple[Any, bool]:
        season = {"seasonal": "add", "seasonal_periods": period} if period > 1 else {}
        model = ETSModel(values, error="add", trend=None, initialization_method="estimated", **season)
        first = model.fit(disp=0, maxiter=_MAX_STEPS)
        found = [first, *(_again(model, first, alpha) for alpha in (0.2, 0.5, 0.8))]
        return _pick(found)

    return _fitted("ets", fit, steps, burn=0, shape=2 if period > 1 else 1, period=period, joint=_ets_forecast)


MODELS: Mapping[ModelName, Callable[..., ModelFit]] = {
    "local_level": local_level, "sarima": sarima, "ets": ets, "ar_season": ar_season,
}  # fmt: skip


def not_fit_for_models(values: Floats, period: int = PERIOD) -> NotEnoughData | None:
    """Why no model can be fitted to these figures (NaN in gaps); None when they can be."""
    seen = ~np.isnan(values)
    if not seen.any():
        return NotEnoughData("no_values")
    if not seen[-1]:
        return NotEnoughData("gap_at_origin")
    if seen.sum() < MIN_QUARTERS:
        return NotEnoughData("too_short", int(seen.sum()), MIN_QUARTERS)
    places = np.arange(len(values)) % period
    if any(seen[places == season].sum() < 2 for season in range(period)):
        return NotEnoughData("season_missing")
    left = np.concatenate([values[seen & (places == s)] - np.nanmean(values[places == s]) for s in range(period)])
    return NotEnoughData("no_variation") if np.abs(left).max() <= 1e-9 * max(1.0, np.nanmax(np.abs(values))) else None


def _fitted(
    name: ModelName,
    fit: Callable[[], tuple[Any, bool]],
    steps: int,
    *,
    burn: int,
    shape: int,
    period: int,
    exog: Floats | None = None,
    joint: Callable[[Any, int], Forecast] | None = None,
) -> ModelFit:
    """Fit and forecast; what the libraries warn of becomes the state of the result."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            results, has_converged = fit()
            forecast = joint(results, steps) if joint else of_state_space(results, steps, exog)
            residuals = _residuals(results, burn)
            p_value, lags = _ljung_box(residuals, shape, period)
        except _FAULTS:
            return ModelFit(name, "not_computed", NotEnoughData("not_computable"))
    if not (np.isfinite(forecast.mean).all() and np.isfinite(forecast.cov).all()):
        return ModelFit(name, "not_computed", NotEnoughData("not_computable"))
    names = getattr(results.model, "param_names", [])
    parameters = {label: float(value) for label, value in zip(names, np.asarray(results.params), strict=False)}
    state: FitState = "ok" if has_converged else "not_converged"
    return ModelFit(name, state, None, forecast, parameters, float(results.llf), residuals, p_value, lags)


def _runner(model: Any) -> Callable[[str], Any]:
    return lambda method: model.fit(method=method, maxiter=_MAX_STEPS, disp=0, cov_type="none")


def _best(run: Callable[[str], Any], *methods: str) -> tuple[Any, bool]:
    """The fit with the highest likelihood of two optimisers, each from the model's own start; a third when they differ."""
    found = [run(method) for method in methods[:2]]
    likelihoods = [float(results.llf) for results in found]
    if not (np.isfinite(likelihoods).all() and abs(likelihoods[0] - likelihoods[1]) <= _SAME_TOP and _pick(found)[1]):
        found += [run(method) for method in methods[2:]]
    return _pick(found)


def _pick(found: list[Any]) -> tuple[Any, bool]:
    usable = [results for results in found if np.isfinite(results.llf)]
    if not usable:
        raise ValueError("no fit has a likelihood")
    best = max(usable, key=lambda results: float(results.llf))
    agreeing = [results for results in usable if results.llf >= best.llf - _SAME_TOP]
    return best, any(bool(dict(results.mle_retvals).get("converged", False)) for results in agreeing)


def _again(model: Any, first: Any, alpha: float) -> Any:
    """A fit from another start: the likelihood of exponential smoothing has flat parts."""
    start = np.array(first.params, dtype=np.float64)
    start[0] = alpha
    if len(start) > 2:
        start[1] = 0.1 * (1 - alpha)
    return model.fit(start_params=start, disp=0, maxiter=_MAX_STEPS)


def _ets_forecast(results: Any, steps: int) -> Forecast:
    names = list(results.model.param_names)
    parameters = dict(zip(names, np.asarray(results.params), strict=True))
    alpha, gamma = parameters["smoothing_level"], parameters.get("smoothing_seasonal", 0.0)
    period = results.model.seasonal_periods if "smoothing_seasonal" in parameters else 0
    weights = [1.0] + [alpha + (gamma if period and lag % period == 0 else 0.0) for lag in range(1, steps)]
    errors = np.asarray(results.resid, dtype=np.float64)
    estimated = len(names) - (1 if period else 0)  # one seasonal figure follows from the others
    freedom = max(len(errors) - estimated, 1)
    return of_shocks(np.asarray(results.forecast(steps)), np.array(weights), float(errors @ errors) / freedom)


def _residuals(results: Any, burn: int) -> Floats:
    errors = np.atleast_2d(np.asarray(results.standardized_forecasts_error, dtype=np.float64))[0][burn:]
    kept: Floats = errors[np.isfinite(errors)]
    return kept


def _ljung_box(residuals: Floats, shape: int, period: int) -> tuple[float | None, int | None]:
    lags = min(_TESTED_YEARS * max(period, 4), len(residuals) // 3)
    if lags <= shape:
        return None, None
    from statsmodels.stats.diagnostic import acorr_ljungbox

    p_value = float(acorr_ljungbox(residuals, lags=[lags], model_df=shape)["lb_pvalue"].iloc[0])
    return (p_value, lags) if np.isfinite(p_value) else (None, None)

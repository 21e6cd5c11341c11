"""Rolling statistics of any column, and a column's past."""
import numpy
import pandas
from scipy import stats

from common import over_windows, windows, write

HAMPEL = 1.482602218505602


def zero_spread(x, value):
    """Windows whose values are all equal have no spread: what divides by it is missing."""
    return numpy.where((x == x[:, :1]).all(axis=1), numpy.nan, value)


def weights(w):
    return numpy.arange(1, w + 1) / (w * (w + 1) / 2)


def slope(x):
    k = numpy.arange(x.shape[1])
    return numpy.polynomial.polynomial.polyfit(k, x.T, 1)[1]


def mad(x):
    return numpy.median(numpy.abs(x - numpy.median(x, axis=1, keepdims=True)), axis=1)


def robust_z(x):
    spread = HAMPEL * mad(x[:, :-1])
    return numpy.where(spread > 0, (x[:, -1] - numpy.median(x[:, :-1], axis=1)) / spread, numpy.nan)


def rank(x):
    newest = x[:, -1:]
    return ((x < newest).sum(axis=1) + ((x == newest).sum(axis=1) + 1) / 2) / x.shape[1]


def pairs(x, y, w, statistic):
    """`statistic` of [n, w] windows of x and of a series y, where neither holds a NaN."""
    a, b = windows(x, w), windows(y.to_frame(), w)[:, 0]
    out = numpy.full(a.shape[:2], numpy.nan)
    for column in range(a.shape[1]):
        complete = ~numpy.isnan(a[:, column]).any(axis=1) & ~numpy.isnan(b).any(axis=1)
        with numpy.errstate(invalid="ignore", divide="ignore"):
            out[complete, column] = statistic(a[complete, column], b[complete])
    return pandas.DataFrame(out)


def centred(x):
    return x - x.mean(axis=1, keepdims=True)


def covariance(x, y):
    return (centred(x) * centred(y)).sum(axis=1) / (x.shape[1] - 1)


def correlation(x, y):
    value = covariance(x, y) / numpy.sqrt(x.var(axis=1, ddof=1) * y.var(axis=1, ddof=1))
    return zero_spread(x, zero_spread(y, value))


def beta(x, y):
    return zero_spread(y, covariance(x, y) / y.var(axis=1, ddof=1))


def features(market):
    close = market.close
    returns = numpy.log(close / close.shift(1))
    market_return = numpy.log(market.benchmark["close"]).diff()
    volume = numpy.log(market.volume.where(market.volume > 0))
    return {
        "rolling_sum_7(momentum_1)": over_windows(returns, 7, lambda x: x.sum(axis=1)),
        "rolling_mean_21(momentum_1)": over_windows(returns, 21, lambda x: x.mean(axis=1)),
        "rolling_mean_5(close)": close.rolling(5).mean(),
        "rolling_deviation_9(momentum_1)": over_windows(
            returns, 9, lambda x: numpy.where((x == x[:, :1]).all(axis=1), 0, x.std(axis=1, ddof=1))
        ),
        "rolling_deviation_12(close)": over_windows(close, 12, lambda x: x.std(axis=1, ddof=1)),
        "rolling_z_10(momentum_1)": over_windows(
            returns, 10, lambda x: zero_spread(x, (x[:, -1] - x.mean(axis=1)) / x.std(axis=1, ddof=1))
        ),
        "rolling_skewness_15(momentum_1)": over_windows(
            returns, 15, lambda x: zero_spread(x, stats.skew(x, axis=1, bias=False))
        ),
        "rolling_kurtosis_15(momentum_1)": over_windows(
            returns, 15, lambda x: zero_spread(x, stats.kurtosis(x, axis=1, bias=False))
        ),
        "rolling_weighted_mean_9(close)": over_windows(close, 9, lambda x: x @ weights(9)),
        "rolling_slope_11(close)": over_windows(close, 11, slope),
        "rolling_max_8(close)": close.rolling(8).max(),
        "rolling_min_8(close)": close.rolling(8).min(),
        "rolling_since_max_8(close)": over_windows(close, 8, lambda x: numpy.argmax(x[:, ::-1], axis=1)),
        "rolling_since_min_8(close)": over_windows(close, 8, lambda x: numpy.argmin(x[:, ::-1], axis=1)),
        "rolling_rank_14(close)": over_windows(close, 14, rank),
        "rolling_median_13(close)": close.rolling(13).median(),
        "rolling_median_deviation_12(close)": over_windows(close, 12, mad),
        "rolling_robust_z_13(log_volume)": over_windows(volume, 13, robust_z),
        "rolling_covariance_10(momentum_1,benchmark_return)": pairs(returns, market_return, 10, covariance),
        "rolling_correlation_10(momentum_1,benchmark_return)": pairs(returns, market_return, 10, correlation),
        "rolling_beta_10(momentum_1,benchmark_return)": pairs(returns, market_return, 10, beta),
        "lag_3(close)": close.shift(3),
        "change_4(close)": close - close.shift(4),
    }


if __name__ == "__main__":
    write(features)

"""Returns, momentum, volatility and drawdown, each from its definition."""
import numpy
import pandas
from scipy import stats

from common import over_windows, write


def zero_spread(x, value):
    """Windows whose values are all equal have no spread: what divides by it is missing."""
    return numpy.where((x == x[:, :1]).all(axis=1), numpy.nan, value)


def sample_deviation(x):
    return numpy.std(x, axis=1, ddof=1)


def trend(x):
    """Slope times R squared, the latter from the residuals of the line."""
    y = numpy.log(x)
    k = numpy.arange(y.shape[1])
    constant, slope = numpy.polynomial.polynomial.polyfit(k, y.T, 1)
    residuals = y - (constant[:, None] + slope[:, None] * k)
    total = ((y - y.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)
    return zero_spread(x, slope * (1 - (residuals**2).sum(axis=1) / total))


def discreteness(x):
    """Of w + 1 closes: the direction of the whole, times the share of falling less that of rising steps."""
    falling = (x[:, 1:] < x[:, :-1]).mean(axis=1)
    rising = (x[:, 1:] > x[:, :-1]).mean(axis=1)
    return numpy.sign(x[:, -1] - x[:, 0]) * (falling - rising)


def deepest(x):
    """Every pair of an earlier and a later close."""
    w = x.shape[1]
    worst = numpy.zeros(len(x))
    for i in range(w):
        for j in range(i, w):
            worst = numpy.minimum(worst, x[:, j] / x[:, i] - 1)
    return worst


def root_mean_square(x):
    return numpy.sqrt(numpy.mean(x**2, axis=1))


def features(market):
    o, h, l, c = market.open, market.high, market.low, market.close
    change = lambda w: c / c.shift(w) - 1
    log_change = lambda w: numpy.log(c) - numpy.log(c.shift(w))
    daily = numpy.log(c / c.shift(1))
    mean = lambda frame, w: over_windows(frame, w, lambda x: x.mean(axis=1))
    volatility = lambda w: over_windows(daily, w, sample_deviation)
    positive = lambda frame: frame.where(frame > 0)
    drawdown = lambda w: over_windows(c, w, lambda x: x[:, -1] / x.max(axis=1) - 1)

    # In the terms of Garman and Klass, and of Yang and Zhang: all relative to the open.
    up, down, end = numpy.log(h) - numpy.log(o), numpy.log(l) - numpy.log(o), numpy.log(c) - numpy.log(o)
    overnight = numpy.log(o) - numpy.log(c.shift(1))
    parkinson = (up - down) ** 2 / (4 * numpy.log(2))
    garman_klass = 0.5 * (up - down) ** 2 - (2 * numpy.log(2) - 1) * end**2
    rogers_satchell = up * (up - end) + down * (down - end)
    variance = lambda frame, w: over_windows(frame, w, lambda x: x.var(axis=1, ddof=1))

    def yang_zhang(n):
        k = 0.34 / (1.34 + (n + 1) / (n - 1))
        return numpy.sqrt(variance(overnight, n) + k * variance(end, n) + (1 - k) * mean(rogers_satchell, n))

    return {
        "return_1": c.pct_change(1, fill_method=None),
        "return_9": change(9),
        "momentum_7": log_change(7),
        "momentum_12_3": numpy.log(c.shift(3) / c.shift(12)).where(c.notna()),
        "weighted_momentum_2": (12 * change(2) + 4 * change(6) + 2 * change(12) + change(24)) / 4,
        "acceleration_6": log_change(6) - (numpy.log(c.shift(6)) - numpy.log(c.shift(12))),
        "reversal_5": -change(5),
        "log_price": numpy.log(c),
        "risk_adjusted_momentum_10_6": log_change(10) / positive(volatility(6)),
        "frog_in_the_pan_9": over_windows(c, 10, discreteness),
        "trend_strength_11": over_windows(c, 11, trend),
        "volatility_8": volatility(8),
        "downside_return": daily.clip(upper=0),
        "downside_volatility_8": over_windows(daily.clip(upper=0), 8, root_mean_square),
        "volatility_ratio_4_12": volatility(4) / positive(volatility(12)),
        "volatility_of_volatility_5_7": over_windows(volatility(5), 7, sample_deviation)
        / positive(mean(volatility(5), 7)),
        "return_skewness_12": over_windows(daily, 12, lambda x: zero_spread(x, stats.skew(x, axis=1, bias=False))),
        "return_kurtosis_12": over_windows(daily, 12, lambda x: zero_spread(x, stats.kurtosis(x, axis=1, bias=False))),
        "max_return_9": change(1).rolling(9).max(),
        "overnight_return": overnight,
        "intraday_return": end,
        "parkinson_variance": parkinson,
        "parkinson_10": numpy.sqrt(mean(parkinson, 10)),
        "garman_klass_variance": garman_klass,
        "garman_klass_10": numpy.sqrt(mean(garman_klass, 10)),
        "rogers_satchell_variance": rogers_satchell,
        "rogers_satchell_10": numpy.sqrt(mean(rogers_satchell, 10)),
        "yang_zhang_10": yang_zhang(10),
        "drawdown_14": drawdown(14),
        "time_under_water_14": over_windows(c, 14, lambda x: numpy.argmax(x[:, ::-1], axis=1)),
        "max_drawdown_13": over_windows(c, 13, deepest),
        "max_drawdown_16": over_windows(c, 16, deepest),
        "ulcer_7": over_windows(drawdown(7), 7, root_mean_square),
    }


if __name__ == "__main__":
    write(features)

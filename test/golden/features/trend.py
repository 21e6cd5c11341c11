"""Moving averages, crossings, weeks, oscillators, relative strength and rotation, momentum differentials."""
import numpy
import pandas

from common import over_windows, windows, write
from rolling import slope, weights, zero_spread


def mean(frame, w):
    return over_windows(frame, w, lambda x: x.mean(axis=1))


def weighted_mean(frame, w):
    return over_windows(frame, w, lambda x: x @ weights(w))


def z(frame, w):
    return over_windows(frame, w, lambda x: zero_spread(x, (x[:, -1] - x.mean(axis=1)) / x.std(axis=1, ddof=1)))


def gma(close, x, y):
    """Price less the mean of the prices of x to y sessions ago: the first x - y + 1 of a window of x + 1."""
    return over_windows(close, x + 1, lambda p: p[:, -1] - p[:, : x - y + 1].mean(axis=1))


def gma_normalised(close, x, y):
    return over_windows(close, x + 1, lambda p: p[:, -1] / p[:, : x - y + 1].mean(axis=1) - 1)


def crossing(fast, slow):
    """Of two lines, session by session: sides are compared with the latest one that was taken in the five sessions before."""
    f, s = fast.to_numpy(float), slow.to_numpy(float)
    out = numpy.full(f.shape, numpy.nan)
    for col in range(f.shape[1]):
        for t in range(5, len(f)):
            near = numpy.isclose(f[t - 5 : t + 1, col], s[t - 5 : t + 1, col], rtol=1e-12, atol=0)
            above = numpy.where(near, 0, numpy.sign(f[t - 5 : t + 1, col] - s[t - 5 : t + 1, col]))
            if numpy.isnan(f[t - 5 : t + 1, col] + s[t - 5 : t + 1, col]).any():
                continue
            taken = [side for side in above[:-1] if side != 0]
            crossed = above[-1] != 0 and len(taken) > 0 and taken[-1] != above[-1]
            out[t, col] = above[-1] if crossed else 0
    return pandas.DataFrame(out)


def weekly_prices(market, count):
    """[rows, assets, count]: closes of the weeks, oldest first, the running one last; weeks as pandas knows them."""
    close = market.close.to_numpy(float)
    weeks = pandas.DatetimeIndex(market.days).to_period("W-SUN").asi8
    out = numpy.full((*close.shape, count), numpy.nan)
    lookback = 6 * (count - 1) + 1
    for t in range(lookback - 1, len(close)):
        # The last row of each week so far; the running week's is t.
        last = pandas.Series(numpy.arange(t + 1)).groupby(weeks[: t + 1]).max().to_numpy()[-count:]
        known = ~numpy.isnan(close[t - lookback + 1 : t + 1]).any(axis=0)
        out[t, known] = close[last][:, known].T
    return out


def rsi(close, w):
    def of(p):
        moves = numpy.diff(p, axis=1)
        gains, losses = moves.clip(min=0).sum(axis=1), -moves.clip(max=0).sum(axis=1)
        return zero_spread(p, 100 - 100 / (1 + gains / losses))

    return over_windows(close, w + 1, of)


def aroon(market, w):
    high, low = windows(market.high, w + 1), windows(market.low, w + 1)
    since_high = numpy.argmax(high[..., ::-1], axis=2)
    since_low = numpy.argmin(low[..., ::-1], axis=2)
    missing = numpy.isnan(high).any(axis=2) | numpy.isnan(low).any(axis=2)
    up, down = 100 * (w - since_high) / w, 100 * (w - since_low) / w
    return pandas.DataFrame(numpy.where(missing, numpy.nan, up - down))


def stochastic(market, w):
    high, low = windows(market.high, w).max(axis=2), windows(market.low, w).min(axis=2)
    with numpy.errstate(invalid="ignore", divide="ignore"):
        value = (market.close.to_numpy(float) - low) / (high - low)
    return pandas.DataFrame(numpy.where(high == low, numpy.nan, value))


def features(market):
    close = market.close
    ratio = close.div(market.benchmark["close"], axis=0)
    line = numpy.log(ratio)
    momentum = numpy.log(close / close.shift(7))
    ranks = momentum.rank(axis=1)
    weeks = weekly_prices(market, 5)
    running, average = weeks[..., -1], weeks[..., 0:3].mean(axis=2)
    rotation = 100 + z(100 * ratio, 12)
    rotation_momentum = 100 + z(rotation - rotation.shift(4), 12)
    east, north = rotation - 100, rotation_momentum - 100
    return {
        "sma_9": mean(close, 9),
        "wma_9": weighted_mean(close, 9),
        "sma_gap_9": close / mean(close, 9) - 1,
        "wma_gap_9": close / weighted_mean(close, 9) - 1,
        "average_gap_4_11": mean(close, 4) / mean(close, 11) - 1,
        "gma_5_2": gma(close, 5, 2),
        "gma_normalised_5_2": gma_normalised(close, 5, 2),
        "crossing_4_11": crossing(mean(close, 4), mean(close, 11)),
        "crossing_2_3": crossing(mean(close, 2), mean(close, 3)),
        "price_crossing_2": crossing(close, mean(close, 2)),
        "price_crossing_9": crossing(close, mean(close, 9)),
        "weekly_wma_3": pandas.DataFrame((weekly_prices(market, 3) * weights(3)).sum(axis=2)),
        "weekly_gma_4_2": pandas.DataFrame(running - average),
        "weekly_gma_normalised_4_2": pandas.DataFrame(running / average - 1),
        "absolute(momentum_7)": momentum.abs(),
        "rsi_9": rsi(close, 9),
        "aroon_9": aroon(market, 9),
        "stochastic_9": stochastic(market, 9),
        "relative_price": line,
        "relative_price_ratio": ratio,
        "relative_strength_10": line - line.shift(10),
        "relative_strength_slope_11": over_windows(line, 11, slope),
        "mansfield_11": 100 * (ratio / mean(ratio, 11) - 1),
        "relative_high_nearness_11": ratio / over_windows(ratio, 11, lambda x: x.max(axis=1)),
        "rotation_ratio_12": rotation,
        "rotation_momentum_12_4": rotation_momentum,
        "rotation_angle_12_4": numpy.degrees(numpy.arctan2(north, east)),
        "rotation_distance_12_4": numpy.hypot(east, north),
        "momentum_differential_mean_7": momentum.sub(momentum.mean(axis=1), axis=0),
        "momentum_differential_rank_7": (ranks - 1).div(ranks.count(axis=1) - 1, axis=0),
        "momentum_differential_leader_7": momentum.sub(momentum.max(axis=1), axis=0),
        "momentum_differential_laggard_7": momentum.sub(momentum.min(axis=1), axis=0),
        "momentum_differential_spread_7": momentum.max(axis=1) - momentum.min(axis=1),
    }


if __name__ == "__main__":
    write(features)

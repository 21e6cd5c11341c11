"""Volume, its balance and anomalies, divergence, flows and releases, the calendar: each from its definition, window by window."""
import calendar
import datetime
import math

import numpy
import pandas

from common import over_windows, windows, write

HAMPEL = 1.482602218505602


def over_pairs(x, y, w, statistic):
    """`statistic` of [n, w] windows of two frames of the same shape, where neither holds a NaN."""
    a, b = windows(x, w), windows(y, w)
    out = numpy.full(a.shape[:2], numpy.nan)
    for column in range(a.shape[1]):
        complete = ~numpy.isnan(a[:, column]).any(axis=1) & ~numpy.isnan(b[:, column]).any(axis=1)
        if complete.any():
            with numpy.errstate(invalid="ignore", divide="ignore"):
                out[complete, column] = statistic(a[complete, column], b[complete, column])
    return pandas.DataFrame(out)


def everywhere(series, frame):
    """A value per session, for every asset."""
    return pandas.DataFrame({column: series.to_numpy(float) for column in frame.columns})


def all_equal(x):
    return (x == x[:, :1]).all(axis=1)


def z(x):
    return numpy.where(all_equal(x), numpy.nan, (x[:, -1] - x.mean(axis=1)) / x.std(axis=1, ddof=1))


def robust_z(newest, baseline):
    centre = numpy.median(baseline)
    spread = HAMPEL * numpy.median(numpy.abs(baseline - centre))
    return (newest - centre) / spread if spread > 0 else numpy.nan


def robust_z_of_newest(x):
    return numpy.array([robust_z(row[-1], row[:-1]) for row in x])


def slope(x):
    k = numpy.arange(x.shape[1])
    return numpy.polynomial.polynomial.polyfit(k, x.T, 1)[1]


def ratio(a, b):
    """a / b, missing where b is 0."""
    return numpy.where(b > 0, a / numpy.where(b > 0, b, 1), numpy.nan)


def correlation(x, y):
    r = numpy.array([numpy.corrcoef(a, b)[0, 1] for a, b in zip(x, y)])
    return numpy.where(all_equal(x) | all_equal(y), numpy.nan, r)


def beta(x, y):
    """Of x on y."""
    slopes = [numpy.cov(a, b, ddof=1) for a, b in zip(x, y)]
    return numpy.where(all_equal(y), numpy.nan, [c[0, 1] / c[1, 1] if c[1, 1] > 0 else numpy.nan for c in slopes])


def trend(x):
    """Sign of the correlation with the row number; what is beyond the ninth digit is no trend."""
    k = numpy.arange(x.shape[1]) - (x.shape[1] - 1) / 2
    centred = x - x.mean(axis=1, keepdims=True)
    norm = numpy.sqrt((k**2).sum() * (centred**2).sum(axis=1))
    r = centred @ k / numpy.where(norm > 0, norm, 1)
    return numpy.where(all_equal(x) | (numpy.abs(r) < 1e-9), 0, numpy.sign(r))


def divergence(close, other, w):
    return (over_windows(close, w, trend) - over_windows(other, w, trend)) / 2


def weekday_anomaly(market, log_volume, w):
    weekday = market.days.astype("datetime64[D]").astype(object)
    weekday = numpy.array([day.weekday() for day in weekday])
    traded, known = log_volume.to_numpy(float), ~market.volume.isna().to_numpy()
    out = numpy.full(traded.shape, numpy.nan)
    for column in range(traded.shape[1]):
        for t in range(w, len(traded)):
            if not known[t - w : t + 1, column].all():
                continue
            before = traded[t - w : t, column][weekday[t - w : t] == weekday[t]]
            before = before[~numpy.isnan(before)]
            if len(before) >= 4:
                out[t, column] = robust_z(traded[t, column], before)
    return pandas.DataFrame(out)


def large_trade(turnover, location, w):
    """Unusual turnover, of a window whose newest row is not part of its own baseline, times where the close lies in the range."""

    def unusual(x):
        before = x[:, :-1]
        deviation = numpy.where(all_equal(before), numpy.nan, before.std(axis=1, ddof=1))
        return numpy.maximum(0, (x[:, -1] - before.mean(axis=1)) / deviation)

    return over_windows(turnover, w, unusual) * location


def up_down(returns, volume):
    out = []
    for change, shares in zip(returns, volume):
        up, down = shares[change > 0], shares[change < 0]
        both = len(up) and len(down) and up.mean() > 0 and down.mean() > 0
        out.append(math.log(up.mean() / down.mean()) if both else numpy.nan)
    return numpy.array(out)


def surprise(x):
    out = []
    for steps in numpy.diff(x, axis=1):
        steps = steps[steps != 0]
        out.append(robust_z(steps[-1], steps[:-1]) if len(steps) >= 5 else numpy.nan)
    return numpy.array(out)


def since_change(x):
    """Sessions since the newest change, as many as there are steps where there is none."""
    moved = numpy.diff(x, axis=1) != 0
    return numpy.where(moved.any(axis=1), numpy.argmax(moved[:, ::-1], axis=1), moved.shape[1])


def same_month(close, years):
    logs = numpy.log(close)
    past = [logs.shift(252 * j - 21) - logs.shift(252 * j) for j in range(1, years + 1)]
    return (sum(past) / years).where(close.notna())


def calendar_features(days):
    dates = [datetime.date.fromisoformat(str(day)) for day in days.astype("datetime64[D]")]
    phase = numpy.array([2 * math.pi * day.timetuple().tm_yday / 365.25 for day in dates])
    turn = [day.day <= 3 or calendar.monthrange(day.year, day.month)[1] - day.day < 3 for day in dates]
    return {
        "year_sine": numpy.sin(phase),
        "year_cosine": numpy.cos(phase),
        "weekday": [day.isoweekday() for day in dates],
        "winter_half": [day.month in (11, 12, 1, 2, 3, 4) for day in dates],
        "turn_of_month": turn,
    }


def features(market):
    close, high, low, volume = market.close, market.high, market.low, market.volume
    simple = close / close.shift(1) - 1
    returns = numpy.log(close / close.shift(1))
    log_volume = numpy.log(volume.where(volume > 0))
    turnover = close * volume
    log_turnover = numpy.log(turnover.where(turnover > 0))
    location = (((close - low) - (high - close)) / (high - low)).where(high != low, 0).where(close.notna())
    illiquidity = 1e6 * simple.abs() / turnover.where(turnover > 0)
    share = turnover.div(turnover.sum(axis=1, min_count=1), axis=0)
    signs = numpy.sign(returns)
    macro, flow = market.macro.to_frame(), market.flow
    macros = everywhere(market.macro, close)
    index = everywhere(market.benchmark["close"], close)
    per = lambda x, y, w: over_pairs(x, y, w, lambda a, b: ratio(a.sum(axis=1), b.sum(axis=1)))
    balance = lambda weight, w: over_pairs(
        weight, volume, w, lambda a, b: ratio((a * b).sum(axis=1), b.sum(axis=1))
    )
    strength = lambda x, y, w: over_windows(x, w, z) - over_windows(y, w, z)
    return {
        "log_volume": log_volume,
        "dollar_volume": turnover,
        "log_dollar_volume": log_turnover,
        "volume_anomaly_12": over_windows(log_volume, 13, robust_z_of_newest),
        "dollar_volume_z_9": over_windows(log_turnover, 9, z),
        "relative_volume_8": over_windows(volume, 9, lambda x: ratio(x[:, -1], x[:, :-1].mean(axis=1))),
        "volume_trend_11": over_windows(log_volume, 11, slope),
        "price_volume_correlation_10": over_pairs(returns, log_volume.diff(), 10, correlation),
        "illiquidity": illiquidity,
        "amihud_6": over_windows(illiquidity, 6, lambda x: x.mean(axis=1)),
        "dollar_volume_share": share,
        "turnover_share_5": over_windows(share, 5, lambda x: x.mean(axis=1)),
        "weekday_volume_anomaly_33": weekday_anomaly(market, log_volume, 33),
        "signed_volume": signs * volume,
        "on_balance_volume_7": balance(signs, 7),
        "money_flow_volume": location * volume,
        "money_flow_7": balance(location, 7),
        "up_down_volume_9": over_pairs(returns, volume, 9, up_down),
        "close_location": location,
        "large_trade_12": large_trade(log_turnover, location, 12),
        "trend_sign_6(close)": over_windows(close, 6, trend),
        "divergence_8(benchmark.close)": divergence(close, index, 8),
        "divergence_13(feed.macro)": divergence(close, macros, 13),
        "price_volume_divergence_7": divergence(close, log_volume, 7),
        "divergence_strength_10(benchmark.close)": strength(close, index, 10),
        "sign(feed.flow)": numpy.sign(flow),
        "per_turnover_6(feed.flow)": per(flow, turnover, 6),
        "per_volume_6(feed.flow)": per(flow, volume, 6),
        "flow_persistence_9(feed.flow)": over_windows(
            flow, 9, lambda x: ((x > 0).sum(axis=1) - (x < 0).sum(axis=1)) / 9
        ),
        "sensitivity_30(feed.macro)": over_pairs(returns, macros.diff(), 30, beta),
        "growth_25(feed.macro)": macro / macro.shift(25) - 1,
        "growth_6(feed.flow)": (flow / flow.shift(6) - 1).where((flow > 0) & (flow.shift(6) > 0)),
        "yield_to_price(feed.macro)": macros / close,
        "changed(feed.macro)": (macro.diff() != 0).where(macro.shift(1).notna()),
        "since_change_15(feed.macro)": over_windows(macro, 16, since_change),
        "surprise_110(feed.macro)": over_windows(macro, 111, surprise),
        "surprise_8(feed.flow)": over_windows(flow, 9, surprise),
        **{name: pandas.Series(value, dtype=float) for name, value in calendar_features(market.days).items()},
        # Two years: all missing on the hash market, which is shorter.
        "same_month_return_2": same_month(close, 2),
        "same_month_return_1": same_month(close, 1),
    }


if __name__ == "__main__":
    write(features)

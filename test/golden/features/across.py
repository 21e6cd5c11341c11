"""An asset among the others: cross-sections, the market, breadth, shares of variance."""
import numpy
import pandas
from scipy import stats

from common import over_windows, windows, write

HAMPEL = 1.482602218505602


def over_sessions(frame, transform):
    """`transform` of the values present of each session: a function of [n] giving [n]."""
    out = numpy.full(frame.shape, numpy.nan)
    for row, values in enumerate(frame.to_numpy(float)):
        present = ~numpy.isnan(values)
        if present.any():
            out[row, present] = transform(values[present])
    return pandas.DataFrame(out)


def gaussian_rank(x):
    return stats.norm.ppf((stats.rankdata(x) - 0.5) / len(x))


def z(x):
    return numpy.zeros(len(x)) if (x == x[0]).all() else (x - x.mean()) / x.std()


def robust_z(x):
    mad = numpy.median(numpy.abs(x - numpy.median(x)))
    return (x - numpy.median(x)) / (HAMPEL * mad) if mad > 0 else numpy.full(len(x), numpy.nan)


def winsorise(percent):
    return lambda x: numpy.clip(x, *numpy.percentile(x, [percent, 100 - percent]))


def sector_demean(frame, sectors):
    out = numpy.full(frame.shape, numpy.nan)
    for sector in set(sectors):
        members = [i for i, own in enumerate(sectors) if own == sector]
        values = frame.iloc[:, members]
        out[:, members] = values.sub(values.mean(axis=1), axis=0)
    return pandas.DataFrame(out)


def residuals(x, *regressors):
    """Of the least-squares regression on a constant and the regressors."""
    design = numpy.column_stack([numpy.ones(len(x)), *regressors])
    return x - design @ numpy.linalg.lstsq(design, x, rcond=None)[0]


def neutralise(x, y):
    out = numpy.full(x.shape, numpy.nan)
    for row, (a, b) in enumerate(zip(x.to_numpy(float), y.to_numpy(float))):
        pairs = ~numpy.isnan(a) & ~numpy.isnan(b)
        if pairs.sum() >= 3:
            out[row, pairs] = residuals(a[pairs], b[pairs])
    return pandas.DataFrame(out)


def market_model(returns, market, w, statistic):
    """`statistic` of each window [w] of an asset's returns and the market's; both complete, the market not flat."""
    a, b = windows(returns, w), windows(market.to_frame(), w)[:, 0]
    out = numpy.full(a.shape[:2], numpy.nan)
    for row in range(len(out)):
        m = b[row]
        if numpy.isnan(m).any() or (m == m[0]).all():
            continue
        for column in range(out.shape[1]):
            r = a[row, column]
            if not numpy.isnan(r).any():
                out[row, column] = statistic(r, m)
    return pandas.DataFrame(out)


def is_flat(x):
    return (x == x[0]).all()


def line(r, m):
    """Intercept and slope of r on m."""
    return numpy.linalg.lstsq(numpy.column_stack([numpy.ones(len(m)), m]), r, rcond=None)[0]


def downside(r, m):
    falls = m < 0
    if len(set(m[falls])) < 2:
        return numpy.nan
    return line(r[falls], m[falls])[1]


def correlation(r, m):
    return numpy.nan if is_flat(r) else numpy.corrcoef(r, m)[0, 1]


def residual_deviation(r, m):
    return numpy.sqrt((residuals(r, m) ** 2).sum() / (len(r) - 2))


def explained(r, *regressors):
    """R squared."""
    return 1 - (residuals(r, *regressors) ** 2).sum() / ((r - r.mean()) ** 2).sum()


def peer_returns(returns, sectors):
    """Mean of the others of the sector."""
    out = numpy.full(returns.shape, numpy.nan)
    values = returns.to_numpy(float)
    for i, own in enumerate(sectors):
        peers = [j for j, other in enumerate(sectors) if other == own and j != i]
        for row in range(len(values)):
            present = [values[row, j] for j in peers if not numpy.isnan(values[row, j])]
            if present and not numpy.isnan(values[row, i]):
                out[row, i] = numpy.mean(present)
    return pandas.DataFrame(out)


def variance_shares(returns, market, peers, w):
    """Shares of market, sector and what is left, by regressions on one and two variables."""
    share_of_market = market_model(
        returns, market, w, lambda r, m: numpy.nan if is_flat(r) else explained(r, m)
    )
    a, b, s = windows(returns, w), windows(market.to_frame(), w)[:, 0], windows(peers, w)
    share_of_sector = share_of_market * 0
    for row, column in zip(*numpy.nonzero(share_of_market.notna().to_numpy())):
        own = s[row, column]
        alone = numpy.isnan(own)
        if alone.any():
            # Of no rows the sector explains nothing; of some it is not known.
            share_of_sector.iloc[row, column] = 0 if alone.all() else numpy.nan
            continue
        if is_flat(own):
            continue
        both = explained(a[row, column], b[row], own)
        share_of_sector.iloc[row, column] = both - share_of_market.iloc[row, column]
    return share_of_market, share_of_sector, 1 - share_of_market - share_of_sector


def average_correlation(returns, w):
    """Mean of all pairs' correlations, of the assets with a complete window that is not flat."""
    view = windows(returns, w)
    out = numpy.full(len(returns), numpy.nan)
    for row, window in enumerate(view):
        used = [x for x in window if not numpy.isnan(x).any() and not is_flat(x)]
        if len(used) > 1:
            matrix = numpy.corrcoef(used)
            out[row] = matrix[numpy.triu_indices(len(used), 1)].mean()
    return pandas.Series(out)


def share_of(holds, present):
    """Share of the assets present."""
    return (holds & present).sum(axis=1) / present.sum(axis=1).replace(0, numpy.nan)


def features(market):
    close = market.close
    benchmark = market.benchmark["close"]
    returns = numpy.log(close / close.shift(1))
    market_return = numpy.log(benchmark / benchmark.shift(1))
    active = returns.sub(market_return, axis=0)
    momentum = numpy.log(close / close.shift(10))
    month = numpy.log(close / close.shift(6))
    average = over_windows(close, 8, lambda x: x.mean(axis=1))
    # Of rows t-6 ... t-1.
    earlier = close.shift(1).rolling(6).max()
    peers = peer_returns(returns, market.sectors)
    shares = variance_shares(returns, market_return, peers, 20)
    beta = market_model(returns, market_return, 8, lambda r, m: line(r, m)[1])
    return {
        "benchmark_return": market_return,
        "rank(momentum_10)": momentum.rank(axis=1, pct=True),
        "gaussian_rank(momentum_10)": over_sessions(momentum, gaussian_rank),
        "z(momentum_10)": over_sessions(momentum, z),
        "demean(momentum_10)": momentum.sub(momentum.mean(axis=1), axis=0),
        "robust_cross_z(momentum_10)": over_sessions(momentum, robust_z),
        "winsorise_15(momentum_10)": over_sessions(momentum, winsorise(15)),
        "sector_demean(momentum_10)": sector_demean(momentum, market.sectors),
        "neutralise(momentum_10,beta_8)": neutralise(momentum, beta),
        "beta_8": beta,
        "downside_beta_9": market_model(returns, market_return, 9, downside),
        "correlation_10": market_model(returns, market_return, 10, correlation),
        "alpha_11": market_model(returns, market_return, 11, lambda r, m: line(r, m)[0]),
        "tracking_error_9": active.rolling(9).apply(lambda x: x.std(ddof=1), raw=True),
        "information_ratio_9": active.rolling(9).apply(lambda x: x.mean() / x.std(ddof=1), raw=True),
        "idiosyncratic_volatility_12": market_model(returns, market_return, 12, residual_deviation),
        "idiosyncratic_share_10": market_model(
            returns, market_return, 10, lambda r, m: numpy.nan if is_flat(r) else 1 - explained(r, m)
        ),
        "market_volatility_14": market_return.rolling(14).apply(lambda x: x.std(ddof=1), raw=True),
        "market_trend_15": benchmark / benchmark.rolling(15).mean() - 1,
        "market_drawdown_16": benchmark / benchmark.rolling(16).max() - 1,
        "breadth_8": share_of(close / average - 1 > 1e-12, average.notna()),
        "advance_share": share_of(close > close.shift(1), returns.notna()),
        "new_high_share_7": share_of(close > earlier, close.notna() & earlier.notna()),
        "dispersion_6": month.std(axis=1, ddof=1),
        "average_correlation_13": average_correlation(returns, 13),
        "sector_peer_return": peers,
        "has_sector_peers": peers.notna().astype(float).where(returns.notna()),
        "variance_share_market_20": shares[0],
        "variance_share_sector_20": shares[1],
        "variance_share_specific_20": shares[2],
    }


if __name__ == "__main__":
    write(features)

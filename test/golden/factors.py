"""Writes factors.json: q-values, t distribution, tests of overlapping returns, principal components and Mahalanobis distances.

Everything is computed here from its definition with NumPy and SciPy: q-values by sorting, Newey-West with an explicit matrix of
weights, the shrunk covariance inverted as it stands.
Run: /usr/bin/python3 test/golden/factors.py   (numpy, scipy)
"""

import json
from pathlib import Path

import numpy as np
import scipy
from scipy import stats

rng = np.random.default_rng(20240229)


def plain(values):
    """Nested lists with null for NaN."""
    if isinstance(values, np.ndarray):
        return [plain(value) for value in values]
    return None if np.isnan(values) else float(values)


def q_values(p, factor):
    m = len(p)
    order = np.argsort(p, kind='stable')
    scaled = p[order] * m * factor / np.arange(1, m + 1)
    q = np.empty(m)
    q[order] = np.minimum(1, np.minimum.accumulate(scaled[::-1])[::-1])
    return q


def multiple_testing():
    p = np.round(np.concatenate([rng.uniform(size=30), rng.uniform(size=10) ** 6, [0.5, 0.5, 0.0, 1.0]]), 6)
    harmonic = np.sum(1 / np.arange(1, len(p) + 1))
    return {
        'p': plain(p),
        'benjaminiHochberg': plain(q_values(p, 1)),
        'benjaminiYekutieli': plain(q_values(p, harmonic)),
        'bonferroni': plain(np.minimum(1, p * len(p))),
    }


def student():
    cases = [(t, df) for t in (0.0, 0.3, -1.0, 1.96, -2.5, 4.0, 8.0, 25.0) for df in (1, 2.5, 5, 30, 333.3, 10000)]
    return [{'t': t, 'degrees': df, 'p': float(2 * stats.t.sf(abs(t), df))} for t, df in cases]


def mean_test(values, lag):
    """t and p of a mean: long-run variance as a quadratic form in a banded matrix of Bartlett weights."""
    n = len(values)
    distance = np.abs(np.subtract.outer(np.arange(n), np.arange(n)))
    weights = np.clip(1 - distance / (lag + 1), 0, None)
    deviations = values - values.mean()
    variance = deviations @ weights @ deviations / n / n
    t = values.mean() / np.sqrt(variance) * np.sqrt(1 - lag / n)
    return t, 2 * stats.t.sf(abs(t), min(n - 1, 1.5 * n / (lag + 1)))


def mean_coefficient():
    horizon = 5
    noise = rng.normal(size=204)
    series = np.round(0.05 + np.convolve(noise, np.ones(horizon) / 10, 'valid'), 6)
    series[[3, 50, 51]] = np.nan
    known = series[~np.isnan(series)]
    lag = int(np.ceil(max(6 * horizon, 1.3 * np.sqrt(len(known)))))
    t, p = mean_test(known, lag)
    return {'series': plain(series), 'horizon': horizon, 'statistic': known.mean(), 't': t, 'p': p, 'n': len(known)}


def lead():
    horizon, lag, n = 4, 2, 160
    factor = np.zeros(n)
    for t in range(1, n):
        factor[t] = 0.7 * factor[t - 1] + rng.normal()
    daily = np.full(n, np.nan)
    daily[1:] = rng.normal(size=n - 1)
    daily[6:] += 0.3 * factor[:-6]
    factor, daily = np.round(factor, 6), np.round(daily, 6)
    factor[[0, 1, 2, 3, 4, 5, 40]] = np.nan
    forward = np.full(n, np.nan)
    for t in range(n - horizon):
        forward[t] = daily[t + 1 : t + 1 + horizon].sum()
    pairs = [(factor[t], forward[t + lag]) for t in range(n - lag)]
    x, y = np.array([pair for pair in pairs if not np.isnan(pair).any()]).T
    statistic = np.corrcoef(x, y)[0, 1]

    deviations = factor - np.nanmean(factor)
    sums, returns = [], []
    for s in range(1, n):
        window = deviations[max(0, s - lag - horizon) : max(0, s - lag)]
        window = window[~np.isnan(window)]
        if len(window) > 0:
            sums.append(window.sum())
            returns.append(daily[s])
    design = np.column_stack([np.ones(len(sums)), sums])
    coefficients = np.linalg.lstsq(design, np.array(returns), rcond=None)[0]
    residuals = np.array(returns) - design @ coefficients
    # The sandwich: bread, Bartlett-weighted meat, bread.
    truncation = int(4 * (len(sums) / 100) ** (2 / 9))
    scores = design * residuals[:, None]
    meat = scores.T @ scores
    for k in range(1, truncation + 1):
        cross = scores[k:].T @ scores[:-k]
        meat += (1 - k / (truncation + 1)) * (cross + cross.T)
    bread = np.linalg.inv(design.T @ design)
    error = np.sqrt((bread @ meat @ bread)[1, 1])
    t = coefficients[1] / error * np.sqrt(1 - truncation / len(sums))
    p = 2 * stats.t.sf(abs(t), 1.5 * len(sums) / (truncation + 1))
    return {
        'factor': plain(factor),
        'daily': plain(daily),
        'forward': plain(forward),
        'horizon': horizon,
        'lag': lag,
        'statistic': statistic,
        't': t,
        'p': p,
        'n': len(x),
    }


def transforms():
    mixing = rng.normal(size=(5, 5))
    train = np.round(rng.normal(size=(40, 5)) @ mixing * [1, 10, 0.01, 1, 1] + [0, 5, 1, -3, 0], 6)
    test = np.round(rng.normal(size=(6, 5)) @ mixing * [1, 10, 0.01, 1, 1] + [0, 5, 1, -3, 0], 6)
    train[[2, 9, 9], [1, 0, 4]] = np.nan
    test[1, 2] = np.nan
    centre, scale = np.nanmean(train, axis=0), np.nanstd(train, axis=0)
    z = np.nan_to_num((train - centre) / scale)
    z_test = np.nan_to_num((test - centre) / scale)
    n, p = z.shape
    moments = z.T @ z / n
    values, vectors = np.linalg.eigh(moments)
    values, components = values[::-1], vectors.T[::-1]
    components = components * np.sign(components[np.arange(p), np.abs(components).argmax(axis=1)])[:, None]

    mu = np.trace(moments) / p
    distance = np.sum((moments - mu * np.eye(p)) ** 2)
    error = sum(np.sum((np.outer(row, row) - moments) ** 2) for row in z) / n**2
    weight = min(1, max(0.01, error / distance))
    inverse = np.linalg.inv((1 - weight) * moments + weight * mu * np.eye(p))
    outlier = [float(np.sqrt(row @ inverse @ row / p)) for row in z_test]
    return {
        'train': plain(train),
        'test': plain(test),
        'centre': plain(centre),
        'scale': plain(scale),
        'components': plain(components[:3]),
        'variance': plain(values[:3]),
        'scores': plain(z_test @ components[:3].T),
        'outlier': outlier,
    }


document = {
    'versions': {'numpy': np.__version__, 'scipy': scipy.__version__},
    'multipleTesting': multiple_testing(),
    'student': student(),
    'meanCoefficient': mean_coefficient(),
    'lead': lead(),
    'transforms': transforms(),
}
target = Path(__file__).with_suffix('.json')
target.write_text(json.dumps(document, indent=1) + '\n')

"""Writes weighings.json: covariances and weights of assets by their risk, each computed here from its definition.

Covariances: products summed observation by observation, the shrinkage of Ledoit and Wolf with the asymptotic (co)variances as the
papers define them. Weights: scipy's SLSQP made exact by solving the equations of the constraints that bind, a root finder for
equal risk contributions, scipy.cluster.hierarchy for the tree, linprog for the linear program of conditional value at risk.
Returns are made up by a hash that both sides compute, or read from $SECTORCAST_DATA, of which only weights are written.
Run: SECTORCAST_DATA=<folder> /usr/bin/python3 test/golden/weighings.py   (numpy, pandas, scipy; default ../shared/data)
"""

import json
import os
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import scipy
from scipy import optimize
from scipy.cluster import hierarchy

# Distances between columns of distances are what the method asks for, and the root finder is asked for all digits there are.
warnings.filterwarnings('ignore', category=hierarchy.ClusterWarning)
warnings.filterwarnings('ignore', category=RuntimeWarning, module='scipy.optimize')
warnings.filterwarnings('ignore', category=RuntimeWarning, message='xtol|The iteration is not making')

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get('SECTORCAST_DATA', HERE.parents[2] / 'shared' / 'data'))
NINE = ['XLB', 'XLE', 'XLF', 'XLI', 'XLK', 'XLP', 'XLU', 'XLV', 'XLY']
ELEVEN = sorted([*NINE, 'XLC', 'XLRE'])
FUND_CASES = [
    ('2000-03-24', NINE), ('2002-10-09', NINE), ('2009-03-09', NINE), ('2017-11-03', NINE),
    ('2019-12-31', ELEVEN), ('2020-06-30', ELEVEN), ('2025-06-30', ELEVEN),
]
HASH_CASES = [(60, 2), (60, 3), (80, 5), (252, 11), (400, 25), (30, 40)]
HALF_LIFE = 21
ESTIMATORS = ['sample', 'ewma', 'identity', 'constant-correlation', 'single-factor', 'nonlinear']
CVAR_CASES = [
    {'confidence': 0.95, 'form': 'minimum', 'most': 1}, {'confidence': 0.8, 'form': 'minimum', 'most': 0.55},
    {'confidence': 0.95, 'form': 'target', 'most': 1}, {'confidence': 0.9, 'form': 'utility', 'aversion': 0.2, 'most': 0.7},
]


def uniform(row, column, salt):
    """MurmurHash3's finaliser, as a fraction of 2 ** 32."""
    mask = 0xFFFFFFFF
    h = (row * 64 + column + salt * 0x9E3779B1) & mask
    h = ((h ^ (h >> 16)) * 0x85EBCA6B) & mask
    h = ((h ^ (h >> 13)) * 0xC2B2AE35) & mask
    return (h ^ (h >> 16)) / 2 ** 32


def hash_returns(n_rows, n):
    def one(row, i):
        own = sum(uniform(row, i, salt) for salt in (1, 2, 3)) - 1.5
        market = sum(uniform(row, 63, salt) for salt in (1, 2, 3)) - 1.5
        return 0.002 * (uniform(0, i, 9) - 0.3) + (0.005 + 0.02 * uniform(0, i, 8)) * (own + uniform(0, i, 7) * market)
    return np.array([[one(row, i) for i in range(n)] for row in range(n_rows)])


def fund_returns(day, symbols):
    closes = {}
    for symbol in symbols:
        frame = pd.read_csv(DATA / 'us-sector-etfs' / f'{symbol}.csv', float_precision='round_trip')
        closes[symbol] = frame.set_index(frame['Date'].str[:10])['Close'].loc[:day]
    return pd.DataFrame(closes).sort_index().pct_change(fill_method=None).iloc[-252:].to_numpy()


def ledoit_wolf(x, name):
    t, n = x.shape
    y = x - x.mean(axis=0)
    s = np.mean([np.outer(row, row) for row in y], axis=0)
    pi = np.mean([(np.outer(row, row) - s) ** 2 for row in y], axis=0)
    variance = np.diag(s)
    if name == 'identity':
        target, rho = np.eye(n) * variance.mean(), 0
    elif name == 'constant-correlation':
        root = np.sqrt(variance)
        r = (s / np.outer(root, root))[~np.eye(n, dtype=bool)].mean()
        target = r * np.outer(root, root)
        np.fill_diagonal(target, variance)
        rho = np.trace(pi)
        for i in range(n):
            for j in range(n):
                if i != j:
                    own = np.mean((y[:, i] ** 2 - s[i, i]) * (y[:, i] * y[:, j] - s[i, j]))
                    other = np.mean((y[:, j] ** 2 - s[j, j]) * (y[:, i] * y[:, j] - s[i, j]))
                    rho += r / 2 * (root[j] / root[i] * own + root[i] / root[j] * other)
    else:
        m = y.mean(axis=1)
        s00, s0 = np.mean(m ** 2), (y * m[:, None]).mean(axis=0)
        target = np.outer(s0, s0) / s00
        np.fill_diagonal(target, variance)
        rho = np.trace(pi)
        for i in range(n):
            for j in range(n):
                if i != j:
                    slope = (s0[j] * s00 * y[:, i] + s0[i] * s00 * y[:, j] - s0[i] * s0[j] * m) / s00 ** 2
                    rho += np.mean(slope * m * y[:, i] * y[:, j]) - target[i, j] * s[i, j]
    gamma = np.sum((target - s) ** 2)
    delta = max(0, min(1, (pi.sum() - rho) / gamma / t)) if gamma > 1e-20 * np.sum(s ** 2) else 0
    return delta * target + (1 - delta) * s, delta


def nonlinear(x):
    """The analytical formula in the order of its publication: eigenvalues ascending, locally adaptive bandwidths."""
    n, p = len(x) - 1, x.shape[1]
    lam, u = np.linalg.eigh(np.cov(x.T))
    lam = lam[max(0, p - n):]
    big = np.tile(lam, (min(p, n), 1)).T
    h = n ** (-1 / 3)
    bandwidth = h * big.T
    # The transform is a small difference of large numbers where z is large.
    z = (big - big.T).astype(np.longdouble) / bandwidth
    f = 3 / 4 / np.sqrt(5) * np.mean(np.maximum(1 - z ** 2 / 5, 0) / bandwidth, axis=1)
    transform = (-3 / 10 / np.pi) * z + (3 / 4 / np.sqrt(5) / np.pi) * (1 - z ** 2 / 5) * np.log(
        np.abs((np.sqrt(5) - z) / (np.sqrt(5) + z)))
    hf = np.mean(transform / bandwidth, axis=1)
    if p <= n:
        d = lam / ((np.pi * (p / n) * lam * f) ** 2 + (1 - p / n - np.pi * (p / n) * lam * hf) ** 2)
    else:
        hf0 = (1 / np.pi) * (3 / 10 / h ** 2 + 3 / 4 / np.sqrt(5) / h * (1 - 1 / 5 / h ** 2) * np.log(
            (1 + np.sqrt(5) * h) / (1 - np.sqrt(5) * h))) * np.mean(1 / lam)
        d0 = 1 / (np.pi * (p - n) / n * hf0)
        d = np.concatenate([np.full(p - n, d0), lam / (np.pi ** 2 * lam ** 2 * (f ** 2 + hf ** 2))])
    return u @ np.diag(d.astype(float)) @ u.T


def covariance(x, name):
    if name == 'sample':
        return np.cov(x.T)
    if name == 'ewma':
        return pd.DataFrame(x).ewm(halflife=HALF_LIFE).cov(bias=True).loc[len(x) - 1].to_numpy()
    return nonlinear(x) if name == 'nonlinear' else ledoit_wolf(x, name)[0]


def inverse_volatility(c):
    w = 1 / np.sqrt(np.diag(c))
    return w / w.sum()


def equal_risk(c):
    root = np.sqrt(np.diag(c))
    r = c / np.outer(root, root)
    start = np.full(len(c), 1 / np.sqrt(r.sum()))
    y = optimize.minimize(lambda v: v @ r @ v / 2 - np.log(v).sum() / len(v), start, jac=lambda v: r @ v - 1 / v / len(v),
                          method='L-BFGS-B', bounds=[(1e-6, None)] * len(c), options={'maxiter': 5000}).x
    y = optimize.fsolve(lambda v: r @ v - 1 / v / len(v), y, xtol=1e-14)
    w = y / root
    contributions = w * (c @ w)
    assert np.ptp(contributions) < 1e-10 * contributions.mean() and (w > 0).all()
    return w / w.sum()


def minimum_variance(c, most=1.0):
    n = len(c)
    if n * most <= 1:
        return np.full(n, most)
    q = c / np.diag(c).max()
    w = optimize.minimize(lambda v: v @ q @ v / 2, np.full(n, 1 / n), jac=lambda v: q @ v, method='SLSQP', bounds=[(0, most)] * n,
                          constraints={'type': 'eq', 'fun': lambda v: v.sum() - 1, 'jac': lambda v: np.ones(n)},
                          options={'ftol': 1e-16, 'maxiter': 2000}).x
    low, high = w < 1e-5, w > most - 1e-5
    for _ in range(50):
        free = ~(low | high)
        fixed = np.where(high, most, 0.0)
        k = free.sum()
        system = np.block([[q[np.ix_(free, free)], -np.ones((k, 1))], [np.ones((1, k)), np.zeros((1, 1))]])
        solved = np.linalg.solve(system, np.append(-q[free] @ fixed, 1 - fixed.sum()))
        w = fixed.copy()
        w[free] = solved[:-1]
        gradient = q @ w - solved[-1]
        if (w[free] < 0).any() or (w[free] > most).any():
            low, high = w <= 0, w >= most
            continue
        wrong = (low & (gradient < -1e-13)) | (high & (gradient > 1e-13))
        if not wrong.any():
            return w
        low, high = low & ~wrong, high & ~wrong
    raise AssertionError('no active set')


def maximum_diversification(c):
    root = np.sqrt(np.diag(c))
    w = minimum_variance(c / np.outer(root, root)) / root
    return w / w.sum()


def hierarchical(c, linkage):
    order = np.argsort(np.diag(c), kind='stable')
    cov = pd.DataFrame(c[np.ix_(order, order)])
    root = np.sqrt(np.diag(cov))
    distance = np.sqrt(np.clip((1 - cov.to_numpy() / np.outer(root, root)) / 2, 0, None))
    np.fill_diagonal(distance, 0)
    leaves = hierarchy.leaves_list(hierarchy.linkage(distance, linkage)).tolist()

    def variance(items):
        block = cov.loc[items, items]
        inverse = 1 / np.diag(block)
        inverse /= inverse.sum()
        return inverse @ block.to_numpy() @ inverse

    w = pd.Series(1.0, index=leaves)
    clusters = [leaves]
    while clusters:
        clusters = [c[a:b] for c in clusters for a, b in ((0, len(c) // 2), (len(c) // 2, len(c))) if len(c) > 1]
        for i in range(0, len(clusters), 2):
            left, right = clusters[i], clusters[i + 1]
            alpha = 1 - variance(left) / (variance(left) + variance(right))
            w[left] *= alpha
            w[right] *= 1 - alpha
    out = np.empty(len(c))
    out[order] = w.sort_index().to_numpy()
    return out


def mean_cvar(x, confidence, form, most, aversion=1.0):
    t, n = x.shape
    mu = x.mean(axis=0)
    target = mu.mean() + 0.5 * (np.sort(mu)[::-1][: max(2, int(1 / most))].mean() - mu.mean())
    reward = mu / aversion if form == 'utility' else np.zeros(n)
    cost = np.concatenate([-reward, [1], np.full(t, 1 / ((1 - confidence) * t))])
    upper = np.hstack([-x, -np.ones((t, 1)), -np.eye(t)])
    bound = np.zeros(t)
    if form == 'target':
        upper = np.vstack([upper, np.concatenate([-mu, np.zeros(t + 1)])])
        bound = np.append(bound, -target)
    solved = optimize.linprog(cost, A_ub=upper, b_ub=bound, A_eq=np.concatenate([np.ones(n), np.zeros(t + 1)])[None], b_eq=[1],
                              bounds=[(0, most)] * n + [(None, None)] + [(0, None)] * t, method='highs-ds',
                              options={'primal_feasibility_tolerance': 1e-10, 'dual_feasibility_tolerance': 1e-10})
    assert solved.status == 0
    return {'target': float(target) if form == 'target' else 0, 'objective': float(solved.fun), 'weights': solved.x[:n].tolist()}


def weights(x, estimators):
    out = {}
    for name in estimators:
        c = covariance(x, name)
        out[name] = {
            'inverse-volatility': inverse_volatility(c).tolist(),
            'equal-risk-contribution': equal_risk(c).tolist(),
            'minimum-variance': minimum_variance(c).tolist(),
            'minimum-variance capped': minimum_variance(c, 0.22).tolist(),
            'maximum-diversification': maximum_diversification(c).tolist(),
        }
    c = covariance(x, 'sample')
    if len(x) <= len(c):
        # What is singular has its correlations made smaller by one part in a million.
        c = np.where(np.eye(len(c)) == 1, c, c * (1 - 1e-6))
    trees = {linkage: hierarchical(c, linkage).tolist() for linkage in ('single', 'complete', 'average', 'ward')}
    return {'byEstimator': out, 'hierarchical': trees}


def main():
    hashed, funds = [], []
    for rows, n in HASH_CASES:
        x = hash_returns(rows, n)
        names = [name for name in ESTIMATORS if rows > n or name not in ('sample', 'ewma')]
        intensities = {name: ledoit_wolf(x, name)[1] for name in ESTIMATORS[2:5]}
        shown = ESTIMATORS if n <= 5 else ESTIMATORS[-1:] if rows <= n else []
        matrices = {name: covariance(x, name).tolist() for name in shown}
        cvar = [{**case, **mean_cvar(x, **case)} for case in CVAR_CASES]
        hashed.append({'rows': rows, 'n': n, 'intensities': intensities, 'covariances': matrices, 'cvar': cvar, **weights(x, names)})
    for day, symbols in FUND_CASES:
        x = fund_returns(day, symbols)
        assert x.shape == (252, len(symbols)) and not np.isnan(x).any()
        funds.append({'day': day, 'symbols': symbols, 'cvar': [{**case, **mean_cvar(x, **case)} for case in CVAR_CASES],
                      **weights(x, ESTIMATORS)})
    versions = {'numpy': np.__version__, 'pandas': pd.__version__, 'scipy': scipy.__version__}
    text = json.dumps({'versions': versions, 'halfLife': HALF_LIFE, 'hash': hashed, 'funds': funds})
    (HERE / 'weighings.json').write_text(text + '\n')


main()

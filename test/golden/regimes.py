"""Reference values of the hidden Markov model by enumerating every path of states.

Nothing here is recursive: the joint density of a path and the observations is multiplied out for each of nStates ** n paths, and
filtered, smoothed, most likely and expected quantities are sums over those. One pass of Baum-Welch is taken from the same sums.
Run: python3 test/golden/regimes.py > test/golden/regimes.json
"""

import itertools
import json

import numpy as np
import scipy
from scipy.stats import multivariate_normal


def densities(case):
    x = np.array(case["x"], dtype=float)
    out = np.ones((len(x), len(case["initial"])))
    for t, row in enumerate(x):
        if np.isnan(row).any():
            continue
        for k in range(out.shape[1]):
            out[t, k] = multivariate_normal(case["means"][k], case["covariances"][k]).pdf(row)
    return out


def paths(case, density, n):
    """Every path of n states with its joint density."""
    initial, transition = np.array(case["initial"]), np.array(case["transition"])
    for path in itertools.product(range(len(initial)), repeat=n):
        joint = initial[path[0]] * density[0, path[0]]
        for t in range(1, n):
            joint *= transition[path[t - 1], path[t]] * density[t, path[t]]
        yield path, joint


def solve(case, floor, diagonal):
    density = densities(case)
    x = np.array(case["x"], dtype=float)
    n, k = density.shape
    filtered, log_likelihoods, before = [], [], 0.0
    for end in range(1, n + 1):
        mass = np.zeros(k)
        for path, joint in paths(case, density, end):
            mass[path[-1]] += joint
        filtered.append((mass / mass.sum()).tolist())
        log_likelihoods.append(float(np.log(mass.sum()) - before))
        before = float(np.log(mass.sum()))
    everything = list(paths(case, density, n))
    total = sum(joint for _, joint in everything)
    smoothed, moves = np.zeros((n, k)), np.zeros((k, k))
    for path, joint in everything:
        for t, state in enumerate(path):
            smoothed[t, state] += joint / total
        for a, b in zip(path, path[1:]):
            moves[a, b] += joint / total
    best = max(everything, key=lambda each: each[1])[0]
    complete = ~np.isnan(x).any(axis=1)
    means, covariances = [], []
    for state in range(k):
        weight = smoothed[complete, state]
        mean = np.average(x[complete], axis=0, weights=weight)
        covariance = np.atleast_2d(np.cov(x[complete].T, aweights=weight, ddof=0))
        if diagonal:
            covariance = np.diag(np.maximum(np.diag(covariance), floor))
        else:
            values, vectors = np.linalg.eigh(covariance)
            covariance = vectors @ np.diag(np.maximum(values, floor)) @ vectors.T
        means.append(mean.tolist())
        covariances.append(covariance.tolist())
    return {
        "filtered": filtered,
        "logLikelihoods": log_likelihoods,
        "smoothed": smoothed.tolist(),
        "path": list(best),
        "step": {
            "initial": smoothed[0].tolist(),
            "transition": (moves / moves.sum(axis=1, keepdims=True)).tolist(),
            "means": means,
            "covariances": covariances,
        },
    }


def random_case(name, n, k, d, diagonal, floor, missing, seed):
    rng = np.random.default_rng(seed)
    transition = rng.dirichlet(np.ones(k), size=k)
    covariances = []
    for _ in range(k):
        root = rng.normal(size=(d, d))
        covariance = root @ root.T + 0.3 * np.eye(d)
        covariances.append((np.diag(np.diag(covariance)) if diagonal else covariance).tolist())
    x = rng.normal(size=(n, d)) * 1.5
    for t in missing:
        x[t, rng.integers(d)] = np.nan
    case = {
        "initial": rng.dirichlet(np.ones(k)).tolist(),
        "transition": transition.tolist(),
        "means": rng.normal(size=(k, d)).tolist(),
        "covariances": covariances,
        "x": x.tolist(),
    }
    answer = solve(case, floor, diagonal)
    case["x"] = [[None if np.isnan(v) else v for v in row] for row in case["x"]]
    return {"name": name, "diagonal": diagonal, "floor": floor, **case, **answer}


cases = [
    random_case("two states, one variable", 8, 2, 1, True, 1e-9, [], 1),
    random_case("two states, one variable, first, middle and last missing", 9, 2, 1, True, 1e-9, [0, 4, 8], 2),
    random_case("three states, two independent variables", 7, 3, 2, True, 1e-9, [3], 3),
    random_case("three states, two dependent variables", 7, 3, 2, False, 1e-9, [2], 4),
    random_case("two states, three variables, a floor that binds", 8, 2, 3, False, 0.2, [], 5),
    random_case("two states, two independent variables, a floor that binds", 8, 2, 2, True, 1.5, [], 6),
]
print(json.dumps({"numpy": np.__version__, "scipy": scipy.__version__, "cases": cases}, indent=1))

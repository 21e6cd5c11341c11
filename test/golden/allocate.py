"""Writes allocate.json: cores and satellites of the least yearly cost, as linear programs (scipy's HiGHS) and not by looking at kinks.

Variables: core, a long and a short position for each asset, cash; every exposure equals its target, everything adds up to the capital.
A limit on the number of shorts makes it a mixed-integer program.
Run: /usr/bin/python3 test/golden/allocate.py   (numpy, scipy)
"""

import json
import math
from pathlib import Path

import numpy as np
from scipy.optimize import LinearConstraint, Bounds, milp

HERE = Path(__file__).resolve().parent
S1_WEIGHTS = [0.086, 0.105, 0.14, 0.171, 0.113, 0.118, 0.037, 0.194, 0.036]
S1_TARGETS = [0.086, 0.105, 0.17, 0.141, 0.133, 0.124, 0.067, 0.174, 0.0]


def solve(table):
    """Least cost of a table; None where nothing is feasible. Columns: core, longs, shorts, cash, switches."""
    n, capital = len(table['weights']), table['capital']
    weights, targets = np.array(table['weights']), np.array(table['targets'])
    long, short, switch = 1 + np.arange(n), 1 + n + np.arange(n), 2 + 2 * n + np.arange(n)
    cash, width = 1 + 2 * n, 2 + 3 * n

    cost = np.zeros(width)
    cost[0] = table['coreExpenseRatio']
    cost[long] = table['expenseRatios']
    cost[short] = np.array(table['borrowRates']) - table['proceedsRate']

    exposure = np.zeros((n, width))
    exposure[:, 0] = weights
    exposure[np.arange(n), long] = 1
    exposure[np.arange(n), short] = -1
    budget = np.zeros(width)
    budget[0] = budget[cash] = 1
    budget[long] = 1
    budget[short] = -1
    most = 2 * capital
    linked = np.zeros((n, width))
    linked[np.arange(n), short] = 1
    linked[np.arange(n), switch] = -most

    shorted = np.isin(np.arange(width), short).astype(float)
    counted = np.isin(np.arange(width), switch).astype(float)
    limits = table['shorts']
    constraints = [
        LinearConstraint(exposure, targets * capital, targets * capital),
        LinearConstraint(budget, capital, capital),
        LinearConstraint(linked, -np.inf, 0),
        LinearConstraint(shorted, 0, limits.get('total', np.inf)),
        LinearConstraint(counted, 0, limits.get('count', n)),
    ]
    upper = np.full(width, most)
    upper[0] = capital
    upper[switch] = 1
    result = milp(
        cost,
        constraints=constraints,
        bounds=Bounds(np.zeros(width), upper),
        integrality=counted,
        options={'mip_rel_gap': 0},
    )
    if not result.success:
        return None
    return {'cost': float(result.fun), 'core': float(result.x[0])}


def random_table(random):
    n = int(random.integers(2, 9))
    weights = random.dirichlet(np.ones(n)) * random.choice([1.0, 0.8])
    targets = random.dirichlet(np.ones(n)) * random.choice([1.0, 0.7])
    targets[random.integers(n)] *= 0.5
    shorts = [{'total': 0}, {}, {'total': 5000.0}, {'count': 1}, {'total': 20000.0, 'count': 2}][random.integers(5)]
    # Borrowing costs more than the proceeds earn: otherwise being long and short at once would pay, in the program alone.
    return {
        'capital': 100000.0,
        'weights': [math.floor(w * 10000) / 10000 for w in weights],
        'targets': [math.floor(t * 10000) / 10000 for t in targets],
        'expenseRatios': [round(float(e), 4) for e in random.uniform(0.0005, 0.006, n)],
        'borrowRates': [round(float(b), 4) for b in random.uniform(0.02, 0.06, n)],
        'coreExpenseRatio': round(float(random.uniform(0.0003, 0.005)), 4),
        'proceedsRate': 0.01,
        'shorts': shorts,
    }


def s1_table(borrow, shorts):
    return {
        'capital': 100000.0,
        'weights': S1_WEIGHTS,
        'targets': S1_TARGETS,
        'expenseRatios': [0.0027] * 9,
        'borrowRates': [borrow] * 9,
        'coreExpenseRatio': 0.0009,
        'proceedsRate': 0.0,
        'shorts': shorts,
    }


def main():
    random = np.random.default_rng(20080430)
    tables = [s1_table(0.03, shorts) for shorts in ({}, {'total': 0}, {'total': 1800.0}, {'count': 1})]
    tables += [s1_table(0.06, {})] + [random_table(random) for _ in range(40)]
    cases = [{**table, 'expected': solve(table)} for table in tables]
    (HERE / 'allocate.json').write_text(json.dumps({'cases': cases}, indent=1) + '\n')


main()

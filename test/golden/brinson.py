"""
Brinson-Fachler attribution of a small account whose orders are filled at the open, written from the definitions: each session with orders is
a night with the old holdings and a day with the new ones, Carino links both. The account is kept here too, with its costs. Writes
brinson.json beside itself.

    python3 test/golden/brinson.py
"""

import json
import math
from pathlib import Path

NAN = None
DATES = ["2019-12-26", "2019-12-27", "2019-12-30", "2019-12-31", "2020-01-02", "2020-01-03", "2020-01-06"]
OPEN = [[100, 50], [101, 49], [104, 50.5], [99, NAN], [103, 52], [106, 51], [104, 54]]
CLOSE = [[100, 50], [103, 48], [102, 51], [101, 53], [104, 51.5], [105, 52.5], [107, 53]]
SCORED = [[1, 1], [0, 1], [1, 1], [1, 1], [1, 1], [1, 0], [1, 1]]
# Fractions of the equity that costs leave; decided at the close of the row.
DECISIONS = {0: [0.5, 0.4], 2: [0.3, 0.6], 4: [-0.2, 0.9]}
BENCHMARK = [1, 3]
RATE = 0.002
CAPITAL = 10_000


def trade(cash, shares, prices, marks, weights):
    """Shares after orders at these prices; what has no price is left alone."""
    equity = cash + sum(n * p for n, p in zip(shares, marks))
    low, high = 0.5 * equity, equity
    for _ in range(200):
        left = (low + high) / 2
        moved = sum(abs(w * left - n * p) for n, p, w, q in zip(shares, marks, weights, prices) if q is not None)
        if left + RATE * moved > equity:
            high = left
        else:
            low = left
    after = [n if q is None else w * left / p for n, p, w, q in zip(shares, marks, weights, prices)]
    return left - sum(n * p for n, p in zip(after, marks)), after, left


def benchmark_at(row):
    listed = [b * s for b, s in zip(BENCHMARK, SCORED[row])]
    return [b / sum(listed) for b in listed]


def main():
    cash, shares, marks = CAPITAL, [0.0, 0.0], CLOSE[0][:]
    equities, periods = [CAPITAL], []  # periods: session, own weights, benchmark weights, returns
    for row in range(1, len(DATES)):
        equity = equities[-1]
        own = [n * p / equity for n, p in zip(shares, marks)]
        market = benchmark_at(row - 1)
        if row - 1 in DECISIONS:
            opens = [m if o is None else o for o, m in zip(OPEN[row], marks)]
            night = [o / m - 1 for o, m in zip(opens, marks)]
            periods.append((row, own, market, night))
            growth = 1 + sum(w * r for w, r in zip(market, night))
            market = [w * (1 + r) / growth for w, r in zip(market, night)]
            marks = opens
            cash, shares, left = trade(cash, shares, OPEN[row], marks, DECISIONS[row - 1])
            own = [n * p / left for n, p in zip(shares, marks)]
        periods.append((row, own, market, [c / m - 1 for c, m in zip(CLOSE[row], marks)]))
        marks = CLOSE[row][:]
        equities.append(cash + sum(n * p for n, p in zip(shares, marks)))

    def span(rows):
        parts, own_growth, market_growth = [], 1.0, 1.0
        for row, own, market, returns in periods:
            if row not in rows:
                continue
            own = own + [1 - sum(own)]
            market = market + [0.0]
            returns = returns + [0.0]
            r, b = (sum(w * x for w, x in zip(side, returns)) for side in (own, market))
            parts.append((r, b, [(w - v) * (x - b) for w, v, x in zip(own, market, returns)]))
            own_growth *= 1 + r
            market_growth *= 1 + b
        slope = lambda a, b: 1 / a if a == b else (math.log(a) - math.log(b)) / (a - b)
        whole = slope(own_growth, market_growth)
        sectors = [sum(slope(1 + r, 1 + b) / whole * effects[i] for r, b, effects in parts) for i in range(3)]
        net = equities[rows[-1]] / equities[rows[0] - 1]
        return {
            "net": net - 1,
            "benchmark": market_growth - 1,
            "allocation": sum(sectors),
            "other": net - own_growth,
            "sectors": dict(zip(["first", "second", "cash"], sectors)),
        }

    rows = range(1, len(DATES))
    result = {
        "dates": DATES,
        "open": OPEN,
        "close": CLOSE,
        "scored": SCORED,
        "decisions": DECISIONS,
        "benchmarkWeights": BENCHMARK,
        "costBps": RATE * 1e4,
        "capital": CAPITAL,
        "equity": equities,
        "whole": span(list(rows)),
        "years": {y: span([t for t in rows if DATES[t].startswith(y)]) for y in ("2019", "2020")},
    }
    Path(__file__).with_suffix(".json").write_text(json.dumps(result, indent=1) + "\n")


main()

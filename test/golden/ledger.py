"""
Small ledgers, written from the definitions: what an account holds after each session, in exact decimal shares where lots are whole,
with equity after costs found by bisection. Needs numpy and scipy. Writes ledger.json beside itself.

    python3 test/golden/ledger.py
"""

import json
import math
from pathlib import Path

import numpy as np
from scipy.optimize import brentq

SESSIONS, ASSETS = 60, 3
random = np.random.default_rng(20240607)


def make_market():
    step = np.exp(random.normal(0, 0.02, (SESSIONS, ASSETS)))
    night = np.exp(random.normal(0, 0.01, (SESSIONS, ASSETS)))
    splits = np.zeros((SESSIONS, ASSETS))
    splits[17, 0], splits[33, 1], splits[41, 2] = 2, 1.231, 0.25
    dividends = np.zeros((SESSIONS, ASSETS))
    opens, closes = np.zeros((SESSIONS, ASSETS)), np.zeros((SESSIONS, ASSETS))
    last = np.array([40.0, 90.0, 25.0])
    for t in range(SESSIONS):
        last = np.where(splits[t] > 0, last / np.where(splits[t] > 0, splits[t], 1), last)
        if t % 13 == 6:
            dividends[t] = last * 0.01 * random.random(ASSETS)
            last = last - dividends[t]
        opens[t] = last * night[t]
        closes[t] = opens[t] * step[t]
        last = closes[t].copy()
    gaps = random.choice([1, 1, 1, 1, 3, 4], SESSIONS)
    return {
        "dates": (19_000 + np.cumsum(gaps)).tolist(),
        "open": opens.round(6),
        "close": closes.round(6),
        "volume": random.integers(2_000, 60_000, (SESSIONS, ASSETS)).astype(float),
        "volatility": random.uniform(0.01, 0.03, (SESSIONS, ASSETS)).round(6),
        "splits": splits,
        "distributions": dividends.round(6),
    }


def decisions(short):
    rows = {}
    for t in range(0, SESSIONS, 7):
        if short:
            w = random.normal(0, 0.6, ASSETS)
            w *= min(1, 1.9 / np.abs(w).sum())
        else:
            w = random.random(ASSETS)
            w *= random.choice([1.0, 0.9]) / w.sum()
        rows[t] = w.round(6)
    if not short:
        # Rounding up must not ask for more than all of it.
        rows = {t: w * min(1, 1 / w.sum()) for t, w in rows.items()}
    return rows


def kinds(o, order, price, volume, sigma):
    """Costs of one order, by kind."""
    n = abs(order)
    if n == 0:
        return np.zeros(4)
    value = n * price
    return np.array(
        [
            o["costBps"] / 1e4 * value,
            max(o["perShare"] * n, o["minPerOrder"]),
            o["halfSpreadBps"] / 1e4 * value,
            o["impact"] * sigma * math.sqrt(n / volume) * value if o["impact"] else 0.0,
        ]
    )


def toward_zero(x, lot):
    if lot == 0:
        return x
    return math.copysign(math.floor(abs(x) / lot + 1e-9) * lot, x)


def run(market, weights, o):
    cash, held, last = float(o["capital"]), [0.0] * ASSETS, [math.nan] * ASSETS
    spent = np.zeros(4)
    income = {"interest": 0.0, "borrow": 0.0, "dividend": 0.0, "lieu": 0.0}
    out = {"cash": [], "equity": [], "shares": []}
    target, todo = None, set()
    for t in range(SESSIONS):
        if t > 0:
            years = (market["dates"][t] - market["dates"][t - 1]) / 365
            i = cash * (o["cashRate"] if cash > 0 else o["debitRate"]) * years
            b = sum(min(0, q) * p for q, p in zip(held, last) if q) * o["borrowRate"] * years
            income["interest"] += i
            income["borrow"] += b
            cash += i + b
        for a in range(ASSETS):
            ratio = market["splits"][t][a]
            if ratio > 0:
                last[a] /= ratio
                new = held[a] * ratio
                kept = toward_zero(new, 1 if o["lot"] >= 1 else o["lot"])
                income["lieu"] += (new - kept) * last[a] if kept != new else 0
                cash += (new - kept) * last[a] if kept != new else 0
                held[a] = kept
            d = held[a] * market["distributions"][t][a]
            income["dividend"] += d
            cash += d
        price = market[o["fill"]][t]
        if target is not None and todo:
            sigma = market["volatility"][t - 1]
            volume = market["volume"][t]
            worth = [q * p for q, p in zip(held, price)]
            total = cash + sum(worth)

            def missing(after):
                cost = 0.0
                for a in todo:
                    cost += kinds(o, (target[a] * after - worth[a]) / price[a], price[a], volume[a], sigma[a]).sum()
                return after - (total - cost)

            free = any(w < 0 for w in target) or sum(target) > 1 + 1e-9 or any(q < 0 for q in held)
            after = brentq(missing, 0, total, xtol=1e-11, rtol=1e-15, maxiter=500)
            wish = {a: target[a] * after for a in todo}
            stuck = sum(worth[a] for a in range(ASSETS) if a not in todo)
            if not free and sum(wish.values()) > after - stuck + 1e-9:

                def over(room):
                    cost, share = 0.0, room / sum(target[a] for a in todo)
                    for a in todo:
                        cost += kinds(o, (target[a] * share - worth[a]) / price[a], price[a], volume[a], sigma[a]).sum()
                    return room - (total - cost - stuck)

                room = brentq(over, 0, total, xtol=1e-11, rtol=1e-15, maxiter=500)
                wish = {a: target[a] * room / sum(target[b] for b in todo) for a in todo}
            orders, cut = {}, set()
            for a in sorted(todo):
                q = toward_zero(wish[a] / price[a], o["lot"]) - held[a]
                most = o["maxParticipation"] * volume[a] if o["maxParticipation"] else math.inf
                if abs(q) > most:
                    q = math.copysign(toward_zero(most, o["lot"]), q)
                    cut.add(a)
                orders[a] = q
            for side in (-1, 1):
                if side == 1 and not free:
                    buys = {a: q for a, q in orders.items() if q > 0}
                    while buys:
                        need = sum(q * price[a] + kinds(o, q, price[a], volume[a], sigma[a]).sum() for a, q in buys.items())
                        if need <= cash + 1e-9:
                            break
                        for a in buys:
                            buys[a] = toward_zero(buys[a] * max(cash, 0) / need, o["lot"])
                            if cut and buys[a] != orders[a]:
                                cut.add(a)
                    orders.update(buys)
                for a, q in orders.items():
                    if q * side > 0:
                        c = kinds(o, q, price[a], volume[a], sigma[a])
                        cash -= q * price[a] + c.sum()
                        held[a] += q
                        spent += c
            todo = cut
        last = [float(p) for p in market["close"][t]]
        if t in weights:
            target, todo = weights[t], set(range(ASSETS))
        out["cash"].append(cash)
        out["equity"].append(cash + sum(q * p for q, p in zip(held, last)))
        out["shares"].append(list(held))
    out["costs"] = spent.tolist()
    out["income"] = income
    return out


market = make_market()
base = dict(
    fill="open", costBps=0, capital=100_000, lot=0, cashRate=0, debitRate=0, borrowRate=0,
    perShare=0, minPerOrder=0, halfSpreadBps=0, impact=0, maxParticipation=None,
)
cases = [
    ("all costs in fractions of shares", False, dict(costBps=5, perShare=0.01, minPerOrder=2, halfSpreadBps=3, impact=0.7)),
    ("whole lots at the close", False, dict(fill="close", costBps=10, lot=10, cashRate=0.04)),
    ("long and short, financed", True, dict(costBps=5, lot=1, cashRate=0.03, debitRate=0.06, borrowRate=0.02, halfSpreadBps=2)),
    ("long and short in fractions, with impact", True, dict(fill="close", impact=1, cashRate=0.01, debitRate=0.05, borrowRate=0.1)),
    ("a fiftieth of the volume", False, dict(costBps=5, maxParticipation=0.02, impact=0.5)),
]
written = []
for name, short, options in cases:
    chosen = {**base, **options}
    weights = decisions(short)
    written.append(
        {
            "name": name,
            "options": chosen,
            "decisions": [{"dateIndex": t, "weights": w.tolist()} for t, w in weights.items()],
            "result": run(market, weights, chosen),
        }
    )
plain = {key: value if isinstance(value, list) else value.tolist() for key, value in market.items()}
path = Path(__file__).with_suffix(".json")
path.write_text(json.dumps({"market": plain, "cases": written}) + "\n")

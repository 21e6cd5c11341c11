"""
Small ledgers, written from the definitions: what an account holds after each session, in exact decimal shares where lots are whole,
with equity after costs found by bisection. Two markets: one of three assets with all that trading costs, and one of four in which a
fund ends, prices are missing, one asset crashes and one jumps, for margin calls, ruin, pay-outs and distributions that are reinvested.
Needs numpy and scipy. Writes ledger.json beside itself.

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


def make_eventful_market():
    random = np.random.default_rng(41)
    n, gone = 4, 36
    step = np.exp(random.normal(0, 0.015, (SESSIONS, n)))
    night = np.exp(random.normal(0, 0.005, (SESSIONS, n)))
    splits, dividends = np.zeros((SESSIONS, n)), np.zeros((SESSIONS, n))
    splits[17, 3], splits[31, 1] = 3, 0.5
    opens, closes = np.zeros((SESSIONS, n)), np.zeros((SESSIONS, n))
    last = np.array([12.0, 80.0, 33.0, 51.0])
    for t in range(SESSIONS):
        last = np.where(splits[t] > 0, last / np.where(splits[t] > 0, splits[t], 1), last)
        if t % 9 == 5:
            dividends[t] = last * 0.02 * random.random(n)
            last = last - dividends[t]
        if t == 24:
            last[1] *= 0.45
        if t == 47:
            last[3] *= 5
        opens[t] = last * night[t]
        closes[t] = opens[t] * step[t]
        last = closes[t].copy()
    # Of the first asset nothing is known any more; of the third, two sessions are missing, and of the first one opening price.
    for prices in (opens, closes):
        prices[gone:, 0] = np.nan
        prices[[8, 29], 2] = np.nan
    opens[15, 0] = np.nan
    splits[gone:, 0] = dividends[gone:, 0] = 0
    return {
        "dates": (19_500 + np.cumsum(random.choice([1, 1, 1, 3], SESSIONS))).tolist(),
        "open": opens.round(6),
        "close": closes.round(6),
        "volume": np.full((SESSIONS, n), 1e6),
        "volatility": np.full((SESSIONS, n), 0.02),
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
    n = len(market["open"][0])
    cash, held, last, missed = float(o["capital"]), [0.0] * n, [math.nan] * n, [0] * n
    spent = np.zeros(4)
    income = {"interest": 0.0, "borrow": 0.0, "dividend": 0.0, "lieu": 0.0}
    happened = {"margin-call": [], "ruin": [], "payout": [], "reinvestment": []}
    out = {"cash": [], "equity": [], "shares": []}
    target, todo, ruined = None, set(), False

    def values():
        return [q * p if q else 0.0 for q, p in zip(held, last)]

    def trade(t):
        """Orders of what is to be done, at the prices of the session: without a price there is none."""
        nonlocal cash, spent, todo
        for a, p in enumerate(market[o["fill"]][t]):
            if not math.isnan(p):
                last[a] = float(p)
        live = {a for a in todo if not math.isnan(market[o["fill"]][t][a])}
        if not live:
            todo = set()
            return
        price = last
        sigma, volume = market["volatility"][t - 1], market["volume"][t]
        worth = values()
        total = cash + sum(worth)

        def cost_of(wanted):
            return sum(kinds(o, (wanted[a] - worth[a]) / price[a], price[a], volume[a], sigma[a]).sum() for a in live)

        free = any(w < 0 for w in target) or sum(target) > 1 + 1e-9 or any(q < 0 for q in held)
        if any(target):
            def missing(after):
                return after - (total - cost_of({a: target[a] * after for a in live}))

            after = brentq(missing, 0, total, xtol=1e-11, rtol=1e-15, maxiter=500)
            wish = {a: target[a] * after for a in live}
            stuck = sum(worth[a] for a in range(n) if a not in live)
            weight = sum(target[a] for a in live)
            if not free and sum(wish.values()) > after - stuck + 1e-9:

                def over(room):
                    return room - (total - cost_of({a: target[a] * room / weight for a in live}) - stuck)

                room = brentq(over, 0, total, xtol=1e-11, rtol=1e-15, maxiter=500)
                wish = {a: target[a] * room / weight for a in live}
        else:
            wish = dict.fromkeys(live, 0.0)
        orders, cut = {}, set()
        for a in sorted(live):
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

    for t in range(SESSIONS):
        if t > 0:
            years = (market["dates"][t] - market["dates"][t - 1]) / 365
            i = cash * (o["cashRate"] if cash > 0 else o["debitRate"]) * years
            b = sum(min(0, q) * p for q, p in zip(held, last) if q) * o["borrowRate"] * years
            income["interest"] += i
            income["borrow"] += b
            cash += i + b
        received = [0.0] * n
        for a in range(n):
            ratio = market["splits"][t][a]
            if ratio > 0:
                last[a] /= ratio
                new = held[a] * ratio
                kept = new if o["reinvest"] else toward_zero(new, 1 if o["lot"] >= 1 else o["lot"])
                income["lieu"] += (new - kept) * last[a] if kept != new else 0
                cash += (new - kept) * last[a] if kept != new else 0
                held[a] = kept
            received[a] = held[a] * market["distributions"][t][a]
            income["dividend"] += received[a]
            cash += received[a]
        if o["fill"] == "open" and todo:
            trade(t)
        for a in range(n):
            close = float(market["close"][t][a])
            missed[a] = missed[a] + 1 if held[a] and math.isnan(close) else 0
            if not math.isnan(close):
                last[a] = close
            if missed[a] >= o["delistAfter"]:
                last[a] *= 1 + o["delistReturn"]
                happened["payout"].append([t, a, held[a] * last[a]])
                cash += held[a] * last[a]
                held[a], missed[a] = 0.0, 0
        if o["reinvest"]:
            for a in range(n):
                if received[a] > 0 and held[a] > 0 and not math.isnan(market["close"][t][a]) and cash > 0:
                    paid = min(received[a], cash)
                    happened["reinvestment"].append([t, a, -paid])
                    held[a] += paid / last[a]
                    cash -= paid
        if o["fill"] == "close" and todo:
            trade(t)
        equity = cash + sum(values())
        gross = sum(abs(v) for v in values())
        if ruined or equity <= 0:
            if not ruined:
                happened["ruin"].append([t, -1, equity])
            ruined, target, todo = True, [0.0] * n, {a for a in range(n) if held[a]}
        elif equity < o["maintenance"] * gross:
            happened["margin-call"].append([t, -1, equity / gross])
            target, todo = [v / gross / o["initial"] for v in values()], set(range(n))
        if t in weights and not ruined:
            target, todo = weights[t], set(range(n))
        out["cash"].append(cash)
        out["equity"].append(equity)
        out["shares"].append(list(held))
    out["costs"] = spent.tolist()
    out["income"] = income
    out["happened"] = happened
    return out


market = make_market()
base = dict(
    fill="open", costBps=0, capital=100_000, lot=0, cashRate=0, debitRate=0, borrowRate=0,
    perShare=0, minPerOrder=0, halfSpreadBps=0, impact=0, maxParticipation=None,
    initial=0.5, maintenance=0, reinvest=False, delistAfter=1, delistReturn=0,
)
cases = [
    ("all costs in fractions of shares", False, dict(costBps=5, perShare=0.01, minPerOrder=2, halfSpreadBps=3, impact=0.7)),
    ("whole lots at the close", False, dict(fill="close", costBps=10, lot=10, cashRate=0.04)),
    ("long and short, financed", True, dict(costBps=5, lot=1, cashRate=0.03, debitRate=0.06, borrowRate=0.02, halfSpreadBps=2)),
    ("long and short in fractions, with impact", True, dict(fill="close", impact=1, cashRate=0.01, debitRate=0.05, borrowRate=0.1)),
    ("a fiftieth of the volume", False, dict(costBps=5, maxParticipation=0.02, impact=0.5)),
]
written = []


def write(market_name, market, name, options, weights):
    chosen = {**base, **options}
    rows = [{"dateIndex": t, "weights": list(map(float, w))} for t, w in weights.items()]
    written.append({"market": market_name, "name": name, "options": chosen, "decisions": rows, "result": run(market, weights, chosen)})


for name, short, options in cases:
    write("usual", market, name, options, decisions(short))

eventful = make_eventful_market()
every = range(0, SESSIONS, 7)
ending = dict(delistAfter=3, delistReturn=-0.3)
write(
    "eventful", eventful, "distributions reinvested in lots, a fund that ends, missing prices",
    dict(costBps=10, lot=10, cashRate=0.03, reinvest=True, **ending),
    {t: [0.3, 0.2 + 0.01 * (t % 4), 0.25, 0.2] for t in every},
)
write(
    "eventful", eventful, "a margin call, a fund that ends, missing prices",
    dict(fill="close", costBps=5, debitRate=0.06, borrowRate=0.02, maintenance=0.25, reinvest=True, **ending),
    {t: [0.3, 0.3, 0.2, 0.2] if t < 14 else [0.1, 1.5, -0.2, 0.1] if t < 28 else [0.5, 0.3, -0.3, 0.1] for t in every},
)
write(
    "eventful", eventful, "ruin: what was owed at the jump stays owed, with interest",
    dict(costBps=5, cashRate=0.02, debitRate=0.06, maintenance=0.25, **ending),
    {t: [0.2, 0.4, 0.0, -1.2] if t > 30 else [0.4, 0.2, 0.2, -0.2] for t in every},
)


def plain(market):
    lists = {key: value if isinstance(value, list) else value.tolist() for key, value in market.items()}
    known = lambda row: [None if math.isnan(x) else x for x in row]
    return {key: value if key == "dates" else [known(row) for row in value] for key, value in lists.items()}


path = Path(__file__).with_suffix(".json")
document = {"markets": {"usual": plain(market), "eventful": plain(eventful)}, "cases": written}
path.write_text(json.dumps(document) + "\n")

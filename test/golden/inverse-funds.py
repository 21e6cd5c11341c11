"""
Equity of accounts that short through inverse funds, from the definitions: a fund multiplies each session's return of its asset by its
leverage, less fee and financing; the account holds shares of funds and assets and pays costs on what it trades. Equity after costs is
found by bisection. A small market by hand, and the Select Sector SPDRs with a decision a week. Needs numpy, pandas and scipy. Writes
inverse-funds.json beside itself.

    python3 test/golden/inverse-funds.py DIR        DIR holds the daily bars of the SPDRs, one file each
"""

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import brentq

# fund, leverage, day from whose close on it is another, that one
FUNDS = {
    "XLB": ("SMN", -2), "XLE": ("ERY", -3, "2020-03-31", -2), "XLF": ("SKF", -2), "XLI": ("SIJ", -2), "XLK": ("REW", -2),
    "XLP": ("SZK", -2), "XLU": ("SDP", -2), "XLV": ("RXD", -2), "XLY": ("SCC", -2),
}


def fund_prices(opens, closes, dates, spec, fee, rate, start):
    """A pandas frame of open and close of the fund from the close of `start` on, where it is worth 100."""
    _, first, *later = spec
    nav, rows = 100.0, {dates[start]: (np.nan, 100.0)}
    for before, day in zip(dates[start:-1], dates[start + 1:]):
        leverage = later[1] if later and before >= pd.Timestamp(later[0]) else first
        morning = nav * (1 + leverage * (opens[day] / closes[before] - 1))
        change = leverage * (closes[day] / closes[before] - 1)
        daily = (fee - (1 - leverage) * rate) / 252
        nav *= 1 + change - daily
        rows[day] = (morning, nav)
    return pd.DataFrame.from_dict(rows, orient="index", columns=["open", "close"])


def account(opens, closes, decisions, terms):
    """Equity at each close. Decisions: day -> {symbol: weight of the instrument}, filled at the next session's open or close."""
    days = list(closes.index)
    shares = dict.fromkeys(closes.columns, 0.0)
    cash, waiting, equity, last = terms["capital"], None, {}, None
    bps = terms["costBps"] / 1e4
    for day in days:
        if last is not None:
            years = (day - last).days / 365
            short = sum(-n * closes.at[last, s] for s, n in shares.items() if n < 0)
            cash += cash * (terms["cashRate"] if cash > 0 else terms["debitRate"]) * years - short * terms["borrowRate"] * years
        last = day

        def trade(prices):
            nonlocal cash
            value = {s: n * prices[s] if n else 0.0 for s, n in shares.items()}
            total = cash + sum(value.values())
            want = {s: waiting.get(s, 0.0) for s in shares}
            turned = lambda e: sum(abs(w * e - value[s]) for s, w in want.items())
            after = brentq(lambda e: total - bps * turned(e) - e, total * 0.5, total * 1.01, xtol=1e-10, rtol=1e-15)
            for s, w in want.items():
                if w or shares[s]:
                    cash -= w * after - value[s] + bps * abs(w * after - value[s])
                    shares[s] = w * after / prices[s]

        if waiting is not None and terms["fill"] == "open":
            trade(opens.loc[day])
            waiting = None
        if waiting is not None:
            trade(closes.loc[day])
            waiting = None
        equity[day] = cash + sum(n * closes.at[day, s] for s, n in shares.items() if n)
        waiting = decisions.get(day)
    return pd.Series(equity)


def carried(weights, day, following, fill, funds):
    """Shorts of assets that have a fund become purchases of it, at the leverage it has in the session that follows the trade's price."""
    out = {}
    for asset, weight in weights.items():
        if weight < 0 and asset in funds:
            symbol, leverage, *later = funds[asset]
            seen = day if fill == "open" else following
            if later and seen >= pd.Timestamp(later[0]):
                leverage = later[1]
            out[symbol] = weight / leverage
        else:
            out[asset] = weight
    return out


def run(opens, closes, decided, funds, terms):
    days = list(closes.index)
    start = days.index(min(decided))
    o, c = opens.copy(), closes.copy()
    for asset, spec in funds.items():
        made = fund_prices(opens[asset], closes[asset], days, spec, terms["annualFee"], terms["cashRate"], start)
        o[spec[0]], c[spec[0]] = made["open"], made["close"]
    carry = {
        day: carried(weights, day, days[days.index(day) + 1], terms["fill"], funds) for day, weights in decided.items()
    }
    return account(o.iloc[start:], c.iloc[start:], carry, terms), c


TERMS = {"capital": 10_000, "costBps": 10, "cashRate": 0.03, "debitRate": 0.06, "borrowRate": 0.01, "annualFee": 0.0095}

# Ten sessions by hand: a Thursday, two weekends.
HAND_DAYS = ["2024-05-02", "2024-05-03", "2024-05-06", "2024-05-07", "2024-05-08", "2024-05-09", "2024-05-10", "2024-05-13",
             "2024-05-14", "2024-05-15"]
HAND_OPEN = {
    "AAA": [100, 101, 99, 100, 102, 103, 101, 100, 98, 97],
    "BBB": [50, 49.5, 50.5, 51, 50, 49, 48, 49, 50, 51],
    "CCC": [20, 20.2, 20.1, 20.4, 20.3, 20.6, 20.5, 20.7, 20.6, 20.9],
}
HAND_CLOSE = {
    "AAA": [100, 100, 100.5, 101.5, 103.5, 102, 100, 99, 97.5, 98],
    "BBB": [50, 50, 50.8, 50.2, 49.6, 48.5, 48.8, 49.9, 50.7, 50.1],
    "CCC": [20, 20.1, 20.3, 20.3, 20.5, 20.4, 20.7, 20.6, 20.8, 21],
}
HAND_FUNDS = {"AAA": ("AA2", -2), "BBB": ("BB3", -3)}
HAND_DECIDED = {1: {"AAA": -0.4, "BBB": -0.3, "CCC": 0.6}, 5: {"AAA": 0.3, "BBB": -0.45, "CCC": -0.2}}


def hand():
    index = pd.DatetimeIndex(HAND_DAYS)
    o, c = pd.DataFrame(HAND_OPEN, index=index), pd.DataFrame(HAND_CLOSE, index=index)
    decided = {index[row]: weights for row, weights in HAND_DECIDED.items()}
    cases = []
    for fill in ("open", "close"):
        equity, closes = run(o, c, decided, HAND_FUNDS, {**TERMS, "fill": fill})
        funds = {spec[0]: closes[spec[0]].iloc[1:].tolist() for spec in HAND_FUNDS.values()}
        cases.append({"fill": fill, "equity": equity.tolist(), "funds": funds})
    return {
        "days": HAND_DAYS, "open": HAND_OPEN, "close": HAND_CLOSE, "terms": TERMS, "cases": cases,
        "funds": {asset: {"symbol": s, "leverage": k} for asset, (s, k) in HAND_FUNDS.items()},
        "decided": [{"row": row, "weights": weights} for row, weights in HAND_DECIDED.items()],
    }


FROM, TO = "2018-06-01", "2022-12-30"


def real(folder):
    """Every fifth session, asset k is bought for 0.5 and asset k + 4 sold for 0.4, k going round; XLC has no fund."""
    symbols = ["XLB", "XLC", "XLE", "XLF", "XLI", "XLK", "XLP", "XLU", "XLV", "XLY"]
    bars = {}
    for symbol in symbols:
        frame = pd.read_csv(folder / f"{symbol}.csv")
        frame.index = pd.DatetimeIndex(frame["Date"].str[:10])
        bars[symbol] = frame.loc[FROM:TO]
    o = pd.DataFrame({s: f["Open"] for s, f in bars.items()})
    c = pd.DataFrame({s: f["Close"] for s, f in bars.items()})
    days = list(c.index)
    first = 20  # XLC has its first session on 2018-06-19
    decided = {}
    for k, row in enumerate(range(first, len(days) - 1, 5)):
        decided[days[row]] = {symbols[k % 10]: 0.5, symbols[(k + 4) % 10]: -0.4}
    cases = []
    for fill in ("open", "close"):
        equity, _ = run(o, c, decided, FUNDS, {**TERMS, "fill": fill})
        cases.append({"fill": fill, "equity": equity.iloc[::50].tolist(), "last": equity.iloc[-1]})
    return {"from": FROM, "to": TO, "symbols": symbols, "first": first, "sessions": len(days), "cases": cases}


here = Path(__file__).parent
out = {"hand": hand(), "real": real(Path(sys.argv[1]))}
(here / "inverse-funds.json").write_text(json.dumps(out, indent=1) + "\n")

"""Writes distributions.json: what a fund bought and held grows to with its distributions in cash, and reinvested.

Everything is computed here from the definitions in words, with pandas, in shares of the last day of the files. Those have the closes of
Yahoo, adjusted for splits and distributions, and the distributions per share of today. A close before an ex-date is the adjusted one times the
close after it over the adjusted one after it, plus the distribution. In cash: the last close and all that was paid, over the first close.
The real prices are read from $SECTORCAST_DATA, and only results are written.
Run: SECTORCAST_DATA=<folder> /usr/bin/python3 test/golden/distributions.py   (pandas; default ../shared/data)
"""

import json
import os
from pathlib import Path

import pandas as pd

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get('SECTORCAST_DATA', HERE.parents[2] / 'shared' / 'data'))
FUNDS = ['XLB', 'XLC', 'XLE', 'XLF', 'XLI', 'XLK', 'XLP', 'XLRE', 'XLU', 'XLV', 'XLY', 'SPY']
SPANS = {'all': ('1998-12-22', '2025-12-24'), 'run': ('2020-01-02', '2025-12-24')}
SESSIONS_A_YEAR = 252
CASH_RATE = 0.02


def fund(symbol):
    frame = pd.read_csv(DATA / 'us-sector-etfs' / f'{symbol}.csv')
    frame.index = pd.to_datetime(frame['Date'].str[:10])
    paid = frame['Dividends'] + frame.get('Capital Gains', 0.0)
    # Backwards: the last close is what was paid for a share; every earlier one in shares of that day.
    adjusted = frame['Close'].to_numpy()
    closes = adjusted.copy()
    for t in range(len(closes) - 2, -1, -1):
        closes[t] = closes[t + 1] * adjusted[t] / adjusted[t + 1] + paid.iloc[t + 1]
    return pd.DataFrame({'adjusted': adjusted, 'close': closes, 'paid': paid})


def growth(table, first, last):
    held = table[(table.index >= first) & (table.index <= last)]
    years = (len(held) - 1) / SESSIONS_A_YEAR
    paid = held['paid'].iloc[1:]
    start = held['close'].iloc[0]
    # Interest on a balance: each payment grows by the days of every gap between two sessions, / 365, at simple interest.
    days = held.index.to_series().diff().dt.days.iloc[1:]
    balance = 0.0
    for gap, amount in zip(days, paid):
        balance = balance * (1 + CASH_RATE * gap / 365) + amount
    annual = lambda multiple: float(multiple ** (1 / years) - 1)
    return {
        'sessions': len(held),
        'cash': annual((held['close'].iloc[-1] + paid.sum()) / start),
        'cashAtRate': annual((held['close'].iloc[-1] + balance) / start),
        'reinvested': annual(held['adjusted'].iloc[-1] / held['adjusted'].iloc[0]),
    }


tables = {symbol: fund(symbol) for symbol in FUNDS}
document = {
    'cashRate': CASH_RATE,
    'sessionsPerYear': SESSIONS_A_YEAR,
    'spans': {
        name: {'from': first, 'to': last, 'funds': {symbol: growth(table, first, last) for symbol, table in tables.items()}}
        for name, (first, last) in SPANS.items()
    },
}
(HERE / 'distributions.json').write_text(json.dumps(document, indent=1) + '\n')

"""Summarises the real daily bars with pandas and writes bars.json beside this script.

Input: us-sector-etfs, sp500-stocks and vietnam below $SECTORCAST_DATA (default ../shared/data).
Run: python3 test/golden/bars.py   (needs pandas)

A row is at fault when a price is blank, is zero or negative, or lies outside of low ... high by more than 1e-9 of it; sums and
counts speak of the other rows. Lines count from 1 with the header.
"""

import json
import math
import os
from pathlib import Path

import pandas as pd

DATA = Path(os.environ.get('SECTORCAST_DATA', '../shared/data'))
PRICES = ['open', 'high', 'low', 'close']
STOCKS_SHOWN = ['A', 'AAPL', 'BF.B', 'DHR', 'LNT', 'ZTS']


def read(path):
    bars = pd.read_csv(path, encoding='utf-8-sig')
    bars.columns = [name.lower().replace(' ', '_') for name in bars.columns]
    bars['date'] = bars['date'].str[:10]
    bars['line'] = range(2, len(bars) + 2)
    return bars


def fault_of(bars):
    prices = bars[PRICES]
    fault = pd.Series('', index=bars.index)
    outside = (prices.max(axis=1) > bars['high'] * (1 + 1e-9)) | (prices.min(axis=1) < bars['low'] * (1 - 1e-9))
    fault[outside] = 'ohlc'
    fault[(prices < 0).any(axis=1)] = 'negative-price'
    fault[(prices == 0).any(axis=1)] = 'zero-price'
    fault[prices.isna().any(axis=1)] = 'blank-price'
    return fault


def summary(bars):
    result = {
        'rows': len(bars),
        'first': bars['date'].iloc[0],
        'last': bars['date'].iloc[-1],
        'closes': math.fsum(bars['close']),
        'volumes': math.fsum(bars['volume']),
    }
    if 'dividends' in bars:
        gains = bars['capital_gains'] if 'capital_gains' in bars else 0 * bars['dividends']
        result['distributions'] = math.fsum(bars['dividends'] + gains)
        result['splits'] = {d: s for d, s in zip(bars['date'], bars['stock_splits']) if s != 0}
    return result


def faults(bars, fault, name):
    return [[name, int(line), kind] for line, kind in zip(bars['line'], fault) if kind != '']


def clean(path):
    bars = read(path)
    fault = fault_of(bars)
    return bars, fault, bars[fault == '']


etfs = {}
for path in sorted((DATA / 'us-sector-etfs').glob('*.csv')):
    bars, fault, kept = clean(path)
    assert (fault == '').all()
    etfs[path.stem] = summary(kept)

stocks = {'files': 0, 'rows': 0, 'closes': 0.0, 'volumes': 0, 'faults': [], 'zeroVolumes': 0, 'shown': {}}
closes = []
for path in sorted((DATA / 'sp500-stocks').glob('*_data.csv')):
    bars, fault, kept = clean(path)
    symbol = path.name.removesuffix('_data.csv')
    stocks['files'] += 1
    stocks['rows'] += len(bars)
    closes.extend(kept['close'])
    stocks['volumes'] += int(kept['volume'].sum())
    stocks['zeroVolumes'] += int((bars['volume'] == 0).sum())
    stocks['faults'] += faults(bars, fault, symbol)
    if symbol in STOCKS_SHOWN:
        stocks['shown'][symbol] = summary(kept)
stocks['closes'] = math.fsum(closes)

bars, fault, kept = clean(DATA / 'vietnam' / 'vn30_ohlcv.csv')
vietnam = {
    'rows': len(bars),
    'faults': [[symbol, int(line), kind] for symbol, line, kind in zip(bars['symbol'], bars['line'], fault) if kind != ''],
    'zeroVolumes': int((bars['volume'] == 0).sum()),
    'symbols': {symbol: summary(rows) for symbol, rows in kept.groupby('symbol', sort=False)},
    'indices': {},
    'indexFaults': [],
}
for name in ['HNXINDEX', 'VN30', 'VNINDEX']:
    bars, fault, kept = clean(DATA / 'vietnam' / f'{name}.csv')
    vietnam['indices'][name] = summary(kept)
    vietnam['indexFaults'] += faults(bars, fault, name)

golden = {'etfs': etfs, 'stocks': stocks, 'vietnam': vietnam}
Path(__file__).with_suffix('.json').write_text(json.dumps(golden, indent=1) + '\n')

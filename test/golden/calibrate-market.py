"""Measures what the simulated market imitates and writes market-calibration.json beside this script.

Input: $SECTORCAST_DATA/us-sector-etfs (daily bars of the Select Sector SPDR funds and SPY, adjusted) and
$SECTORCAST_DATA/sp500-members/sector_weights_derived.csv (market capitalisation weights of the S&P 500's sectors).
Run: SECTORCAST_DATA=<folder> python3 test/golden/calibrate-market.py   (needs pandas and numpy)

Two funds are younger than the rest. So that all figures speak of the same years, volatilities are taken relative to the
benchmark on the fund's own sessions, times the benchmark's volatility over all sessions (no change for the other nine).
"""

import json
import os
from pathlib import Path

import numpy as np
import pandas as pd

FIRST, LAST = '1998-12-22', '2025-12-24'
PERIODS = 252
SECTORS = {
    'communication-services': 'XLC',
    'consumer-discretionary': 'XLY',
    'consumer-staples': 'XLP',
    'energy': 'XLE',
    'financials': 'XLF',
    'health-care': 'XLV',
    'industrials': 'XLI',
    'information-technology': 'XLK',
    'materials': 'XLB',
    'real-estate': 'XLRE',
    'utilities': 'XLU',
}
BENCHMARK = 'SPY'
YEARS = {'early': '1999', 'middle': '2008', 'late': '2025'}
LAGS = (1, 5, 21)
DATA = Path(os.environ['SECTORCAST_DATA'])


def read(ticker):
    bars = pd.read_csv(DATA / 'us-sector-etfs' / f'{ticker}.csv')
    bars.index = bars['Date'].str[:10]
    return bars[(bars.index >= FIRST) & (bars.index <= LAST)]


def significant(value, digits=4):
    return float(f'{value:.{digits}g}')


def log_returns(bars):
    return np.log(bars['Close']).diff().dropna()


def measure(bars, returns):
    """Figures that need no benchmark."""
    overnight = np.log(bars['Open'] / bars['Close'].shift()).dropna()
    intraday = np.log(bars['Close'] / bars['Open'])[1:]
    standard = (returns - returns.mean()) / returns.std(ddof=0)
    volume = bars['Volume'][bars['Volume'] > 0]
    # Growth is removed by a trailing quarter, as a volume feature would do.
    deviation = (np.log(volume) - np.log(volume).rolling(63).mean()).dropna()
    by_year = volume.groupby(volume.index.str[:4]).median()
    medians = {name: significant(by_year[year]) if year in by_year.index else None for name, year in YEARS.items()}
    return {
        'intradayRange': significant(((bars['High'] - bars['Low']) / bars['Close']).median()),
        'overnightShare': significant(overnight.var() / (overnight.var() + intraday.var())),
        'excessKurtosis': significant((standard**4).mean() - 3),
        'absoluteAutocorrelation': [significant(returns.abs().autocorr(lag)) for lag in LAGS],
        'volume': {
            **medians,
            'deviation': significant(deviation.std()),
            'autocorrelation': significant(deviation.autocorr(1)),
        },
    }


def mean_weights():
    weights = pd.read_csv(DATA / 'sp500-members' / 'sector_weights_derived.csv')
    weights['id'] = weights['sector'].str.lower().str.replace(' ', '-')
    table = weights.pivot_table(index='snapshot_commit_date', columns='id', values='weight')[list(SECTORS)].dropna()
    mean = table.mean()
    return mean / mean.sum(), [table.index[0], table.index[-1]]


def main():
    benchmark = read(BENCHMARK)
    market = log_returns(benchmark)
    market_volatility = market.std() * PERIODS**0.5
    weights, weight_dates = mean_weights()
    sectors, columns = [], {}
    for sector, ticker in SECTORS.items():
        bars = read(ticker)
        returns = log_returns(bars)
        columns[ticker] = returns
        paired = market.reindex(returns.index)
        beta = returns.cov(paired) / paired.var()
        scale = market_volatility / paired.std()
        sectors.append(
            {
                'sector': sector,
                'source': ticker,
                'weight': significant(weights[sector]),
                'volatility': significant(returns.std() * scale),
                'beta': significant(beta),
                'idiosyncraticVolatility': significant((returns - beta * paired).std() * scale),
                'correlation': significant(returns.corr(paired)),
                **measure(bars, returns),
            }
        )
    pairs = pd.DataFrame(columns).corr().values[np.triu_indices(len(SECTORS), 1)]
    document = {
        'first': FIRST,
        'last': LAST,
        'weightDates': weight_dates,
        'meanPairwiseCorrelation': significant(pairs.mean()),
        'benchmark': {
            'source': BENCHMARK,
            'logDrift': significant(market.mean() * PERIODS),
            'volatility': significant(market_volatility),
            **measure(benchmark, market),
        },
        'sectors': sectors,
        'versions': {'pandas': pd.__version__, 'numpy': np.__version__},
    }
    Path(__file__).with_name('market-calibration.json').write_text(json.dumps(document, indent=2) + '\n')


if __name__ == '__main__':
    main()

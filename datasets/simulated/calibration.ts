/** Daily trading volume in shares. */
export interface VolumeCalibration {
  /** Median of 1999; null for a fund that did not exist. */
  readonly early: number | null
  /** Median of 2008; null for a fund that did not exist. */
  readonly middle: number | null
  /** Median of 2025. */
  readonly late: number
  /** Deviation of log volume around its mean over the 63 sessions that end there. */
  readonly deviation: number
  /** Autocorrelation of that difference from one session to the next. */
  readonly autocorrelation: number
}

/** What is measured for a sector fund and for the benchmark alike. */
export interface FundCalibration {
  /** Ticker that was measured. */
  readonly source: string
  /** Annualised deviation of daily log returns (of a young fund: relative to the benchmark on its own sessions). */
  readonly volatility: number
  /** Median of (high - low) / close. */
  readonly intradayRange: number
  /** Variance from close to open as a share of it plus the variance from open to close. */
  readonly overnightShare: number
  readonly excessKurtosis: number
  /** Autocorrelation of absolute returns at lags of 1, 5 and 21 sessions. */
  readonly absoluteAutocorrelation: readonly [number, number, number]
  readonly volume: VolumeCalibration
}

/** A sector as its fund behaved. */
export interface SectorCalibration extends FundCalibration {
  /** Canonical sector id. */
  readonly sector: string
  /** Mean share of market capitalisation in the S&P 500 over the snapshots that know all eleven sectors. */
  readonly weight: number
  /** Slope on the benchmark's log returns. */
  readonly beta: number
  /** Annualised deviation of what the slope leaves over. */
  readonly idiosyncraticVolatility: number
  /** Correlation with the benchmark. */
  readonly correlation: number
}

/** Everything that the simulated market takes from the real one. */
export interface MarketCalibration {
  /** First and last session measured. */
  readonly first: string
  readonly last: string
  /** First and last snapshot behind the weights. */
  readonly weightDates: readonly [string, string]
  /** Mean over the 55 pairs of sectors, each on its common sessions. */
  readonly meanPairwiseCorrelation: number
  readonly benchmark: FundCalibration & {
    /** Annualised mean of daily log returns. */
    readonly logDrift: number
  }
  readonly sectors: readonly SectorCalibration[]
}

/**
 * The Select Sector SPDR funds and SPY, daily bars adjusted for splits and dividends.
 * @see test/golden/calibrate-market.py, which measures these figures; a test holds that both are equal
 */
export const MARKET_CALIBRATION: MarketCalibration = {
  first: '1998-12-22',
  last: '2025-12-24',
  weightDates: ['2024-10-25', '2026-08-22'],
  meanPairwiseCorrelation: 0.6168,
  benchmark: {
    source: 'SPY',
    logDrift: 0.08224,
    volatility: 0.1936,
    intradayRange: 0.01072,
    overnightShare: 0.3411,
    excessKurtosis: 11.2,
    absoluteAutocorrelation: [0.2861, 0.3314, 0.2013],
    volume: { early: 6888000, middle: 256700000, late: 68310000, deviation: 0.3666, autocorrelation: 0.5911 },
  },
  sectors: [
    {
      sector: 'communication-services',
      source: 'XLC',
      weight: 0.1544,
      volatility: 0.2227,
      beta: 1.001,
      idiosyncraticVolatility: 0.1097,
      correlation: 0.8703,
      intradayRange: 0.01288,
      overnightShare: 0.43,
      excessKurtosis: 7.137,
      absoluteAutocorrelation: [0.2714, 0.2365, 0.07606],
      volume: { early: null, middle: null, late: 5106000, deviation: 0.4881, autocorrelation: 0.6187 },
    },
    {
      sector: 'consumer-discretionary',
      source: 'XLY',
      weight: 0.102,
      volatility: 0.2276,
      beta: 1.012,
      idiosyncraticVolatility: 0.1158,
      correlation: 0.8609,
      intradayRange: 0.01257,
      overnightShare: 0.3509,
      excessKurtosis: 6.523,
      absoluteAutocorrelation: [0.2416, 0.2854, 0.2032],
      volume: { early: 17200, middle: 13150000, late: 9405000, deviation: 0.6959, autocorrelation: 0.3358 },
    },
    {
      sector: 'consumer-staples',
      source: 'XLP',
      weight: 0.05535,
      volatility: 0.1523,
      beta: 0.5352,
      idiosyncraticVolatility: 0.1117,
      correlation: 0.6801,
      intradayRange: 0.009838,
      overnightShare: 0.3277,
      excessKurtosis: 7.952,
      absoluteAutocorrelation: [0.2808, 0.2619, 0.1444],
      volume: { early: 41500, middle: 3858000, late: 13350000, deviation: 0.5771, autocorrelation: 0.3512 },
    },
    {
      sector: 'energy',
      source: 'XLE',
      weight: 0.03026,
      volatility: 0.2881,
      beta: 0.984,
      idiosyncraticVolatility: 0.2161,
      correlation: 0.6611,
      intradayRange: 0.01714,
      overnightShare: 0.3329,
      excessKurtosis: 12.16,
      absoluteAutocorrelation: [0.2456, 0.2974, 0.2115],
      volume: { early: 165400, middle: 65180000, late: 29810000, deviation: 0.5408, autocorrelation: 0.4157 },
    },
    {
      sector: 'financials',
      source: 'XLF',
      weight: 0.1066,
      volatility: 0.2846,
      beta: 1.221,
      idiosyncraticVolatility: 0.1585,
      correlation: 0.8306,
      intradayRange: 0.01366,
      overnightShare: 0.3542,
      excessKurtosis: 14.73,
      absoluteAutocorrelation: [0.3939, 0.3918, 0.2991],
      volume: { early: 172700, middle: 183500000, late: 38100000, deviation: 0.552, autocorrelation: 0.5125 },
    },
    {
      sector: 'health-care',
      source: 'XLV',
      weight: 0.09319,
      volatility: 0.1789,
      beta: 0.7229,
      idiosyncraticVolatility: 0.1115,
      correlation: 0.7821,
      intradayRange: 0.01108,
      overnightShare: 0.3228,
      excessKurtosis: 8.735,
      absoluteAutocorrelation: [0.2638, 0.2529, 0.1341],
      volume: { early: 12100, middle: 3571000, late: 11340000, deviation: 0.5938, autocorrelation: 0.3645 },
    },
    {
      sector: 'industrials',
      source: 'XLI',
      weight: 0.07926,
      volatility: 0.2116,
      beta: 0.9661,
      idiosyncraticVolatility: 0.09895,
      correlation: 0.8839,
      intradayRange: 0.01216,
      overnightShare: 0.3623,
      excessKurtosis: 7.936,
      absoluteAutocorrelation: [0.2445, 0.2812, 0.1685],
      volume: { early: 11100, middle: 8421000, late: 9699000, deviation: 0.6729, autocorrelation: 0.3384 },
    },
    {
      sector: 'information-technology',
      source: 'XLK',
      weight: 0.3197,
      volatility: 0.2591,
      beta: 1.165,
      idiosyncraticVolatility: 0.1277,
      correlation: 0.8701,
      intradayRange: 0.01425,
      overnightShare: 0.3572,
      excessKurtosis: 6.915,
      absoluteAutocorrelation: [0.2806, 0.3172, 0.2311],
      volume: { early: 951300, middle: 11780000, late: 12000000, deviation: 0.4908, autocorrelation: 0.4445 },
    },
    {
      sector: 'materials',
      source: 'XLB',
      weight: 0.01789,
      volatility: 0.2367,
      beta: 0.9606,
      idiosyncraticVolatility: 0.1465,
      correlation: 0.7855,
      intradayRange: 0.01399,
      overnightShare: 0.3302,
      excessKurtosis: 6.533,
      absoluteAutocorrelation: [0.2489, 0.2635, 0.1826],
      volume: { early: 39700, middle: 24040000, late: 11580000, deviation: 0.6357, autocorrelation: 0.4211 },
    },
    {
      sector: 'real-estate',
      source: 'XLRE',
      weight: 0.01981,
      volatility: 0.2222,
      beta: 0.8115,
      idiosyncraticVolatility: 0.1572,
      correlation: 0.7068,
      intradayRange: 0.01245,
      overnightShare: 0.3182,
      excessKurtosis: 18.32,
      absoluteAutocorrelation: [0.3585, 0.3022, 0.154],
      volume: { early: null, middle: null, late: 5836000, deviation: 0.6736, autocorrelation: 0.6986 },
    },
    {
      sector: 'utilities',
      source: 'XLU',
      weight: 0.02153,
      volatility: 0.1929,
      beta: 0.6083,
      idiosyncraticVolatility: 0.1528,
      correlation: 0.6103,
      intradayRange: 0.01275,
      overnightShare: 0.2459,
      excessKurtosis: 11.14,
      absoluteAutocorrelation: [0.3319, 0.331, 0.1749],
      volume: { early: 25800, middle: 11490000, late: 20820000, deviation: 0.5641, autocorrelation: 0.3819 },
    },
  ],
}

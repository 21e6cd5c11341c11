import type { LagRule, ReleaseLag } from './release-lags.js'

/**
 * Release lags of the macro series used here. They are approximate by design: each rule is the latest day on which the agency
 * usually releases, so that a value is shown late rather than early; releases that shutdowns of the government delayed beyond it
 * are listed. The exact calendars: BLS (bls.gov/schedule), BEA (bea.gov/news/schedule), Census (census.gov/economic-indicators),
 * Federal Reserve G.17, H.15 and H.6 (federalreserve.gov/data), Department of Labor (dol.gov/ui/data.pdf), Chicago Fed,
 * University of Michigan, NBER (nber.org/research/business-cycle-dating), EIA, CBOE, ICE.
 */

const month = (months: number, day: number): LagRule => ({ months, day })
const NEXT_WEEKDAY: LagRule = { weekdays: 1 }
const RATE_AVERAGE = {
  frequency: 'monthly',
  rule: month(1, 5),
  revised: false,
  source: 'Federal Reserve H.15: monthly averages on the first business days of the next month',
} as const

/** Releases of the Consumer Price Index that shutdowns delayed; the first one is dated by its own front page (USDL-96-28). */
const LATE_PRICE_INDEX = [
  ['1995-12-01', '1996-02-01'],
  ['2013-09-01', '2013-10-30'],
  ['2025-10-01', '2025-12-18'],
] as const

const EMPLOYMENT = {
  frequency: 'monthly',
  rule: month(1, 10),
  late: [
    ['1995-12-01', '1996-01-19'],
    ['2013-09-01', '2013-10-22'],
    ['2025-09-01', '2025-11-20'],
    ['2025-10-01', '2025-12-16'],
    ['2025-11-01', '2025-12-16'],
    ['2026-01-01', '2026-02-11'],
  ],
  revised: true,
  source: 'BLS Employment Situation: as a rule the first Friday of the next month, at the latest the 10th',
} as const

const PRODUCTION = {
  frequency: 'monthly',
  rule: month(1, 18),
  late: [
    ['2013-09-01', '2013-10-28'],
    ['2025-09-01', '2025-12-03'],
    ['2025-10-01', '2025-12-23'],
    ['2025-11-01', '2025-12-23'],
  ],
  revised: true,
  source: 'Federal Reserve G.17: around the middle of the next month',
} as const

const INCOME = {
  frequency: 'monthly',
  rule: month(2, 5),
  late: [
    ['2018-12-01', '2019-03-01'],
    ['2019-01-01', '2019-03-29'],
    ['2013-09-01', '2013-11-08'],
    ['2025-10-01', '2026-01-22'],
    ['2025-11-01', '2026-01-22'],
    ['2025-12-01', '2026-02-20'],
  ],
  revised: true,
  source: 'BEA Personal Income and Outlays: end of the next month or the first days of the one after',
} as const

const CONSTRUCTION = {
  frequency: 'monthly',
  rule: month(1, 21),
  late: [
    ['2013-09-01', '2013-11-26'],
    ['2013-10-01', '2013-11-26'],
    ['2018-12-01', '2019-02-26'],
    ['2019-01-01', '2019-03-08'],
    ['2019-02-01', '2019-03-26'],
    ['2025-09-01', '2026-01-09'],
    ['2025-10-01', '2026-01-09'],
    ['2025-11-01', '2026-02-18'],
    ['2025-12-01', '2026-02-18'],
    ['2026-01-01', '2026-03-12'],
    ['2026-02-01', '2026-04-29'],
  ],
  revised: true,
  source: 'Census New Residential Construction: around the 12th working day of the next month',
} as const

const OUTPUT = {
  frequency: 'quarterly',
  rule: month(1, 31),
  late: [
    ['1995-10-01', '1996-02-23'],
    ['2013-07-01', '2013-11-07'],
    ['2018-10-01', '2019-02-28'],
    ['2025-07-01', '2025-12-23'],
    ['2025-10-01', '2026-02-20'],
  ],
  revised: true,
  source: 'BEA Gross Domestic Product: advance estimate by the end of the month after the quarter',
} as const

const TREASURY = {
  frequency: 'daily',
  rule: NEXT_WEEKDAY,
  revised: false,
  source: 'Treasury par yields, published in the evening; FRED posts the next business day',
} as const

const CREDIT = {
  frequency: 'daily',
  rule: NEXT_WEEKDAY,
  revised: false,
  source: 'ICE BofA indices; FRED posts the next business day',
} as const

/** FRED mnemonics, and those of FRED-MD that differ from them. */
export const FRED_RELEASE_LAGS: readonly ReleaseLag[] = [
  { series: 'AAA', ...RATE_AVERAGE },
  { series: 'BAA', ...RATE_AVERAGE },
  { series: 'FEDFUNDS', ...RATE_AVERAGE },
  { series: 'TB3MS', ...RATE_AVERAGE },
  { series: 'TB6MS', ...RATE_AVERAGE },
  { series: 'GS1', ...RATE_AVERAGE },
  { series: 'GS5', ...RATE_AVERAGE },
  { series: 'GS10', ...RATE_AVERAGE },
  { series: 'BAMLC0A0CM', ...CREDIT },
  { series: 'BAMLH0A0HYM2', ...CREDIT },
  { series: 'DGS10', ...TREASURY },
  { series: 'T10Y2Y', ...TREASURY },
  { series: 'T10YIE', ...TREASURY },
  {
    series: 'VIXCLS',
    frequency: 'daily',
    rule: NEXT_WEEKDAY,
    revised: false,
    source: 'CBOE closes after the stock market; FRED posts the next business day',
  },
  {
    series: 'DCOILWTICO',
    frequency: 'daily',
    rule: { days: 9 },
    revised: false,
    source: 'EIA spot prices: posted on Wednesday for the days up to Monday, a day later after a holiday',
  },
  {
    series: 'CPIAUCSL',
    frequency: 'monthly',
    rule: month(1, 18),
    earlier: { before: '2016-12-01', rule: month(1, 27) },
    late: [...LATE_PRICE_INDEX, ['2025-09-01', '2025-10-24']],
    revised: true,
    source: 'BLS: 10th to 18th of the next month, up to the 27th before 2017; seasonal factors revised yearly',
  },
  { series: 'UNRATE', ...EMPLOYMENT },
  { series: 'PAYEMS', ...EMPLOYMENT },
  { series: 'INDPRO', ...PRODUCTION },
  { series: 'CUMFNS', ...PRODUCTION },
  { series: 'PCEPI', ...INCOME },
  { series: 'RPI', ...INCOME },
  { series: 'PERMIT', ...CONSTRUCTION },
  {
    series: 'HOUST',
    ...CONSTRUCTION,
    // Permits of these months came out in November: starts had not been surveyed in time.
    late: [['2013-09-01', '2013-12-18'], ['2013-10-01', '2013-12-18'], ...CONSTRUCTION.late.slice(2)],
  },
  { series: 'GDP', ...OUTPUT },
  { series: 'GDPC1', ...OUTPUT },
  {
    series: 'ICSA',
    frequency: 'weekly',
    rule: { days: 5 },
    late: [
      ['2025-09-27', '2025-11-20'],
      ['2025-10-04', '2025-11-20'],
      ['2025-10-11', '2025-11-20'],
      ['2025-10-18', '2025-11-20'],
      ['2025-10-25', '2025-11-20'],
      ['2025-11-01', '2025-11-20'],
      ['2025-11-08', '2025-11-20'],
    ],
    revised: true,
    source: 'Department of Labor weekly claims: Thursday after the week that ends on Saturday',
  },
  {
    series: 'CFNAI',
    frequency: 'monthly',
    rule: month(1, 31),
    late: [
      ['2013-09-01', '2013-11-25'],
      ['2018-12-01', '2019-03-31'],
      ['2025-09-01', '2025-12-31'],
    ],
    revised: true,
    source: 'Chicago Fed: last days of the next month; first published in 2001, each month re-estimates its history',
  },
  {
    series: 'UMCSENT',
    frequency: 'monthly',
    rule: month(1, 31),
    revised: false,
    source: 'University of Michigan: final value at the end of the month; FRED shows it a month later',
  },
  {
    series: 'USREC',
    frequency: 'monthly',
    rule: month(24, 1),
    revised: false,
    source: 'NBER: turning points were announced 4 to 21 months after the month, so two years are waited',
  },
  {
    series: 'RETAILx',
    frequency: 'monthly',
    rule: month(1, 18),
    late: [
      ['2013-09-01', '2013-10-29'],
      ['2018-12-01', '2019-02-14'],
      ['2019-01-01', '2019-03-11'],
      ['2019-02-01', '2019-04-01'],
      ['2025-09-01', '2025-11-25'],
      ['2025-10-01', '2025-12-16'],
    ],
    revised: true,
    source: 'Census Advance Retail Sales: around the middle of the next month',
  },
  {
    series: 'M2SL',
    frequency: 'monthly',
    rule: month(1, 31),
    revised: true,
    source: 'Federal Reserve H.6: fourth Tuesday of the next month',
  },
  {
    series: 'CLAIMSx',
    frequency: 'monthly',
    rule: month(1, 10),
    late: [
      ['2025-09-01', '2025-11-20'],
      ['2025-10-01', '2025-11-20'],
    ],
    revised: true,
    source: 'Department of Labor weekly claims, averaged: out by the first Thursdays of the next month',
  },
  { series: 'VIXCLSx', ...RATE_AVERAGE, source: 'CBOE, averaged over the month by FRED-MD' },
  { series: 'OILPRICEx', ...RATE_AVERAGE, rule: month(1, 15), source: 'EIA spot prices, averaged over the month' },
  { series: 'S&P 500', ...RATE_AVERAGE, source: 'daily closes, averaged over the month' },
]

/** Series of Shiller's monthly file, by the names of `shiller.ts`. */
export const SHILLER_RELEASE_LAGS: readonly ReleaseLag[] = [
  ...['price', 'long-rate'].map((series): ReleaseLag => ({
    ...RATE_AVERAGE,
    series,
    source: 'an average over the month, known at its end',
  })),
  ...['dividend', 'earnings', 'real-dividend', 'real-earnings'].map((series): ReleaseLag => ({
    series,
    frequency: 'monthly',
    rule: month(6, 31),
    revised: true,
    source:
      'interpolated between quarter ends: a month needs the quarter that ends up to two months after it, and its reports a quarter later',
  })),
  {
    series: 'cpi',
    frequency: 'monthly',
    rule: month(1, 27),
    late: LATE_PRICE_INDEX,
    revised: false,
    source: 'BLS Consumer Price Index, not seasonally adjusted; the newest rows of a file may be extrapolated',
  },
  ...['real-price', 'cape'].map((series): ReleaseLag => ({
    series,
    frequency: 'monthly',
    rule: month(1, 27),
    late: LATE_PRICE_INDEX,
    revised: true,
    source: 'needs the price index of the month; earnings are estimated until reported, the base of prices moves',
  })),
]

/** News-based indices of Baker, Bloom and Davis: the monthly ones of the workbook share a rule. */
export const POLICY_UNCERTAINTY_LAGS: Readonly<Record<'daily' | 'monthly', Omit<ReleaseLag, 'series'>>> = {
  daily: {
    frequency: 'daily',
    rule: NEXT_WEEKDAY,
    revised: true,
    source: 'policyuncertainty.com: posted the next morning; recent days are recounted',
  },
  monthly: {
    frequency: 'monthly',
    rule: month(1, 10),
    revised: true,
    source: 'policyuncertainty.com: first days of the next month; recent months are recounted',
  },
}

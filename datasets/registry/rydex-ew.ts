const LAUNCH = { source: 'etf.com/sections/features/865.html (launch on 2006-11-07)' }
const RENAMED = '2023-06-07'

/**
 * Rydex S&P Equal Weight sector funds, later Guggenheim's, then Invesco's: each stock of an S&P 500 sector at the same weight,
 * restored quarterly. The article of the launch prints RTM and RYT the wrong way round and RGI twice; the tickers here are those that
 * traded. On 2023-06-07 the funds took the tickers that Invesco uses today.
 */
export const rydexEw = {
  id: 'rydex-ew',
  label: 'Rydex S&P Equal Weight',
  issuer: 'Rydex, later Guggenheim and Invesco',
  kind: 'funds',
  scheme: 'GICS',
  base: 'S&P 500',
  weighting: 'equal',
  identity: LAUNCH,
  coverage: { value: 0.75, asOf: '2008', source: 'that of the S&P 500, whose stocks it holds' },
  expenseRatio: {
    value: 0.005,
    asOf: '2006-11',
    source: 'mydollar.blogspot.com/2006/11/equal-weight-etf-for-s-500.html',
  },
  benchmark: {
    symbol: 'RSP',
    firstSession: { value: '2003-04-30', source: 'portfoliometrics.net/symbol/RSP (earliest price)' },
  },
  firstSessions: LAUNCH,
  members: [
    {
      symbol: 'RCD',
      sector: 'consumer-discretionary',
      firstSession: '2006-11-07',
      renamed: { symbol: 'RSPD', from: RENAMED },
    },
    {
      symbol: 'RHS',
      sector: 'consumer-staples',
      firstSession: '2006-11-07',
      renamed: { symbol: 'RSPS', from: RENAMED },
    },
    { symbol: 'RYE', sector: 'energy', firstSession: '2006-11-07', renamed: { symbol: 'RSPG', from: RENAMED } },
    {
      symbol: 'RYF',
      sector: 'financials',
      firstSession: '2006-11-07',
      renamed: { symbol: 'RSPF', from: RENAMED },
      combines: ['real-estate'],
    },
    { symbol: 'RYH', sector: 'health-care', firstSession: '2006-11-07', renamed: { symbol: 'RSPH', from: RENAMED } },
    { symbol: 'RGI', sector: 'industrials', firstSession: '2006-11-07', renamed: { symbol: 'RSPN', from: RENAMED } },
    { symbol: 'RTM', sector: 'materials', firstSession: '2006-11-07', renamed: { symbol: 'RSPM', from: RENAMED } },
    {
      symbol: 'RYT',
      sector: 'information-technology',
      firstSession: '2006-11-07',
      renamed: { symbol: 'RSPT', from: RENAMED },
      combines: ['communication-services'],
    },
    { symbol: 'RYU', sector: 'utilities', firstSession: '2006-11-07', renamed: { symbol: 'RSPU', from: RENAMED } },
    {
      symbol: 'EWRE',
      sector: 'real-estate',
      firstSession: '2015-08-13',
      renamed: { symbol: 'RSPR', from: RENAMED },
      evidence: { fromMemory: true },
    },
    {
      symbol: 'EWCO',
      sector: 'communication-services',
      firstSession: '2018-11-07',
      renamed: { symbol: 'RSPC', from: RENAMED },
      evidence: { fromMemory: true },
    },
  ],
} as const

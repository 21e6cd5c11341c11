const ALLOCATION = { source: 'requirements, document S1 (sector fund allocation, 2008-04)' }

/**
 * iShares Dow Jones US sector funds, the ten industries of the older ICB. Document S1 names index, scheme, coverage and that they are
 * ten; the tickers are from memory. First sessions are days of inception, before which there can be no price (the first trade came up
 * to some weeks later). In 2021-09 the funds moved to Russell 1000 indices, which is not followed here; IYR, real estate, was a
 * supersector's fund.
 */
export const isharesDj = {
  id: 'ishares-dj',
  label: 'iShares Dow Jones US sectors',
  issuer: 'iShares',
  kind: 'funds',
  scheme: 'ICB',
  base: 'Dow Jones US',
  weighting: 'market-cap',
  identity: ALLOCATION,
  coverage: { value: 0.95, asOf: '2008', ...ALLOCATION },
  expenseRatio: { value: 0.0048, asOf: '2008', fromMemory: true },
  benchmark: {
    symbol: 'IYY',
    firstSession: { value: '2000-06-12', source: 'tradingview.com/symbols/AMEX-IYY (inception)' },
    expenseRatio: { value: 0.002, asOf: '2021', source: 'portfolioslab.com/symbol/IYY' },
  },
  firstSessions: { fromMemory: true },
  members: [
    { symbol: 'IYC', sector: 'consumer-discretionary', firstSession: '2000-06-12' },
    { symbol: 'IYK', sector: 'consumer-staples', firstSession: '2000-06-12' },
    { symbol: 'IYE', sector: 'energy', firstSession: '2000-06-12' },
    { symbol: 'IYF', sector: 'financials', firstSession: '2000-05-22' },
    { symbol: 'IYH', sector: 'health-care', firstSession: '2000-06-12' },
    {
      symbol: 'IYJ',
      sector: 'industrials',
      firstSession: '2000-06-12',
      evidence: { source: 'tradingview.com/symbols/BIVA-IYJ (inception)' },
    },
    { symbol: 'IYM', sector: 'materials', firstSession: '2000-06-12' },
    {
      symbol: 'IYW',
      sector: 'information-technology',
      firstSession: '2000-05-15',
      evidence: { source: 'ainvest.com/etfs/NYSE-IYW (inception)' },
    },
    { symbol: 'IYZ', sector: 'communication-services', firstSession: '2000-05-22' },
    { symbol: 'IDU', sector: 'utilities', firstSession: '2000-06-12' },
  ].map((member) => ({ evidence: { fromMemory: true } as const, ...member })),
} as const

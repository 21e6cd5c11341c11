const LICENCE = { source: 'mondovisione.com, FTSE licenses PowerShares for sector funds on the FTSE RAFI series' }

/**
 * PowerShares FTSE RAFI US 1000 sector funds: the nine sectors of the index by ICB, technology and telecommunications in one, each
 * weighted by sales, cash flow, book value and dividends. Tickers: seekingalpha.com/article/31091. All nine were wound up: their last
 * day of trading was 2009-05-18 (the issuer's announcement of 2009-05-01, dailymarkets.com).
 */
export const powersharesRafi = {
  id: 'powershares-rafi',
  label: 'PowerShares FTSE RAFI',
  issuer: 'PowerShares',
  kind: 'funds',
  scheme: 'ICB',
  base: 'FTSE RAFI US 1000',
  weighting: 'fundamental',
  identity: LICENCE,
  coverage: { value: 0.9, asOf: '2008', fromMemory: true },
  expenseRatio: { value: 0.006, asOf: '2008', fromMemory: true },
  benchmark: {
    symbol: 'PRF',
    firstSession: { value: '2005-12-19', source: 'marketrealist.com, 2015-08 (inception)' },
    expenseRatio: { value: 0.0039, asOf: '2015-08', source: 'marketrealist.com, 2015-08' },
  },
  firstSessions: { fromMemory: true },
  members: [
    { symbol: 'PRFS', sector: 'consumer-discretionary', firstSession: '2006-09-20', lastSession: '2009-05-18' },
    { symbol: 'PRFG', sector: 'consumer-staples', firstSession: '2006-09-20', lastSession: '2009-05-18' },
    { symbol: 'PRFE', sector: 'energy', firstSession: '2006-09-20', lastSession: '2009-05-18' },
    { symbol: 'PRFF', sector: 'financials', firstSession: '2006-09-20', lastSession: '2009-05-18' },
    { symbol: 'PRFH', sector: 'health-care', firstSession: '2006-09-20', lastSession: '2009-05-18' },
    { symbol: 'PRFN', sector: 'industrials', firstSession: '2006-09-20', lastSession: '2009-05-18' },
    { symbol: 'PRFM', sector: 'materials', firstSession: '2006-09-20', lastSession: '2009-05-18' },
    {
      symbol: 'PRFQ',
      sector: 'information-technology',
      firstSession: '2006-09-20',
      lastSession: '2009-05-18',
      combines: ['communication-services'],
    },
    { symbol: 'PRFU', sector: 'utilities', firstSession: '2006-09-20', lastSession: '2009-05-18' },
  ],
} as const

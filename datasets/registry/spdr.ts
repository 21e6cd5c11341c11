const ALLOCATION = { source: 'requirements, document S1 (sector fund allocation, 2008-04)' }

/**
 * Select Sector SPDRs of State Street, the S&P 500 cut into the sectors of GICS. First sessions as in the price files: XLRE was split
 * out of XLF (2016-09-19), XLC out of XLK and XLY.
 */
export const spdr = {
  id: 'spdr',
  label: 'Select Sector SPDR',
  issuer: 'State Street',
  kind: 'funds',
  scheme: 'GICS',
  base: 'S&P 500',
  weighting: 'market-cap',
  identity: ALLOCATION,
  coverage: { value: 0.75, asOf: '2008', ...ALLOCATION },
  expenseRatio: { value: 0.0027, asOf: '2008', ...ALLOCATION },
  benchmark: {
    symbol: 'SPY',
    firstSession: { value: '1993-01-29', source: 'first row of the daily prices' },
    expenseRatio: { value: 0.0009, asOf: '2008', ...ALLOCATION },
  },
  firstSessions: { source: 'first row of the daily prices of each fund' },
  members: [
    { symbol: 'XLY', sector: 'consumer-discretionary', firstSession: '1998-12-22' },
    { symbol: 'XLP', sector: 'consumer-staples', firstSession: '1998-12-22' },
    { symbol: 'XLE', sector: 'energy', firstSession: '1998-12-22' },
    { symbol: 'XLF', sector: 'financials', firstSession: '1998-12-22', combines: ['real-estate'] },
    { symbol: 'XLV', sector: 'health-care', firstSession: '1998-12-22' },
    { symbol: 'XLI', sector: 'industrials', firstSession: '1998-12-22' },
    { symbol: 'XLB', sector: 'materials', firstSession: '1998-12-22' },
    {
      symbol: 'XLK',
      sector: 'information-technology',
      firstSession: '1998-12-22',
      combines: ['communication-services'],
    },
    { symbol: 'XLU', sector: 'utilities', firstSession: '1998-12-22' },
    { symbol: 'XLRE', sector: 'real-estate', firstSession: '2015-10-08' },
    { symbol: 'XLC', sector: 'communication-services', firstSession: '2018-06-19' },
  ],
} as const

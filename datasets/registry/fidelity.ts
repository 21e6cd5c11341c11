const LAUNCH = { source: 'investwithanedge.com/fidelity-finally-joins-the-etf-party (2013-10-24)' }

/** Fidelity MSCI sector funds on the MSCI USA Investable Market sector indices. */
export const fidelity = {
  id: 'fidelity',
  label: 'Fidelity MSCI sectors',
  issuer: 'Fidelity',
  kind: 'funds',
  scheme: 'GICS',
  base: 'MSCI USA Investable Market',
  weighting: 'market-cap',
  identity: LAUNCH,
  coverage: { value: 0.99, asOf: '2013-10-24', ...LAUNCH },
  expenseRatio: { value: 0.0012, asOf: '2013-10-24', ...LAUNCH },
  firstSessions: LAUNCH,
  members: [
    { symbol: 'FDIS', sector: 'consumer-discretionary', firstSession: '2013-10-24' },
    { symbol: 'FSTA', sector: 'consumer-staples', firstSession: '2013-10-24' },
    { symbol: 'FENY', sector: 'energy', firstSession: '2013-10-24' },
    { symbol: 'FNCL', sector: 'financials', firstSession: '2013-10-24', combines: ['real-estate'] },
    { symbol: 'FHLC', sector: 'health-care', firstSession: '2013-10-24' },
    { symbol: 'FIDU', sector: 'industrials', firstSession: '2013-10-24' },
    { symbol: 'FMAT', sector: 'materials', firstSession: '2013-10-24' },
    { symbol: 'FTEC', sector: 'information-technology', firstSession: '2013-10-24' },
    { symbol: 'FUTY', sector: 'utilities', firstSession: '2013-10-24' },
    { symbol: 'FCOM', sector: 'communication-services', firstSession: '2013-10-24' },
    { symbol: 'FREL', sector: 'real-estate', firstSession: '2015-02-02', evidence: { fromMemory: true } },
  ],
} as const

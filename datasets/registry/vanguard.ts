const PROSPECTUS = { source: 'Vanguard US Sector Index Funds, prospectus of 2018-12-03' }
const INCEPTION = { source: 'Vanguard fund pages and fact sheets (inception 2004-01-26)' }
const MEMORY = { fromMemory: true } as const

/**
 * Vanguard sector funds on the MSCI US Investable Market 25/50 sector indices (large, mid and small companies). VNQ follows a real
 * estate index of its own.
 */
export const vanguard = {
  id: 'vanguard',
  label: 'Vanguard sectors',
  issuer: 'Vanguard',
  kind: 'funds',
  scheme: 'GICS',
  base: 'MSCI US Investable Market 2500',
  weighting: 'market-cap',
  identity: PROSPECTUS,
  coverage: { value: 0.98, ...MEMORY },
  expenseRatio: { value: 0.001, asOf: '2016-06-30', source: 'fact sheet of VCR' },
  benchmark: { symbol: 'VTI', firstSession: { value: '2001-05-31', ...MEMORY } },
  firstSessions: INCEPTION,
  members: [
    { symbol: 'VCR', sector: 'consumer-discretionary', firstSession: '2004-01-26' },
    { symbol: 'VDC', sector: 'consumer-staples', firstSession: '2004-01-26' },
    { symbol: 'VDE', sector: 'energy', firstSession: '2004-09-23', evidence: MEMORY },
    { symbol: 'VFH', sector: 'financials', firstSession: '2004-01-26', evidence: MEMORY },
    { symbol: 'VHT', sector: 'health-care', firstSession: '2004-01-26' },
    { symbol: 'VIS', sector: 'industrials', firstSession: '2004-09-23', evidence: MEMORY },
    { symbol: 'VAW', sector: 'materials', firstSession: '2004-01-26', evidence: MEMORY },
    { symbol: 'VGT', sector: 'information-technology', firstSession: '2004-01-26' },
    { symbol: 'VPU', sector: 'utilities', firstSession: '2004-01-26', evidence: MEMORY },
    { symbol: 'VOX', sector: 'communication-services', firstSession: '2004-09-23', evidence: MEMORY },
    { symbol: 'VNQ', sector: 'real-estate', firstSession: '2004-09-23', evidence: MEMORY },
  ],
} as const

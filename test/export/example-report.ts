import { parseSession } from '../../src/core/calendar.js'
import { createRandom } from '../../src/core/random.js'
import type { ChartLine } from '../../src/export/line-chart.js'
import type { CurveNumbers, ReportContent } from '../../src/export/report-content.js'
import { exampleHeatmap, HOSTILE } from './example-heatmap.js'

const NAMES = ['Ensemble, top 3', 'Momentum, top 3', 'Equal weight', 'Benchmark']
const N_SESSIONS = 3000

const curve = (shift: number): CurveNumbers => ({
  cagr: 0.0912 + shift,
  volatility: 0.1534,
  sharpe: 0.59 + 5 * shift,
  sortino: 0.83 + 5 * shift,
  maxDrawdown: -0.3371,
  ulcerIndex: 0.0582,
  longestUnderWater: 1219,
})

function growthOf(label: string): ChartLine {
  const random = createRandom(11, label)
  let value = 1
  return { label, values: Float64Array.from({ length: N_SESSIONS }, () => (value *= 1.0004 + 0.01 * random.normal())) }
}

function drawdownOf({ label, values }: ChartLine): ChartLine {
  let peak = 0
  return { label, values: values.map((value) => value / (peak = Math.max(peak, value)) - 1) }
}

/** A made-up report with hostile names, missing numbers and a simulated market. */
export function exampleReport(): ReportContent {
  const dates = Int32Array.from({ length: N_SESSIONS }, (_, i) => parseSession('2014-02-03') + Math.floor(1.4 * i))
  const lines = NAMES.map(growthOf)
  return {
    title: 'Sector rotation by an ensemble of models',
    hypothesis: 'Momentum and volume of sector funds forecast which of them lead over the next month.',
    simulated: true,
    asOf: '2025-10-06',
    verdict:
      'No evidence of skill beyond momentum: the difference of the Sharpe ratios is 0.12, 95% interval -0.21 to 0.44.',
    models: [
      { name: 'ensemble', rankIc: 0.0412, rankIcT: 2.13, hitRate: 0.5231 },
      { name: 'gradient-boosting', rankIc: 0.031, rankIcT: 1.6, hitRate: 0.517 },
      { name: 'momentum', rankIc: -0.0021, rankIcT: -0.1, hitRate: NaN },
      { name: HOSTILE, rankIc: null, rankIcT: undefined, hitRate: Infinity },
    ],
    portfolios: NAMES.map((name, i) => ({
      name,
      gross: curve(0.01 * i),
      net: curve(0.008 * i),
      turnover: 3.21 / (i + 1),
    })),
    hold: [
      { symbol: 'XLF', sector: 'Financials', targetWeight: 1 / 3, currentWeight: 0, trade: 33333.33 },
      { symbol: 'XLC', sector: 'Communication Services', targetWeight: 1 / 3, currentWeight: 0.4512, trade: -11786.67 },
      { symbol: 'XLU', sector: HOSTILE, targetWeight: 1 / 3, currentWeight: 1 / 3, trade: 0 },
      { symbol: 'CASH', sector: 'cash', targetWeight: 0, currentWeight: NaN, trade: NaN },
    ],
    holdReason: 'The three strongest sectors of the ensemble, equally weighted.',
    equity: { dates, lines },
    drawdown: { dates, lines: lines.map(drawdownOf) },
    heatmap: exampleHeatmap(),
    feeds: [
      { name: 'inflation', coverage: 1, notes: [] },
      { name: HOSTILE, coverage: 0.0512, notes: ['latest revised values', HOSTILE] },
    ],
    facts: {
      dataFrom: '1998-12-22',
      dataTo: '2025-10-06',
      sessions: 6738,
      symbols: 11,
      folds: 12,
      horizon: 21,
      costBps: 5,
      fill: 'open',
      seed: 1,
    },
  }
}

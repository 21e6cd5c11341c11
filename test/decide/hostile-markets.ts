import { createMatrix, matrixOver, setColumn, columnOf, type Matrix } from '../../src/core/matrix.js'
import { createRandom } from '../../src/core/random.js'

/** A year of decisions, and as much history before as the lookbacks of the tests need. */
export const YEAR = 252
export const HISTORY = 30
const ROWS = HISTORY + YEAR
export const N_ASSETS = 5

/** What a year of decisions sees. */
export interface HostileMarket {
  readonly scores: Matrix
  readonly closes: Matrix
  readonly volumes: Matrix
}

type Change = (value: number, row: number, asset: number) => number

function changed({ rows, cols, data }: Matrix, change: Change): Matrix {
  return matrixOver(
    rows,
    cols,
    data.map((value, i) => change(value, Math.floor(i / cols), i % cols)),
  )
}

/** Prices of a random walk, scores without meaning, plenty of volume. */
function plainMarket(): HostileMarket {
  const random = createRandom(11, 'hostile')
  const closes = createMatrix(ROWS, N_ASSETS, 50)
  for (let row = 1; row < ROWS; row++)
    for (let i = 0; i < N_ASSETS; i++)
      closes.data[row * N_ASSETS + i] = closes.data[(row - 1) * N_ASSETS + i] * Math.exp(0.01 * random.normal())
  const scores = changed(createMatrix(ROWS, N_ASSETS), () => random.normal())
  return { scores, closes, volumes: createMatrix(ROWS, N_ASSETS, 1e9) }
}

const plain = plainMarket()
/** Something that is the case now and then, and never in a pattern of the columns. */
const noise = createRandom(12, 'hostile')
const chances = changed(createMatrix(ROWS, N_ASSETS), () => noise.uniform())
const sometimes =
  (share: number, value: number | Change): Change =>
  (old, row, asset) => {
    const isHit = chances.data[row * N_ASSETS + asset] < share
    return isHit ? (typeof value === 'number' ? value : value(old, row, asset)) : old
  }

const scored = (change: Change): HostileMarket => ({ ...plain, scores: changed(plain.scores, change) })
const priced = (change: Change): HostileMarket => ({ ...plain, closes: changed(plain.closes, change) })
const traded = (change: Change): HostileMarket => ({ ...plain, volumes: changed(plain.volumes, change) })

/** Every asset from an asset and a row on is gone, price and score. */
function dead(isGone: (row: number, asset: number) => boolean): HostileMarket {
  const gone: Change = (value, row, asset) => (isGone(row, asset) ? NaN : value)
  return { ...plain, scores: changed(plain.scores, gone), closes: changed(plain.closes, gone) }
}

/** Prices that all come of the first asset's. */
function copied(price: (first: number, asset: number) => number, assets: readonly number[]): HostileMarket {
  const closes = changed(plain.closes, (value) => value)
  const first = columnOf(closes, 0)
  for (const asset of assets)
    setColumn(
      closes,
      asset,
      first.map((value) => price(value, asset)),
    )
  return { ...plain, closes }
}

const MIDDLE = HISTORY + YEAR / 2

/** Years that a decision has to live through, by what is wrong with them. */
export const HOSTILE_MARKETS: readonly (readonly [string, HostileMarket])[] = [
  [
    'scores that are missing, one asset at a time or all of them',
    scored((v, row, i) => (row % 7 === 0 ? NaN : sometimes(0.5, NaN)(v, row, i))),
  ],
  ['infinite scores', scored(sometimes(0.5, (v) => (v > 0 ? Infinity : -Infinity)))],
  ['scores that are all equal', scored(() => 0.25)],
  ['scores that are all zero, of either sign', scored((v) => (v > 0 ? 0 : -0))],
  ['scores of 1e308', scored((v) => (v > 0 ? 1e308 : -1e308))],
  ['scores of 5e-324', scored((v) => (v > 0 ? 5e-324 : -5e-324))],
  ['one live sector', dead((_, asset) => asset > 0)],
  ['sectors that die one after the other, until none is left', dead((row, asset) => row >= HISTORY + 40 * (asset + 1))],
  ['every sector dead from the beginning', dead(() => true)],
  ['no history: every sector listed on the first day of the year', dead((row) => row < HISTORY)],
  ['flat prices', priced(() => 50)],
  ['missing closes', priced(sometimes(0.3, NaN))],
  ['prices without a score for them, and scores without a price', priced((v, row) => (row >= MIDDLE ? NaN : v))],
  ['prices that fall to almost nothing, and rise from it', priced(sometimes(0.02, (v) => v * 1e-12))],
  ['prices from 1e-200 to 1e200', priced((v, _, asset) => v * 10 ** (200 * (asset / 2 - 1)))],
  ['no volume', traded(() => 0)],
  ['volume that is missing', traded(sometimes(0.5, NaN))],
  ['returns that are perfectly correlated', copied((first, asset) => first * (asset + 1), [1, 2, 3, 4])],
  ['two assets that are the same', copied((first) => first, [1])],
]

/** Sessions of each market in a medley: all of them are a year, and a lookback of ten is full of one. */
const STRETCH = YEAR / (HOSTILE_MARKETS.length - 1)

/**
 * All of it in one: a stretch of every market after the other, and prices that jump from each to the next. Nothing recovers from
 * prices beyond all measure, so that market is not among them.
 */
export function medley(): HostileMarket {
  const markets = HOSTILE_MARKETS.filter(([name]) => !name.includes('1e200')).map(([, market]) => market)
  const rows = HISTORY + STRETCH * markets.length
  const [scores, closes, volumes] = (['scores', 'closes', 'volumes'] as const).map((field) => {
    const out = createMatrix(rows, N_ASSETS)
    return changed(out, (_, row, asset) => {
      const stretch = Math.max(0, Math.floor((row - HISTORY) / STRETCH))
      // The second half of each year has all of its faults.
      return markets[stretch][field].data[(MIDDLE + (row % STRETCH)) * N_ASSETS + asset]
    })
  })
  return { scores, closes, volumes }
}

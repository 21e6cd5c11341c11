import { expect, test } from 'vitest'
import { DEFAULT_KNOBS } from '../../../datasets/simulated/knobs.js'
import { SIMULATED_SECTORS } from '../../../datasets/simulated/sectors.js'
import { expectedForward, truthDocument } from '../../../datasets/simulated/truth.js'
import { rowOf } from '../../../src/core/matrix.js'
import { ConfigError } from '../../../src/core/errors.js'
import { marketOf } from './measure.js'

const KNOBS = {
  ...DEFAULT_KNOBS,
  lateListing: { sector: 'real-estate', session: 100 },
  death: { sector: 'energy', session: 350 },
}
const { truth } = marketOf(7, KNOBS, 400)

test('the drift of the truth is the expected forward return over one session', () => {
  expect(expectedForward(truth, 1)).toEqual(truth.drift)
})

test('expected forward returns average to zero over the benchmark and are missing where a sector is not listed', () => {
  const expected = expectedForward(truth, 21)
  for (let t = 0; t < 400; t++) {
    let sum = 0
    for (const [i, { sector, weight }] of SIMULATED_SECTORS.entries()) {
      const value = rowOf(expected, t)[i]
      const listed = !(sector === 'real-estate' && t < 100) && !(sector === 'energy' && t >= 350)
      expect(Number.isNaN(value), `${sector} at ${t}`).toBe(!listed)
      if (listed) sum += weight * value
    }
    expect(Math.abs(sum)).toBeLessThan(1e-15)
  }
})

test('the truth of a session does not change with what comes after it', () => {
  const longer = marketOf(7, KNOBS, 900).truth
  const [short, long] = [expectedForward(truth, 21), expectedForward(longer, 21)]
  for (let t = 0; t < 400; t++) expect(rowOf(long, t)).toEqual(rowOf(short, t))
  expect(longer.stress.slice(0, 400)).toEqual(truth.stress)
  expect(longer.shocks.filter(({ session }) => session < 400)).toEqual(truth.shocks)
})

test('a horizon that is not a whole number above 0 is refused', () => {
  expect(() => expectedForward(truth, 0)).toThrow(ConfigError)
  expect(() => expectedForward(truth, 1.5)).toThrow('expectedForward: horizon is "1.5"')
})

test('the document is marked as simulated and survives JSON', () => {
  const document = JSON.parse(JSON.stringify(truthDocument(truth))) as Record<string, unknown>
  expect(document).toEqual(truthDocument(truth))
  expect(document).toMatchObject({ schema: 'sectorcast.truth/1', simulated: true, firstSession: '2000-01-03' })
})

test('the document holds the drifts to 8 digits, null where a sector is not listed, and the planted events', () => {
  const document = truthDocument(truth) as {
    options: object
    sectors: { symbol: string; first: number; end: number; slow: boolean }[]
    stress: [number, number][]
    shocks: { session: number; symbol: string }[]
    expectedRelativeLogReturnOfNextSession: Record<string, (number | null)[]>
  }
  const drifts = document.expectedRelativeLogReturnOfNextSession
  expect(Object.keys(drifts)).toEqual(truth.symbols)
  for (const [i, symbol] of truth.symbols.entries())
    for (let t = 0; t < 400; t++) {
      const exact = rowOf(truth.drift, t)[i]
      const written = drifts[symbol][t]
      if (Number.isNaN(exact)) expect(written).toBeNull()
      else expect(Math.abs((written ?? NaN) - exact)).toBeLessThanOrEqual(Math.abs(exact) * 5e-8)
    }
  expect(document.sectors.find(({ symbol }) => symbol === 'SIM-REAL')).toMatchObject({ first: 100, end: 400 })
  expect(document.sectors.filter(({ slow }) => slow).map(({ symbol }) => symbol)).toEqual(truth.slowSymbols)
  expect(document.shocks).toHaveLength(truth.shocks.length)
  const stress = new Uint8Array(400)
  for (const [first, end] of document.stress) stress.fill(1, first, end)
  expect(stress).toEqual(truth.stress)
})

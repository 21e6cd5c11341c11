import { describe, expect, it } from 'vitest'
import { randomPanel } from '../contracts/random-panel.js'
import { computeColumn, panelOfCloses } from './compute.js'
import type { Panel } from '../../src/panel/panel.js'

const SHARES = ['market', 'sector', 'specific'].map((part) => `variance_share_${part}`)

/** Closes whose log returns are `returns`, times a tenth; the first close is 1. */
const closesOf = (returns: readonly number[]): number[] => {
  let level = 0
  return [1, ...returns.map((value) => Math.exp((level += value / 10)))]
}

/** A panel of assets given by their returns, in two sectors or more. */
function panelOf(market: readonly number[], assets: readonly (readonly number[])[], sectors: readonly string[]): Panel {
  const columns = assets.map(closesOf)
  const rows = columns[0].map((_, row) => columns.map((column) => column[row]))
  return { ...panelOfCloses(rows, closesOf(market)), sectors }
}

describe('sector_peer_return', () => {
  it('is the mean return of the others of the sector', () => {
    const panel = panelOf([0], [[1], [2], [6], [5], [7]], ['a', 'a', 'a', 'b', 'c'])
    const { data } = computeColumn('sector_peer_return', panel)
    for (const [i, expected] of [0.4, 0.35, 0.15].entries()) expect(data[5 + i]).toBeCloseTo(expected, 14)
    expect([data[8], data[9]]).toEqual([NaN, NaN])
  })

  it('does not count who is not listed, and is missing for him', () => {
    const panel = panelOfCloses([[1, 1, 1], [2, NaN, 4]]) // prettier-ignore
    const { data } = computeColumn('sector_peer_return', { ...panel, sectors: ['a', 'a', 'a'] })
    expect([...data.subarray(3)]).toEqual([Math.log(4), NaN, Math.log(2)])
  })
})

describe('has_sector_peers', () => {
  it('is 1 beside others of the sector, 0 alone in it, missing without a return', () => {
    const panel = panelOfCloses([[1, 1, NaN, 1], [2, 2, 2, 2], [4, 4, 4, NaN]]) // prettier-ignore
    const { data } = computeColumn('has_sector_peers', { ...panel, sectors: ['a', 'b', 'b', 'a'] })
    expect([...data.subarray(4)]).toEqual([1, 0, NaN, 1, 0, 1, 1, NaN])
  })
})

describe('variance shares', () => {
  // Four orthogonal returns around 0: what one explains, no other does.
  const [m, s, e] = [
    [1, 1, -1, -1],
    [1, -1, 1, -1],
    [1, -1, -1, 1],
  ]

  function sharesOf(panel: Panel, asset = 0): number[] {
    return SHARES.map((name) => computeColumn(`${name}_4`, panel).data[4 * panel.assets.length + asset])
  }

  it('are those of orthogonal parts: r = 2 m + 3 s + e has variances 4, 9 and 1 of 14', () => {
    const r = m.map((value, k) => 2 * value + 3 * s[k] + e[k])
    // The peer moves with the market too, which is the market's share and not the sector's.
    const peer = m.map((value, k) => value + s[k])
    const shares = sharesOf(panelOf(m, [r, peer], ['a', 'a']))
    for (const [i, expected] of [4 / 14, 9 / 14, 1 / 14].entries()) expect(shares[i]).toBeCloseTo(expected, 13)
  })

  it('the sector has no share without peers, with flat peers and with peers that are the market', () => {
    const r = m.map((value, k) => value + s[k])
    const flat = [0, 0, 0, 0]
    for (const panel of [
      panelOf(m, [r, s], ['a', 'b']),
      panelOf(m, [r, flat], ['a', 'a']),
      panelOf(m, [r, m], ['a', 'a']),
    ]) {
      const [market, sector, specific] = sharesOf(panel)
      expect(market).toBeCloseTo(1 / 2, 13)
      expect(sector).toBe(0)
      expect(specific).toBeCloseTo(1 / 2, 13)
    }
  })

  it('of the sector are missing while peers fill a part of the window only: a near-copy listed late has no share of 0', () => {
    const own = [...e, ...e, ...e].map((value, k) => value + s[k % 4] / 2)
    const panel = panelOf([...m, ...m, ...m], [own, own.map((value, k) => value + s[k % 4] / 8)], ['a', 'a'])
    const close = panel.fields.close.data.slice()
    const listed = 6
    for (let row = 0; row < listed; row++) close[row * 2 + 1] = NaN
    const late = { ...panel, fields: { ...panel.fields, close: { ...panel.fields.close, data: close } } }
    const [market, sector, specific] = SHARES.map((name) => computeColumn(`${name}_4`, late).data)
    // Returns begin at row 1, those of the peer at row 7: windows of four have none of them until row 6, all of them from row 10.
    for (let row = 4; row <= 12; row++) {
      const shares = [market[row * 2], sector[row * 2], specific[row * 2]]
      expect(shares[0]).not.toBeNaN()
      if (row <= listed) expect(shares[1]).toBe(0)
      else if (row < 10) expect(shares.slice(1)).toEqual([NaN, NaN])
      else expect(shares[1]).toBeGreaterThan(0.9)
      if (row <= listed || row >= 10) expect(shares[0] + shares[1] + shares[2]).toBeCloseTo(1, 13)
    }
  })

  it('are missing for a flat asset and with a flat benchmark', () => {
    const flat = [0, 0, 0, 0]
    expect(sharesOf(panelOf(m, [flat, s], ['a', 'a']))).toEqual([NaN, NaN, NaN])
    expect(sharesOf(panelOf(flat, [m, s], ['a', 'a']))).toEqual([NaN, NaN, NaN])
  })

  it('lie within 0 and 1 and add up to 1, wherever they exist', () => {
    for (const window of [4, 5, 20]) {
      const panel = { ...randomPanel(120, 6, window), sectors: ['a', 'a', 'a', 'b', 'b', 'c'] }
      const [market, sector, specific] = SHARES.map((name) => computeColumn(`${name}_${window}`, panel).data)
      for (let i = window * 6; i < market.length; i++) {
        for (const share of [market[i], sector[i], specific[i]]) {
          expect(share).toBeGreaterThanOrEqual(0)
          expect(share).toBeLessThanOrEqual(1)
        }
        expect(Math.abs(market[i] + sector[i] + specific[i] - 1)).toBeLessThanOrEqual(1e-12)
      }
    }
  })
})

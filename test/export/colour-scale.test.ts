import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  blendColours,
  colourOf,
  contrastRatio,
  NOT_LISTED,
  PALETTES,
  robustLimit,
  textColourOn,
} from '../../src/export/colour-scale.js'
import { THEMES, TINT_OPACITY } from '../../src/export/picture-style.js'

const channels = (hex: string): number[] => [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16))
const saturation = (hex: string): number => Math.max(...channels(hex)) - Math.min(...channels(hex))
const wholeScale = Array.from({ length: 401 }, (_, i) => (i - 200) / 200)

describe.each(PALETTES)('the %s palette', (palette) => {
  const colour = (score: number, limit = 1): string => colourOf(score, { limit, palette })

  it('is a grey at 0, as is a score that is not one, in another grey', () => {
    expect(saturation(colour(0))).toBe(0)
    expect(colour(-0)).toBe(colour(0))
    expect(colour(NaN)).toBe(NOT_LISTED)
    expect(NOT_LISTED).not.toBe(colour(0))
  })

  it('has the hue of its sign', () => {
    const [red, green, blue] = channels(colour(1))
    const [negativeRed, negativeGreen, negativeBlue] = channels(colour(-1))
    expect(negativeRed).toBeGreaterThan(Math.max(negativeGreen, negativeBlue))
    expect(palette === 'green-red' ? green : blue).toBeGreaterThan(red)
  })

  it('is more saturated and darker the stronger the score, on both sides, at any limit', () => {
    const strength = fc.double({ min: 0, max: 1, noNaN: true })
    const limits = fc.double({ min: 1e-6, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(strength, strength, fc.constantFrom(-1, 1), limits, (a, b, sign, limit) => {
        const [weak, strong] = [Math.min(a, b), Math.max(a, b)].map((s) => colour(sign * s * limit, limit))
        // Eight bits per channel cannot show steps much finer than this one.
        if (Math.abs(a - b) >= 0.02) expect(saturation(strong)).toBeGreaterThan(saturation(weak))
        else expect(saturation(strong)).toBeGreaterThanOrEqual(saturation(weak) - 1)
        expect(contrastRatio(strong, '#ffffff')).toBeGreaterThanOrEqual(contrastRatio(weak, '#ffffff') - 0.02)
      }),
    )
  })

  it('is full from the limit on', () => {
    expect(colour(7, 2)).toBe(colour(2, 2))
    expect(colour(-Infinity, 2)).toBe(colour(-2, 2))
    expect(colour(1.9, 2)).not.toBe(colour(2, 2))
  })

  it('leaves text readable on every colour and on every tinted cell, light and dark (4.5 to 1)', () => {
    for (const score of [...wholeScale, NaN]) {
      const full = colour(score)
      expect(contrastRatio(full, textColourOn(full))).toBeGreaterThanOrEqual(4.5)
      for (const theme of ['light', 'dark'] as const) {
        const cell = blendColours(full, THEMES[theme].surface, TINT_OPACITY[theme])
        expect(contrastRatio(cell, THEMES[theme].ink)).toBeGreaterThanOrEqual(4.5)
      }
    }
  })

  it('refuses a limit that is not positive', () => {
    for (const limit of [0, -1, NaN]) expect(() => colour(1, limit)).toThrow(`colourOf: limit "${limit}"`)
  })
})

describe('themes', () => {
  it('keep all texts readable on their surface (4.5 to 1)', () => {
    for (const { surface, ink, muted, badge, badgeInk } of Object.values(THEMES))
      for (const [text, ground] of [
        [ink, surface],
        [muted, surface],
        [badgeInk, badge],
      ])
        expect(contrastRatio(text, ground)).toBeGreaterThanOrEqual(4.5)
  })
})

describe('contrastRatio', () => {
  it('is 21 between black and white, and does not depend on the order', () => {
    expect(contrastRatio('#000000', '#ffffff')).toBeCloseTo(21, 10)
    expect(contrastRatio('#336699', '#ffffff')).toBe(contrastRatio('#ffffff', '#336699'))
    expect(contrastRatio('#767676', '#ffffff')).toBeCloseTo(4.54, 2)
  })
})

describe('blendColours', () => {
  it('is the layer when opaque and the surface when clear', () => {
    expect(blendColours('#123456', '#ffffff', 1)).toBe('#123456')
    expect(blendColours('#123456', '#fedcba', 0)).toBe('#fedcba')
    expect(blendColours('#000000', '#ffffff', 0.5)).toBe('#808080')
  })
})

describe('robustLimit', () => {
  it('is the 95th percentile of the sizes that are present', () => {
    const scores = Array.from({ length: 101 }, (_, i) => (i % 2 === 0 ? i : -i) / 100)
    expect(robustLimit([...scores, NaN, Infinity])).toBeCloseTo(0.95, 12)
  })

  it('falls back to the largest size, and to 1 without any', () => {
    expect(robustLimit([...Array<number>(99).fill(0), -3])).toBe(3)
    expect(robustLimit([0, 0])).toBe(1)
    expect(robustLimit([NaN])).toBe(1)
    expect(robustLimit([])).toBe(1)
  })
})

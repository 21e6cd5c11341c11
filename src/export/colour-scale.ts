import { ConfigError } from '../core/errors.js'
import { quantile } from '../core/statistics.js'

/** Diverging palettes, named positive to negative. `blue-orange` stays readable with every common colour blindness. */
export const PALETTES = ['green-red', 'blue-orange'] as const
export type Palette = (typeof PALETTES)[number]

/** Colour of a cell without a score: not listed at that session. */
export const NOT_LISTED = '#8b929b'

/** Lightness, and the two colour axes a (green to red) and b (blue to yellow). */
type Oklab = readonly [lightness: number, a: number, b: number]

const polar = (lightness: number, chroma: number, hue: number): Oklab => {
  const angle = (hue * Math.PI) / 180
  return [lightness, chroma * Math.cos(angle), chroma * Math.sin(angle)]
}

// One neutral grey and ends of equal lightness per palette: neither side shouts louder, on a light page or on a dark one.
const NEUTRAL: Oklab = polar(0.72, 0, 0)
const ENDS: Readonly<Record<Palette, { readonly positive: Oklab; readonly negative: Oklab }>> = {
  'green-red': { positive: polar(0.56, 0.16, 146), negative: polar(0.56, 0.19, 26) },
  'blue-orange': { positive: polar(0.57, 0.16, 255), negative: polar(0.63, 0.15, 52) },
}

/** sRGB of an OKLab colour, 0 ... 255 each. */
function toRgb([lightness, a, b]: Oklab): number[] {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
  return linear.map((value) => {
    const clipped = Math.min(1, Math.max(0, value))
    const encoded = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055
    return Math.round(255 * encoded)
  })
}

const hexOf = (rgb: readonly number[]): string => `#${rgb.map((value) => value.toString(16).padStart(2, '0')).join('')}`

const channels = (hex: string): number[] => [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16))

/** Where a scale ends, and which colours it has. */
export interface ColourScale {
  /** Score at which the colour is full; larger scores look the same. Positive. */
  readonly limit: number
  readonly palette: Palette
}

/**
 * Colour of a score: neutral grey at 0, ever more saturated with |score| up to the limit, green (blue) when positive and red
 * (orange) when negative. Straight lines in OKLab, so that equal steps of score look about equally large.
 * @returns #rrggbb; {@link NOT_LISTED} for NaN
 * @throws ConfigError when the limit is not positive
 * @see Björn Ottosson (2020), "A perceptual color space for image processing"
 */
export function colourOf(score: number, scale: ColourScale): string {
  const { limit, palette } = scale
  if (!(limit > 0)) throw new ConfigError(`colourOf: limit "${limit}" is not positive, expected a score above 0`)
  if (Number.isNaN(score)) return NOT_LISTED
  const strength = Math.min(1, Math.abs(score) / limit)
  const end = score < 0 ? ENDS[palette].negative : ENDS[palette].positive
  const mix = (i: 0 | 1 | 2): number => NEUTRAL[i] + strength * (end[i] - NEUTRAL[i])
  return hexOf(toRgb([mix(0), mix(1), mix(2)]))
}

/**
 * Score at which a picture's colours are full: the 95th percentile of |score|, so that one outlier does not turn all others grey.
 * @param scores - any shape; NaN and infinite values are left out
 * @returns positive; 1 when there is no score other than 0
 */
export function robustLimit(scores: ArrayLike<number>): number {
  const sizes = Float64Array.from(scores, Math.abs).filter(Number.isFinite)
  const limit = quantile(sizes, 0.95)
  if (limit > 0) return limit
  const largest = sizes.reduce((max, size) => Math.max(max, size), 0)
  return largest > 0 ? largest : 1
}

/** Relative luminance of #rrggbb, 0 (black) to 1 (white). */
function luminance(hex: string): number {
  const [r, g, b] = channels(hex).map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/**
 * Contrast ratio of two colours, 1 to 21.
 * @see WCAG 2.2, success criterion 1.4.3: text needs 4.5
 */
export function contrastRatio(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (light + 0.05) / (dark + 0.05)
}

/** Black or white, whichever is read better on the background; the contrast is never under 4.5. */
export function textColourOn(background: string): '#000000' | '#ffffff' {
  return contrastRatio(background, '#ffffff') >= 4.5 ? '#ffffff' : '#000000'
}

/** The colour that a see-through layer gives on an opaque surface; all as #rrggbb, opacity 0 to 1. */
export function blendColours(layer: string, surface: string, opacity: number): string {
  const below = channels(surface)
  return hexOf(channels(layer).map((value, i) => Math.round(opacity * value + (1 - opacity) * below[i])))
}

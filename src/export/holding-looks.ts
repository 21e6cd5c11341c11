import { columnOf, type Matrix } from '../core/matrix.js'
import { constantMarkup, type Markup } from './escape.js'
import { PICTURE_STYLE, THEMES } from './picture-style.js'

/** Assets that get a colour of their own; the others are drawn together. */
const MOST_OWN = 12
/** Colours of lines without the one that is ink: it would swallow the text. */
const HUES = [0, 1, 2, 3, 5, 6] as const

/** What is held, in the order in which it is drawn, and how it looks: the same in every chart of a page. */
export interface HoldingLooks {
  /** Assets (columns) that are ever held, in the order of the columns. */
  readonly held: readonly number[]
  /** Class of an asset's area. */
  readonly classOf: (asset: number) => string
  /** Whether an asset has a colour of its own. */
  readonly isOwn: (asset: number) => boolean
}

/** Class of the areas of cash and of all assets without a colour of their own. */
export const CASH_LOOK = 'area cash'
export const OTHER_LOOK = 'area other'

/** Looks of the assets that a portfolio holds: those it holds most get a colour of their own. */
export function holdingLooks(weights: Matrix): HoldingLooks {
  const sizes = Array.from({ length: weights.cols }, (_, asset) =>
    columnOf(weights, asset).reduce((sum, weight) => sum + Math.abs(weight), 0),
  )
  const held = [...sizes.keys()].filter((asset) => sizes[asset] > 0)
  const own = [...held]
    .sort((a, b) => sizes[b] - sizes[a] || a - b)
    .slice(0, MOST_OWN)
    .sort((a, b) => a - b)
  return {
    held,
    classOf: (asset) => {
      const place = own.indexOf(asset)
      if (place < 0) return OTHER_LOOK
      return `area fill-${HUES[place % HUES.length]}${place >= HUES.length ? ' again' : ''}`
    },
    isOwn: (asset) => own.includes(asset),
  }
}

function rulesOf(theme: 'light' | 'dark'): string {
  const { surface, muted } = THEMES[theme]
  return `.sc.holdings .area{stroke:${surface}}.sc.holdings .cash,.sc.holdings .other{fill:${muted}}.sc.holdings .short{stroke:${muted}}`
}

/** Style of pictures of what is held. */
export const HOLDINGS_STYLE: Markup = constantMarkup(
  [
    PICTURE_STYLE,
    '.sc.holdings .area{stroke-width:.4;stroke-linejoin:round}.sc.holdings .again{fill-opacity:.55}',
    '.sc.holdings .cash{fill-opacity:.2}.sc.holdings .other{fill-opacity:.55}.sc.holdings .short{stroke-width:1.2;fill-opacity:.3}',
    rulesOf('light'),
    `@media (prefers-color-scheme: dark){${rulesOf('dark')}}`,
    `@media print{${rulesOf('light')}}`,
  ].join('\n'),
)

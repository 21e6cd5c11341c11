import { constantMarkup, type Markup } from './escape.js'

/** Fonts that every system has; nothing is downloaded. */
export const FONT_FAMILY = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"

/** Opacity of a cell's tint over the surface, light and dark. */
export const TINT_OPACITY = { light: 0.16, dark: 0.24 } as const

/** Colours that follow the reader's light or dark setting; `muted` is for secondary text. */
export const THEMES = {
  light: {
    surface: '#ffffff',
    ink: '#1a1d21',
    muted: '#5b636d',
    rule: '#dfe3e8',
    badge: '#fff1cc',
    badgeInk: '#6b4a00',
  },
  dark: {
    surface: '#15181d',
    ink: '#e8eaed',
    muted: '#a3abb5',
    rule: '#343a42',
    badge: '#4a3800',
    badgeInk: '#ffe3a1',
  },
} as const

/** Colours of lines, distinguishable with colour blindness (after Okabe and Ito, with blue for their yellow), light and dark. */
export const LINE_COLOURS = {
  light: ['#0067a8', '#c65300', '#00805f', '#a64d84', '#1a1d21', '#3f97cf', '#8a6d00'],
  dark: ['#5ab4f0', '#ff9d4d', '#3ecfa5', '#e59cc8', '#e8eaed', '#9fd3f7', '#e3c34d'],
} as const

function rulesOf(theme: 'light' | 'dark'): string {
  const { surface, ink, muted, rule, badge, badgeInk } = THEMES[theme]
  const lines = LINE_COLOURS[theme].map((colour, i) => `.sc .line-${i}{stroke:${colour}}.sc .fill-${i}{fill:${colour}}`)
  return [
    `.sc .surface{fill:${surface}}.sc .ink{fill:${ink}}.sc .muted{fill:${muted}}.sc .arrow{fill:${ink}}`,
    `.sc .rule{stroke:${rule}}.sc .hatch{stroke:${muted}}.sc .latest{stroke:${muted}}`,
    `.sc .badge{fill:${badge}}.sc .badge-ink{fill:${badgeInk}}.sc .tint{fill-opacity:${TINT_OPACITY[theme]}}`,
    ...lines,
  ].join('')
}

/**
 * Style sheet of every picture. Plain fills instead of custom properties: drawing programs and mail readers know no others.
 * The rules on paper repeat the light ones, because a printer has no dark paper.
 */
export const PICTURE_STYLE: Markup = constantMarkup(
  [
    `.sc text{font-family:${FONT_FAMILY};font-size:13px;font-variant-numeric:tabular-nums}`,
    '.sc .heading{font-size:18px;font-weight:600}.sc .small{font-size:11px}.sc .strong{font-weight:600}',
    '.sc .badge-ink{font-size:11px;font-weight:700;letter-spacing:.06em}',
    '.sc .rule,.sc .hatch,.sc .latest{fill:none;stroke-width:1}.sc .latest{stroke-width:1.5}',
    '.sc .hatch{stroke-opacity:.55}.sc .series{fill:none;stroke-width:1.75;stroke-linejoin:round}',
    rulesOf('light'),
    `@media (prefers-color-scheme: dark){${rulesOf('dark')}}`,
    `@media print{${rulesOf('light')}}`,
  ].join('\n'),
)

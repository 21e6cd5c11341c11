import { constantMarkup, type Markup } from './escape.js'
import { PICTURE_STYLE } from './picture-style.js'

/** Colours of the coverage picture and of the levels, apart in lightness as well as in hue. */
const THEME = {
  light: { span: '#8fb8de', gap: '#ffffff', error: '#c4162a', warning: '#b36b00', info: '#5b636d' },
  dark: { span: '#35628f', gap: '#15181d', error: '#ff7a85', warning: '#f0b44c', info: '#a3abb5' },
} as const

function rulesOf(theme: 'light' | 'dark'): string {
  const { span, gap, error, warning, info } = THEME[theme]
  return [
    `.sc.coverage .span{fill:${span}}.sc.coverage .gap{fill:${gap};stroke:${error}}`,
    `.sc.coverage .mark-error{fill:${error}}.sc.coverage .mark-warning{fill:${warning}}.sc.coverage .mark-info{fill:${info}}`,
  ].join('')
}

/** Style sheet of the coverage picture. */
export const COVERAGE_STYLE: Markup = constantMarkup(
  [
    PICTURE_STYLE,
    '.sc.coverage .gap{stroke-width:1}.sc.coverage .grid{stroke-opacity:.7}',
    rulesOf('light'),
    `@media (prefers-color-scheme: dark){${rulesOf('dark')}}`,
    `@media print{${rulesOf('light')}}`,
  ].join('\n'),
)

const { light, dark } = THEME
/** Colours of the levels for the text of a page. */
export const LEVEL_STYLE: Markup = constantMarkup(
  [
    `:root{--error:${light.error};--warning:${light.warning};--info:${light.info}}`,
    `@media (prefers-color-scheme: dark){:root{--error:${dark.error};--warning:${dark.warning};--info:${dark.info}}}`,
    `@media print{:root{--error:${light.error};--warning:${light.warning};--info:${light.info}}}`,
  ].join('\n'),
)

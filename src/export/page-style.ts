import { constantMarkup, type Markup } from './escape.js'
import { FONT_FAMILY, THEMES } from './picture-style.js'

function variables(theme: 'light' | 'dark'): string {
  const { surface, ink, muted, rule, badge, badgeInk } = THEMES[theme]
  const page = theme === 'light' ? '#f5f6f8' : '#0e1013'
  const accent = theme === 'light' ? '#1f5fa8' : '#7db7f2'
  return `--surface:${surface};--ink:${ink};--muted:${muted};--rule:${rule};--badge:${badge};--badge-ink:${badgeInk};--page:${page};--accent:${accent}`
}

/** Style sheet shared by the pages: light, dark and paper. Wide content scrolls inside `.scroll`, never the page. */
export const PAGE_STYLE: Markup = constantMarkup(`
:root{color-scheme:light dark;${variables('light')}}
@media (prefers-color-scheme: dark){:root{${variables('dark')}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.55 ${FONT_FAMILY};overflow-wrap:anywhere}
.page{max-width:1240px;margin:0 auto;padding:28px 20px 40px}
header.top{margin-bottom:20px}
h1{font-size:26px;line-height:1.25;margin:0 0 4px;letter-spacing:-.01em}
h2{font-size:17px;line-height:1.3;margin:0 0 12px}
p{margin:0 0 10px;max-width:80ch}
.muted{color:var(--muted)}
.badge{display:inline-block;background:var(--badge);color:var(--badge-ink);font-size:12px;font-weight:700;letter-spacing:.06em;padding:3px 12px;border-radius:999px;margin-bottom:10px}
.panel{background:var(--surface);border:1px solid var(--rule);border-radius:10px;padding:18px 20px;margin:0 0 18px}
.scroll{overflow-x:auto;position:relative}
.scroll:focus-visible,label:focus-within{outline:2px solid var(--accent);outline-offset:2px}
.scroll svg{display:block;max-width:none;margin:0 auto}
.fit svg{width:100%;height:auto;min-width:720px}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;font-size:14px;overflow-wrap:normal}
caption{text-align:left;color:var(--muted);font-size:13px;padding-bottom:8px}
caption>span{display:block;position:sticky;left:0;width:fit-content;max-width:min(90ch,calc(100vw - 54px))}
th,td{padding:7px 10px;text-align:left;border-bottom:1px solid var(--rule);vertical-align:middle}
thead th{color:var(--muted);font-weight:600;font-size:12.5px;white-space:nowrap;vertical-align:bottom}
tbody th{font-weight:600;min-width:8em}
tbody tr:last-child>*{border-bottom:0}
.number{text-align:right;white-space:nowrap}
.quiet{color:var(--muted)}
.group{text-align:center;border-left:1px solid var(--rule)}
.first{border-left:1px solid var(--rule)}
.foot{color:var(--muted);font-size:13px}
@media (max-width:640px){.page{padding:18px 12px 28px}.panel{padding:14px 12px}h1{font-size:22px}th,td{padding:6px 7px}tbody th{min-width:7em}}
@media print{:root{${variables('light')};--page:#fff}body{font-size:10pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}.page{max-width:none;padding:0}.panel{border:0;padding:0;margin:0 0 14pt}.scroll{overflow:visible}.scroll svg,.fit svg{width:100%;min-width:0;height:auto}table{font-size:8pt}th,td{padding:2.5pt 4pt}thead th{font-size:7.5pt}figure,tr{break-inside:avoid}h2{break-after:avoid}}
@page{margin:14mm}
`)

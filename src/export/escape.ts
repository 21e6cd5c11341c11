declare const MARKUP: unique symbol

/** Text that may stand in a document as it is: tags are tags. Only {@link escapeText} and element builders make it from data. */
export type Markup = string & { readonly [MARKUP]: true }

const REPLACEMENTS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/**
 * Arbitrary text as content or quoted attribute value of XML and HTML alike. Characters that XML 1.0 forbids (most controls,
 * lone surrogates, U+FFFE and U+FFFF) become U+FFFD, so that a hostile name cannot make a document unreadable.
 */
export function escapeText(text: string): Markup {
  const legal = text
    // eslint-disable-next-line no-control-regex -- the controls are what is to be removed
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|\p{Cs}/gu, '\ufffd')
  return legal.replace(/[&<>"']/g, (character) => REPLACEMENTS[character]) as Markup
}

/** Vouches for markup that holds no data: style sheets and constant text written in this project. */
export function constantMarkup(text: string): Markup {
  return text as Markup
}

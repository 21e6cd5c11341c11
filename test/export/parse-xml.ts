/** An element as a strict reader sees it. */
export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: (XmlElement | string)[]
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

function decode(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are the characters XML 1.0 forbids
  if (/[<\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/u.test(text)) throw new Error(`illegal: ${text}`)
  return text.replace(/&([^;&]{0,8});?/g, (whole, name: string) => {
    if (!whole.endsWith(';') || ENTITIES[name] === undefined) throw new Error(`bad entity: ${whole}`)
    return ENTITIES[name]
  })
}

const TAG = /<(\/?)([A-Za-z][\w-]*)((?:\s+[A-Za-z][\w:-]*="[^"]*")*)\s*(\/?)>/y

/**
 * Reads a document that uses elements, quoted attributes and the five predefined entities, and refuses everything else:
 * unbalanced tags, repeated attributes, bare ampersands, characters that XML forbids.
 */
export function parseXml(text: string): XmlElement {
  const root: XmlElement = { name: '', attributes: {}, children: [] }
  const open = [root]
  let position = 0
  while (position < text.length) {
    const next = text.indexOf('<', position)
    const end = next < 0 ? text.length : next
    const parent = open[open.length - 1]
    if (end > position) parent.children.push(decode(text.slice(position, end)))
    if (next < 0) break
    TAG.lastIndex = next
    const match = TAG.exec(text)
    if (match === null) throw new Error(`not a tag: ${text.slice(next, next + 60)}`)
    const [whole, closing, name, written, selfClosing] = match
    position = next + whole.length
    if (closing === '/') {
      if (open.length < 2 || parent.name !== name) throw new Error(`</${name}> closes <${parent.name}>`)
      open.pop()
      continue
    }
    const attributes: Record<string, string> = {}
    for (const [, key, value] of written.matchAll(/\s+([\w:-]+)="([^"]*)"/g)) {
      if (key in attributes) throw new Error(`attribute ${key} twice in <${name}>`)
      attributes[key] = decode(value)
    }
    const element: XmlElement = { name, attributes, children: [] }
    parent.children.push(element)
    if (selfClosing !== '/') open.push(element)
  }
  const top = root.children.filter((child) => typeof child !== 'string')
  if (open.length !== 1 || top.length !== 1) throw new Error(`${open.length - 1} open and ${top.length} root elements`)
  return top[0]
}

/** All elements at any depth, in document order, that have the name and, if given, the class. */
export function findAll(element: XmlElement, name: string, className?: string): XmlElement[] {
  const inner = element.children.flatMap((child) => (typeof child === 'string' ? [] : findAll(child, name, className)))
  const classes = (element.attributes.class ?? '').split(' ')
  const matches = element.name === name && (className === undefined || classes.includes(className))
  return matches ? [element, ...inner] : inner
}

/** Text of an element and everything in it. */
export function textOf(element: XmlElement): string {
  return element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('')
}

import { isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml'
import { quoted } from '../datasets/text/quoted.js'
import { ConfigError } from '../src/core/errors.js'

/** Where in a document something stands: keys and positions from the root. */
export type DocumentPath = readonly (string | number)[]

/** A parsed YAML file that knows on which line each of its values stands. */
export interface YamlSource {
  readonly file: string
  readonly value: unknown
  /** A ConfigError that names file, line and field. */
  errorAt(path: DocumentPath, problem: string): ConfigError
}

function lineOf(document: Document, counter: LineCounter, path: DocumentPath): number | undefined {
  // A missing value has no line of its own: its nearest existing parent has.
  for (let depth = path.length; depth >= 0; depth--) {
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true)
    const range = (node as { range?: [number, number, number] | null } | undefined | null)?.range
    if (range !== undefined && range !== null) return counter.linePos(range[0]).line
  }
  return undefined
}

/** The key that begins at a place of the text, quoted. */
function keyAt(document: Document, offset: number): string {
  let found = ''
  visit(document, {
    Pair(_, { key }) {
      if (isScalar(key) && key.range?.[0] === offset) found = quoted(String(key.value))
    },
  })
  return found
}

/**
 * Parses one YAML document (YAML 1.2 core schema: dates stay text).
 * @throws ConfigError naming file and line when it is not YAML, or repeats a key
 */
export function parseYaml(text: string, file: string): YamlSource {
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter, uniqueKeys: true, prettyErrors: false })
  const [problem] = [...document.errors, ...document.warnings]
  if (problem !== undefined) {
    const [at] = problem.pos
    const told =
      problem.code === 'DUPLICATE_KEY'
        ? `key ${keyAt(document, at)} stands twice in the same map, expected once`
        : problem.message.split('\n')[0]
    throw new ConfigError(`${file}:${counter.linePos(at).line}: ${told}`)
  }
  const errorAt = (path: DocumentPath, message: string): ConfigError => {
    const line = lineOf(document, counter, path)
    const field = path.length === 0 ? '' : ` ${path.join('.')}:`
    return new ConfigError(`${file}${line === undefined ? '' : `:${line}`}:${field} ${message}`)
  }
  visit(document, {
    Pair(_, { key }) {
      // Such a key never arrives: as a property it would name the prototype.
      if (isScalar(key) && key.value === '__proto__')
        throw new ConfigError(
          `${file}:${counter.linePos(key.range?.[0] ?? 0).line}: __proto__: unknown key "__proto__", no name can be that`,
        )
    },
  })
  try {
    // An alias that expands to billions of nodes is refused by the library here.
    return { file, value: document.toJS({ maxAliasCount: 100 }) as unknown, errorAt }
  } catch (error) {
    throw new ConfigError(`${file}: ${(error as Error).message}`)
  }
}

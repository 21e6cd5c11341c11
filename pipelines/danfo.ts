import { ConfigError } from '../src/core/errors.js'
import type { Columns } from '../src/export/csv.js'

/** The part of danfojs-node that is used; the package is an optional peer, so its own types may be absent. */
interface DanfoModule {
  readonly DataFrame: new (columns: Readonly<Record<string, readonly unknown[]>>) => DanfoFrame
}

/** A danfojs DataFrame, as far as this project looks at it. */
export interface DanfoFrame {
  readonly shape: readonly number[]
  readonly columns: readonly string[]
  readonly values: readonly (readonly unknown[])[]
}

async function loadDanfo(): Promise<DanfoModule | undefined> {
  try {
    // A name that the compiler does not resolve: the package may be absent.
    const name: string = 'danfojs-node'
    const module = (await import(name)) as { default?: DanfoModule } & Partial<DanfoModule>
    return module.DataFrame === undefined ? module.default : (module as DanfoModule)
  } catch {
    return undefined
  }
}

/** Version of danfojs-node; undefined when it is not installed or does not load. */
export async function danfoVersion(): Promise<string | undefined> {
  const danfo = (await loadDanfo()) as { __version?: string } | undefined
  return danfo === undefined ? undefined : (danfo.__version ?? 'unknown')
}

/**
 * A danfojs-node DataFrame of columns, for people who work in it. Interop only: its arithmetic passes through float32.
 * @throws ConfigError when danfojs-node is not installed
 */
export async function toDataFrame(columns: Columns): Promise<DanfoFrame> {
  const danfo = await loadDanfo()
  if (danfo === undefined)
    throw new ConfigError('toDataFrame: danfojs-node is not installed: npm install danfojs-node@1.2.0')
  return new danfo.DataFrame(
    Object.fromEntries(
      Object.entries(columns).map(([name, values]) => [name, Array.from(values as ArrayLike<unknown>)]),
    ),
  )
}

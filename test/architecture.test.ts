import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

/** What each folder may import of the project; the order is the layer order of ARCHITECTURE.md. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  src: ['src'],
  models: ['models', 'src'],
  datasets: ['datasets', 'src'],
  pipelines: ['pipelines', 'models', 'datasets', 'src'],
}

/** Folders of `src` in order: each may import itself and those before it. */
const SRC_ORDER = [
  'core',
  'panel',
  'kernels',
  'features',
  'samples',
  'forecast',
  'regimes',
  'decide',
  'switching',
  'allocate',
  'backtest',
  'risk',
  'overfit',
  'export',
  'audit',
]

/** Packages that pure code may use: data in, data out. */
const PURE_PACKAGES = ['arquero']

/** Where a module is imported only when it is needed: a tensor library takes a quarter of a second, a peer may be absent. */
const DEFERRED_IMPORTS = ['models/registry.ts', 'models/tfjs/backend.ts', 'pipelines/danfo.ts']

/** AssemblyScript: the same ending, but another language, which imports by its own rules. */
const ASSEMBLY = join('src', 'kernels', 'assembly')

const CONSOLE_OR_CLOCK =
  /\b(console|process|Date|performance\.now|setTimeout|setInterval|fetch)\b\s*[.(]|Math\.random|globalThis/

interface Source {
  readonly path: string
  readonly text: string
  readonly imports: readonly string[]
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && entry.parentPath !== ASSEMBLY)
    .map((entry) => join(entry.parentPath, entry.name))
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1')
}

const sources: Source[] = Object.keys(LAYERS)
  .flatMap(filesBelow)
  .map((path) => {
    const text = withoutComments(readFileSync(path, 'utf8'))
    const imports = [...text.matchAll(/(?:^|\n)\s*(?:import|export)\b[^'"]*?\bfrom\s*['"]([^'"]+)['"]/g)].map(
      ([, from]) => (from.startsWith('.') ? relative('.', join(dirname(path), from)).replace(/\.js$/, '.ts') : from),
    )
    return { path, text, imports }
  })

const isLocal = (imported: string): boolean => imported.endsWith('.ts')

describe('architecture', () => {
  it('finds the sources and their imports', () => {
    expect(sources.length).toBeGreaterThan(50)
    expect(sources.flatMap((source) => source.imports).filter(isLocal).length).toBeGreaterThan(100)
  })

  it.each(Object.entries(LAYERS))('%s imports only what lies below it', (layer, allowed) => {
    const wrong = sources
      .filter((source) => source.path.startsWith(`${layer}/`))
      .flatMap(({ path, imports }) =>
        imports.filter((to) => isLocal(to) && !allowed.includes(to.split('/')[0])).map((to) => `${path} -> ${to}`),
      )
    expect(wrong).toEqual([])
  })

  it('folders of src import only those before them', () => {
    const wrong = sources
      .filter(({ path }) => path.startsWith('src/'))
      .flatMap(({ path, imports }) => {
        const from = SRC_ORDER.indexOf(path.split('/')[1])
        return imports
          .filter((to) => isLocal(to) && (from < 0 || SRC_ORDER.indexOf(to.split('/')[1]) > from))
          .map((to) => `${path} -> ${to}`)
      })
    expect(wrong).toEqual([])
  })

  it('no module imports itself by a detour', () => {
    const graph = new Map(sources.map(({ path, imports }) => [path, imports.filter(isLocal)]))
    const done = new Set<string>()
    const cycles: string[] = []
    const visit = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '))
      if (done.has(path) || trail.includes(path)) return
      for (const next of graph.get(path) ?? []) visit(next, [...trail, path])
      done.add(path)
    }
    for (const path of graph.keys()) visit(path, [])
    expect(cycles).toEqual([])
  })

  it('src is pure: no Node module, no clock, console or unseeded randomness, no package with effects', () => {
    const impure = sources
      .filter(({ path }) => path.startsWith('src/'))
      .flatMap(({ path, text, imports }) => [
        ...imports.filter((to) => !isLocal(to) && !PURE_PACKAGES.includes(to)).map((to) => `${path} imports ${to}`),
        ...(CONSOLE_OR_CLOCK.exec(text) === null ? [] : [`${path} uses ${CONSOLE_OR_CLOCK.exec(text)?.[0] ?? ''}`]),
      ])
    expect(impure).toEqual([])
  })

  it('there are no default exports and no barrels', () => {
    const wrong = sources.flatMap(({ path, text }) => [
      ...(/\bexport\s+default\b|\bas\s+default\b/.test(text) ? [`${path}: default export`] : []),
      ...(/\bexport\s+(\*|\{[^}]*\}\s*from)/.test(text) ? [`${path}: re-export`] : []),
      ...(/(^|\/)index\.ts$/.test(path) ? [`${path}: barrel`] : []),
    ])
    expect(wrong).toEqual([])
  })

  it('imports are deferred only where the reason is known', () => {
    const deferred = sources.filter(({ text }) => /\bimport\s*\(/.test(text)).map(({ path }) => path)
    expect(deferred.filter((path) => !DEFERRED_IMPORTS.includes(path))).toEqual([])
  })

  it('only artifacts.ts writes files, and only the command line ends the process', () => {
    const writers = sources.filter(({ text }) => /\b(writeFile|writeFileSync|renameSync|mkdirSync)\b/.test(text))
    expect(writers.map(({ path }) => path)).toEqual(['pipelines/artifacts.ts'])
    const enders = sources.filter(({ text }) => /process\.exit/.test(text)).map(({ path }) => path)
    expect(enders).toEqual(['pipelines/cli.ts'])
  })

  it('every export is used outside its own file or is part of a documented interface', () => {
    const tests = filesBelow('test').map((path) => readFileSync(path, 'utf8'))
    const unused = sources.flatMap(({ path, text }) =>
      [...text.matchAll(/\bexport\s+(?:async\s+)?(?:function|const)\s+([A-Za-z_$][\w$]*)/g)]
        .map(([, name]) => name)
        .filter((name) => {
          const word = new RegExp(`\\b${name.replace(/\$/g, '\\$')}\\b`)
          return (
            !sources.some((other) => other.path !== path && word.test(other.text)) &&
            !tests.some((test) => word.test(test))
          )
        })
        .map((name) => `${path}: ${name}`),
    )
    expect(unused).toEqual([])
  })

  it('files stay small enough to be read at once', () => {
    const long = [...sources.map(({ path }) => path), ...filesBelow('test')].filter(
      (path) => readFileSync(path, 'utf8').split('\n').length > 301,
    )
    expect(long).toEqual([])
  })

  it('the layout has the folders and packages of the design', () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, string>>
    const names = readdirSync('.')
    for (const name of [
      'package.json',
      'tsconfig.json',
      'pipelines',
      'src',
      'models',
      'datasets',
      'experiments',
      'test',
    ])
      expect(names).toContain(name)
    expect(manifest.dependencies).toHaveProperty('arquero')
    expect(manifest.dependencies).toHaveProperty('yargs')
    expect(manifest.optionalDependencies['tfjs-node-native']).toMatch(/^npm:@tensorflow\/tfjs-node@/)
    expect(manifest.peerDependencies).toHaveProperty('danfojs-node')
    expect(manifest.devDependencies).toHaveProperty('vitest')
    for (const group of ['dependencies', 'devDependencies', 'optionalDependencies'])
      for (const version of Object.values(manifest[group])) expect(version).toMatch(/^(npm:.+@)?\d+\.\d+\.\d+$/)
  })
})

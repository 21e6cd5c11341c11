import { viewRows, type Matrix } from '../core/matrix.js'
import type { Kernels, Rows } from '../kernels/kernels.js'
import type { Panel } from '../panel/panel.js'
import { columnsOf, computeStages, stepsOf, type Columns } from './compute-stages.js'
import type { Plan } from './plan.js'
import { changedRows, joinRows, rowHashes, type RowHashes } from './row-hashes.js'
import { featuresOf, refusePairs, sourcesOf, type FeaturePanel } from './run-stages.js'
import type { Stage } from './stage.js'

/** Features, and which rows of which stages it took to bring them up to date. */
export interface UpdatedFeatures extends FeaturePanel {
  /** Rows of each stage that were computed; stages that nothing reached are not in it. */
  readonly recomputed: ReadonlyMap<string, Rows>
}

/** Keeps the columns of a plan, and computes only what a change of the panel reaches. */
export interface FeatureEngine {
  /**
   * The plan's features of a panel, bit by bit those of `computeFeatures`. What changed is found by content, so it does not matter
   * which arrays hold it: the panel may be a new one, or the old one written over.
   *
   * The matrices belong to the engine (or are the panel's own, for a field that is a feature): they hold until the next `update`,
   * which writes over them. Who keeps features longer copies them. Everything else of the result is the caller's.
   * @throws ConfigError when a source is missing, ShapeError when an output is a matrix of pairs; the next update starts afresh
   */
  update(panel: Panel): UpdatedFeatures
}

interface Source {
  /** The panel's matrix, and where the kernels read it: the same, or a copy that is the engine's. */
  readonly given: Matrix
  readonly shared: Matrix
  readonly hashes: RowHashes
}

/** What the engine knows of the panel that it saw last. */
interface Known {
  readonly universe: string
  readonly nRows: number
  readonly sources: ReadonlyMap<string, Source>
  /** Computed columns; the rows beyond `nRows` are room to grow. */
  readonly buffers: Map<string, Matrix>
}

const nothing = (universe: string): Known => ({ universe, nRows: 0, sources: new Map(), buffers: new Map() })

/** Whatever columns mean beside their rows: other assets, sectors, benchmark or widths are another universe. */
function universeOf({ assets, sectors, benchmark }: Panel, sources: Columns): string {
  return JSON.stringify([assets, sectors, benchmark, [...sources].map(([name, { cols }]) => [name, cols])])
}

function shareSource(
  given: Matrix,
  hashes: RowHashes,
  changed: Rows,
  before: Source | undefined,
  kernels: Kernels,
): Source {
  // Memory of a panel is never written, though it may be what the kernels read.
  const own = before === undefined || before.shared === before.given ? undefined : before.shared
  if (own?.rows === given.rows && changed.from >= changed.to) return { given, shared: own, hashes }
  return { given, shared: kernels.share(given, own), hashes }
}

/** Room for sessions to come: without it, each would copy the whole history. */
const capacityFor = (rows: number): number => rows + Math.max(64, rows >> 4)

/** Rows of a stage that are new, or that changed rows of its inputs reach. */
function reachOf(stage: Stage, added: Rows, changed: ReadonlyMap<string, Rows>): Rows {
  let reach = added
  for (const input of stage.inputs) {
    const { from, to } = changed.get(input) ?? { from: 0, to: 0 }
    if (from < to) reach = joinRows(reach, { from, to: Math.min(added.to, to + stage.lookback - 1) })
  }
  return reach
}

/** An engine that has seen nothing yet. */
export function createFeatureEngine(plan: Plan, kernels: Kernels): FeatureEngine {
  refusePairs(plan)
  const steps = stepsOf(plan.stages)
  let known = nothing('')

  /** The kept columns, with as many rows as the panel. */
  function keptColumns({ nRows, sources, buffers }: Known, rows: number): Columns {
    const columns: Columns = new Map([...sources].map(([name, { shared }]) => [name, shared]))
    for (const [name, buffer] of buffers) {
      let roomy = buffer
      if (buffer.rows < rows) {
        roomy = kernels.allocate(capacityFor(rows), buffer.cols)
        roomy.data.set(viewRows(buffer, 0, nRows).data)
        buffers.set(name, roomy)
      }
      columns.set(name, viewRows(roomy, 0, rows))
    }
    return columns
  }

  return {
    update(panel) {
      const rows = panel.dates.length
      const given = sourcesOf(plan, panel)
      const universe = universeOf(panel, given)
      const before = known.universe === universe ? known : nothing(universe)
      // Until all is done, nothing is known: an error would otherwise leave rows behind that are neither old nor new.
      known = nothing('')

      const added = { from: Math.min(before.nRows, rows), to: rows }
      const changed = new Map<string, Rows>()
      const sources = new Map<string, Source>()
      for (const [name, matrix] of given) {
        const hashes = rowHashes(matrix)
        const last = before.sources.get(name)
        const different = changedRows(last?.hashes ?? new Int32Array(0), hashes)
        changed.set(name, different)
        sources.set(name, shareSource(matrix, hashes, different, last, kernels))
      }
      for (const stage of plan.stages) changed.set(stage.name, reachOf(stage, added, changed))

      const { buffers } = before
      const columns = keptColumns({ ...before, sources }, rows)
      computeStages(
        steps,
        columns,
        ({ name }) => changed.get(name),
        (stage, inputs) => {
          const cols = columnsOf(stage, inputs, panel.assets.length)
          const buffer = kernels.allocate(capacityFor(rows), cols)
          buffers.set(stage.name, buffer)
          return viewRows(buffer, 0, rows)
        },
        kernels,
      )
      const recomputed = new Map<string, Rows>()
      for (const { name } of plan.stages) {
        const reach = changed.get(name)
        if (reach !== undefined && reach.from < reach.to) recomputed.set(name, reach)
      }
      const features = featuresOf(plan, panel, columns)
      known = { universe, nRows: rows, sources, buffers }
      return { ...features, recomputed }
    },
  }
}

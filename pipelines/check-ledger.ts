import type { Experiment } from './experiment-schema.js'
import { checkShorts } from './inverse-funds.js'
import type { YamlSource } from './yaml-source.js'

/**
 * Checks that the source has what the ledger is to work with.
 * @throws ConfigError naming file, line and field
 */
export function checkLedger(experiment: Experiment, source: YamlSource): void {
  checkShorts(experiment, source)
  const { data, backtest } = experiment
  if (backtest.distributions === 'cash' && data.source !== 'csv')
    throw source.errorAt(
      ['backtest', 'distributions'],
      `data.source "${data.source}" has no dividends and splits to be paid, expected "reinvested"`,
    )
  const { impact, maxParticipation } = backtest.costs
  if (data.source !== 'french' || (impact === 0 && maxParticipation === undefined)) return
  const key = impact > 0 ? 'impact' : 'maxParticipation'
  throw source.errorAt(['backtest', 'costs', key], 'data.source "french" has no volume to measure orders by')
}

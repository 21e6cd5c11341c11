import { formatSession } from '../../src/core/calendar.js'
import { NOTICE } from '../../src/export/notice.js'
import { SCORES_SCHEMA, scoreRecords } from '../../src/export/scores.js'
import { textTable } from '../../src/export/text-table.js'
import { ENSEMBLE } from '../../src/forecast/ensemble.js'
import { forecastRange } from '../../src/forecast/forecasts.js'
import { restrictedWarnings } from '../decisions/check-warnings.js'
import type { ParsedExperiment } from '../experiment.js'
import { holdsFiles } from '../provenance.js'
import { holdInstruments, holdInverseFunds } from '../hold-instruments.js'
import { holdNow } from '../hold-now.js'
import { prepare } from '../prepare.js'
import { holdText, instrumentsText } from '../report-text.js'
import { openHoldings } from '../run.js'
import { readRunHead } from '../run-folder.js'
import { scoreLatest } from '../trained-models.js'
import { positionalOf, printResult, runOptions, textOf, withOptions, type Command } from './command.js'

/**
 * The experiment for files that have gone on since the models were trained: without its end and its dropped rows, which speak
 * of the old files. For the old files themselves it stays as it is.
 */
function forFilesOf(
  folder: string | undefined,
  parsed: ParsedExperiment,
  trained: Readonly<Record<string, string>>,
): ParsedExperiment {
  const { data } = parsed.experiment
  if (folder === undefined || data.source === 'simulated' || holdsFiles(folder, trained)) return parsed
  return { ...parsed, experiment: { ...parsed.experiment, data: { ...data, to: undefined, drop: [] } } }
}

export const score: Command = {
  command: 'score <run>',
  describe: 'Score the latest session with trained models',
  builder: (argv) =>
    withOptions(argv.positional('run', { type: 'string', describe: 'Run folder with trained models' }), [
      'data',
      'holdings',
      'json',
    ])
      .option('instrument', {
        type: 'string',
        describe:
          'What to hold in other instruments too: etf, inverse, future or family:NAME; inverse where the experiment shorts so',
        requiresArg: true,
      })
      .example('$0 score runs/live', 'the data the models were trained on')
      .example(
        '$0 score runs/live --data prices --json',
        'files that have gone on, to their end (data.to and data.drop then do not apply)',
      ),
  async handler(args, output) {
    const folder = positionalOf(args, 'run')
    const options = runOptions(args, output)
    const { manifest, parsed } = await readRunHead(folder)
    const files = options.data ?? manifest.data.folder ?? undefined
    const current = forFilesOf(files, parsed, manifest.data.files)
    const prepared = await prepare(current, { folder: files }, output.progress)
    const { experiment } = current
    // Two sessions, because the direction of a score is its change since the one before.
    const forecasts = await scoreLatest(experiment, prepared, folder, 2)
    const { start, end } = forecastRange(forecasts)
    const records = scoreRecords(forecasts, {
      start: Math.max(start, end - 1),
      end,
      deadBand: experiment.export.deadBand,
    })
    for (const warning of restrictedWarnings(experiment, prepared.panel.assets)) output.progress(`warning: ${warning}`)
    const now = holdNow(experiment, prepared, forecasts, openHoldings(options.holdings, prepared))
    const instrument = textOf(args, 'instrument')
    const instruments =
      instrument === undefined ? holdInverseFunds(experiment, now) : holdInstruments(experiment, now, instrument)
    const { simulated } = prepared.provenance
    const document = {
      schema: SCORES_SCHEMA,
      experiment: experiment.name,
      asOf: formatSession(prepared.panel.dates[end - 1]),
      simulated,
      notice: NOTICE,
      scores: records,
      now,
      ...(instruments === undefined ? {} : { instruments }),
    }
    printResult(args, output, document, () => {
      const rows = records
        .filter(({ model }) => model === ENSEMBLE)
        .map(({ rank, sector, symbol, score, direction, confidence }) => [
          sector,
          symbol,
          String(rank),
          score.toFixed(3),
          direction > 0 ? 'up' : direction < 0 ? 'down' : '-',
          confidence.toFixed(2),
        ])
      const title = `Scores of ${document.asOf} for the next ${experiment.horizon} sessions${simulated ? ' (simulated)' : ''}`
      const scores = textTable(['sector', 'symbol', 'rank', 'score', 'change', 'confidence'], rows)
      const mapped = instruments === undefined ? [] : ['', instrumentsText(instruments)]
      return [title, '', scores, '', holdText(now, simulated), ...mapped, '', NOTICE].join('\n')
    })
    return 0
  },
}

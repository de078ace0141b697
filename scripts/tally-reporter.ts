import Mocha from 'mocha'

/** What a run of the suite counted; a failing hook counts as a failure. */
export interface Tally {
  passed: number
  failed: number
  skipped: number
}

/** Long enough for pools and sockets to close by themselves, short enough to be noticed. */
const LINGER_MS = 20_000

/** Mocha's own report, and after it the counts, sent to the process that started the run. */
class TallyReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options)
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      process.send?.({ tally: { passed: this.stats.passes, failed: this.stats.failures, skipped: this.stats.pending } satisfies Tally })
      // Unreferenced, so it fires only when something that a test left open keeps the process alive: a failure, not a hang.
      setTimeout(() => {
        console.error(`Left open by the tests, after ${LINGER_MS / 1000} s: ${process.getActiveResourcesInfo().join(', ')}`)
        process.on('exit', () => {
          process.exitCode = 1 // last word: mocha's own listener, registered before, sets the number of failures
        })
        process.exit()
      }, LINGER_MS).unref()
    })
  }
}

// biome-ignore lint/style/noDefaultExport: the way mocha finds a reporter
export default TallyReporter

import Mocha from 'mocha'

/** What a run of the suite counted; a failing hook counts as a failure. */
export interface Tally {
  passed: number
  failed: number
  skipped: number
  /** Titles of what failed, and of what passed at a second try only. */
  failures: string[]
  shaky: string[]
}

/** Long enough for pools and sockets to close by themselves, short enough to be noticed. */
const LINGER_MS = 20_000

/** Mocha's own report, and after it the counts, sent to the process that started the run. */
class TallyReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options)
    const failures: string[] = []
    const shaky = new Map<string, string>()
    const { EVENT_TEST_FAIL, EVENT_TEST_RETRY, EVENT_RUN_END } = Mocha.Runner.constants
    runner.on(EVENT_TEST_RETRY, (test, error) => shaky.set(test.fullTitle(), error.message))
    runner.on(EVENT_TEST_FAIL, (test, error) => {
      shaky.delete(test.fullTitle())
      failures.push(`${test.fullTitle()}: ${error.message}`)
    })
    runner.once(EVENT_RUN_END, () => {
      const { passes: passed, failures: failed, pending: skipped } = this.stats
      const tally: Tally = { passed, failed, skipped, failures, shaky: [...shaky].map(([title, message]) => `${title}: ${message}`) }
      process.send?.({ tally })
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

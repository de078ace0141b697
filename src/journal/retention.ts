import type { Log } from '../lib/log.js'
import type { Repeated } from '../lib/repeat.js'
import { type Clock, DAY, MINUTE } from '../lib/time.js'
import type { JournalStore } from './journal-store.js'

/** Facts deleted at a time, a few milliseconds of work, and the pause in which requests have their turn: some twenty thousand facts a second. */
const SLICE = 500
const PAUSE_MS = 20

const EVERY = 10 * MINUTE

/** Deletes in slices what was recorded more than `days` ago, now and again every ten minutes. With 0 days everything is kept. */
export function keepFor(days: number, store: JournalStore, { now, log }: { now: Clock; log: Log }): Repeated {
  let stopped = days === 0
  let round = Promise.resolve()
  const purge = async () => {
    const before = now() - days * DAY
    let deleted = 0
    for (let slice = SLICE; slice === SLICE && !stopped; deleted += slice) {
      slice = await store.purge(before, SLICE)
      await new Promise(resolve => setTimeout(resolve, PAUSE_MS))
    }
    if (deleted > 0) log.info({ deleted, days }, 'journal: facts past their retention are deleted')
  }
  const run = () => {
    round = round.then(purge).catch(error => log.warn({ error: String(error) }, 'journal: retention is tried again in ten minutes'))
  }
  if (!stopped) run()
  const timer = setInterval(run, EVERY).unref()
  return {
    async stop() {
      stopped = true
      clearInterval(timer)
      await round
    },
  }
}

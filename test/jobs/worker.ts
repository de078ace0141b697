/**
 * A worker in a process of its own, to be killed or frozen: works the job `slow` and says on its standard output when it has begun. It ends the job
 * when a line comes in. Settings of the database come as JSON in the first argument.
 */
import { createInterface } from 'node:readline'
import { type DatabaseSettings, openDatabase } from '../../src/db/database.js'
import { openJobs } from '../../src/jobs/open-jobs.js'
import type { WorkerSettings } from '../../src/jobs/worker-settings.js'
import { createLog } from '../../src/lib/log.js'

const { database, worker } = JSON.parse(process.argv[2]!) as { database: DatabaseSettings; worker: WorkerSettings }
const db = openDatabase(database)
const jobs = await openJobs(db, database.url, { now: Date.now, log: createLog('warn'), settings: worker })
const lines = createInterface({ input: process.stdin })
const say = (word: string) => process.stdout.write(`${word}\n`)

await jobs.work({
  slow: async ({ number }, { signal }) => {
    signal.addEventListener('abort', () => say('lost'))
    say(`began ${number}`)
    await new Promise<void>(resolve => lines.once('line', () => resolve()))
    say(`did ${number}`)
  },
})
say('ready')

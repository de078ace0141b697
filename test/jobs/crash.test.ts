import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { transaction } from '../../src/db/transaction.js'
import { freshDatabase, type TestDatabase } from '../helpers/database.js'
import { eventually } from '../helpers/eventually.js'
import { IMPATIENT, stopJobs, type TestJobs, testJobs } from '../helpers/jobs.js'

/** What becomes of a job whose worker dies or freezes: processes of their own, on both engines. */
describe('a job whose worker', function () {
  this.timeout(90_000)
  let db: TestDatabase
  let jobs: TestJobs
  let worker: Worker
  beforeEach(async () => {
    db = await freshDatabase()
    jobs = await testJobs(db)
    worker = await startWorker(db)
  })
  afterEach(async () => {
    worker.child.kill('SIGKILL')
    await stopJobs()
    await db.close()
  })

  /** A handler that counts how often it began, and ends when told. */
  const slow = () => {
    const ends: ((error?: Error) => void)[] = []
    const handler = () =>
      new Promise<void>((resolve, reject) => {
        ends.push(error => (error ? reject(error) : resolve()))
      })
    return { ends, handler }
  }
  /** At a moment at which it writes nothing: frozen within a write, it would hold the lock of an embedded database's file. */
  const freeze = async () => {
    for (;;) {
      worker.child.kill('SIGSTOP')
      const writable = await transaction(db, trx => trx.raw('select 1')).then(
        () => true,
        () => false,
      )
      if (writable) return
      worker.child.kill('SIGCONT')
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }
  const waiting = async () => (await jobs.standing()).waiting.length

  it('was killed is done by another', async () => {
    await jobs.put('slow', { number: 1 })
    await worker.said('began 1')
    worker.child.kill('SIGKILL')
    const { ends, handler } = slow()
    await jobs.work({ slow: handler })
    await eventually(async () => assert.equal(ends.length, 1), 20_000)
    ends[0]!()
    await eventually(async () => assert.equal(await waiting(), 0))
  })

  it('was killed, with its key, is done by another, and what was asked for meanwhile too', async () => {
    await jobs.put('slow', { number: 1 }, { key: 'a' })
    await worker.said('began 1')
    worker.child.kill('SIGKILL')
    await jobs.put('slow', { number: 2 }, { key: 'a' })
    const done: unknown[] = []
    await jobs.work({
      slow: async ({ number }) => {
        done.push(number)
      },
    })
    // The second asks for all that the first was to do: whether that is done as well makes no difference.
    await eventually(async () => assert.ok(done.includes(2)))
    await eventually(async () => assert.equal(await waiting(), 0), 20_000)
    assert.equal((await jobs.standing()).failed, 0)
  })

  it('froze is done by another, and nothing comes of its end when it thaws', async () => {
    await jobs.put('slow', { number: 1 })
    await worker.said('began 1')
    await freeze()
    const { ends, handler } = slow()
    await jobs.work({ slow: handler })
    await eventually(async () => assert.equal(ends.length, 1), 20_000)

    worker.child.kill('SIGCONT')
    worker.child.stdin!.write('end\n')
    await worker.said('did 1')
    await eventually(async () => assert.ok(worker.output().includes('was taken over by another worker')))
    // Had it ended the job, this failure would find none to be tried again.
    ends[0]!(new Error('not done'))
    await eventually(async () => assert.ok(jobs.logged.some(line => line.includes('not done'))))
    // By either of them: the one that thawed is free again.
    const begun = () => ends.length + worker.output().split('began 1\n').length - 1
    await eventually(async () => assert.equal(begun(), 3), 20_000)
    ends[1]?.()
    worker.child.stdin!.write('end\n')
    await eventually(async () => assert.equal(await waiting(), 0))
  })

  it('froze and was asked for anew is done again after the one that thaws has ended it', async () => {
    await jobs.put('slow', { number: 1 }, { key: 'a' })
    await worker.said('began 1')
    await freeze()
    // Somebody who works on other jobs finds it silent, and the job waits again under its key.
    await jobs.work({ other: async () => {} })
    const freed = () =>
      db.settings.url
        ? waiting()
        : db
            .knex('jobs')
            .where('due_at', '<', Date.now())
            .then(rows => rows.length)
    await eventually(async () => assert.equal(await freed(), 1), 20_000)
    await jobs.put('slow', { number: 2 }, { key: 'a' })
    worker.child.kill('SIGCONT')
    worker.child.stdin!.write('end\n')
    await worker.said('did 1')
    await worker.said('began 2')
  })

  it('froze tells its handler, when it thaws, that it lost the job', async () => {
    await jobs.put('slow', { number: 1 })
    await worker.said('began 1')
    await freeze()
    const { ends, handler } = slow()
    await jobs.work({ slow: handler })
    await eventually(async () => assert.equal(ends.length, 1), 20_000)
    worker.child.kill('SIGCONT')
    await worker.said('lost')
    ends[0]!()
  })
})

interface Worker {
  readonly child: ChildProcess
  output(): string
  said(line: string): Promise<void>
}

async function startWorker(db: TestDatabase): Promise<Worker> {
  const program = fileURLToPath(new URL('./worker.ts', import.meta.url))
  const settings = JSON.stringify({ database: db.settings, worker: { ...IMPATIENT, concurrency: 1 } })
  const child = spawn(process.execPath, ['--import', 'tsx', program, settings], { stdio: ['pipe', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', data => {
      output += data
    })
  const worker: Worker = {
    child,
    output: () => output,
    said: line => eventually(async () => assert.ok(output.split('\n').includes(line), `${line} in:\n${output}`), 20_000),
  }
  await worker.said('ready')
  return worker
}

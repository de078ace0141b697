/**
 * PostgreSQL goes away under load and comes back, stopped in order in one round and as by a power failure in the next: the server answers 503
 * meanwhile, decides on from memory, and serves again without a restart. Every event that was acknowledged is in the journal exactly once, and so
 * is the note of every decision that was made during the outage.
 */
import { freePort } from '../bench/process.js'
import { installOn } from './installation.js'
import { privatePostgres } from './private-postgres.js'
import type { Proof } from './proof.js'
import { seeded } from './random.js'
import { checkMarks, Writers } from './writers.js'

const AWAY_MS = 3000

export async function prove({ seeds, from, engine }: Proof): Promise<void> {
  if (engine === 'sqlite') return
  const postgres = await privatePostgres()
  if (!postgres) {
    console.log('outage: left out, the programs of PostgreSQL are not installed')
    return
  }
  postgres.start()
  const installation = installOn(postgres.url)
  try {
    const server = await installation.start(await freePort())
    const baseUrl = `http://127.0.0.1:${server.port}`
    const keys = installation.demo().website
    const acknowledged = new Set<string>()
    for (let seed = from; seed < from + seeds; seed++) {
      const random = seeded(seed)
      const how = seed % 2 === 0 ? 'fast' : 'immediate'
      const writers = new Writers({ baseUrl, keys }, { name: String(seed) })
      try {
        await writers.acknowledge(100 + Math.floor(random() * 400))
        postgres.stop(how)
        const away = performance.now()
        await writers.until(() => writers.count(503) > 0, 'a 503')
        const trace = await decide(baseUrl, keys)
        await new Promise(resolve => setTimeout(resolve, AWAY_MS - (performance.now() - away)))
        postgres.start()
        const back = performance.now()
        await writers.acknowledge(1)
        const recovery = performance.now() - back
        await writers.acknowledge(200)
        await writers.stop()
        if (writers.faults[0]) throw new Error(writers.faults[0])
        if (writers.count(0) > 0) throw new Error(`${writers.count(0)} requests got no answer`)
        for (const mark of writers.acknowledged) acknowledged.add(mark)
        await installation.look(async db => {
          await checkMarks(db, acknowledged)
          const notes = await db.knex('events').where({ trace })
          if (notes.length !== 1) throw new Error(`the decision made during the outage is noted ${notes.length} times`)
        })
        console.log(
          `outage, seed ${seed}, stopped ${how}: ${writers.count(503)} answers of 503 in ${AWAY_MS / 1000} s, ` +
            `served again ${recovery.toFixed(0)} ms after the database; ${writers.acknowledged.size} acknowledged events, each there exactly once`,
        )
      } catch (error) {
        throw new Error(`outage, seed ${seed}: ${(error as Error).message}`, { cause: error })
      } finally {
        await writers.stop()
      }
    }
    await server.stop()
  } finally {
    postgres.remove()
    await installation.remove()
  }
}

/** A decision, which is made from memory; the trace under which it is noted. */
async function decide(baseUrl: string, { pub, website }: { pub: string; website: string }): Promise<string> {
  const answer = await fetch(`${baseUrl}/v1/decision?pub=${pub}&website=${website}`, { headers: { Origin: 'http://localhost' } })
  if (answer.status !== 200) throw new Error(`a decision was answered ${answer.status}`)
  return ((await answer.json()) as { requestId: string }).requestId.slice(0, 30)
}

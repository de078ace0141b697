/**
 * The journal loses nothing that it acknowledged: writers send snippet pings, each with a mark of its own, while the server is killed with SIGKILL at
 * a random moment. After the restart every acknowledged mark is in the journal exactly once. One that got no answer may be there or not, but never twice.
 * On SQLite the same is then shown of a disk that runs full.
 */
import { once } from 'node:events'
import { freePort } from '../bench/process.js'
import { proveFullDisk } from './full-disk.js'
import { type Installation, install } from './installation.js'
import type { Proof } from './proof.js'
import { seeded } from './random.js'
import { checkMarks, Writers } from './writers.js'

const KILLS = 3

export async function prove({ seeds, from, engine }: Proof): Promise<void> {
  let total = 0
  for (let seed = from; seed < from + seeds; seed++) {
    const random = seeded(seed)
    const installation = await install(engine)
    const acknowledged = new Set<string>()
    try {
      for (let kill = 0; kill < KILLS; kill++) {
        const marks = await writeUntilKilled(installation, random() * 700, `${seed}-${kill}`)
        for (const mark of marks) acknowledged.add(mark)
      }
      // The last start recovers whatever the kill left behind, as an operator's would.
      const server = await installation.start(await freePort())
      await server.stop()
      await installation.look(db => checkMarks(db, acknowledged))
    } catch (error) {
      throw new Error(`journal, ${engine}, seed ${seed}: ${(error as Error).message}`, { cause: error })
    } finally {
      await installation.remove()
    }
    total += acknowledged.size
    console.log(`journal, ${engine}, seed ${seed}: ${acknowledged.size} acknowledged events over ${KILLS} kills, each there exactly once`)
  }
  console.log(`journal, ${engine}: ${seeds} seeds, ${seeds * KILLS} kills, ${total} acknowledged events, none lost, none doubled`)
  if (engine === 'sqlite') await proveFullDisk()
}

/** Answers the marks that were acknowledged. */
async function writeUntilKilled(installation: Installation, afterMs: number, name: string): Promise<ReadonlySet<string>> {
  const server = await installation.start(await freePort())
  const writers = new Writers({ baseUrl: `http://127.0.0.1:${server.port}`, keys: installation.demo().website }, { name })
  await writers.acknowledge(1)
  await new Promise(resolve => setTimeout(resolve, afterMs))
  server.child.kill('SIGKILL')
  await once(server.child, 'exit')
  await writers.stop()
  if (writers.faults[0]) throw new Error(writers.faults[0])
  return writers.acknowledged
}

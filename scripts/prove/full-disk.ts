import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmdirSync, unlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../bench/process.js'
import { install } from './installation.js'
import { checkMarks, Writers } from './writers.js'

const DISK = '8m'
const BALLAST_BYTES = 2 * 1024 * 1024

/**
 * The embedded database on a disk of a few megabytes: writers fill it, are answered 503 with `Retry-After`, and are served again when there is room,
 * without a restart. What was acknowledged before, during and after is there exactly once. Says so and does nothing where nothing may be mounted.
 */
export async function proveFullDisk(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK}`, 'tmpfs', folder], { stdio: ['ignore', 'ignore', 'pipe'] })
  } catch {
    rmdirSync(folder)
    console.log('full disk: left out, a small disk can only be mounted by root')
    return
  }
  const installation = await install('sqlite', folder)
  try {
    const ballast = join(folder, 'ballast')
    writeFileSync(ballast, Buffer.alloc(BALLAST_BYTES))
    const server = await installation.start(await freePort())
    const writers = new Writers({ baseUrl: `http://127.0.0.1:${server.port}`, keys: installation.demo().website }, { length: 1000 })
    try {
      await writers.until(() => writers.count(503) >= 200, 'the disk to run full')
      const before = writers.acknowledged.size
      unlinkSync(ballast)
      await writers.acknowledge(200)
      await writers.stop()
      if (writers.faults[0]) throw new Error(writers.faults[0])
      await server.stop()
      await installation.look(db => checkMarks(db, writers.acknowledged))
      console.log(
        `full disk: ${before} acknowledged events filled it, ${writers.count(503)} were answered 503, ` +
          `${writers.acknowledged.size - before} more fitted when there was room; each acknowledged one is there exactly once`,
      )
    } finally {
      await writers.stop()
      await server.stop()
    }
  } finally {
    await installation.remove()
    execFileSync('umount', [folder])
    rmdirSync(folder)
  }
}

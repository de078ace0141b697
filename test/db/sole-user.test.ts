import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { takeFolder } from '../../src/db/sole-user.js'

describe('takeFolder', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'throughline-sole-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('refuses a folder that is taken, and says what to do', async () => {
    const giveBack = await takeFolder(folder)
    await assert.rejects(takeFolder(folder, undefined, 300), /in use by another process.*DATA_DIR/)
    giveBack()
    ;(await takeFolder(folder, undefined, 0))()
  })

  it('waits for a process that ends', async () => {
    const giveBack = await takeFolder(folder)
    setTimeout(giveBack, 200)
    ;(await takeFolder(folder, undefined, 5000))()
  })

  it('takes the folder of a process that was killed', async () => {
    const program = `import('./src/db/sole-user.ts').then(({ takeFolder }) => takeFolder(process.argv[1])).then(() => { console.log('taken'); setInterval(() => {}, 1000) })`
    const other = spawn(process.execPath, ['--import', 'tsx', '-e', program, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(other.stdout, 'data')
    await assert.rejects(takeFolder(folder, undefined, 0), { code: 'DATA_DIR_IN_USE' })
    other.kill('SIGKILL')
    await once(other, 'exit')
    ;(await takeFolder(folder, undefined, 1000))()
  })
})

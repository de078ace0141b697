import assert from 'node:assert/strict'
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AheadLog, readSegments } from '../../src/journal/ahead-log.js'
import { Unavailable } from '../../src/lib/errors.js'
import { createLog } from '../../src/lib/log.js'
import { eventually } from '../helpers/eventually.js'

describe('AheadLog', () => {
  let folder: string
  let logged: string[]
  let log: AheadLog
  const open = () => AheadLog.open(folder, createLog('info', { write: line => void logged.push(line) }))
  const files = () => readdirSync(folder)
  const texts = () => readSegments(folder).flatMap(({ records }) => records.map(({ text }) => text))

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'throughline-ahead-'))
    logged = []
    log = open()
  })
  afterEach(async () => {
    await log.close(1000)
    rmSync(folder, { recursive: true, force: true })
  })

  it('has a record on the disk when the promise resolves, in the order in which they came', async () => {
    const records = Array.from({ length: 300 }, (_, n) => JSON.stringify({ n, text: 'ä\n😀' }))
    await Promise.all(records.map(record => log.append('act', record)))
    assert.deepEqual(texts(), records)
  })

  it('gives each kind to whoever asks for it, once', async () => {
    await Promise.all([log.append('act', '1'), log.append('fact', '2'), log.append('act', '3')])
    const next = open()
    assert.deepEqual(
      next.left('act').map(({ text }) => text),
      ['1', '3'],
    )
    assert.deepEqual(next.left('act'), [])
    assert.deepEqual(
      next.left('fact').map(({ text }) => text),
      ['2'],
    )
  })

  it('keeps a file as long as one of its records is kept', async () => {
    const [first, second] = await Promise.all([log.append('act', '1'), log.append('fact', '2')])
    first()
    await log.close(1000)
    assert.equal(files().length, 1)
    second()
    await eventually(async () => assert.deepEqual(files(), []))
  })

  it('keeps what was left behind until it is let go of', async () => {
    await Promise.all([log.append('act', '1'), log.append('act', '2')])
    const [first, second] = open().left('act')
    first!.release()
    assert.deepEqual(texts(), ['1', '2'])
    second!.release()
    await eventually(async () => assert.deepEqual(files(), []))
  })

  it('has no file while nothing is kept, and begins another for what comes then', async () => {
    const release = await log.append('act', '1')
    release()
    await eventually(async () => assert.deepEqual(files(), []))
    await log.append('act', '2')
    assert.deepEqual(texts(), ['2'])
  })

  it('begins a new file behind eight megabytes, and loses none of either', async () => {
    const long = JSON.stringify('x'.repeat(1024 * 1024))
    for (let n = 0; n < 9; n++) await log.append('fact', long)
    await log.append('fact', '"last"')
    assert.equal(files().length, 2)
    assert.deepEqual([texts().length, texts().at(-1)], [10, '"last"'])
  })

  it('passes over a line that a killed process did not finish, and says so', async () => {
    await log.append('act', '{"whole":1}')
    appendFileSync(join(folder, files()[0]!), 'a1x9k2 {"half":')
    const left = open().left('act')
    assert.deepEqual(
      left.map(({ text }) => text),
      ['{"whole":1}'],
    )
    assert.match(logged.join(), /not written to its end/)
  })

  it('passes over a line whose bytes have changed', async () => {
    await Promise.all([log.append('act', '{"price":10}'), log.append('act', '{"price":20}')])
    const file = join(folder, files()[0]!)
    writeFileSync(file, readFileSync(file, 'utf8').replace('"price":10', '"price":90'))
    assert.deepEqual(texts(), ['{"price":20}'])
  })

  it('tells who waits that a record is not durable where the folder is gone, and goes on when it is back', async () => {
    rmSync(folder, { recursive: true })
    await assert.rejects(log.append('act', '1'), Unavailable)
    log = open()
    await log.append('act', '2')
    assert.deepEqual(texts(), ['2'])
  })

  it('takes nothing more when it is closed', async () => {
    await log.append('act', '1')
    await log.close(1000)
    await assert.rejects(log.append('act', '2'), Unavailable)
  })
})

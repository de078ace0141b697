import { close, constants, fdatasync, fsync, mkdirSync, open, readdirSync, readFileSync, unlink, write } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { crc32 } from 'node:zlib'
import { Unavailable } from '../lib/errors.js'
import { newId } from '../lib/id.js'
import type { Log } from '../lib/log.js'
import { SECOND } from '../lib/time.js'
import { GroupCommit } from './group-commit.js'

/** What a record is about; the first character of its line. */
export type RecordKind = 'act' | 'fact'

/** Lets go of a record, since what it says is in the database. */
export type Release = () => void

/** A record that a process left behind which is gone. */
export interface Left {
  readonly text: string
  readonly release: Release
}

const MARKS: Readonly<Record<RecordKind, string>> = { act: 'a', fact: 'f' }

const ENDING = '.log'

/** Bytes behind which a file is begun anew. */
const SEGMENT = 8 * 1024 * 1024

/** Records that may be on their way to the disk; beyond them callers are told to come again. */
const MAX_QUEUED = 10_000

/** A file whose records are all let go of is removed when no other has come for so long. */
const IDLE_MS = SECOND

/** One file of the log. It is removed when it takes no more records and has none to keep. */
class Segment {
  size = 0
  private kept = 0
  private isEnded = false

  constructor(
    readonly file: string,
    /** Undefined: it was written by a process that is gone. */
    readonly fd: number | undefined,
    private readonly onIdle: () => void = () => {},
  ) {}

  get isIdle(): boolean {
    return this.kept === 0
  }

  keep(records: number): void {
    this.kept += records
  }

  readonly release: Release = () => {
    this.kept--
    this.leave()
    if (this.isIdle) this.onIdle()
  }

  end(): void {
    this.isEnded = true
    this.leave()
  }

  private leave(): void {
    if (!this.isEnded || !this.isIdle) return
    // One that can't be removed is read again at the next start, and what it says is found to be in the database.
    if (this.fd === undefined) unlink(this.file, () => {})
    else close(this.fd, () => unlink(this.file, () => {}))
  }
}

/**
 * What is acknowledged before the database has it: records that are appended to a file, one flush for all that come together, and let go of when the database
 * has what they say. It costs a tenth of a transaction, and waits for none. What a process leaves behind is read by the next one, which
 * must be able to take in twice what it may have had already.
 *
 * A line is a mark of its kind, the CRC-32 of its text in base 36, a space and the text, which is JSON. A line that is not whole was never acknowledged.
 */
export class AheadLog {
  private readonly group: GroupCommit<string, Release>
  private segment: Segment | undefined
  private idle: NodeJS.Timeout | undefined

  private constructor(
    private readonly folder: string,
    private readonly leftBehind: Map<RecordKind, Left[]>,
  ) {
    this.group = new GroupCommit<string, Release>({
      write: lines => this.write(lines),
      maxBatch: 1000,
      maxQueued: MAX_QUEUED,
    })
  }

  /** Opens the log in a folder, which is made and is no other process's. @throws when it can't be used */
  static open(folder: string, log?: Log): AheadLog {
    mkdirSync(folder, { recursive: true })
    const left = new Map<RecordKind, Left[]>([
      ['act', []],
      ['fact', []],
    ])
    for (const { file, records, broken } of readSegments(folder)) {
      if (broken > 0)
        log?.warn({ file, broken }, 'ahead log: what was not written to its end is passed over; nobody was told that it was there')
      const segment = new Segment(file, undefined)
      segment.keep(records.length)
      for (const { kind, text } of records) left.get(kind)!.push({ text, release: segment.release })
      segment.end()
    }
    return new AheadLog(folder, left)
  }

  /** Records that are on their way to the disk. */
  get queued(): number {
    return this.group.queued
  }

  /** Resolves when the record is durable. @param text one line, as JSON is. @throws Unavailable when it is not */
  append(kind: RecordKind, text: string): Promise<Release> {
    return this.group.submit(`${MARKS[kind]}${crc32(text).toString(36)} ${text}\n`)
  }

  /** What was left behind of a kind, in its order; asked for again, nothing. */
  left(kind: RecordKind): Left[] {
    return this.leftBehind.get(kind)!.splice(0)
  }

  /** Accepts nothing more, and writes what waits for as long as `withinMs`. */
  async close(withinMs: number): Promise<void> {
    await this.group.drain(withinMs)
    this.endSegment()
  }

  private async write(lines: string[]): Promise<Release[]> {
    const bytes = Buffer.from(lines.join(''))
    try {
      this.segment ??= await this.begin()
      await put(this.segment.fd!, bytes, this.segment.size)
    } catch (error) {
      // Nothing is written behind what may be half a line.
      this.endSegment()
      throw failure(error as NodeJS.ErrnoException)
    }
    const { segment } = this
    segment.size += bytes.length
    segment.keep(lines.length)
    if (segment.size > SEGMENT) this.endSegment()
    return lines.map(() => segment.release)
  }

  private async begin(): Promise<Segment> {
    const file = join(this.folder, newId('log') + ENDING)
    const fd = await openFile(file, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | (constants.O_DSYNC ?? 0))
    await syncFolder(this.folder)
    return new Segment(file, fd, () => this.rest())
  }

  private endSegment(): void {
    clearTimeout(this.idle)
    this.idle = undefined
    this.segment?.end()
    this.segment = undefined
  }

  /** Nothing is kept now. */
  private rest(): void {
    this.idle ??= setTimeout(() => {
      this.idle = undefined
      if (this.segment?.isIdle && this.queued === 0) this.endSegment()
    }, IDLE_MS).unref()
  }
}

interface SegmentRecords {
  readonly file: string
  readonly records: readonly { readonly kind: RecordKind; readonly text: string }[]
  /** Lines that are not whole. */
  readonly broken: number
}

/** Everything that stands in a log's folder, in the order in which it was written. */
export function readSegments(folder: string): SegmentRecords[] {
  const files = readdirSync(folder).filter(name => name.endsWith(ENDING))
  return files.sort().map(name => {
    const file = join(folder, name)
    const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
    const records = lines.flatMap(line => recordOf(line) ?? [])
    return { file, records, broken: lines.length - records.length }
  })
}

function recordOf(line: string): { kind: RecordKind; text: string } | undefined {
  const space = line.indexOf(' ')
  const kind = line[0] === MARKS.act ? 'act' : line[0] === MARKS.fact ? 'fact' : undefined
  const text = line.slice(space + 1)
  return kind !== undefined && line.slice(1, space) === crc32(text).toString(36) ? { kind, text } : undefined
}

const WRITES_ARE_DURABLE = constants.O_DSYNC !== undefined

const openFile = promisify(open)
const sync = promisify(fsync)
const closeFile = promisify(close)

/** A file is there after a power failure when its folder says so. */
async function syncFolder(folder: string): Promise<void> {
  const fd = await openFile(folder, 'r')
  try {
    await sync(fd)
  } finally {
    await closeFile(fd)
  }
}

/** Writes all of the bytes at a place, durably: where the system can, the file is open so that a write ends when it is. */
const put = (fd: number, bytes: Buffer, at: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const from = (start: number) =>
      write(fd, bytes, start, bytes.length - start, at + start, (error, written) => {
        if (error) reject(error)
        else if (start + written < bytes.length) from(start + written)
        else if (WRITES_ARE_DURABLE) resolve()
        else fdatasync(fd, error => (error ? reject(error) : resolve()))
      })
    from(0)
  })

function failure(error: NodeJS.ErrnoException): Unavailable {
  const unavailable =
    error.code === 'ENOSPC' || error.code === 'EDQUOT'
      ? new Unavailable('The storage is full', 'storage_full', 1)
      : new Unavailable('The storage is not available right now', 'database_unavailable', 1)
  unavailable.cause = error
  return unavailable
}

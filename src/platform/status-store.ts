import type { Queries } from '../db/transaction.js'

/** When people were last invited to a channel and last joined it, epoch milliseconds; null: never. */
export interface ChannelTraffic {
  readonly lastInviteAt: number | null
  readonly lastJoinAt: number | null
}

/** What waits for a destination, and what it was last sent. Instants in epoch milliseconds. */
export interface DestinationQueue {
  /** At most `COUNTED`. */
  readonly waiting: number
  readonly firstDueAt: number | null
  readonly oldestWaitingAt: number | null
  /** Of one that waits and was tried. */
  readonly lastError: string | null
  /** Null also when none of the latest `LOOKED_AT` sends went out. */
  readonly lastSentAt: number | null
}

/** What could not be delivered to one target. */
export interface OpenLetters {
  readonly open: number
  readonly newest: { readonly id: string; readonly target: string; readonly reason: string; readonly createdAt: number }
}

/** How far is counted: nobody cares for the rest, and a long queue must not keep the database busy. */
const COUNTED = 10_000

/** How many rows of a queue or a history are looked at. */
const LOOKED_AT = 1000

interface ChannelRow {
  id: string
  last_invite_at: number | null
  last_join_at: number | null
}

interface QueueRow {
  id: string
  waiting: number | string
  first_due_at: number | null
  oldest_waiting_at: number | null
  last_error: string | null
  last_sent_at: number | null
}

interface LetterRow {
  id: string
  target: string
  reason: string
  created_at: number
}

/** Reads how an organization's channels and destinations stand. Each part is found at the end of an index, however much there is. */
export class StatusStore {
  constructor(private readonly db: Queries) {}

  /** By channel. */
  async channels(organization: string): Promise<Map<string, ChannelTraffic>> {
    const rows: ChannelRow[] = await this.db('channels')
      .select('id', {
        last_invite_at: this.db('invites').max('at').whereRaw('invites.channel = channels.id'),
        last_join_at: this.db('channel_members').max('joined_at').whereRaw('channel_members.channel = channels.id'),
      })
      .where({ organization })
      .whereNull('deleted_at')
    return new Map(rows.map(row => [row.id, { lastInviteAt: row.last_invite_at, lastJoinAt: row.last_join_at }]))
  }

  /** By destination. */
  async destinations(organization: string): Promise<Map<string, DestinationQueue>> {
    const ofThis = () => this.db('sends').whereRaw('sends.destination = destinations.id')
    const waiting = () => ofThis().whereNotNull('due_at')
    const first = () => waiting().select('created_at', 'last_error').orderBy('due_at').limit(LOOKED_AT).as('first')
    const newest = ofThis().select('sent_at').orderBy('event_id', 'desc').limit(LOOKED_AT).as('newest')
    const rows: QueueRow[] = await this.db('destinations')
      .select('id', {
        waiting: this.db.count('*').from(waiting().select('id').limit(COUNTED).as('counted')),
        first_due_at: waiting().min('due_at'),
        oldest_waiting_at: this.db.min('created_at').from(first()),
        last_error: this.db.select('last_error').from(first()).whereNotNull('last_error').limit(1),
        last_sent_at: this.db.max('sent_at').from(newest),
      })
      .where({ organization })
      .whereNull('deleted_at')
    return new Map(rows.map(row => [row.id, toQueue(row)]))
  }

  /** Of the latest `LOOKED_AT` dead letters those that were not replayed, by target. */
  async deadLetters(organization: string): Promise<Map<string, OpenLetters>> {
    const latest = this.db('dead_letters').where({ organization }).orderBy('id', 'desc').limit(LOOKED_AT).as('latest')
    const rows: LetterRow[] = await this.db
      .select('id', 'target', 'reason', 'created_at')
      .from(latest)
      .where({ status: 'open' })
      .orderBy('id', 'desc')
    const byTarget = new Map<string, OpenLetters>()
    for (const { id, target, reason, created_at: createdAt } of rows) {
      const known = byTarget.get(target)
      byTarget.set(target, known ? { ...known, open: known.open + 1 } : { open: 1, newest: { id, target, reason, createdAt } })
    }
    return byTarget
  }
}

const toQueue = (row: QueueRow): DestinationQueue => ({
  waiting: Number(row.waiting),
  firstDueAt: row.first_due_at,
  oldestWaitingAt: row.oldest_waiting_at,
  lastError: row.last_error,
  lastSentAt: row.last_sent_at,
})

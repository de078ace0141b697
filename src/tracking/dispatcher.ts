import type { Catalogue } from '../catalogue/catalogue.js'
import { DestinationStore } from '../catalogue/destination-store.js'
import type { Destination } from '../catalogue/tracking.js'
import type { Database } from '../db/database.js'
import type { JobHandler } from '../jobs/jobs.js'
import type { Journal } from '../journal/journal.js'
import { newId } from '../lib/id.js'
import type { Log } from '../lib/log.js'
import { type Repeated, repeat } from '../lib/repeat.js'
import { type Clock, MINUTE, SECOND } from '../lib/time.js'
import type { Outbound } from '../outbound/outbound.js'
import type { DispatchAccess } from './dispatch-access.js'
import { CLAIM_MS, DispatchCourier } from './dispatch-courier.js'
import { standingOf } from './dispatch-rules.js'
import { DispatchStore } from './dispatch-store.js'

/** Name of the job by which a transaction that adds sends, or opens their destination again, wakes a dispatcher: payload `{ destination }`, key the same. */
export const DISPATCH_JOB = 'dispatch'

/** Requests to one destination under way at once. */
const IN_FLIGHT = 4

/** Sends of a destination that is gone or takes none, in one go. */
const UNSENT_BATCH = 1000

/** How often all queues are looked at, for sends that nobody was woken for. */
const SWEEP_MS = 2 * SECOND

/** How long it holds that nothing is held back for a destination that is open. */
const RELEASED_FOR_MS = MINUTE

/** How long requests that are under way may go on when the server stops. */
const GRACE_MS = 3 * SECOND

interface Needs {
  readonly db: Database
  readonly catalogue: Catalogue
  readonly journal: Journal
  readonly outbound: Outbound
  readonly access: DispatchAccess
  readonly log: Log
  readonly now?: Clock
  readonly random?: () => number
}

/**
 * Sends what waits in the table `sends` to its destinations. The table is the truth: a wake-up that is lost costs two seconds. A send is claimed before it
 * leaves, under a token that fences off whoever had it before; so however many processes dispatch, and wherever one of them is killed or frozen, each
 * send ends once, and every repeat goes under the event id of the first try.
 */
export class Dispatcher {
  private readonly store: DispatchStore
  private readonly courier: DispatchCourier
  private readonly now: Clock
  /** Destinations that are being sent to. */
  private readonly runs = new Map<string, { readonly bell: Bell; readonly ended: Promise<void> }>()
  private readonly alarms = new Map<string, { readonly at: number; readonly timer: NodeJS.Timeout }>()
  /** When nothing was held back any more for a destination. */
  private readonly released = new Map<string, number>()
  private sweep: Repeated | undefined
  private stopped = true

  constructor(private readonly needs: Needs) {
    const { db, now = Date.now, random = Math.random } = needs
    this.now = now
    this.store = new DispatchStore(db.knex, db.dialect)
    this.courier = new DispatchCourier({ ...needs, now, random, refuse: (destination, reason) => this.refuse(destination, reason) })
  }

  /** To be given to the queue of jobs under `DISPATCH_JOB`. */
  readonly job: JobHandler = async ({ destination }) => this.wake(String(destination))

  /** Begins to send. @throws Unavailable when the database is away */
  async start(): Promise<void> {
    // Nobody else can hold a claim on an embedded database: they are left by a process that was killed.
    if (!this.needs.db.dialect.skipLocked) await this.store.releaseAll(this.now())
    this.stopped = false
    await this.look()
    this.sweep = repeat(
      SWEEP_MS,
      () => this.look(),
      error => this.needs.log.warn({ error: String(error) }, 'dispatch: the queues can not be read now'),
    )
  }

  /** Claims nothing more, and gives requests that are under way 3 s; then they are cut off, and repeated by whoever comes next. */
  async stop(): Promise<void> {
    this.stopped = true
    for (const { timer } of this.alarms.values()) clearTimeout(timer)
    this.alarms.clear()
    await this.sweep?.stop()
    const ended = Promise.all([...this.runs.values()].map(run => run.ended))
    let timer: NodeJS.Timeout | undefined
    const graceOver = new Promise(resolve => {
      timer = setTimeout(resolve, GRACE_MS)
    })
    await Promise.race([ended, graceOver])
    clearTimeout(timer)
    if (this.runs.size > 0) await this.needs.outbound.close()
    await ended
  }

  /** Sends what is due for a destination, now. */
  wake(destination: string): void {
    if (this.stopped) return
    const run = this.runs.get(destination)
    if (run) {
      run.bell.ring()
      return
    }
    const bell = new Bell()
    const ended = this.run(destination, bell)
      .catch(error => this.needs.log.warn({ error: String(error), destination }, 'dispatch: sends wait until the next look'))
      .finally(() => {
        this.runs.delete(destination)
        if (bell.rung) this.wake(destination)
      })
    this.runs.set(destination, { bell, ended })
  }

  /** Wakes every destination that has something to do before the next look. */
  private async look(): Promise<void> {
    const now = this.now()
    for (const { destination, due_at: due } of await this.store.waiting()) {
      const open = standingOf(this.destination(destination)).kind === 'open'
      if (!open) this.released.delete(destination)
      if (due <= now || (open && !this.isReleased(destination, now))) this.wake(destination)
      else this.wakeAt(destination, due)
    }
  }

  private async run(id: string, bell: Bell): Promise<void> {
    await this.release(id)
    const underWay = new Set<Promise<void>>()
    try {
      while (!this.stopped) {
        const destination = this.destination(id)
        const open = standingOf(destination).kind === 'open'
        const room = open ? this.needs.outbound.room(id) : { requests: 1, waitMs: 0 }
        if (room.requests === 0 && underWay.size === 0) return this.wakeAt(id, this.now() + room.waitMs)
        if (underWay.size >= Math.min(IN_FLIGHT, room.requests)) {
          await Promise.race(underWay)
          continue
        }
        bell.still()
        const batch = open ? this.needs.access.platformOf(destination!).maxBatch : UNSENT_BATCH
        const now = this.now()
        const claim = { token: newId('claim', now), until: now + CLAIM_MS }
        const sends = await this.store.claim(id, claim.token, batch, now, claim.until)
        if (sends.length === 0) {
          if (underWay.size === 0) return
          // What is added while a request hangs does not wait for it.
          await Promise.race([...underWay, bell.heard()])
          continue
        }
        if (!open) this.released.delete(id)
        const carried: Promise<void> = this.courier
          .carry(sends, claim, destination)
          .then(due => this.wakeAt(id, due))
          .catch(error =>
            this.needs.log.warn(
              { error: String(error), destination: id },
              'dispatch: what became of sends could not be written; they are repeated',
            ),
          )
          .finally(() => underWay.delete(carried))
        underWay.add(carried)
      }
    } finally {
      await Promise.all(underWay)
    }
  }

  /** Makes due what was held back while the destination took nothing. */
  private async release(id: string): Promise<void> {
    const now = this.now()
    if (standingOf(this.destination(id)).kind !== 'open' || this.isReleased(id, now)) return
    while ((await this.store.release(id, now)).more);
    this.released.set(id, now)
  }

  private isReleased(id: string, now: number): boolean {
    return now - (this.released.get(id) ?? Number.NEGATIVE_INFINITY) < RELEASED_FOR_MS
  }

  /** What is due later than the next look is found by a later one. */
  private wakeAt(id: string, at: number): void {
    const wait = at - this.now()
    const alarm = this.alarms.get(id)
    if (this.stopped || wait > SWEEP_MS || (alarm && alarm.at <= at)) return
    clearTimeout(alarm?.timer)
    const timer = setTimeout(() => {
      this.alarms.delete(id)
      this.wake(id)
    }, wait).unref()
    this.alarms.set(id, { at, timer })
  }

  /** The platform does not take the token: the destination takes no sends until it has another, on every process. */
  private async refuse(destination: Destination, reason: string): Promise<void> {
    const { catalogue, journal } = this.needs
    const { id, organization, website } = destination
    this.released.delete(id)
    const known = this.destination(id)
    if (known?.state !== 'ok' || known.secrets !== destination.secrets) return
    const at = this.now()
    await catalogue.change(async trx => {
      const changed = await new DestinationStore(trx).refuseCredentials(id, destination.secrets, reason, at)
      if (!changed) return
      const properties = { destinationId: id, reason }
      await journal.record(trx, [{ id: newId('evt', at), organization, website, at, kind: 'destination_refused', properties }])
    })
    this.needs.log.warn(
      { destination: id, platform: destination.platform },
      'dispatch: a destination refuses its token, and its sends wait for another',
    )
  }

  private destination(id: string): Destination | undefined {
    return this.needs.catalogue.current.tracking.destination(id)
  }
}

/** Tells who waits, or comes to wait, that it was rung since it was last stilled. */
class Bell {
  rung = false
  private tell: (() => void) | undefined

  ring(): void {
    this.rung = true
    this.tell?.()
  }

  still(): void {
    this.rung = false
  }

  heard(): Promise<void> {
    if (this.rung) return Promise.resolve()
    return new Promise(resolve => {
      this.tell = resolve
    })
  }
}

import { randomUUID } from 'node:crypto'
import type { Database } from '../db/database.js'
import type { Transaction } from '../db/transaction.js'
import type { Fact } from '../journal/fact.js'
import { GroupCommit, gathering } from '../journal/group-commit.js'
import type { Journal } from '../journal/journal.js'
import { newId } from '../lib/id.js'
import { MINUTE, SECOND } from '../lib/time.js'
import { bodyOf, type Outcome, writeOnce } from './idempotency.js'
import type { FbpAct, VisitAct } from './visit-acts.js'
import { type Visit, VisitStore } from './visit-store.js'

/** What a visit is answered. */
export interface VisitRecorded {
  readonly visitId: string
  readonly sessionId: string
  readonly tempId: string
  readonly clientSessionId: string
  readonly cookies: { readonly tempId: Cookie; readonly session: Cookie }
}

interface Cookie {
  readonly name: 'adtarget_temp_id' | 'adtarget_session_id'
  readonly value: string
  /** Seconds. */
  readonly maxAge: number
  readonly sameSite: 'Lax'
}

interface FbpRecorded {
  readonly success: boolean
}

type Act = VisitAct | FbpAct

/** A session goes on for so long after its last visit. */
export const SESSION_MS = 30 * MINUTE

const YEAR_SECONDS = 365 * 24 * 60 * 60

/** Visits in one transaction: on an embedded database they keep the event loop for some ten milliseconds. */
const MAX_BATCH = 250

/** Visits that may wait; beyond them callers are told to come again. */
const MAX_QUEUED = 10_000

/** Stores page views. Those that arrive together share one transaction, in which their sessions are looked up and their answers kept. */
export class VisitBook {
  private readonly group: GroupCommit<Act, Outcome<VisitRecorded | FbpRecorded | Error>>

  constructor(private readonly needs: { readonly db: Database; readonly journal: Journal }) {
    const { db } = needs
    this.group = new GroupCommit({
      write: acts => writeOnce<Act, VisitRecorded | FbpRecorded>(db, acts, (trx, open) => this.write(trx, open)),
      maxBatch: MAX_BATCH,
      maxQueued: MAX_QUEUED,
      ...gathering(db),
    })
  }

  /** Resolves when the visit is durable. @throws AnsweredBefore, Unavailable when nothing is stored */
  async visit(act: VisitAct): Promise<VisitRecorded> {
    return bodyOf((await this.group.submit(act)) as Outcome<VisitRecorded>)
  }

  /** Adds Meta's browser id to the visitor's last visit. @throws AnsweredBefore, Unavailable when nothing is stored */
  async addFbp(act: FbpAct): Promise<FbpRecorded> {
    return bodyOf((await this.group.submit(act)) as Outcome<FbpRecorded>)
  }

  /** Stores visits inside the caller's transaction. Answers them in their order. */
  async record(trx: Transaction, acts: readonly VisitAct[]): Promise<Visit[]> {
    if (acts.length === 0) return []
    const store = new VisitStore(trx, this.needs.db.dialect)
    const named = acts.flatMap(({ website, clientSessionId }) =>
      clientSessionId === undefined ? [] : [[website, clientSessionId] as const],
    )
    await store.lockSessions(named)
    const since = Math.min(...acts.map(({ at }) => at)) - SESSION_MS
    const last = new Map((await store.lastOfSessions(named, since)).map(visit => [sessionKey(visit), visit]))
    const visits = acts.map(act => {
      const visit = visitOf(act, act.clientSessionId === undefined ? undefined : last.get(sessionKey(act)))
      last.set(sessionKey(visit), visit)
      return visit
    })
    // On one way to the database.
    await Promise.all([
      store.insert(visits),
      this.needs.journal.record(
        trx,
        visits.map((visit, index) => factOf(visit, acts[index]!)),
      ),
    ])
    return visits
  }

  /** Accepts nothing more, and writes what waits. */
  async close(): Promise<void> {
    await this.group.drain(5 * SECOND)
  }

  private async write(trx: Transaction, acts: readonly Act[]): Promise<(VisitRecorded | FbpRecorded)[]> {
    const visits = await this.record(
      trx,
      acts.filter(act => act.kind === 'visit'),
    )
    // Behind the visits, since a page may tell both at once.
    const patched = await this.patch(
      trx,
      acts.filter(act => act.kind === 'fbp'),
    )
    const recorded = visits[Symbol.iterator]()
    return acts.map(act => (act.kind === 'visit' ? presentVisit(recorded.next().value!) : { success: patched.has(visitorKey(act)) }))
  }

  /** @returns keys of the visitors who had a visit to take it */
  private async patch(trx: Transaction, acts: readonly FbpAct[]): Promise<Set<string>> {
    if (acts.length === 0) return new Set()
    const store = new VisitStore(trx, this.needs.db.dialect)
    const told = new Map(acts.map(act => [visitorKey(act), act]))
    const last = await store.lastOfVisitors([...told.values()].map(({ website, tempId }) => [website, tempId]))
    const visits = await store.lock(last.map(({ id }) => id))
    const news = visits.flatMap(visit => {
      const { fbp, at } = told.get(visitorKey(visit))!
      return visit.clickIds.fbp === fbp ? [] : [{ ...visit, at, clickIds: { ...visit.clickIds, fbp } }]
    })
    await store.saveClickIds(news)
    await this.needs.journal.record(
      trx,
      news.map(({ id, organization, website, trace, at }) => ({
        id: newId('evt'),
        organization,
        website,
        trace,
        kind: 'fbp_updated' as const,
        at,
        properties: { visitId: id },
      })),
    )
    return new Set(visits.map(visitorKey))
  }
}

const sessionKey = ({ website, clientSessionId = '' }: { readonly website: string; readonly clientSessionId?: string | undefined }) =>
  `${website} ${clientSessionId}`

const visitorKey = ({ website, tempId }: { readonly website: string; readonly tempId: string }) => `${website} ${tempId}`

/** The visit that an act is: of the session that goes on, or the first of a new one. */
export function visitOf(act: VisitAct, last: Visit | undefined): Visit {
  const id = newId('vis')
  const goesOn = last !== undefined && last.at > act.at - SESSION_MS
  return {
    id,
    organization: act.organization,
    website: act.website,
    trace: goesOn ? last.trace : id,
    session: goesOn ? last.session : newId('ses'),
    clientSessionId: act.clientSessionId ?? randomUUID(),
    tempId: act.tempId ?? (goesOn ? last.tempId : randomUUID()),
    at: act.at,
    href: act.href,
    referrer: act.referrer ?? null,
    landingPage: act.landingPage ?? null,
    externalUserId: act.externalUserId ?? null,
    clientIp: act.clientIp ?? null,
    userAgent: act.userAgent ?? null,
    country: act.country,
    // The page that a click led to is seldom the last one of its session.
    clickIds: goesOn ? { ...last.clickIds, ...act.clickIds } : act.clickIds,
    utm: act.utm,
    place: act.place,
  }
}

/** The address of a page may hold anything, so that it stays out of the journal, as do the visitor's address and browser. */
const factOf = ({ id, organization, website, trace, session, at, country, utm }: Visit, { clickIds }: VisitAct): Fact => ({
  id: newId('evt'),
  organization,
  website,
  trace,
  kind: 'visit',
  at,
  properties: { visitId: id, sessionId: session, country, clickIds: Object.keys(clickIds), ...utm },
})

function presentVisit({ id, session, tempId, clientSessionId }: Visit): VisitRecorded {
  return {
    visitId: id,
    sessionId: session,
    tempId,
    clientSessionId,
    cookies: {
      tempId: { name: 'adtarget_temp_id', value: tempId, maxAge: YEAR_SECONDS, sameSite: 'Lax' },
      session: { name: 'adtarget_session_id', value: clientSessionId, maxAge: SESSION_MS / SECOND, sameSite: 'Lax' },
    },
  }
}

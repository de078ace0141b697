import { ask } from '../db/ask.js'
import type { Dialect } from '../db/dialect.js'
import { type ColumnTypes, insertRows } from '../db/insert-rows.js'
import { rowSource, rowsParameter } from '../db/row-source.js'
import type { Queries } from '../db/transaction.js'
import { fromJson, json } from '../db/values.js'
import type { ClickIds, Utm } from './click-ids.js'

/** One page view. Times in epoch milliseconds. */
export interface Visit {
  readonly id: string
  readonly organization: string
  readonly website: string
  /** Id of the first visit of its session: it leads to all that follows. */
  readonly trace: string
  readonly session: string
  readonly clientSessionId: string
  readonly tempId: string
  readonly at: number
  readonly href: string
  readonly referrer: string | null
  readonly landingPage: string | null
  readonly externalUserId: string | null
  readonly clientIp: string | null
  readonly userAgent: string | null
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null
  readonly clickIds: ClickIds
  readonly utm: Utm
  readonly place: { readonly city?: string; readonly region?: string }
}

interface VisitRow {
  id: string
  organization: string
  website: string
  trace: string
  session: string
  client_session_id: string
  temp_id: string
  at: number
  href: string
  referrer: string | null
  landing_page: string | null
  external_user_id: string | null
  client_ip: string | null
  user_agent: string | null
  country: string | null
  /** Written as they are, read as text. */
  click_ids: unknown
  utm: unknown
  place: unknown
}

const TYPES: ColumnTypes<VisitRow> = {
  id: 'text',
  organization: 'text',
  website: 'text',
  trace: 'text',
  session: 'text',
  client_session_id: 'text',
  temp_id: 'text',
  at: 'bigint',
  href: 'text',
  referrer: 'text',
  landing_page: 'text',
  external_user_id: 'text',
  client_ip: 'text',
  user_agent: 'text',
  country: 'text',
  click_ids: 'json',
  utm: 'json',
  place: 'json',
}

const COLUMNS = Object.keys(TYPES)

/** A website, and the name by which it knows a session or a visitor. */
export type Named = readonly [website: string, name: string]

/** Page views, in whole batches. */
export class VisitStore {
  constructor(
    private readonly db: Queries,
    private readonly dialect: Dialect,
  ) {}

  /** From here to the end of the transaction nobody else begins or continues these sessions. One order, so that no two transactions wait for each other. */
  async lockSessions(sessions: readonly Named[]): Promise<void> {
    // Where one transaction runs at a time, it has that already.
    if (sessions.length === 0 || !this.dialect.advisoryLocks) return
    await this.db.raw(
      `select pg_advisory_xact_lock(number) from (select distinct hashtextextended('session:' || website || ' ' || name, 0) as number
        from ${rowSource(this.dialect, ['website', 'name'])} as s order by number) as ordered`,
      [rowsParameter(sessions)],
    )
  }

  async insert(visits: readonly Visit[]): Promise<void> {
    await insertRows(this.db, this.dialect, 'visits', TYPES, visits.map(toRow))
  }

  /** The last visit of each session since an instant; none where there was none. */
  async lastOfSessions(sessions: readonly Named[], since: number): Promise<Visit[]> {
    return this.last('client_session_id', sessions, since)
  }

  /** The last visit of each visitor, by his `tempId`. */
  async lastOfVisitors(visitors: readonly Named[]): Promise<Visit[]> {
    return this.last('temp_id', visitors, 0)
  }

  /** The last visit of each customer, by the external id that the website knows him under. */
  async lastOfCustomers(customers: readonly Named[]): Promise<Visit[]> {
    return this.last('external_user_id', customers, 0)
  }

  /** A visitor's last visits since an instant, the newest first. */
  async ofVisitor([website, tempId]: Named, since: number, limit: number): Promise<Visit[]> {
    const rows: VisitRow[] = await this.db('visits')
      .select(COLUMNS)
      .where({ website, temp_id: tempId })
      .andWhere('at', '>', since)
      .orderBy(['at', 'id'].map(column => ({ column, order: 'desc' })))
      .limit(limit)
    return rows.map(toVisit)
  }

  async byId(ids: readonly string[]): Promise<Visit[]> {
    if (ids.length === 0) return []
    const rows: VisitRow[] = await this.db('visits').select(COLUMNS).whereIn('id', ids)
    return rows.map(toVisit)
  }

  /** Locks visits in one order, and answers them as they are now. */
  async lock(ids: readonly string[]): Promise<Visit[]> {
    const rows: VisitRow[] = await this.db('visits').select(COLUMNS).whereIn('id', ids).orderBy('id').forUpdate()
    return rows.map(toVisit)
  }

  async saveClickIds(visits: readonly Pick<Visit, 'id' | 'clickIds'>[]): Promise<void> {
    if (visits.length === 0) return
    const { dialect } = this
    await this.db.raw(
      `update visits set click_ids = cast(s.click_ids as ${dialect.jsonColumn}) from ${rowSource(dialect, ['id', 'click_ids'])} as s where visits.id = s.id`,
      [rowsParameter(visits.map(({ id, clickIds }) => [id, json(clickIds)!]))],
    )
  }

  /** Each is one walk down an index, however many visits its name has. */
  private async last(
    column: 'client_session_id' | 'temp_id' | 'external_user_id',
    names: readonly Named[],
    since: number,
  ): Promise<Visit[]> {
    if (names.length === 0) return []
    const rows = await ask<VisitRow>(
      this.db,
      `select ${COLUMNS.join(', ')} from visits where id in (
        select (select v.id from visits v where v.website = s.website and v.${column} = s.name and v.at > ? order by v.at desc, v.id desc limit 1)
        from ${rowSource(this.dialect, ['website', 'name'])} as s)`,
      [since, rowsParameter(names)],
    )
    return rows.map(toVisit)
  }
}

const toRow = (visit: Visit): VisitRow => ({
  id: visit.id,
  organization: visit.organization,
  website: visit.website,
  trace: visit.trace,
  session: visit.session,
  client_session_id: visit.clientSessionId,
  temp_id: visit.tempId,
  at: visit.at,
  href: visit.href,
  referrer: visit.referrer,
  landing_page: visit.landingPage,
  external_user_id: visit.externalUserId,
  client_ip: visit.clientIp,
  user_agent: visit.userAgent,
  country: visit.country,
  click_ids: visit.clickIds,
  utm: visit.utm,
  place: visit.place,
})

const toVisit = (row: VisitRow): Visit => ({
  id: row.id,
  organization: row.organization,
  website: row.website,
  trace: row.trace,
  session: row.session,
  clientSessionId: row.client_session_id,
  tempId: row.temp_id,
  at: row.at,
  href: row.href,
  referrer: row.referrer,
  landingPage: row.landing_page,
  externalUserId: row.external_user_id,
  clientIp: row.client_ip,
  userAgent: row.user_agent,
  country: row.country,
  clickIds: fromJson(row.click_ids) ?? {},
  utm: fromJson(row.utm) ?? {},
  place: fromJson(row.place) ?? {},
})

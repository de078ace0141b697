import { randomUUID } from 'node:crypto'
import type { Channel } from '../catalogue/tracking.js'
import type { LiveWebsite } from '../catalogue/website.js'
import type { Database } from '../db/database.js'
import type { Transaction } from '../db/transaction.js'
import type { Journal } from '../journal/journal.js'
import { Unavailable } from '../lib/errors.js'
import { newId } from '../lib/id.js'
import { AnsweredBefore } from '../lib/idempotency.js'
import type { Log } from '../lib/log.js'
import { DAY, HOUR, iso, MINUTE, SECOND } from '../lib/time.js'
import type { ClickIds } from './click-ids.js'
import { type Asked, bodyOf, writeOnce } from './idempotency.js'
import { IdempotencyStore } from './idempotency-store.js'
import type { InviteLinks } from './invite-links.js'
import { type Invite, InviteStore } from './invite-store.js'
import { addsTo, type InvitePage, visitOfInvite } from './invite-visit.js'
import { SESSION_MS, type VisitBook } from './visit-book.js'
import { type Visit, VisitStore } from './visit-store.js'

/** A visitor who is to be invited into a channel. */
export interface InviteAct extends Asked {
  readonly website: LiveWebsite
  readonly channel: Channel
  readonly tempId: string | undefined
  readonly clientSessionId: string | undefined
  /** What the call says of him and the page he is on. */
  readonly page: InvitePage
}

/** What an invite is answered. */
export interface Invited {
  readonly inviteLink: string
  readonly clickId: string
  readonly channelId: string
  readonly tempId: string
  readonly expiresAt: string | null
  readonly fallback?: true
}

interface Needs {
  readonly db: Database
  readonly journal: Journal
  readonly visits: VisitBook
  readonly links: Pick<InviteLinks, 'mint'>
  readonly log: Log
}

/** A personal link is good for so long. */
const LINK_MS = 24 * HOUR

/** Asked again within this time, a visitor gets the link he has not used yet. */
const REPEAT_MS = 10 * MINUTE

const WARN_EVERY = 5 * SECOND

/** Platforms know a click for so long. */
const CLICK_MS = 90 * DAY

/** Visits in which a visitor's clicks are looked for. */
const VISITS_READ = 20

/** Gives visitors ways into channels, and keeps who was sent where. */
export class InviteBook {
  /** By channel and visitor, so that a double click asks Telegram once. */
  private readonly underWay = new Map<string, Promise<unknown>>()
  private quietUntil = 0

  constructor(private readonly needs: Needs) {}

  /**
   * Resolves when the invite is durable.
   * @throws AnsweredBefore; Unavailable when nothing is stored, or when Telegram makes no link and the channel has none of its own
   */
  async invite(act: InviteAct): Promise<Invited> {
    if (act.tempId === undefined) return this.perform({ ...act, tempId: await this.visitorOf(act) })
    const key = `${act.channel.id} ${act.tempId}`
    const before = this.underWay.get(key)
    const mine = (before ? before.then(() => this.perform(act)) : this.perform(act)) as Promise<Invited>
    const settled = mine.catch(() => {})
    this.underWay.set(key, settled)
    try {
      return await mine
    } finally {
      if (this.underWay.get(key) === settled) this.underWay.delete(key)
    }
  }

  /** The visitor of the session that goes on, else a new one. */
  private async visitorOf({ website, clientSessionId, at }: InviteAct): Promise<string> {
    const { db } = this.needs
    const named = clientSessionId === undefined ? [] : [[website.id, clientSessionId] as const]
    const [last] = await new VisitStore(db.knex, db.dialect).lastOfSessions(named, at - SESSION_MS)
    return last?.tempId ?? randomUUID()
  }

  private async perform(act: InviteAct): Promise<Invited> {
    const { db, links } = this.needs
    await this.refuseRepeat(act)
    const unused = await this.unused(act)
    if (unused) return bodyOf((await writeOnce(db, [act], async () => [present(unused, act)]))[0]!)

    const { channel, at } = act
    const clickId = newId('click')
    const expiresAt = at + LINK_MS
    const minted = await links.mint(channel, clickId, expiresAt)
    const reason = 'reason' in minted ? minted.reason : undefined
    if (reason !== undefined) {
      this.warn(channel, reason)
      if (channel.staticInviteUrl === null)
        throw new Unavailable('Telegram makes no link now, and the channel has none of its own', undefined, 5)
    }
    const link = 'link' in minted ? minted.link : null
    const outcome = await writeOnce(db, [act], async trx => [
      present(await this.save(trx, act, { id: clickId, link, expiresAt: link === null ? null : expiresAt, reason }), act),
    ])
    return bodyOf(outcome[0]!)
  }

  /** Asks Telegram for nothing where the answer is known: in the end that one would be given all the same. */
  private async refuseRepeat({ answerTo, at }: InviteAct): Promise<void> {
    const { dialect, knex } = this.needs.db
    const [before] = answerTo === undefined ? [] : await new IdempotencyStore(knex, dialect).find([answerTo], at)
    if (before) throw new AnsweredBefore(before)
  }

  /** Every click meets an outage of Telegram's: one line in a while says as much. */
  private warn({ id: channel }: Channel, reason: string): void {
    if (performance.now() < this.quietUntil) return
    this.quietUntil = performance.now() + WARN_EVERY
    this.needs.log.warn({ channel, reason }, 'invite: no personal link could be had')
  }

  /** The link the visitor was just given, if he has not used it and the call says nothing new of him. */
  private async unused(act: InviteAct): Promise<Invite | undefined> {
    const { dialect, knex } = this.needs.db
    const { website, channel, at, tempId = '' } = act
    const invite = await new InviteStore(knex, dialect).unused(website.id, tempId, channel.id, at - REPEAT_MS)
    if (!invite) return undefined
    const [last] = await new VisitStore(knex, dialect).lastOfVisitors([[website.id, tempId]])
    return invite.visit === (last?.id ?? null) && !addsTo(act.page, last) ? invite : undefined
  }

  private async save(
    trx: Transaction,
    act: InviteAct,
    made: Pick<Invite, 'id' | 'link' | 'expiresAt'> & { readonly reason: string | undefined },
  ): Promise<Invite> {
    const { db, journal } = this.needs
    const { website, channel, at, tempId = '' } = act
    const { reason, ...link } = made
    const visit = await this.visitBehind(trx, act)
    const invite: Invite = {
      ...link,
      organization: website.organization,
      website: website.id,
      channel: channel.id,
      trace: visit?.trace ?? link.id,
      visit: visit?.id ?? null,
      tempId,
      at,
      usedBy: null,
    }
    await new InviteStore(trx, db.dialect).insert([invite])
    await journal.record(trx, [
      {
        id: newId('evt'),
        organization: website.organization,
        website: website.id,
        trace: invite.trace,
        kind: 'invite',
        at,
        properties: {
          clickId: invite.id,
          channelId: channel.id,
          ...(visit && { visitId: visit.id }),
          fallback: link.link === null,
          ...(reason !== undefined && { reason }),
        },
      },
    ])
    return invite
  }

  /** The visitor's last visit, or the one that this call amounts to, with the clicks of all the visits before it. */
  private async visitBehind(trx: Transaction, act: InviteAct): Promise<Visit | undefined> {
    const store = new VisitStore(trx, this.needs.db.dialect)
    const earlier = await store.ofVisitor([act.website.id, act.tempId ?? ''], act.at - CLICK_MS, VISITS_READ)
    const [newest] = earlier
    const clickIds: ClickIds = Object.assign({}, ...earlier.reverse().map(visit => visit.clickIds))
    const last = newest && { ...newest, clickIds }
    if (addsTo(act.page, last)) {
      const [visit] = await this.needs.visits.record(trx, [visitOfInvite(act, last)])
      return visit
    }
    if (last && Object.keys(clickIds).length > Object.keys(newest.clickIds).length) await store.saveClickIds([last])
    return last
  }
}

const present = (invite: Invite, { channel }: InviteAct): Invited => ({
  inviteLink: invite.link ?? channel.staticInviteUrl!,
  clickId: invite.id,
  channelId: channel.id,
  tempId: invite.tempId,
  expiresAt: invite.expiresAt === null ? null : iso(invite.expiresAt),
  ...(invite.link === null && { fallback: true }),
})

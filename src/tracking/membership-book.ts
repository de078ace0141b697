import type { Catalogue } from '../catalogue/catalogue.js'
import type { Bot, Channel, JoinConversion } from '../catalogue/tracking.js'
import type { Database } from '../db/database.js'
import { type Transaction, transaction } from '../db/transaction.js'
import type { Jobs } from '../jobs/jobs.js'
import type { Fact } from '../journal/fact.js'
import { GroupCommit, gathering } from '../journal/group-commit.js'
import type { Journal } from '../journal/journal.js'
import { newId } from '../lib/id.js'
import { SECOND } from '../lib/time.js'
import { PersonStore } from '../people/person-store.js'
import type { ConversionAct, JoinAct } from './conversion-acts.js'
import type { ConversionBook } from './conversion-book.js'
import { InviteStore } from './invite-store.js'
import { APPROVAL_JOB, approvalOf } from './join-approval.js'
import { MemberRoll, type Step } from './member-roll.js'
import { MemberStore } from './member-store.js'
import type { Membership } from './membership.js'

/** An update of a bot about somebody's membership. */
export interface MembershipAct {
  readonly bot: Bot
  /** Of the update: each is taken once. */
  readonly updateId: number
  readonly membership: Membership
  /** When it was told, epoch milliseconds. */
  readonly at: number
}

interface Needs {
  readonly db: Database
  readonly catalogue: Catalogue
  readonly journal: Journal
  readonly jobs: Pick<Jobs, 'add'>
  readonly conversions: Pick<ConversionBook, 'inTransaction' | 'admit'>
}

/** A step, of whom and by which update. */
interface Taken {
  /** Id of its fact, made before those of what follows from it. */
  readonly fact: string
  readonly act: MembershipAct
  readonly step: Step
}

/** Updates in one transaction: on an embedded database they keep the event loop for some ten milliseconds. */
const MAX_BATCH = 100

/** Updates that may wait; beyond them Telegram is told to come again. */
const MAX_QUEUED = 10_000

/**
 * Books who joins and leaves. The update, the membership, the conversion that a join counts as, its sends and the facts are written in one transaction, which
 * updates that arrive together share. Nobody else meets people of their organizations in the meantime, so that nobody counts twice.
 */
export class MembershipBook {
  private readonly group: GroupCommit<MembershipAct>

  constructor(private readonly needs: Needs) {
    const { db } = needs
    this.group = new GroupCommit({
      write: acts => transaction(db, trx => this.write(trx, acts)),
      maxBatch: MAX_BATCH,
      maxQueued: MAX_QUEUED,
      ...gathering(db),
    })
  }

  /** Resolves when all that follows from the update is durable, be it from an earlier time. @throws Unavailable when nothing is stored */
  async take(act: MembershipAct): Promise<void> {
    await this.group.submit(act)
  }

  /** Accepts nothing more, and writes what waits. */
  async close(): Promise<void> {
    await this.group.drain(5 * SECOND)
  }

  private async write(trx: Transaction, acts: readonly MembershipAct[]): Promise<[]> {
    const { db } = this.needs
    await new PersonStore(trx, db.dialect).lock(acts.map(({ bot }) => bot.organization))
    const fresh = await new MemberStore(trx, db.dialect).noteUpdates(acts.map(({ bot, updateId: id, at }) => ({ bot: bot.id, id, at })))
    // Each once, and in the order in which Telegram numbered them.
    const open = acts.filter(({ bot, updateId }) => fresh.delete(`${bot.id} ${updateId}`)).sort((a, b) => a.updateId - b.updateId)
    if (open.length > 0) await this.settle(trx, open)
    return []
  }

  private async settle(trx: Transaction, acts: readonly MembershipAct[]): Promise<void> {
    const { dialect } = this.needs.db
    const invites = new InviteStore(trx, dialect)
    const members = new MemberStore(trx, dialect)
    const [known, linked] = await Promise.all([
      members.find(
        acts.flatMap(act => this.channelsOf(act).map(({ id }) => ({ channel: id, telegramUserId: act.membership.telegramUserId }))),
      ),
      invites.byLink(acts.flatMap(({ membership: { link } }) => link ?? [])),
    ])
    const earlier = await invites.byId(known.flatMap(({ invite }) => invite ?? []))
    const roll = new MemberRoll(known, [...earlier, ...linked])
    const taken = acts.flatMap(act =>
      roll.settle(act.membership, this.channelsOf(act)).map((step): Taken => ({ fact: newId('evt'), act, step })),
    )

    await members.save(roll.changed)
    for (const { invite, telegramUserId } of roll.used) await invites.use(invite, telegramUserId)
    const counted = taken.flatMap(one => this.conversionOf(one) ?? [])
    const bookings = await this.needs.conversions.inTransaction(
      trx,
      counted.map(({ conversion }) => conversion),
    )
    const conversionIds = new Map(counted.map(({ step }, index) => [step, bookings[index]!.conversionId]))
    await this.needs.conversions.admit(
      trx,
      taken.flatMap(one => (conversionIds.has(one.step) ? [] : (joinOf(one) ?? []))),
    )
    await this.needs.journal.record(
      trx,
      taken.map(one => factOf(one, conversionIds.get(one.step))),
    )
    await this.approve(trx, taken)
  }

  /** The channels that stand for the chat, of those that the bot is to look after. */
  private channelsOf({ bot, membership: { chat } }: MembershipAct): Channel[] {
    const { tracking } = this.needs.catalogue.current
    return tracking.channelsByChat(bot.organization, chat).filter(channel => channel.bot === null || channel.bot === bot.id)
  }

  /** What a first join counts as; undefined where it counts as nothing, as on a website that is paused. */
  private conversionOf(taken: Taken): { readonly step: Step; readonly conversion: ConversionAct } | undefined {
    const join = joinOf(taken)
    const { act, step } = taken
    if (!join || step.kind !== 'join' || !step.counts || step.channel.conversion === null) return undefined
    if (this.needs.catalogue.current.websites.byId.get(join.website)?.status !== 'active') return undefined
    const what: JoinConversion = step.channel.conversion
    return { step, conversion: { ...join, ...what, eventTime: act.membership.at, source: 'join' } }
  }

  private async approve(trx: Transaction, taken: readonly Taken[]): Promise<void> {
    const approvals = taken
      .filter(({ step }) => step.kind === 'request' && step.approved)
      .map(({ act: { bot, membership } }) => approvalOf(bot.id, membership))
      // In one order, so that no two transactions wait for each other.
      .sort((a, b) => (a.key < b.key ? -1 : 1))
    for (const { payload, key } of approvals) await this.needs.jobs.add(trx, APPROVAL_JOB, payload, { key })
  }
}

/** That somebody is a lead from now on, and by which invite; undefined when he came by himself. */
const joinOf = ({ act, step }: Taken): JoinAct | undefined =>
  step.kind !== 'join' || step.returned
    ? undefined
    : {
        organization: step.channel.organization,
        website: step.channel.website,
        telegramUserId: act.membership.telegramUserId,
        channel: step.channel.id,
        join: { invite: step.invite.id },
        at: act.at,
      }

function factOf({ fact: id, act: { membership }, step }: Taken, conversionId: string | undefined): Fact {
  const { channel } = step
  const about = { id, organization: channel.organization, website: channel.website, at: membership.at }
  const channelId = channel.id
  switch (step.kind) {
    case 'join': {
      const properties = { channelId, clickId: step.invite.id, again: step.again, ...(conversionId !== undefined && { conversionId }) }
      return { ...about, kind: 'join', trace: step.invite.trace, properties }
    }
    case 'organic':
      return { ...about, kind: 'organic_join', properties: { channelId, ...(step.shared && { reason: 'link_shared' }) } }
    case 'leave':
      return { ...about, kind: 'leave', ...(step.trace !== undefined && { trace: step.trace }), properties: { channelId } }
    case 'request': {
      const properties = { channelId, clickId: step.invite.id, approved: step.approved }
      return { ...about, kind: 'join_requested', trace: step.invite.trace, properties }
    }
  }
}

import type { Database } from '../db/database.js'
import { GroupCommit } from '../journal/group-commit.js'
import { firstId } from '../lib/id.js'
import type { Log } from '../lib/log.js'
import { SECOND } from '../lib/time.js'
import type { ActKeeper } from './act-keeper.js'
import type { BillBatch, Due } from './biller.js'
import type { PostbackAct, PostbackOutcome, VisitorAct } from './billing-acts.js'
import { type Click, ClickStore } from './click-store.js'
import { Intake } from './intake.js'
import type { Standings } from './live-counters.js'

export interface BillingNeeds {
  readonly db: Database
  /** Where acts are kept that are acknowledged before they are billed. It does not wait for who writes to `db`. */
  readonly keeper: ActKeeper
  readonly bill: BillBatch
  /** Writes the facts that were acknowledged and are not in the database yet: which offers were served to whom stands in them. */
  readonly factsFirst?: () => Promise<void>
  /** Told where offers and balances stand after each batch. */
  readonly onMoved: (standings: Standings) => void
  readonly log?: Log
}

/** Acts in one transaction. */
const MAX_BATCH = 500

/** Acts that may wait; beyond them callers are told to come again. */
const MAX_QUEUED = 10_000

/** Acts under way and ahead: beyond them what comes is taken in first, and billed later. */
const AT_ONCE = 32

/**
 * Decides and books what visitors and advertisers do. Acts that arrive together share one transaction, in which nobody else bills for their organizations:
 * everything a decision stands on is read there, and everything that follows from it is written there, the facts of the journal included. So an
 * act is acknowledged when it is durable, and counts once; and no budget, cap or balance is overspent, however many processes bill. There is no act in
 * flight that could: the bound is zero. When visitors do more than can be billed at once, their acts are acknowledged first and billed later, see `Intake`:
 * then what is shown may be late by seconds, and what is billed still follows from the state at that moment.
 */
export class Billing {
  private readonly group: GroupCommit<Due, PostbackOutcome | undefined>
  private readonly intake: Intake

  constructor(private readonly needs: BillingNeeds) {
    const { db, keeper, log } = needs
    this.group = new GroupCommit({
      write: due => this.bill(due),
      maxBatch: MAX_BATCH,
      maxQueued: MAX_QUEUED,
      lingerMs: db.dialect.gatherMs,
    })
    this.intake = new Intake({ keeper, bill: ({ act, text }) => this.group.submit({ act, again: true, text }), log })
  }

  /** Acts that wait to be billed later. */
  get behind(): number {
    return this.intake.length
  }

  /** Resolves when the act is durable. @throws Unavailable when it is not */
  async book(act: VisitorAct): Promise<void> {
    if (this.group.queued + this.intake.length < AT_ONCE) await this.group.submit({ act, again: false })
    else await this.intake.take(act)
  }

  /** @throws Unavailable when nothing is stored */
  async report(act: PostbackAct): Promise<PostbackOutcome> {
    const outcome = (await this.group.submit({ act, again: false }))!
    if (outcome.status !== 'unknown_click') return outcome
    // It may be one that is acknowledged and not billed yet.
    await this.catchUp()
    return (await this.group.submit({ act, again: false }))!
  }

  /** A click that was acknowledged, once it is billed. */
  async click(id: string): Promise<Click | undefined> {
    const clicks = new ClickStore(this.needs.db.knex, this.needs.db.dialect)
    const [click] = await clicks.byId([id])
    if (click) return click
    await this.catchUp()
    return (await clicks.byId([id]))[0]
  }

  /** Bills all that was acknowledged before this call, by other processes too. @throws Unavailable when the store is away */
  async catchUp(): Promise<void> {
    await this.intake.catchUp()
    await this.intake.recover()
  }

  /** Bills what processes have left behind that are gone. @param before when they took it in, epoch milliseconds */
  async recover(before?: number): Promise<void> {
    await this.intake.recover(before === undefined ? undefined : firstId('evt', before))
  }

  /** Accepts nothing more, and writes what waits. */
  async close(): Promise<void> {
    const end = performance.now() + 5 * SECOND
    await this.intake.close(5 * SECOND)
    await this.group.drain(Math.max(0, end - performance.now()))
  }

  private async bill(due: readonly Due[]): Promise<readonly (PostbackOutcome | undefined)[]> {
    if (due.some(({ act }) => act.kind === 'impression' || act.kind === 'click_event')) await this.needs.factsFirst?.()
    const { outcomes, standings } = await this.needs.bill(due)
    if (standings) this.needs.onMoved(standings)
    return outcomes
  }
}

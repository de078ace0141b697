import type { Destination } from '../catalogue/tracking.js'
import type { Database } from '../db/database.js'
import { transaction } from '../db/transaction.js'
import type { Journal } from '../journal/journal.js'
import { type Clock, SECOND } from '../lib/time.js'
import type { Outcome } from '../outbound/exchange.js'
import type { Outbound } from '../outbound/outbound.js'
import { DeadLetterStore } from './dead-letter-store.js'
import type { Admission, DispatchAccess } from './dispatch-access.js'
import { factsOf, lettersOf, personalOf, type Said } from './dispatch-outcome.js'
import { counts, outcomesOf, standingOf, untried, type Verdict, verdictOf } from './dispatch-rules.js'
import { DispatchStore, type Send } from './dispatch-store.js'

/** How long a request may take, and how long a claim lasts: a request, and what it takes to write down what came of it. */
const REQUEST_MS = 10 * SECOND
export const CLAIM_MS = 12 * SECOND

/** A batch's right to be sent by us and nobody else. */
export interface Claim {
  readonly token: string
  /** Epoch milliseconds. */
  readonly until: number
}

interface Needs {
  readonly db: Database
  readonly journal: Journal
  readonly outbound: Outbound
  readonly access: DispatchAccess
  /** Takes note that a destination's token is not accepted. */
  readonly refuse: (destination: Destination, reason: string) => Promise<void>
  readonly now: Clock
  /** From 0 to 1. */
  readonly random: () => number
}

type Verdicts = Map<Send, Verdict>

/** Carries claimed sends to their platform, and writes down what became of each. */
export class DispatchCourier {
  constructor(private readonly needs: Needs) {}

  /**
   * Sends a batch of one destination. What can't go is taken out first. A batch that is refused whole is sent again in halves, down to the one at fault.
   * @param destination as of now; undefined: it was deleted
   * @returns when the first of those that wait is due; infinity when none waits
   * @throws Unavailable when what became of it could not be written: the claim runs out, and it is repeated under the same event ids
   */
  async carry(sends: readonly Send[], claim: Claim, destination: Destination | undefined, renewed = false): Promise<number> {
    const { access, now, outbound } = this.needs
    const standing = standingOf(destination)
    const admission = standing.kind === 'open' ? await access.admit(standing.destination, now()) : undefined
    const held = await this.hold(sends, claim)
    const verdicts: Verdicts = new Map()
    for (const send of held) {
      const verdict = untried(send, standing, now()) ?? this.unfit(send, destination!)
      if (verdict) verdicts.set(send, verdict)
    }
    const going = held.filter(send => !verdicts.has(send))
    if (going.length === 0 || standing.kind !== 'open') return this.settle(verdicts, claim)
    if (!admission || admission.kind === 'closed') return this.turnedAway(going, verdicts, claim, standing.destination, admission)

    const platform = access.platformOf(standing.destination)
    const events = going.map(({ event }) => event!)
    const request = platform.build(events, admission.access)
    const exchange = await outbound.send(request, { destination: standing.destination.id, timeoutMs: REQUEST_MS })
    const outcomes = outcomesOf(exchange, platform, events)
    if (outcomes === 'halve') {
      const middle = going.length >> 1
      return Math.min(
        await this.settle(verdicts, claim),
        await this.carry(going.slice(0, middle), claim, destination),
        await this.carry(going.slice(middle), claim, destination),
      )
    }
    const refused = refusalIn(outcomes)
    if (refused !== undefined) {
      access.forget(standing.destination)
      if (admission.renewable && !renewed)
        return Math.min(await this.settle(verdicts, claim), await this.carry(going, claim, destination, true))
      await this.needs.refuse(standing.destination, refused)
    }
    const answer = exchange.kind === 'answered' ? exchange.answer : undefined
    const said = { sends: new Set(going), platform, access: admission.access, answer }
    return this.settle(this.judge(going, outcomes, counts(exchange), verdicts), claim, said)
  }

  /** The destination could not be opened: what that means for all who wanted to go. */
  private async turnedAway(
    going: readonly Send[],
    verdicts: Verdicts,
    claim: Claim,
    destination: Destination,
    admission: Extract<Admission, { kind: 'closed' }> | undefined,
  ): Promise<number> {
    if (!admission) return this.settle(verdicts, claim)
    const { outcome, counted } = admission
    if (outcome.kind === 'credentials') await this.needs.refuse(destination, outcome.reason)
    const outcomes = going.map(() => outcome)
    return this.settle(this.judge(going, outcomes, counted, verdicts), claim)
  }

  private judge(going: readonly Send[], outcomes: readonly Outcome[], counted: boolean, verdicts: Verdicts): Verdicts {
    const circumstances = { counted, now: this.needs.now(), random: this.needs.random() }
    for (const [index, send] of going.entries()) verdicts.set(send, verdictOf(send, outcomes[index]!, circumstances))
    return verdicts
  }

  /** What keeps an event from this platform for good. */
  private unfit({ event, attempts }: Send, destination: Destination): Verdict | undefined {
    if (!event) return { status: 'skipped', attempts, reason: "the person's data were erased" }
    const skip = this.needs.access.platformOf(destination).skip(event, destination.settings, this.needs.now())
    return skip && { ...skip, attempts }
  }

  /** Those that are still ours, for long enough to be sent. */
  private async hold(sends: readonly Send[], claim: Claim): Promise<readonly Send[]> {
    const { db, now } = this.needs
    if (claim.until - now() > REQUEST_MS + SECOND / 2) return sends
    const until = now() + CLAIM_MS
    const ids = sends.map(({ id }) => id)
    const held = await new DispatchStore(db.knex, db.dialect).renew(ids, claim.token, until)
    // The claim on other parts of the batch may end before: it is prolonged, if it still holds, when their turn comes.
    return sends.filter(({ id }) => held.has(id))
  }

  private async settle(verdicts: Verdicts, claim: Claim, said?: Said): Promise<number> {
    if (verdicts.size === 0) return Number.POSITIVE_INFINITY
    const { db, journal } = this.needs
    const now = this.needs.now()
    const personal = [...verdicts].flatMap(([{ conversion, event }, { status }]) =>
      status !== 'pending' && event && personalOf(event).length > 0 ? [conversion] : [],
    )
    const conversions = [...new Set(personal)]
    return transaction(db, async trx => {
      const store = new DispatchStore(trx, db.dialect)
      await store.lock(conversions)
      const settled = await store.settle(verdicts, claim.token, now)
      const ours = [...verdicts].filter(([{ id }]) => settled.has(id))
      const facts = ours.flatMap(([send, verdict]) => factsOf(send, verdict, now))
      const letters = ours.flatMap(([send, verdict]) => lettersOf(send, verdict, said, now))
      await Promise.all([journal.record(trx, facts), new DeadLetterStore(trx, db.dialect).insert(letters), store.forget(conversions)])
      return Math.min(...ours.map(([, verdict]) => (verdict.status === 'pending' ? verdict.dueAt : Number.POSITIVE_INFINITY)))
    })
  }
}

const refusalIn = (outcomes: readonly Outcome[]): string | undefined => outcomes.find(outcome => outcome.kind === 'credentials')?.reason

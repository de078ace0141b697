import type { Dialect } from '../db/dialect.js'
import type { Transaction } from '../db/transaction.js'
import type { LeadAct } from './conversion-acts.js'
import { type InviteTrail, type Lead, LeadStore, type PersonOf } from './lead-store.js'
import { type Visit, VisitStore } from './visit-store.js'

/** A lead, whoever he is. */
export type KnownLead = Omit<Lead, 'user'>

/** What is known of the people of a batch, as they are met: how they came, and what they were last. */
export class Acquaintance {
  private readonly met = new Map<string, KnownLead>()

  constructor(
    private readonly leads: ReadonlyMap<string, Lead>,
    private readonly sightings: ReadonlyMap<string, readonly string[]>,
    private readonly trails: ReadonlyMap<string, InviteTrail>,
    private readonly visits: ReadonlyMap<string, Visit>,
    private readonly visitsOfCustomers: ReadonlyMap<string, Visit>,
  ) {}

  lead(act: LeadAct): KnownLead | undefined {
    return this.met.get(keyOf(act)) ?? this.leads.get(keyOf(act))
  }

  /** The lead as he is from now on. */
  keep(lead: KnownLead): void {
    this.met.set(keyOf(lead), lead)
  }

  /** The invite that he came by last. */
  trail(act: LeadAct): InviteTrail | undefined {
    const id = act.join?.invite ?? this.lead(act)?.invite
    return id ? this.trails.get(id) : undefined
  }

  /** The visit behind the invite; else the last one that was a customer's of this external id. */
  visit(act: LeadAct): Visit | undefined {
    const known = this.lead(act)
    const id = this.trail(act)?.visit ?? known?.visit
    const external = act.externalUserId ?? known?.externalUserId
    return (id && this.visits.get(id)) || (external ? this.visitsOfCustomers.get(customerKey(act.website, external)) : undefined)
  }

  /** The channels in which he was, or which his conversions named. */
  channels(act: LeadAct): Set<string> {
    const last = this.lead(act)?.channel
    return new Set([...(this.sightings.get(keyOf(act)) ?? []), ...(last ? [last] : [])])
  }
}

const keyOf = ({ website, telegramUserId }: Pick<Lead, 'website' | 'telegramUserId'>): string => `${website} ${telegramUserId}`

const customerKey = (website: string, externalUserId: string): string => `${website} ${externalUserId}`

/** Reads all that may decide about acts, a statement for each thing that is asked, however many acts there are. */
export async function readAcquaintance(trx: Transaction, dialect: Dialect, acts: readonly LeadAct[]): Promise<Acquaintance> {
  const leadStore = new LeadStore(trx, dialect)
  const visitStore = new VisitStore(trx, dialect)
  const people = acts.map(({ website, telegramUserId }): PersonOf => [website, telegramUserId])
  const nameless = acts.filter(({ channel }) => channel === null).map(({ website, telegramUserId }): PersonOf => [website, telegramUserId])
  const [leads, sightings] = await Promise.all([leadStore.find(people), leadStore.sightings(nameless)])
  const trails = await leadStore.invites(unique([...acts.map(({ join }) => join?.invite), ...leads.map(({ invite }) => invite)]))
  const customers = new Map(
    [...acts, ...leads].flatMap(({ website, externalUserId }) =>
      externalUserId ? [[customerKey(website, externalUserId), [website, externalUserId] as const]] : [],
    ),
  )
  const [visits, visitsOfCustomers] = await Promise.all([
    visitStore.byId(unique([...trails.map(({ visit }) => visit), ...leads.map(({ visit }) => visit)])),
    visitStore.lastOfCustomers([...customers.values()]),
  ])
  return new Acquaintance(
    new Map(leads.map(lead => [keyOf(lead), lead])),
    grouped(sightings, keyOf, ({ channel }) => channel),
    new Map(trails.map(trail => [trail.id, trail])),
    new Map(visits.map(visit => [visit.id, visit])),
    new Map(visitsOfCustomers.map(visit => [customerKey(visit.website, visit.externalUserId ?? ''), visit])),
  )
}

const unique = (ids: readonly (string | null | undefined)[]): string[] => [...new Set(ids.flatMap(id => id ?? []))]

function grouped<T, V>(items: readonly T[], keyOf: (item: T) => string, held: (item: T) => V): Map<string, V[]> {
  const groups = new Map<string, V[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), held(item)])
  return groups
}

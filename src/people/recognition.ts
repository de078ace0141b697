import { newId } from '../lib/id.js'

/** What a person is known by. Of `email` and `phone` the value is their hash. */
export type IdentityKind = 'telegram' | 'external' | 'anonymous' | 'email' | 'phone'

export interface Identity {
  readonly kind: IdentityKind
  readonly value: string
}

/** Somebody who was met under these names, all of them his. `at` in epoch milliseconds. */
export interface Meeting {
  readonly organization: string
  readonly identities: readonly Identity[]
  readonly at: number
}

/** An identity of somebody, as it is stored. */
export interface KnownIdentity extends Identity {
  readonly organization: string
  readonly user: string
}

export interface NewIdentity extends KnownIdentity {
  readonly createdAt: number
}

export interface NewUser {
  readonly id: string
  readonly organization: string
  readonly createdAt: number
}

/** Two users who turned out to be one person: what is known of `from` is `into`'s. */
export interface Merge {
  readonly from: string
  readonly into: string
}

/** Who was met, and what is to be written so that he is known the next time. */
export interface Recognition {
  /** Of each meeting, in their order. */
  readonly users: readonly string[]
  readonly newUsers: readonly NewUser[]
  readonly newIdentities: readonly NewIdentity[]
  readonly merges: readonly Merge[]
}

/** A business knows its customers, and Telegram its users. An address, a phone number or a browser may be shared. */
const CERTAIN: ReadonlySet<IdentityKind> = new Set(['telegram', 'external'])

/**
 * Tells who was met. One who is known under none of his names is a new user. One whose certain names lead to several users makes them one: the one who was made
 * first. An uncertain name leads to a user, or makes two one, unless both have a Telegram account: a shared address does not make two people one.
 * @param known the identities that are stored of all that the meetings name
 * @param members users among them who have a Telegram identity
 */
export function recognise(meetings: readonly Meeting[], known: readonly KnownIdentity[], members: ReadonlySet<string>): Recognition {
  const userOf = new Map(known.map(identity => [keyOf(identity.organization, identity), identity.user]))
  const onTelegram = new Set(members)
  const mergedInto = new Map<string, string>()
  const newUsers: NewUser[] = []
  const newIdentities = new Map<string, NewIdentity>()
  const today = (user: string): string => {
    let last = user
    for (let next = mergedInto.get(last); next !== undefined; next = mergedInto.get(last)) last = next
    return last
  }
  const found = (organization: string, identity: Identity): string | undefined => {
    const user = userOf.get(keyOf(organization, identity))
    return user === undefined ? undefined : today(user)
  }

  const meet = ({ organization, identities, at }: Meeting): string => {
    const users = new Set(identities.filter(({ kind }) => CERTAIN.has(kind)).flatMap(identity => found(organization, identity) ?? []))
    let telegram = identities.some(({ kind }) => kind === 'telegram') || [...users].some(user => onTelegram.has(user))
    for (const identity of identities) {
      const user = CERTAIN.has(identity.kind) ? undefined : found(organization, identity)
      if (user === undefined || (telegram && onTelegram.has(user))) continue
      users.add(user)
      telegram ||= onTelegram.has(user)
    }
    // Ids grow with time.
    const [first, ...others] = [...users].sort()
    const user = first ?? newId('usr', at)
    if (first === undefined) newUsers.push({ id: user, organization, createdAt: at })
    for (const other of others) mergedInto.set(other, user)
    if (telegram) onTelegram.add(user)
    for (const identity of identities) {
      const key = keyOf(organization, identity)
      if (userOf.has(key)) continue
      userOf.set(key, user)
      newIdentities.set(key, { organization, ...identity, user, createdAt: at })
    }
    return user
  }

  const users = meetings.map(meet)
  return {
    // A later meeting may have shown that two earlier ones were of one person.
    users: users.map(today),
    newUsers: newUsers.filter(({ id }) => !mergedInto.has(id)),
    newIdentities: [...newIdentities.values()].map(identity => ({ ...identity, user: today(identity.user) })),
    merges: [...mergedInto.keys()].map(from => ({ from, into: today(from) })),
  }
}

const keyOf = (organization: string, { kind, value }: Identity): string => `${organization} ${kind} ${value}`

import { ask } from '../db/ask.js'
import type { Dialect } from '../db/dialect.js'
import { type ColumnTypes, insertRows } from '../db/insert-rows.js'
import { matching, rowSource, rowsParameter } from '../db/row-source.js'
import { storableText } from '../db/storable.js'
import type { Queries } from '../db/transaction.js'
import type { Identity, KnownIdentity, Meeting, Merge, Recognition } from './recognition.js'

interface UserRow {
  id: string
  organization: string
  created_at: number
}

interface IdentityRow {
  organization: string
  kind: Identity['kind']
  value: string
  user: string
  created_at: number
}

const USER: ColumnTypes<UserRow> = { id: 'text', organization: 'text', created_at: 'bigint' }

const IDENTITY: ColumnTypes<IdentityRow> = { organization: 'text', kind: 'text', value: 'text', user: 'text', created_at: 'bigint' }

/** Users and the names they are known by, in whole batches. */
export class PersonStore {
  constructor(
    private readonly db: Queries,
    private readonly dialect: Dialect,
  ) {}

  /**
   * From here to the end of the transaction nobody else meets people of these organizations: who is new stays new until he is written. One lock an
   * organization, taken in one order, so that no two transactions wait for each other.
   */
  async lock(organizations: readonly string[]): Promise<void> {
    // Where one transaction runs at a time, it has that already.
    if (!this.dialect.advisoryLocks) return
    await this.db.raw(
      `select pg_advisory_xact_lock(hashtextextended('people:' || organization, 0)) from (select * from ${rowSource(this.dialect, ['organization'])} as o order by organization) as ordered`,
      [rowsParameter([...new Set(organizations)].map(organization => [organization]))],
    )
  }

  /** All that is known of the names in these meetings. */
  async known(meetings: readonly Pick<Meeting, 'organization' | 'identities'>[]): Promise<KnownIdentity[]> {
    const names = meetings.flatMap(({ organization, identities }) =>
      identities.map(({ kind, value }) => [organization, kind, storableText(value)]),
    )
    if (names.length === 0) return []
    return ask(
      this.db,
      `select distinct i.organization, i.kind, i.value, i."user" from ${rowSource(this.dialect, ['organization', 'kind', 'value'])} as n
        ${matching(this.dialect, 'join', 'identities', 'i', 'i.organization = n.organization and i.kind = n.kind and i.value = n.value')}`,
      [rowsParameter(names)],
    )
  }

  /** Which of these users have an identity of a kind. */
  async having(kind: Identity['kind'], users: readonly string[]): Promise<Set<string>> {
    if (users.length === 0) return new Set()
    const found: string[] = await this.db('identities').distinct('user').where({ kind }).whereIn('user', users).pluck('user')
    return new Set(found)
  }

  async save({ newUsers, newIdentities, merges }: Recognition): Promise<void> {
    await insertRows(
      this.db,
      this.dialect,
      'users',
      USER,
      newUsers.map(({ id, organization, createdAt }) => ({ id, organization, created_at: createdAt })),
    )
    await insertRows(
      this.db,
      this.dialect,
      'identities',
      IDENTITY,
      newIdentities.map(({ organization, kind, value, user, createdAt }) => ({ organization, kind, value, user, created_at: createdAt })),
    )
    await this.merge(merges)
  }

  private async merge(merges: readonly Merge[]): Promise<void> {
    if (merges.length === 0) return
    await this.db.raw(
      `update identities set "user" = m.into_user from ${rowSource(this.dialect, ['from_user', 'into_user'])} as m where identities."user" = m.from_user`,
      [rowsParameter(merges.map(({ from, into }) => [from, into]))],
    )
    await this.db('users')
      .whereIn(
        'id',
        merges.map(({ from }) => from),
      )
      .delete()
  }
}

import assert from 'node:assert/strict'
import type { Fact } from '../../src/journal/fact.js'
import { Journal } from '../../src/journal/journal.js'
import { JournalStore } from '../../src/journal/journal-store.js'
import { keepFor } from '../../src/journal/retention.js'
import { encodeId, newId } from '../../src/lib/id.js'
import { createLog } from '../../src/lib/log.js'
import { DAY } from '../../src/lib/time.js'
import { freshDatabase, type TestDatabase } from '../helpers/database.js'
import { aDecision, aPing } from './facts.js'

describe('JournalStore', () => {
  let db: TestDatabase
  let journal: Journal
  let store: JournalStore
  const write = async (...facts: Fact[]) => {
    for (const fact of facts) journal.note(fact)
    await journal.flush()
  }

  before(async () => {
    db = await freshDatabase()
    journal = new Journal(db)
    store = new JournalStore(db.knex)
  })
  afterEach(() => db.knex('events').delete())
  after(() => journal.close())

  it('reads a fact back as it was written', async () => {
    const whole: Fact = aDecision({ user: 'usr_1', wall: 'wall_1', offer: 'off_1', cause: 'evt_0' })
    const bare: Fact = { id: newId('evt'), organization: 'org_1', kind: 'website_deleted', at: 1, website: 'site_1' }
    await write(whole, bare)
    assert.deepEqual(await store.byTrace('org_1', whole.trace!), [whole])
    assert.deepEqual(await store.byWebsite('org_1', 'site_1', ['website_deleted']), [bare])
  })

  it('knows at compile time what the facts of a kind carry', () => {
    const about = { id: 'evt_1', organization: 'org_1', at: 1 }
    // @ts-expect-error a decision says whether the visitor is served
    const without: Fact = { ...about, kind: 'decision', properties: { country: 'US', region: null, provider: null } }
    // @ts-expect-error a deletion carries nothing
    const beyond: Fact = { ...about, kind: 'website_deleted', properties: { why: 'old' } }
    // @ts-expect-error there is no such kind
    const unknown: Fact = { ...about, kind: 'website_painted' }
    assert.deepEqual([without.kind, beyond.kind, unknown.kind], ['decision', 'website_deleted', 'website_painted'])
  })

  describe('by trace', () => {
    it('answers the chain, oldest first, and what happened at one time in the order of writing', async () => {
      const facts = [3, 1, 1, 2].map(at => aPing({ trace: 'req_a', at }))
      await write(...facts, aPing({ trace: 'req_b' }))
      assert.deepEqual(await store.byTrace('org_1', 'req_a'), [facts[1], facts[2], facts[3], facts[0]])
    })

    it('shows nothing of another organization', async () => {
      await write(aPing({ trace: 'req_a', organization: 'org_2' }))
      assert.deepEqual(await store.byTrace('org_1', 'req_a'), [])
    })
  })

  describe('by user', () => {
    it('answers the newest first', async () => {
      const [old, young] = [aPing({ user: 'usr_1', at: 1 }), aPing({ user: 'usr_1', at: 2 })]
      await write(young, old, aPing({ user: 'usr_2' }), aPing({ user: 'usr_1', organization: 'org_2' }), aPing())
      assert.deepEqual(await store.byUser('org_1', 'usr_1'), [young, old])
    })
  })

  describe('by website', () => {
    it('answers the asked kinds together, the newest first', async () => {
      const [ping, decision, later] = [aPing({ at: 1 }), aDecision({ at: 2 }), aPing({ at: 3 })]
      await write(decision, later, ping, aPing({ website: 'site_2' }), aPing({ organization: 'org_2' }))
      assert.deepEqual(await store.byWebsite('org_1', 'site_1', ['snippet_ping', 'decision']), [later, decision, ping])
      assert.deepEqual(await store.byWebsite('org_1', 'site_1', ['snippet_ping']), [later, ping])
      assert.deepEqual(await store.byWebsite('org_1', 'site_1', []), [])
    })

    it('keeps to the time, first instant inclusive and last one exclusive, and to the limit', async () => {
      const facts = [1, 2, 3, 4].map(at => aPing({ at }))
      await write(...facts)
      const times = async (span: object) =>
        (await store.byWebsite('org_1', 'site_1', ['snippet_ping', 'decision'], span)).map(({ at }) => at)
      assert.deepEqual(await times({ from: 2, to: 4 }), [3, 2])
      assert.deepEqual(await times({ limit: 3 }), [4, 3, 2])
      assert.deepEqual(await times({ to: 1 }), [])
    })

    it('types the properties by the kinds that were asked for', async () => {
      await write(aDecision())
      const [fact] = await store.byWebsite('org_1', 'site_1', ['decision'])
      const allowed: boolean = fact!.properties.allowed
      assert.equal(allowed, false)
    })
  })

  it('tells when each website was last heard of', async () => {
    await write(aPing({ at: 5 }), aPing({ at: 9 }), aPing({ at: 7 }), aPing({ website: 'site_2', at: 3 }), aDecision({ website: 'site_3' }))
    await write(aPing({ website: 'site_4', organization: 'org_2' }))
    const last = await store.lastByWebsite('org_1', 'snippet_ping', ['site_1', 'site_2', 'site_3', 'site_4'])
    assert.deepEqual(Object.fromEntries(last), { site_1: 9, site_2: 3 })
    assert.equal((await store.lastByWebsite('org_1', 'snippet_ping', [])).size, 0)
  })

  it('walks an index for each question, however long the journal is', async function () {
    await write(...Array.from({ length: 300 }, (_, n) => aDecision({ at: n, user: `usr_${n}` })))
    if (db.dialect.skipLocked) this.skip() // a server chooses by its statistics: with so few rows any plan is right
    const plans: string[] = []
    const explain = (query: { sql: string; bindings: unknown[] }) =>
      db.knex.raw(`explain query plan ${query.sql}`, query.bindings as string[])
    const asked: { sql: string; bindings: unknown[] }[] = []
    db.knex.on('query', query => asked.push(query))
    await store.byTrace('org_1', 'req_a')
    await store.byUser('org_1', 'usr_1')
    await store.byWebsite('org_1', 'site_1', ['decision', 'snippet_ping'], { from: 1 })
    await store.lastByWebsite('org_1', 'snippet_ping', ['site_1', 'site_2'])
    await store.purge(0, 10)
    db.knex.removeAllListeners('query')
    for (const query of asked) plans.push(...(await explain(query)).map((step: { detail: string }) => step.detail))
    assert.deepEqual(
      plans.filter(step => /^SCAN (?!newest)/.test(step)),
      [],
    )
    for (const index of ['trace', 'user', 'website'])
      assert.ok(
        plans.some(step => step.includes(`events_by_${index}`)),
        index,
      )
  })

  describe('retention', () => {
    const madeAt = (at: number, n: number) => {
      const bytes = new Uint8Array(16)
      new DataView(bytes.buffer).setBigUint64(0, BigInt(at) << 16n)
      bytes[15] = n
      return `evt_${encodeId(bytes)}`
    }
    const NOW = 1_800_000_000_000
    const left = () => db.knex('events').orderBy('id').pluck('id')

    it('deletes what was recorded before an instant, oldest first and no more than asked', async () => {
      const ids = [NOW - 3, NOW - 2, NOW - 1, NOW].map(madeAt)
      await write(...ids.map(id => aPing({ id })))
      assert.equal(await store.purge(NOW, 2), 2)
      assert.deepEqual(await left(), ids.slice(2))
      assert.equal(await store.purge(NOW, 2), 1)
      assert.equal(await store.purge(NOW, 2), 0)
      assert.deepEqual(await left(), ids.slice(3))
    })

    it('deletes in slices all that is older than its days, and stops when asked', async () => {
      const old = Array.from({ length: 1203 }, (_, n) => aPing({ id: madeAt(NOW - 10 * DAY + n, n) }))
      const young = aPing({ id: madeAt(NOW - 9 * DAY, 0) })
      await write(...old, young)
      const retention = keepFor(9.5, store, { now: () => NOW, log: createLog('silent') })
      while ((await left()).length > 1) await new Promise(resolve => setImmediate(resolve))
      await retention.stop()
      assert.deepEqual(await left(), [young.id])
    })

    it('keeps everything when no days are set', async () => {
      await write(aPing({ id: madeAt(1, 1) }))
      await keepFor(0, store, { now: () => NOW, log: createLog('silent') }).stop()
      assert.equal((await left()).length, 1)
    })

    it('goes on when the database was away', async () => {
      const lines: string[] = []
      const failing = { purge: () => Promise.reject(new Error('away')) } as unknown as JournalStore
      const retention = keepFor(1, failing, { now: () => NOW, log: createLog('info', { write: line => void lines.push(line) }) })
      while (lines.length === 0) await new Promise(resolve => setImmediate(resolve))
      await retention.stop()
      assert.match(lines.join(), /tried again/)
    })
  })
})

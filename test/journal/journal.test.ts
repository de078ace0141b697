import assert from 'node:assert/strict'
import { type Database, openDatabase } from '../../src/db/database.js'
import { isUniqueViolation } from '../../src/db/failures.js'
import { transaction } from '../../src/db/transaction.js'
import type { Fact } from '../../src/journal/fact.js'
import { Journal, type JournalOptions } from '../../src/journal/journal.js'
import { JournalStore } from '../../src/journal/journal-store.js'
import { Unavailable } from '../../src/lib/errors.js'
import { createLog } from '../../src/lib/log.js'
import { freshDatabase, type TestDatabase } from '../helpers/database.js'
import { Line } from '../helpers/line.js'
import { aDecision, aPing } from './facts.js'

describe('Journal', () => {
  let db: TestDatabase
  let journal: Journal
  const open = (options: JournalOptions = {}, on: Database = db) => {
    journal = new Journal(on, options)
    return journal
  }
  const ids = () => db.knex('events').orderBy('id').pluck('id')

  before(async () => {
    db = await freshDatabase()
  })
  afterEach(async () => {
    await journal?.close()
    await db.knex('events').delete()
  })

  it('has an appended fact in the database when the promise resolves', async () => {
    open()
    const facts = Array.from({ length: 100 }, () => aDecision())
    await Promise.all(facts.map(fact => journal.append(fact)))
    assert.deepEqual(
      await ids(),
      facts.map(({ id }) => id),
    )
  })

  it('writes a noted fact by itself', async () => {
    open()
    const fact = aDecision()
    journal.note(fact)
    while ((await ids()).length === 0) await new Promise(resolve => setTimeout(resolve, 5))
    assert.deepEqual(await ids(), [fact.id])
  })

  it('writes many together, and an appended fact takes the noted ones along', async () => {
    const batches: number[] = []
    open({ onBatch: size => batches.push(size) })
    for (let n = 0; n < 10; n++) journal.note(aDecision())
    await Promise.all([journal.append(aPing()), journal.append(aPing())])
    assert.deepEqual(batches, [12])
  })

  it('writes a fact as it was when it was given', async () => {
    open()
    const fact = aPing()
    journal.note(fact)
    ;(fact.properties as { url: string }).url = 'changed later'
    await journal.flush()
    assert.deepEqual((await new JournalStore(db.knex).byWebsite('org_1', 'site_1', ['snippet_ping']))[0]!.properties, {
      url: 'https://example.com/',
    })
  })

  it('stores a fact once that is written again under its id', async () => {
    open()
    const fact = aPing()
    await journal.append(fact)
    await Promise.all([journal.append(fact), journal.append(fact), journal.append(aPing())])
    assert.equal((await ids()).length, 2)
  })

  it('keeps text that a database cannot store as it is, and its neighbours', async () => {
    open()
    const strange = aPing({ properties: { url: 'a\0b\uD800c\uDC00\uD83D\uDE00', surface: '\\u0000' } })
    await Promise.all([journal.append(aPing()), journal.append(strange), journal.append(aPing())])
    const stored = (await new JournalStore(db.knex).byWebsite('org_1', 'site_1', ['snippet_ping'])).find(({ id }) => id === strange.id)
    assert.deepEqual(stored?.properties, { url: 'a\uFFFDb\uFFFDc\uFFFD\uD83D\uDE00', surface: '\\u0000' })
  })

  it('refuses an id by which retention could not find the fact', async () => {
    open()
    assert.throws(() => journal.note(aPing({ id: 'click_1' })), /newId\('evt'\)/)
    await assert.rejects(journal.append(aPing({ id: 'click_1' })), /newId\('evt'\)/)
  })

  it('writes the neighbours of a fact that cannot be stored', async () => {
    const lines: string[] = []
    open({ log: createLog('error', { write: line => void lines.push(line) }) })
    const broken = { ...aPing(), organization: undefined } as unknown as Fact
    const noted = { ...aPing(), at: Number.NaN } as Fact
    journal.note(noted)
    const [a, b, c] = await Promise.allSettled([journal.append(aPing()), journal.append(broken), journal.append(aPing())])
    assert.deepEqual([a.status, b.status, c.status], ['fulfilled', 'rejected', 'fulfilled'])
    assert.match(String((b as PromiseRejectedResult).reason), /null/i)
    assert.equal((await ids()).length, 2)
    assert.equal(lines.length, 1)
    assert.equal(JSON.parse(lines[0]!).fact, noted.id)
  })

  it('refuses what is too much at once, and drops nothing of what it accepted', async () => {
    open({ maxQueued: 20_000 })
    const accepted: Promise<void>[] = []
    let refused: unknown
    while (!refused) {
      accepted.push(journal.append(aPing()))
      try {
        journal.note(aPing())
      } catch (error) {
        refused = error
      }
    }
    assert.ok(refused instanceof Unavailable)
    assert.equal(refused.retryAfter, 1)
    const results = await Promise.allSettled(accepted)
    await journal.flush()
    const written = results.filter(({ status }) => status === 'fulfilled').length
    assert.equal((await ids()).length, written + accepted.length - 1)
    assert.equal(journal.queued, 0)
  })

  it('writes noted facts when it is closed, and accepts nothing more', async () => {
    open()
    for (let n = 0; n < 1000; n++) journal.note(aDecision())
    await journal.close()
    assert.equal((await ids()).length, 1000)
    assert.throws(() => journal.note(aDecision()), Unavailable)
  })

  describe('inside a transaction', () => {
    it('is there with the rest of the act', async () => {
      open()
      const facts = [aPing(), aDecision()]
      await transaction(db, async trx => {
        await trx('catalogue_version').increment('version', 1)
        await journal.record(trx, facts)
      })
      assert.equal((await ids()).length, 2)
      await transaction(db, trx => journal.record(trx, []))
    })

    it('is gone with the rest of the act', async () => {
      open()
      const act = transaction(db, async trx => {
        await journal.record(trx, [aPing()])
        throw new Error('no')
      })
      await assert.rejects(act, /no/)
      assert.deepEqual(await ids(), [])
    })
  })

  describe('with a projection', () => {
    const counted = async () => (await db.knex('catalogue_version').first('version')).version as number

    beforeEach(() => db.knex('catalogue_version').update({ version: 0 }))

    it('counts each new fact once, in the transaction that stores it', async () => {
      open({ project: async (trx, facts) => void (await trx('catalogue_version').increment('version', facts.length)) })
      const fact = aPing()
      await Promise.all([journal.append(fact), journal.append(aPing())])
      await Promise.all([journal.append(fact), journal.append(aPing())])
      await transaction(db, trx => journal.record(trx, [aPing()]))
      await assert.rejects(
        transaction(db, trx => journal.record(trx, [fact, aPing()])),
        isUniqueViolation,
      )
      await journal.append(fact)
      assert.equal((await ids()).length, 4)
      assert.equal(await counted(), 4)
    })

    it('stores no fact that it could not count', async () => {
      open({ project: () => Promise.reject(new TypeError('a bug')) })
      await assert.rejects(journal.append(aPing()), /a bug/)
      assert.deepEqual(await ids(), [])
    })
  })

  describe('while the database is away', () => {
    it('refuses who waits, keeps what was noted, and writes it when the database is back', async () => {
      let away = true
      open({
        project: async () => {
          if (away) throw new Unavailable('away')
        },
      })
      const noted = Array.from({ length: 50 }, () => aDecision())
      for (const fact of noted) journal.note(fact)
      await assert.rejects(journal.append(aPing()), Unavailable)
      await assert.rejects(journal.flush(), Unavailable)
      assert.deepEqual(await ids(), [])
      away = false
      await journal.append(aPing())
      assert.deepEqual(
        (await ids()).slice(0, 50),
        noted.map(({ id }) => id),
      )
    })

    it('says at the close how many facts found no database', async () => {
      const lines: string[] = []
      let away = true
      open({
        log: createLog('error', { write: line => void lines.push(line) }),
        project: async () => {
          if (away) throw new Unavailable('away')
        },
      })
      for (let n = 0; n < 3; n++) journal.note(aPing())
      await journal.close(10)
      away = false
      assert.equal(JSON.parse(lines[0]!).lost, 3)
    })
  })

  describe('over a line to a server', () => {
    let line: Line
    let far: Database

    before(async function () {
      if (!db.settings.url) this.skip()
      line = await Line.to(db.settings.url)
      far = openDatabase({ url: line.through(db.settings.url), poolMax: 2 })
    })
    after(async () => {
      await journal?.close()
      await far?.close()
      await line?.cut()
    })

    it('loses nothing that it acknowledged or noted when the line is cut and mended', async () => {
      open({}, far)
      const promised: string[] = []
      let refused = 0
      let running = true
      const writers = Array.from({ length: 16 }, async () => {
        while (running) {
          const [fact, note] = [aPing(), aDecision()]
          journal.note(note)
          promised.push(note.id)
          await journal.append(fact).then(
            () => promised.push(fact.id),
            error => {
              assert.ok(error instanceof Unavailable, String(error))
              refused++
            },
          )
          await new Promise(resolve => setImmediate(resolve))
        }
      })
      for (let outage = 0; outage < 3; outage++) {
        const before = promised.length
        while (promised.length < before + 500) await new Promise(resolve => setTimeout(resolve, 5))
        const refusedBefore = refused
        await line.cut()
        while (refused === refusedBefore) await new Promise(resolve => setTimeout(resolve, 5))
        await line.mend()
      }
      running = false
      await Promise.all(writers)
      await journal.flush()
      const stored = new Set(await ids())
      assert.deepEqual(
        promised.filter(id => !stored.has(id)),
        [],
      )
    })

    it('stores a noted fact once whose first writing was never answered', async () => {
      open({}, far)
      await journal.append(aPing())
      const note = aDecision()
      line.loseAnswers()
      journal.note(note)
      while (!(await ids()).includes(note.id)) await new Promise(resolve => setTimeout(resolve, 5))
      assert.ok(journal.queued > 0, 'written, and not known to be')
      await line.cut()
      await line.mend()
      while (journal.queued > 0) await journal.flush().catch(() => {})
      assert.equal((await ids()).filter(id => id === note.id).length, 1)
    })
  })
})

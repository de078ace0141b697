import assert from 'node:assert/strict'
import type { Catalogue } from '../../src/catalogue/catalogue.js'
import { Journal } from '../../src/journal/journal.js'
import { AnsweredBefore } from '../../src/lib/idempotency.js'
import type { ConversionAct } from '../../src/tracking/conversion-acts.js'
import { ConversionBook } from '../../src/tracking/conversion-book.js'
import { createAnswerStore } from '../../src/tracking/idempotency.js'
import { freshDatabase, type TestDatabase } from '../helpers/database.js'

const DESTINATIONS = [
  { id: 'dest_1', platform: 'meta', enabled: true },
  { id: 'dest_2', platform: 'tiktok', enabled: true },
  { id: 'dest_3', platform: 'snapchat', enabled: false },
]
const catalogue = { current: { tracking: { destinationsOf: () => DESTINATIONS } } } as unknown as Catalogue

const anAct = (telegramUserId: number, more: Partial<ConversionAct> = {}): ConversionAct => ({
  organization: 'org_1',
  website: 'site_1',
  channel: 'chan_1',
  telegramUserId: String(telegramUserId),
  eventType: 'Lead',
  eventTime: Date.now(),
  at: Date.now(),
  source: 'api',
  ...more,
})

describe('ConversionBook', () => {
  let db: TestDatabase
  let journal: Journal
  const books: ConversionBook[] = []
  before(async () => {
    db = await freshDatabase()
    journal = new Journal(db)
  })
  after(async () => {
    for (const book of books) await book.close()
    await journal?.close()
  })

  /** @param wake is called in the transaction, behind all that was written */
  function open(wake: (destinations: readonly string[]) => Promise<void> = async () => {}): ConversionBook {
    const book = new ConversionBook({ db, catalogue, journal, wake: (_trx, destinations) => wake(destinations) })
    books.push(book)
    return book
  }
  const TABLES = ['tracked_conversions', 'sends', 'leads', 'users', 'identities', 'events', 'idempotent_answers']
  const counts = async () => Object.fromEntries(await Promise.all(TABLES.map(async table => [table, await countOf(table)])))
  const countOf = async (table: string) => Number((await db.knex(table).count<{ n: number }[]>({ n: '*' }))[0]!.n)

  it('writes all of a conversion or nothing, and lets the same key act after it failed', async () => {
    const before = await counts()
    const broken = open(async () => {
      throw new TypeError('the queue is broken')
    })
    await assert.rejects(broken.book(anAct(1, { answerTo: 'scope-1' })), /queue is broken/)
    assert.deepEqual(await counts(), before)
    const booking = await open().book(anAct(1, { answerTo: 'scope-1' }))
    assert.equal(booking.coldLead, true)
    assert.deepEqual(await createAnswerStore(db).find('scope-1', Date.now()), { status: 200, body: JSON.stringify(booking) })
  })

  it('wakes each destination that is switched on once for a batch', async () => {
    const woken: string[][] = []
    const book = open(async destinations => void woken.push([...destinations].sort()))
    const bookings = await Promise.all([10, 11, 12].map(person => book.book(anAct(person))))
    for (const { sends } of bookings) assert.deepEqual(sends.map(({ platform }) => platform).sort(), ['meta', 'tiktok'])
    assert.ok(woken.length <= 3)
    for (const destinations of woken) assert.deepEqual(destinations, ['dest_1', 'dest_2'])
  })

  it('leaves an act out that was answered before, and books its neighbours', async () => {
    const book = open()
    const first = await book.book(anAct(20, { answerTo: 'scope-2' }))
    const outcomes = await Promise.allSettled([
      book.book(anAct(21)),
      book.book(anAct(20, { answerTo: 'scope-2' })),
      book.book(anAct(22, { channel: null })),
      book.book(anAct(23, { knownLead: true })),
      book.book(anAct(24)),
    ])
    const [one, replay, channelless, unknown, two] = outcomes
    assert.ok(one.status === 'fulfilled' && two.status === 'fulfilled')
    assert.ok(replay.status === 'rejected' && replay.reason instanceof AnsweredBefore)
    assert.equal(replay.reason.answer.body, JSON.stringify(first))
    assert.match(String(channelless.status === 'rejected' && channelless.reason), /channelId: required/)
    assert.match(String(unknown.status === 'rejected' && unknown.reason), /nobody of this website/)
  })

  it('does once what two processes are told at the same time under one key', async () => {
    const [one, two] = [open(), open()]
    for (let round = 0; round < 20; round++) {
      // Other people, so that nothing but the key can tell.
      const told = [one, two].map((book, n) => book.book(anAct(100 + 2 * round + n, { answerTo: `race-${round}` })))
      const outcomes = await Promise.allSettled(told)
      const [done] = outcomes.flatMap(outcome => (outcome.status === 'fulfilled' ? [outcome.value] : []))
      const [refused] = outcomes.flatMap(outcome => (outcome.status === 'rejected' ? [outcome.reason] : []))
      assert.ok(done && refused instanceof AnsweredBefore, `round ${round}: ${refused}`)
      assert.equal(refused.answer.body, JSON.stringify(done))
    }
    const people = Array.from({ length: 40 }, (_, n) => String(100 + n))
    assert.equal((await db.knex('leads').whereIn('telegram_user_id', people)).length, 20)
  })

  it('makes one of a new person of whom two processes are told at the same time, among many others', async () => {
    const [one, two] = [open(), open()]
    const people = Array.from({ length: 60 }, (_, n) => 1000 + n)
    const told = [...people, ...[...people].reverse()].map((person, n) =>
      (n < people.length ? one : two).book(anAct(person, { pii: { email: `${person}@example.com` } })),
    )
    const bookings = await Promise.all(told)
    assert.equal(bookings.filter(({ coldLead }) => coldLead).length, people.length)
    const names = people.map(String)
    const users = await db.knex('identities').where({ kind: 'telegram' }).whereIn('value', names).pluck('user')
    assert.equal(new Set(users).size, people.length)
    const conversions = await db.knex('tracked_conversions').whereIn('telegram_user_id', names).distinct('user').pluck('user')
    assert.deepEqual([...conversions].sort(), [...users].sort())
  })

  it('tells nobody of a join that no invite of ours led to', async () => {
    const booking = await open().book(anAct(30, { source: 'join', join: { invite: null } }))
    assert.deepEqual([booking.capiStatus, booking.sends], ['skipped', []])
  })
})

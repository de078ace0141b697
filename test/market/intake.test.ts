import assert from 'node:assert/strict'
import { Unavailable } from '../../src/lib/errors.js'
import { newId } from '../../src/lib/id.js'
import { createLog } from '../../src/lib/log.js'
import { audit } from '../../src/market/audit.js'
import { Billing } from '../../src/market/billing.js'
import type { EventAct, VisitorAct } from '../../src/market/billing-acts.js'
import { Intake } from '../../src/market/intake.js'
import { keeperOf, type TestKeeper } from '../helpers/acts.js'
import { freshDatabase, type TestDatabase } from '../helpers/database.js'
import { eventually } from '../helpers/eventually.js'
import { NOON, ORGANIZATION, TestMarket, WEBSITE } from '../helpers/market.js'

const anAct = (): EventAct => ({
  kind: 'impression',
  fact: newId('evt'),
  organization: ORGANIZATION,
  website: WEBSITE,
  at: NOON,
  offer: 'off_1',
  trace: newId('req'),
  request: 'ok',
  visitor: 'visitor',
  country: null,
  sender: { purpose: null, userAgent: null, dataCentre: false },
})

describe('Intake', () => {
  let db: TestDatabase
  let store: TestKeeper
  let intake: Intake
  let billed: string[]
  let logged: string[]
  /** What billing an act comes to. */
  let bill: (act: VisitorAct) => Promise<void>

  beforeEach(async () => {
    db = await freshDatabase()
    store = keeperOf(db)
    billed = []
    logged = []
    bill = async () => {}
    const log = createLog('info', { write: line => void logged.push(line) })
    intake = new Intake({ keeper: store.keeper, log, bill: ({ act }) => bill(act).then(() => void billed.push(act.fact)) })
  })
  afterEach(async () => {
    await intake.close(1000)
    await store.close()
    await db.close()
  })

  const kept = () => store.kept()
  const factsOf = (acts: readonly VisitorAct[]) => acts.map(({ fact }) => fact)

  /** Holds billing up until the answer is called. */
  function hold(): () => void {
    let release = () => {}
    const held = new Promise<void>(resolve => {
      release = resolve
    })
    bill = () => held
    return release
  }

  it('acknowledges what is durable, and bills it in the order of the acknowledgements', async () => {
    const release = hold()
    const acts = Array.from({ length: 600 }, anAct)
    const acknowledged: string[] = []
    await Promise.all(acts.map(act => intake.take(act).then(() => acknowledged.push(act.fact))))
    assert.deepEqual(await kept(), factsOf(acts))
    assert.deepEqual([billed.length, intake.length > 0], [0, true])
    release()
    await intake.catchUp()
    assert.deepEqual(billed, acknowledged)
    assert.equal(intake.length, 0)
  })

  it('bills by itself, and keeps nothing of what is billed', async () => {
    const act = anAct()
    await intake.take(act)
    await eventually(async () => assert.deepEqual([billed, await kept()], [[act.fact], []]))
  })

  it('keeps acts while the store is away, tells those who wait for them, and bills them when it is back', async () => {
    let tries = 0
    bill = async () => {
      if (++tries <= 2) throw new Unavailable('away', 'database_unavailable', 1)
    }
    const act = anAct()
    await intake.take(act)
    await assert.rejects(intake.catchUp(), Unavailable)
    assert.deepEqual(await kept(), [act.fact])
    await eventually(async () => assert.deepEqual(billed, [act.fact]))
  })

  it('keeps an act that can not be billed at all, says so, and bills the others', async () => {
    const [poisoned, sound] = [anAct(), anAct()]
    bill = async ({ fact }) => {
      if (fact === poisoned.fact) throw new Error('no such thing')
    }
    await Promise.all([intake.take(poisoned), intake.take(sound)])
    await intake.catchUp()
    assert.deepEqual(billed, [sound.fact])
    assert.ok((await kept()).includes(poisoned.fact))
    assert.match(logged.join(), new RegExp(`${poisoned.fact}.*cannot be billed`))
  })

  it('bills what a process left behind that is gone, as far as it was asked to', async () => {
    const acts = Array.from({ length: 300 }, anAct)
    for (const act of acts) await store.keeper.keep(act)
    intake = new Intake({ keeper: store.next().keeper, bill: async ({ act }) => void billed.push(act.fact) })
    // A table is shared with processes that live, and may be about to bill what they have just taken in.
    if (db.settings.url) {
      await intake.recover(acts[2]!.fact)
      assert.deepEqual(billed, factsOf(acts.slice(0, 2)))
    }
    await intake.recover()
    assert.deepEqual(billed, factsOf(acts))
    await eventually(async () => assert.deepEqual(await kept(), []))
  })

  it('takes in no more than is billed once the oldest act has waited for three seconds', async () => {
    const release = hold()
    await intake.take(anAct())
    await new Promise(resolve => setTimeout(resolve, 3100))
    let isTaken = false
    const second = anAct()
    const taking = intake.take(second).then(() => {
      isTaken = true
    })
    await new Promise(resolve => setTimeout(resolve, 100))
    assert.deepEqual([isTaken, (await kept()).length], [false, 1])
    release()
    await taking
    await intake.catchUp()
    assert.equal(billed.at(-1), second.fact)
  })

  it('leaves to the next process what it has no time for when it closes', async () => {
    hold()
    const act = anAct()
    await intake.take(act)
    await intake.close(50)
    assert.deepEqual([billed, await kept()], [[], [act.fact]])
    await store.close()
    const next = new Intake({ keeper: store.next().keeper, bill: async ({ act }) => void billed.push(act.fact) })
    await next.recover()
    await eventually(async () => assert.deepEqual([billed, await kept()], [[act.fact], []]))
  })

  it('bills what waits before it closes, and takes nothing more', async () => {
    const first = anAct()
    await intake.take(first)
    await intake.close(1000)
    assert.deepEqual(billed, [first.fact])
    await eventually(async () => assert.deepEqual(await kept(), []))
    await assert.rejects(intake.take(anAct()), Unavailable)
  })
})

describe('Billing of a burst', () => {
  let market: TestMarket
  beforeEach(async () => {
    market = await TestMarket.open()
  })
  afterEach(() => market.close())

  const CPC = { bid: { model: 'CPC', micros: 1_000_000 } } as const

  /** Follows one offer from many requests at once; the ids of the clicks. */
  async function clickAll(count: number): Promise<{ traces: string[]; clicks: string[] }> {
    const offer = market.sell({ ...CPC, totalBudget: 70_000_000 })
    const traces = await Promise.all(Array.from({ length: count }, () => market.serve(offer)))
    return { traces, clicks: await Promise.all(traces.map(trace => market.click(offer, trace))) }
  }

  it('charges each act once, and no more than the budget', async () => {
    const { traces } = await clickAll(120)
    await market.billing.catchUp()
    const told = (await Promise.all(traces.map(trace => market.told(trace)))).flat()
    assert.equal(told.filter(fact => fact === 'click 1000000').length, 70)
    assert.equal(told.filter(fact => fact === 'click exhausted').length, 50)
    assert.equal((await market.balances()).advertiser, 30_000_000)
    assert.deepEqual(await audit(market.db), [])
  })

  it('does not bill again what was billed before, whoever brings it', async () => {
    const { traces } = await clickAll(80)
    await market.billing.catchUp()
    for (const act of market.booked) await market.kept.keeper.keep(act)
    await new Billing({ ...market.needs, keeper: market.kept.next().keeper }).recover()
    assert.deepEqual(
      (await Promise.all(traces.map(trace => market.told(trace)))).map(({ length }) => length),
      traces.map(() => 1),
    )
    assert.deepEqual(await audit(market.db), [])
  })

  it('finds the click of a postback that comes before its click is billed', async () => {
    const { clicks } = await clickAll(60)
    const outcomes = await Promise.all(clicks.map((click, n) => market.postback(click, `tx-${n}`)))
    assert.deepEqual(new Set(outcomes.map(({ status }) => status)), new Set(['accepted']))
    const unknown = await market.postback(newId('clk'), 'tx-none')
    assert.equal(unknown.status, 'unknown_click')
  })
})

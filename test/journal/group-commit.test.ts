import assert from 'node:assert/strict'
import { GroupCommit, type GroupCommitOptions } from '../../src/journal/group-commit.js'
import { Unavailable } from '../../src/lib/errors.js'

/** A store that keeps what is written to it, and can be held up, be away, or choke on an item called `poison`. */
class Store {
  readonly batches: string[][] = []
  calls = 0
  away = false
  private gate: Promise<void> | undefined

  /** Holds every write up until the answered function is called. */
  hold(): () => void {
    let open!: () => void
    this.gate = new Promise(resolve => {
      open = resolve
    })
    return () => {
      this.gate = undefined
      open()
    }
  }

  write = async (items: string[]): Promise<string[]> => {
    this.calls++
    await this.gate
    if (this.away) throw new Unavailable('away')
    if (items.some(item => item.startsWith('poison'))) throw new TypeError('cannot be stored')
    this.batches.push(items)
    return items.map(item => `wrote ${item}`)
  }

  get items(): string[] {
    return this.batches.flat()
  }
}

describe('GroupCommit', () => {
  let store: Store
  let group: GroupCommit<string, string>
  const commit = (options: Partial<GroupCommitOptions<string, string>> = {}) => {
    group = new GroupCommit({ write: store.write, maxBatch: 100, maxQueued: 1000, ...options })
    return group
  }

  beforeEach(() => {
    store = new Store()
  })
  afterEach(() => {
    store.away = false
    return group.drain(1000)
  })

  const numbers = (count: number) => Array.from({ length: count }, (_, n) => String(n))

  it('answers each item with its own result', async () => {
    commit()
    assert.deepEqual(
      await Promise.all(numbers(5).map(n => group.submit(n))),
      numbers(5).map(n => `wrote ${n}`),
    )
  })

  it('writes together what comes together, in the order in which it came', async () => {
    commit()
    group.post('first')
    await Promise.all(numbers(50).map(n => group.submit(n)))
    assert.deepEqual(store.batches, [['first', ...numbers(50)]])
  })

  it('gathers the next batch while one is under way', async () => {
    commit()
    const release = store.hold()
    const first = group.submit('a')
    await until(() => store.calls === 1)
    const others = ['b', 'c', 'd'].map(item => group.submit(item))
    release()
    await Promise.all([first, ...others])
    assert.deepEqual(store.batches, [['a'], ['b', 'c', 'd']])
  })

  it('has the next batch on its way before it answers', async () => {
    commit()
    const release = store.hold()
    const callsWhenAnswered: number[] = []
    const first = group.submit('a').then(() => callsWhenAnswered.push(store.calls))
    await until(() => store.calls === 1)
    const second = group.submit('b').then(() => callsWhenAnswered.push(store.calls))
    release()
    await Promise.all([first, second])
    assert.deepEqual(callsWhenAnswered, [2, 2])
  })

  it('hears its store while an answer is waited for, and only then', async () => {
    let asked = 0
    commit({ attend: () => asked++ })
    const release = store.hold()
    const first = group.submit('a')
    await until(() => store.calls === 1)
    assert.equal(asked, 0)
    const others = ['b', 'c'].map(item => group.submit(item))
    assert.equal(asked, 2)
    release()
    await Promise.all([first, ...others])
    await turns(5)
    const before = asked
    await group.submit('d')
    assert.equal(asked, before)
  })

  it('keeps a batch within its weight, and sends a heavier item alone', async () => {
    commit({ maxBatch: 10, weigh: item => item.length })
    await Promise.all(['12345', '12345', '1', '123456789012', '1'].map(item => group.submit(item)))
    assert.deepEqual(store.batches, [['12345', '12345'], ['1'], ['123456789012'], ['1']])
  })

  it('refuses at once what would be too much, and accepts again when there is room', async () => {
    commit({ maxQueued: 3 })
    const release = store.hold()
    const accepted = numbers(3).map(n => group.submit(n))
    await assert.rejects(group.submit('one too many'), (error: Unavailable) => error instanceof Unavailable && error.retryAfter === 1)
    assert.throws(() => group.post('one too many'), Unavailable)
    assert.equal(group.queued, 3)
    release()
    await Promise.all(accepted)
    assert.equal(group.queued, 0)
    await group.submit('again')
    assert.deepEqual(store.items, [...numbers(3), 'again'])
  })

  it('lets rest what nobody waits for, until someone waits', async () => {
    commit({ idleMs: 60_000 })
    group.post('a')
    group.post('b')
    await turns(20)
    assert.equal(store.calls, 0)
    await group.submit('c')
    assert.deepEqual(store.batches, [['a', 'b', 'c']])
  })

  it('writes what nobody waits for when its rest is over', async () => {
    commit({ idleMs: 5 })
    group.post('a')
    await until(() => store.items.length === 1)
  })

  it('writes what nobody waits for when a batch is full', async () => {
    commit({ idleMs: 60_000, maxBatch: 3 })
    for (const n of numbers(3)) group.post(n)
    await until(() => store.items.length === 3)
  })

  it('tells everyone who waits when the store is away, and keeps what was posted until it is back', async () => {
    commit({ maxBatch: 2, idleMs: 60_000 })
    store.away = true
    group.post('note 1')
    const waiting = ['a', 'b', 'c'].map(item => assert.rejects(group.submit(item), Unavailable))
    group.post('note 2')
    await Promise.all(waiting)
    assert.equal(store.calls, 1, 'those behind the failed batch are told without a try of their own')
    assert.equal(group.queued, 2)
    store.away = false
    await until(() => store.items.length === 2)
    assert.deepEqual(store.items, ['note 1', 'note 2'])
  })

  it('serves who comes after the store is back, behind what was kept', async () => {
    commit()
    store.away = true
    group.post('note')
    await assert.rejects(group.submit('a'), Unavailable)
    store.away = false
    await group.submit('b')
    assert.deepEqual(store.items, ['note', 'b'])
  })

  it('writes the neighbours of a poisoned item, and tells its fault to the one who gave it', async () => {
    commit()
    const items = [...numbers(40), 'poison', 'last']
    const results = await Promise.allSettled(items.map(item => group.submit(item)))
    const refused = results.flatMap((result, n) => (result.status === 'rejected' ? [[items[n], String(result.reason)]] : []))
    assert.deepEqual(refused, [['poison', 'TypeError: cannot be stored']])
    assert.deepEqual(store.items, [...numbers(40), 'last'])
    assert.ok(store.calls < 15, `${store.calls} writes: a fault is found by halves`)
  })

  it('reports a poisoned item that nobody waits for', async () => {
    const refused: unknown[] = []
    commit({ onRefused: (item, error) => refused.push([item, String(error)]) })
    for (const item of ['a', 'poison', 'b']) group.post(item)
    await group.flush()
    assert.deepEqual(refused, [['poison', 'TypeError: cannot be stored']])
    assert.deepEqual(store.items, ['a', 'b'])
    assert.equal(group.queued, 0)
  })

  it('keeps what is left of a poisoned batch when the store goes away in the middle of it', async () => {
    const lost = ['a'] // the store is away when this comes alone
    commit({
      write: async items => {
        if (items.length === 1 && items[0] === lost[0]) throw new Unavailable(`away for ${lost.pop()}`)
        return store.write(items)
      },
    })
    for (const item of ['a', 'poison', 'b', 'c']) group.post(item)
    await assert.rejects(group.flush(), Unavailable)
    assert.deepEqual(store.items, ['b', 'c'])
    await group.flush()
    assert.deepEqual(store.items, ['b', 'c', 'a'])
  })

  it('flushes what came before, or says that it could not', async () => {
    commit({ idleMs: 60_000, maxBatch: 2 })
    await group.flush()
    for (const n of numbers(5)) group.post(n)
    await group.flush()
    assert.deepEqual(store.items, numbers(5))
    store.away = true
    group.post('kept')
    await assert.rejects(group.flush(), Unavailable)
    assert.equal(group.queued, 1)
  })

  it('writes everything when it is drained, and accepts nothing more', async () => {
    commit({ idleMs: 60_000, maxBatch: 2 })
    const submitted = group.submit('a')
    for (const n of numbers(5)) group.post(n)
    assert.equal(await group.drain(1000), 0)
    assert.equal(await submitted, 'wrote a')
    assert.deepEqual(store.items, ['a', ...numbers(5)])
    await assert.rejects(group.submit('late'), Unavailable)
    assert.throws(() => group.post('late'), Unavailable)
  })

  it('waits for a store that is away while it is drained', async () => {
    commit()
    store.away = true
    group.post('a')
    const drained = group.drain(10_000)
    await until(() => store.calls === 1)
    store.away = false
    assert.equal(await drained, 0)
    assert.deepEqual(store.items, ['a'])
  })

  it('stops draining when the time is up, and says how much is left', async () => {
    commit()
    store.away = true
    for (const n of numbers(3)) group.post(n)
    assert.equal(await group.drain(20), 3)
    const stuck = new GroupCommit<string, string>({ write: () => new Promise(() => {}), maxBatch: 10, maxQueued: 10 })
    stuck.post('a')
    assert.equal(await stuck.drain(20), 1)
  })

  it('tells how large each batch was and how long it took', async () => {
    const seen: [number, number][] = []
    commit({ onBatch: (size, ms) => seen.push([size, ms]) })
    await Promise.all(numbers(7).map(n => group.submit(n)))
    assert.equal(seen.length, 1)
    assert.equal(seen[0]![0], 7)
    assert.ok(seen[0]![1] >= 0)
  })

  it('loses and doubles nothing whatever the store does', async function () {
    this.timeout(20_000)
    const seed = Number(process.env.TEST_SEED ?? Date.now() % 1_000_000)
    const random = seeded(seed)
    const stored = new Map<string, number>()
    const refused = new Set<string>()
    const write = async (items: string[]): Promise<string[]> => {
      if (random() < 0.3) await turns(1 + random() * 3)
      if (random() < 0.1) throw new Unavailable('before the write')
      if (items.some(item => item.startsWith('poison'))) throw new TypeError('cannot be stored')
      for (const item of items) stored.set(item, (stored.get(item) ?? 0) + 1)
      return items
    }
    commit({ write, maxBatch: 20, maxQueued: 500, idleMs: 1, onRefused: item => refused.add(item) })
    const acknowledged: string[] = []
    const posted: string[] = []
    await Promise.all(
      numbers(2000).map(async n => {
        await turns(random() * 1000)
        const item = random() < 0.02 ? `poison ${n}` : n
        try {
          if (random() < 0.5) acknowledged.push(await group.submit(item))
          else {
            group.post(item)
            posted.push(item)
          }
        } catch (error) {
          assert.ok(error instanceof Unavailable || item.startsWith('poison'), String(error))
        }
      }),
    )
    assert.equal(await group.drain(15_000), 0, `seed ${seed}`)
    assert.ok(acknowledged.length > 200 && posted.length > 200, `seed ${seed}: ${acknowledged.length} and ${posted.length}`)
    assert.deepEqual(
      acknowledged.filter(item => !stored.has(item)),
      [],
      `seed ${seed}: acknowledged and not stored`,
    )
    assert.deepEqual(
      posted.filter(item => !stored.has(item) && !refused.has(item)),
      [],
      `seed ${seed}: posted and dropped`,
    )
    assert.deepEqual(
      [...stored].filter(([, count]) => count > 1),
      [],
      `seed ${seed}: stored twice`,
    )
    assert.equal(group.queued, 0)
  })
})

const turns = async (count: number) => {
  for (let n = 0; n < count; n++) await new Promise(resolve => setImmediate(resolve))
}

const until = async (holds: () => boolean) => {
  while (!holds()) await turns(1)
}

/** mulberry32 */
const seeded = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}

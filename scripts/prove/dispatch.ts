/**
 * No conversion is lost or counted twice: backends report conversions while the server is killed with SIGKILL at random moments, and the platform they are sent to
 * fails, loses answers, hangs after accepting, and goes away. At the end each acknowledged one was received under one event id, none under two, and none
 * after its horizon. On PostgreSQL two workers send; by every third seed one is frozen with SIGSTOP until the other has done its work, and thawed.
 */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { CLAIM_MS } from '../../src/tracking/dispatch-courier.js'
import { Double } from '../../test/doubles/double.js'
import { meta } from '../../test/doubles/meta.js'
import type { Mood } from '../../test/doubles/mood.js'
import { freePort, type ServerProcess } from '../bench/process.js'
import { Callers } from './callers.js'
import { checkDispatch, type Ended } from './dispatch-check.js'
import { type Installation, install } from './installation.js'
import type { Proof } from './proof.js'
import { seeded } from './random.js'

const KILLS = 2
const LINES = 16
/** One pixel is well; the other's platform is down until the horizon of some of what waits for it has passed. */
const WELL = '1111'
const DOWN = '2222'
/** Of a frozen worker: its claims run out after 12 s, and a transaction that it was frozen in is ended by the server after 15. A busy machine takes its time. */
const SETTLED_WITHIN_MS = 60_000

export async function prove({ seeds, from, engine }: Proof): Promise<void> {
  for (let seed = from; seed < from + seeds; seed++) console.log(await proveSeed(seed, engine))
}

/** @returns what was shown, in words. @throws Error that names the seed */
export async function proveSeed(seed: number, engine: Proof['engine']): Promise<string> {
  const installation = await install(engine)
  const platform = await Double.start(meta)
  try {
    return `dispatch, ${engine}, seed ${seed}: ${await new Trial(installation, platform, seed, engine).run()}`
  } catch (error) {
    throw new Error(`dispatch, ${engine}, seed ${seed}: ${(error as Error).message}`, { cause: error })
  } finally {
    await platform.close()
    await installation.remove()
  }
}

const rest = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

class Trial {
  private readonly random: () => number
  private readonly servers: ServerProcess[] = []
  private readonly callers: Callers
  private readonly roles: readonly string[]
  private readonly freezes: boolean
  private account = { key: '', channelId: '' }

  constructor(
    private readonly installation: Installation,
    private readonly platform: Double,
    seed: number,
    engine: Proof['engine'],
  ) {
    this.random = seeded(seed)
    this.callers = new Callers(seed, () => ({ baseUrl: `http://127.0.0.1:${this.servers[0]!.port}`, ...this.account }))
    this.roles = engine === 'postgresql' ? ['api', 'worker', 'worker'] : ['all']
    // It takes a while, so that every third seed must do.
    this.freezes = engine === 'postgresql' && seed % 3 === 1
  }

  async run(): Promise<string> {
    const { callers, platform } = this
    try {
      await this.start(['all'])
      this.account = await openAccount(this.installation, this.servers[0]!)
      await this.servers[0]!.stop()

      platform.mood = ({ path }) => (path.includes(DOWN) ? { mode: 'fail', status: 503 } : this.anyMood())
      for (let kill = 0; kill < KILLS; kill++) {
        await this.start(this.roles)
        await this.callFor(20 + this.random() * 100)
        if (this.random() < 0.5) await platform.restart(this.random() * 300)
        await Promise.all(this.servers.map(server => this.kill(server)))
      }
      await this.passHorizons()
      platform.mood = () => ({ mode: 'ok' })
      const taken = await this.finish()
      if (callers.faults[0]) throw new Error(`${callers.faults.length} answers against the contract, such as ${callers.faults[0]}`)
      const summary = checkDispatch(callers.acknowledged, platform.list(), await this.ended())
      return `${summary}, over ${KILLS * this.roles.length} kills${taken}`
    } finally {
      for (const { child } of this.servers) child.kill('SIGKILL')
    }
  }

  /** A last start, in which everything that waits is sent; on PostgreSQL while one of the workers is frozen. */
  private async finish(): Promise<string> {
    const { callers, platform } = this
    await this.start(this.roles)
    await callers.repeat()
    let held = 0
    if (this.freezes) {
      platform.mood = () => ({ mode: 'slow', ms: 300 })
      const { child } = this.servers[1]!
      held = await this.freeze(child)
      platform.mood = () => ({ mode: 'ok' })
      await this.settled()
      child.kill('SIGCONT')
      // It finds its answers too late, and what it writes of them must change nothing.
      await rest(500)
    }
    await this.settled()
    await Promise.all(this.servers.map(server => server.stop()))
    return this.freezes ? `, and ${held} events taken from a frozen worker` : ''
  }

  /** Freezes a worker with work in hand: what is claimed for longer than the platform takes to answer is its own. Answers how much that is. */
  private async freeze(child: ChildProcess): Promise<number> {
    const calling = this.callers.call(2)
    try {
      for (let tries = 0; tries < 10; tries++) {
        await rest(this.random() * 300)
        child.kill('SIGSTOP')
        await rest(1000)
        const before = Date.now() + CLAIM_MS - 900
        const held = await this.installation.look(({ knex }) => knex('sends').whereNotNull('due_at').where('claimed_until', '<', before))
        if (held.length > 0) return held.length
        child.kill('SIGCONT')
      }
      throw new Error('the worker was never frozen with work in hand')
    } finally {
      this.callers.stop()
      await calling
    }
  }

  private async start(roles: readonly string[]): Promise<void> {
    const env = { META_BASE_URL: this.platform.url, OUTBOUND_ALLOW: '127.0.0.0/8' }
    this.servers.length = 0
    this.servers.push(...(await Promise.all(roles.map(async ROLE => this.installation.start(await freePort(), { ...env, ROLE })))))
  }

  /** Counted in conversions, so that a kill meets as many on a slow machine as on a fast one. */
  private async callFor(conversions: number): Promise<void> {
    const { callers } = this
    const enough = callers.acknowledged.size + conversions
    const calling = callers.call(LINES)
    const deadline = performance.now() + 30_000
    while (callers.acknowledged.size < enough && callers.faults.length === 0) {
      if (performance.now() > deadline) throw new Error(`only ${callers.acknowledged.size} of ${enough} conversions were acknowledged`)
      await rest(5)
    }
    callers.stop()
    await calling
  }

  private async kill({ child }: ServerProcess): Promise<void> {
    await rest(this.random() * 400)
    const exit = once(child, 'exit')
    child.kill('SIGKILL')
    await exit
  }

  private anyMood(): Mood {
    const draw = this.random()
    if (draw < 0.5) return { mode: 'ok' }
    if (draw < 0.6) return { mode: 'fail', status: 500, body: { error: { message: 'unknown', code: 1 } } }
    if (draw < 0.65) return { mode: 'fail', status: 429, headers: { 'retry-after': '1' } }
    if (draw < 0.75) return { mode: 'hang' }
    if (draw < 0.85) return { mode: 'slow', ms: 50 + this.random() * 300 }
    return { mode: draw < 0.92 ? 'lose' : 'reset' }
  }

  /** While nobody runs, time passes: pauses and claims are over, and for half of what waits for the pixel that was down the horizon is behind it. */
  private async passHorizons(): Promise<void> {
    await this.installation.look(async ({ knex }) => {
      const now = Date.now()
      await knex('sends').whereNotNull('due_at').update({ due_at: now })
      const down = knex('destinations').select('id').where({ account_id: DOWN })
      const waiting: { id: string }[] = await knex('sends').select('id').whereNotNull('due_at').whereIn('destination', down).orderBy('id')
      const half = waiting.filter((_send, index) => index % 2 === 0).map(({ id }) => id)
      await knex('sends').whereIn('id', half).update({ expires_at: now })
    })
  }

  /** Waits until nothing waits any more. */
  private async settled(): Promise<void> {
    const deadline = performance.now() + SETTLED_WITHIN_MS
    for (;;) {
      const waiting = await this.installation.look(({ knex }) => knex('sends').whereNotNull('due_at').limit(3))
      if (waiting.length === 0) return
      if (performance.now() > deadline) throw new Error(`sends still wait ${SETTLED_WITHIN_MS / 1000} s later: ${JSON.stringify(waiting)}`)
      await rest(100)
    }
  }

  private async ended(): Promise<Ended[]> {
    const rows = await this.installation.look(({ knex }) =>
      knex('sends')
        .join('destinations', 'destinations.id', 'sends.destination')
        .select('account_id', 'conversion', 'event_id', 'sends.status', 'expires_at'),
    )
    return rows.map(row => ({
      account: row.account_id,
      conversion: row.conversion,
      eventId: row.event_id,
      status: row.status,
      expiresAt: Number(row.expires_at),
    }))
  }
}

/** A key, a channel and two pixels of the demonstration's website. */
async function openAccount(installation: Installation, { port }: ServerProcess): Promise<{ key: string; channelId: string }> {
  const { project, website } = installation.demo()
  const create = async <T>(path: string, body: object): Promise<T> => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${project.secretKey}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${text}`)
    return JSON.parse(text) as T
  }
  for (const accountId of [WELL, DOWN])
    await create(`/websites/${website.id}/destinations`, { platform: 'meta', accountId, accessToken: `token-${accountId}` })
  const { id: channelId } = await create<{ id: string }>(`/websites/${website.id}/channels`, {
    name: 'Proof',
    staticInviteUrl: 'https://t.me/proof',
  })
  const { key } = await create<{ key: string }>('/tracking-keys', { name: 'Proof', scope: 'site', websiteId: website.id })
  return { key, channelId }
}

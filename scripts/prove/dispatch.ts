/**
 * No conversion is lost or counted twice: backends report conversions while the server is killed with SIGKILL at random moments, and the platform they are sent to
 * fails, loses answers, hangs after accepting, and goes away. At the end each acknowledged one was received under one event id, none under two, and none
 * after its horizon. On PostgreSQL two workers send; one of them is frozen with SIGSTOP until the other has done its work, and thawed.
 */
import { once } from 'node:events'
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
/** Sends that were in flight at a crash are taken up again within this time of the restart. */
const TAKEN_UP_MS = 15_000

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

  constructor(
    private readonly installation: Installation,
    private readonly platform: Double,
    seed: number,
    private readonly engine: Proof['engine'],
    private readonly callers = new Callers(seed, () => ({ baseUrl: `http://127.0.0.1:${this.servers[0]!.port}`, ...this.account })),
  ) {
    this.random = seeded(seed)
  }

  private account = { key: '', channelId: '' }

  async run(): Promise<string> {
    const { callers, platform } = this
    try {
      await this.start(['all'])
      this.account = await openAccount(this.installation, this.servers[0]!)
      await this.servers[0]!.stop()

      platform.mood = ({ path }) => (path.includes(DOWN) ? { mode: 'fail', status: 503 } : this.anyMood())
      for (let kill = 0; kill < KILLS; kill++) {
        await this.start(this.engine === 'postgresql' ? ['api', 'worker', 'worker'] : ['all'])
        await this.callFor(20 + this.random() * 100)
        if (this.random() < 0.5) await platform.restart(this.random() * 300)
        await Promise.all(this.servers.map(server => this.kill(server)))
      }
      await this.passHorizons()
      platform.mood = () => ({ mode: 'ok' })
      const frozen = await this.finish()
      if (callers.faults[0]) throw new Error(`${callers.faults.length} answers against the contract, such as ${callers.faults[0]}`)
      const summary = checkDispatch(callers.acknowledged, platform.list(), await this.ended())
      return `${summary}, over ${KILLS} kills${frozen}`
    } finally {
      for (const { child } of this.servers) child.kill('SIGKILL')
    }
  }

  /** A last start, in which everything that waits is sent; on PostgreSQL while one of the workers, with work in hand, is frozen. */
  private async finish(): Promise<string> {
    const { callers, platform } = this
    if (this.engine === 'sqlite') {
      await this.start(['all'])
      const started = performance.now()
      await callers.repeat()
      await this.settled(started + TAKEN_UP_MS)
      await this.servers[0]!.stop()
      return ''
    }
    await this.start(['api', 'worker', 'worker'])
    await callers.repeat()
    // It is frozen while it waits for an answer, which it then finds too late.
    platform.mood = () => (this.random() < 0.5 ? { mode: 'slow', ms: 300 } : { mode: 'ok' })
    const calling = this.callFor(50)
    const { child } = this.servers[1]!
    await rest(this.random() * 500)
    child.kill('SIGSTOP')
    await calling
    platform.mood = () => ({ mode: 'ok' })
    await this.settled(performance.now() + TAKEN_UP_MS)
    child.kill('SIGCONT')
    await rest(500)
    await this.settled(performance.now() + TAKEN_UP_MS)
    await Promise.all(this.servers.map(server => server.stop()))
    return ' and a frozen worker'
  }

  private async start(roles: string[]): Promise<void> {
    this.servers.length = 0
    for (const role of roles)
      this.servers.push(
        await this.installation.start(await freePort(), { ROLE: role, META_BASE_URL: this.platform.url, OUTBOUND_ALLOW: '127.0.0.0/8' }),
      )
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

  /** While nobody runs, time passes: pauses between tries are over, and for half of what waits for the pixel that was down the horizon is behind it. */
  private async passHorizons(): Promise<void> {
    await this.installation.look(async ({ knex }) => {
      const now = Date.now()
      await knex('sends').whereNotNull('due_at').whereNull('claim').update({ due_at: now })
      const down = knex('destinations').select('id').where({ account_id: DOWN })
      const waiting: { id: string }[] = await knex('sends').select('id').whereNotNull('due_at').whereIn('destination', down).orderBy('id')
      const half = waiting.filter((_send, index) => index % 2 === 0).map(({ id }) => id)
      await knex('sends').whereIn('id', half).update({ expires_at: now })
    })
  }

  /** Waits until nothing waits any more. */
  private async settled(deadline: number): Promise<void> {
    for (;;) {
      const waiting = await this.installation.look(({ knex }) => knex('sends').whereNotNull('due_at').limit(3))
      if (waiting.length === 0) return
      if (performance.now() > deadline) throw new Error(`sends still wait ${TAKEN_UP_MS / 1000} s later: ${JSON.stringify(waiting)}`)
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

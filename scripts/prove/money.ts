/**
 * No money is lost or made: visitors and advertisers keep the server busy while it is killed with SIGKILL at random moments; on PostgreSQL two servers are, each
 * at its own. What got no answer is sent again after the restart. Then the audit is clean, each acknowledged impression, click and conversion is in the
 * books, billed exactly once or stored with the reason why not, and no budget is overspent.
 */
import { once } from 'node:events'
import { freePort, type ServerProcess } from '../bench/process.js'
import { type Installation, install } from './installation.js'
import { checkMoney } from './money-check.js'
import type { Proof } from './proof.js'
import { seeded } from './random.js'
import { Shoppers } from './shoppers.js'

const KILLS = 3
const LINES = 128
/** In micros; one offer's is soon used up. */
const BUDGET = 10_000_000

export async function prove({ seeds, from, engine }: Proof): Promise<void> {
  for (let seed = from; seed < from + seeds; seed++) console.log(await proveSeed(seed, engine))
}

/** @returns what was shown, in words. @throws Error that names the seed */
export async function proveSeed(seed: number, engine: Proof['engine']): Promise<string> {
  const installation = await install(engine)
  try {
    return `money, ${engine}, seed ${seed}: ${await proveOnce(installation, seed, engine === 'postgresql' ? 2 : 1)}`
  } catch (error) {
    throw new Error(`money, ${engine}, seed ${seed}: ${(error as Error).message}`, { cause: error })
  } finally {
    await installation.remove()
  }
}

async function proveOnce(installation: Installation, seed: number, processes: number): Promise<string> {
  const random = seeded(seed)
  const servers: ServerProcess[] = []
  const start = async (count: number) => {
    servers.length = 0
    for (let n = 0; n < count; n++) servers.push(await installation.start(await freePort(), { TRUST_PROXY: '1' }))
  }
  await start(1)
  const { postbackToken, capped } = await openMarket(installation, servers[0]!)
  await servers[0]!.stop()

  const baseUrls = () => servers.map(({ port }) => `http://127.0.0.1:${port}`)
  const shoppers = new Shoppers(seed, () => ({ baseUrls: baseUrls(), keys: keysOf(installation), postbackToken }))
  let unbilled = 0
  for (let kill = 0; kill < KILLS; kill++) {
    await start(processes)
    const shopping = shoppers.shop(LINES)
    // Counted in acts, so that a kill meets as many on a slow machine as on a fast one.
    const enough = shoppers.acknowledged.count + 20 + random() * 200
    while (shoppers.acknowledged.count < enough && shoppers.faults.length === 0) await rest(5)
    await Promise.all(servers.map(server => killAfter(server, random() * 300)))
    shoppers.stop()
    await shopping
    unbilled += await installation.unbilled()
  }
  await start(1)
  await shoppers.repeat()
  await servers[0]!.stop()
  if (shoppers.faults[0]) throw new Error(`${shoppers.faults.length} answers against the contract, such as ${shoppers.faults[0]}`)
  const summary = await installation.look(db => checkMoney(db, shoppers.acknowledged, { offer: capped, budget: BUDGET }))
  return `${summary} over ${KILLS * processes} kills, ${unbilled} of them billed after one; the books are clean`
}

const rest = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

async function killAfter({ child }: ServerProcess, ms: number): Promise<void> {
  await rest(ms)
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}

function keysOf(installation: Installation) {
  const { pub, website } = installation.demo().website
  return { pub, website }
}

/** An advertiser with offers of each model, whose own are the only ones that are sold. */
async function openMarket(installation: Installation, { port }: ServerProcess): Promise<{ postbackToken: string; capped: string }> {
  const { project, website } = installation.demo()
  const manage = async <T>(method: string, path: string, body: object): Promise<T> => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${project.secretKey}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return JSON.parse(text) as T
  }
  const advertiser = await manage<{ id: string; postbackToken: string }>('POST', '/advertisers', { name: 'Shop' })
  await manage('POST', `/advertisers/${advertiser.id}/deposits`, { amount: 5000, currency: 'USD', reference: 'first' })
  const sell = async (model: string, amount: number, more: object = {}): Promise<string> => {
    const offer = { advertiserId: advertiser.id, name: model, headline: model, landingUrl: 'https://shop.example/?click={click_id}' }
    return (await manage<{ id: string }>('POST', '/offers', { ...offer, bid: { model, amount }, ...more })).id
  }
  const capped = await sell('CPC', 1.000003, { totalBudget: BUDGET / 1_000_000 })
  await sell('CPC', 0.333331)
  await sell('CPA', 7.000009)
  await sell('ECPM', 12.345678)
  const all = { allow: [], block: [] }
  await manage('PUT', `/websites/${website.id}/offer-rules`, { advertisers: { ...all, allow: [advertiser.id] }, offers: all })
  return { postbackToken: advertiser.postbackToken, capped }
}

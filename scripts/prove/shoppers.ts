import { seeded } from './random.js'

interface Place {
  /** Of the servers, without a slash at the end: each visit goes to all of them by turns. */
  readonly baseUrls: readonly string[]
  readonly keys: { readonly pub: string; readonly website: string }
  readonly postbackToken: string
}

/** What was acknowledged to visitors and advertisers: it must be in the books after any kill. */
export class Acknowledged {
  /** Trace and offer of each impression. */
  readonly impressions = new Set<string>()
  /** Trace and offer by the id of the click. */
  readonly clicks = new Map<string, string>()
  /** What was answered last, by transaction. */
  readonly conversions = new Map<string, { readonly click: string; readonly status: string }>()
  readonly reversals = new Set<string>()

  get count(): number {
    return this.impressions.size + this.clicks.size + this.conversions.size + this.reversals.size
  }
}

/** An act that got no answer. Whoever sent it can't know whether it happened, and sends it again. */
type Act = (baseUrl: string) => Promise<void>

const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

/** Longer than the quickest human looks at offers. */
const LOOK_MS = 320

const rest = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

/**
 * A mixed load: visitors who are decided on, see offers, click some of them, too, twice or too early, and advertisers who report conversions, some again and some
 * taken back. Each visit draws its choices from a seed of its own.
 */
export class Shoppers {
  readonly faults: string[] = []
  readonly acknowledged = new Acknowledged()
  private readonly unanswered: Act[] = []
  private running = false
  private visits = 0

  constructor(
    private readonly seed: number,
    private readonly place: () => Place,
  ) {}

  /** Visits one after the other in `count` lines, until `stop`. */
  async shop(count: number): Promise<void> {
    this.running = true
    await Promise.all(
      Array.from({ length: count }, async () => {
        while (this.running) await this.visit(this.visits++).catch(error => this.note(error))
      }),
    )
  }

  stop(): void {
    this.running = false
  }

  /** Sends again what got no answer. */
  async repeat(): Promise<void> {
    this.running = true
    const { baseUrls } = this.place()
    for (const act of this.unanswered.splice(0)) await act(baseUrls[0]!)
    this.stop()
  }

  private async visit(n: number): Promise<void> {
    const { baseUrls, keys } = this.place()
    const random = seeded(this.seed * 1_000_003 + n)
    const server = () => baseUrls[Math.floor(random() * baseUrls.length)]!
    const visitor = { Origin: 'http://localhost', 'User-Agent': BROWSER, 'X-Forwarded-For': `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}` }
    const query = new URLSearchParams({ ...keys, 'dev-country': 'DE' })
    const decision = await this.get<{ requestId: string }>(`${server()}/v1/decision?${query}`, visitor)
    if (!decision) return this.pause()
    const { requestId } = decision
    const wanted = new URLSearchParams({ ...keys, requestId, limit: String(1 + Math.floor(random() * 4)) })
    const list = await this.get<{ offers: { offerId: string; clickUrl: string }[] }>(`${server()}/v1/offers?${wanted}`, visitor)
    if (!list) return this.pause()
    const trace = requestId.slice(0, 30)
    // A page tells of all its offers at once.
    const seen = list.offers.flatMap(({ offerId }) => Array<string>(random() < 0.1 ? 2 : 1).fill(offerId))
    await Promise.all(
      seen.map(offerId => this.act(server(), base => this.impression(base, visitor, { requestId, offerId }, `${trace} ${offerId}`))),
    )
    if (random() < 0.9) await rest(LOOK_MS)
    for (const { offerId, clickUrl } of list.offers) {
      if (random() < 0.4) continue
      const { pathname, search } = new URL(clickUrl)
      for (let times = random() < 0.1 ? 2 : 1; times > 0; times--)
        await this.act(server(), async base => {
          const click = await this.click(base + pathname + search, visitor, `${trace} ${offerId}`)
          if (click !== undefined && random() < 0.5) await this.convert(base, click, random)
        })
    }
  }

  private async convert(server: string, click: string, random: () => number): Promise<void> {
    const report = { click_id: click, txid: `tx-${click}`, token: this.place().postbackToken }
    for (let times = random() < 0.2 ? 2 : 1; times > 0; times--) await this.act(server, base => this.report(base, report))
    if (random() < 0.2) await this.act(server, base => this.report(base, { ...report, status: 'reversed' }))
  }

  private async impression(base: string, visitor: Record<string, string>, body: object, pair: string): Promise<void> {
    const url = `${base}/v1/events/impression?${new URLSearchParams({ ...this.place().keys })}`
    const answer = await fetch(url, { method: 'POST', headers: { ...visitor, 'Content-Type': 'text/plain' }, body: JSON.stringify(body) })
    const text = await answer.text()
    if (answer.status === 204) this.acknowledged.impressions.add(pair)
    else this.refused('impression', answer.status, text)
  }

  private async click(url: string, visitor: Record<string, string>, pair: string): Promise<string | undefined> {
    const answer = await fetch(url, { headers: visitor, redirect: 'manual' })
    const text = await answer.text()
    const click = new URL(answer.headers.get('location') ?? 'none:').searchParams.get('click') ?? undefined
    if (answer.status === 302 && click !== undefined) this.acknowledged.clicks.set(click, pair)
    else this.refused('click', answer.status, text)
    return click
  }

  private async report(base: string, report: { click_id: string; txid: string; token: string; status?: string }): Promise<void> {
    const answer = await fetch(`${base}/v1/postback?${new URLSearchParams(report)}`)
    const text = await answer.text()
    if (answer.status === 404 && report.status !== undefined) return // its conversion got no answer, and never happened
    if (answer.status !== 200) return this.refused('postback', answer.status, text)
    const { status } = JSON.parse(text) as { status: string }
    if (report.status === undefined) this.acknowledged.conversions.set(report.txid, { click: report.click_id, status })
    else if (status !== 'refused') this.acknowledged.reversals.add(report.txid)
  }

  /** An act whose connection breaks is kept for later. */
  private async act(server: string, act: Act): Promise<void> {
    if (!this.running) return
    try {
      await act(server)
    } catch {
      this.unanswered.push(act)
      await this.pause()
    }
  }

  private async get<T>(url: string, headers: Record<string, string>): Promise<T | undefined> {
    try {
      const answer = await fetch(url, { headers })
      const text = await answer.text()
      if (answer.status === 200) return JSON.parse(text) as T
      this.refused(new URL(url).pathname, answer.status, text)
    } catch {
      // The server is gone: whoever asks again gets another answer.
    }
    return undefined
  }

  /** A server that is full says so, and is asked again later; anything else is not what the contract says. */
  private refused(what: string, status: number, text: string): void {
    if (status !== 503) this.faults.push(`${what}: status ${status} ${text}`)
  }

  private note(error: unknown): void {
    this.faults.push(String(error))
  }

  private pause(): Promise<void> {
    return rest(10)
  }
}

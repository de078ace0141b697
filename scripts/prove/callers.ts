import { seeded } from './random.js'

/** Where the callers call, and as whom. */
export interface Line {
  readonly baseUrl: string
  readonly key: string
  readonly channelId: string
}

/** A conversion that was acknowledged: it must be told under these event ids, and no others. */
export interface Acknowledged {
  readonly conversionId: string
  readonly eventType: string
  /** Its value was told later, and acknowledged. */
  late: boolean
}

/** Something that is told until it is answered. @returns whether it was */
type Act = () => Promise<boolean>

const rest = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

/**
 * Backends that report conversions, each under an idempotency key and with a content name of its own, by which everything that is told of it is known again.
 * What gets no answer is sent again, some that got one too, and the answer must be the same.
 */
export class Callers {
  readonly faults: string[] = []
  /** By content name. */
  readonly acknowledged = new Map<string, Acknowledged>()
  private readonly unanswered: Act[] = []
  private running = false
  private conversions = 0

  constructor(
    private readonly seed: number,
    private readonly line: () => Line,
  ) {}

  /** Calls one after the other in `count` lines, until `stop`. */
  async call(count: number): Promise<void> {
    this.running = true
    await Promise.all(
      Array.from({ length: count }, async () => {
        while (this.running && this.faults.length === 0) await this.convert(this.conversions++)
      }),
    )
  }

  stop(): void {
    this.running = false
  }

  /** Sends what got no answer until it gets one. */
  async repeat(): Promise<void> {
    this.running = true
    for (const act of this.unanswered.splice(0)) while (this.faults.length === 0 && !(await this.attempt(act)));
    this.stop()
  }

  private async convert(n: number): Promise<void> {
    const random = seeded(this.seed * 1_000_003 + n)
    const name = `content-${this.seed}-${n}`
    const eventType = random() < 0.5 ? 'Lead' : 'Purchase'
    const isLate = eventType === 'Lead' && random() < 0.2
    const repeats = random() < 0.2
    const telegramUserId = 5_000_000 + n
    const body = {
      telegramUserId,
      channelId: this.line().channelId,
      eventType,
      contentName: name,
      pii: { email: `${name}@example.com`, firstName: 'Valéry' },
      ...(eventType === 'Purchase' && { value: 9.99, currency: 'EUR' }),
      ...(random() < 0.5 && { eventSourceUrl: 'https://shop.example/', userAgent: 'Mozilla/5.0', clientIp: '203.0.113.7' }),
    }
    const report: Act = async () => {
      const answer = await this.post('/api/v1/events/conversion', `key-${name}`, body)
      if (!answer) return false
      const known = this.acknowledged.get(name)
      if (known && known.conversionId !== answer.conversionId)
        this.faults.push(`${name}: was answered as ${known.conversionId} and as ${answer.conversionId}`)
      if (!known) this.acknowledged.set(name, { conversionId: answer.conversionId, eventType, late: false })
      return true
    }
    const value: Act = async () => {
      const known = this.acknowledged.get(name)!
      const path = `/api/v1/leads/${telegramUserId}/conversions/${known.conversionId}/value`
      if (!(await this.post(path, `late-${name}`, { value: 19.99, currency: 'EUR' }))) return false
      known.late = true
      return true
    }
    for (const act of [report, ...(repeats ? [report] : []), ...(isLate ? [value] : [])])
      if (!(await this.attempt(act))) {
        this.unanswered.push(act)
        // Only what was acknowledged has an id by which its value can be told.
        if (act === report) return
      }
  }

  private async post(path: string, idempotencyKey: string, body: object): Promise<{ conversionId: string } | undefined> {
    const { baseUrl, key } = this.line()
    const answer = await fetch(baseUrl + path, {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json', 'Idempotency-Key': idempotencyKey },
      body: JSON.stringify(body),
    })
    const text = await answer.text()
    if (answer.status === 200) return JSON.parse(text) as { conversionId: string }
    if (answer.status !== 503) this.faults.push(`${path}: status ${answer.status} ${text}`)
    return undefined
  }

  /** A server that is gone, or full, is asked again. */
  private async attempt(act: Act): Promise<boolean> {
    if (!this.running) return false
    const isAnswered = await act().catch(() => false)
    if (!isAnswered) await rest(10)
    return isAnswered
  }
}

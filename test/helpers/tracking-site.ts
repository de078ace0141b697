import assert from 'node:assert/strict'
import type { Received } from '../doubles/double.js'
import { Double } from '../doubles/double.js'
import { services } from '../doubles/services.js'
import { deliver } from '../doubles/updates.js'
import { eventually } from './eventually.js'
import { startServer, type TestServer } from './server.js'

export type Platform = 'meta' | 'tiktok' | 'snapchat' | 'google'

export interface Json extends Record<string, unknown> {
  id: string
}

/** A conversion as the API answers it. */
export interface Booked {
  conversionId: string
  capiStatus: string
  coldLead: boolean
  dispatched: boolean
  sends: { sendId: string; platform: Platform }[]
}

export interface SendShown {
  sendId: string
  platform: Platform
  status: string
  attempts: number
  lastError?: string
  sentAt?: string
}

export interface LeadShown extends Record<string, unknown> {
  conversions: { conversionId: string; eventType: string; sends: SendShown[] }[]
}

const opened = new Set<Double>()

after(async function () {
  this.timeout(60_000)
  for (const double of opened) await double.close()
})

/** A website whose conversions go to doubles of the ad platforms, on a server of its own. */
export class TrackingSite {
  /** Destinations by platform. */
  readonly destinations = new Map<Platform, string>()
  readonly botToken = '7654321:AAdoubleTokenOfTheTestsThatIsNotReal'
  readonly chatId = -1001987654321

  private constructor(
    readonly server: TestServer,
    readonly doubles: Readonly<Record<keyof typeof services, Double>>,
    readonly key: string,
    readonly channelId: string,
  ) {}

  /** @param options `now`: the server's clock */
  static async open(
    platforms: readonly Platform[],
    env: Record<string, string> = {},
    options: { now?: () => number } = {},
  ): Promise<TrackingSite> {
    const names = Object.keys(services) as (keyof typeof services)[]
    const doubles = Object.fromEntries(
      await Promise.all(names.map(async name => [name, await Double.start(services[name])] as const)),
    ) as Record<keyof typeof services, Double>
    for (const double of Object.values(doubles)) opened.add(double)
    const settings = {
      OUTBOUND_ALLOW: '127.0.0.0/8',
      META_BASE_URL: doubles.meta.url,
      TIKTOK_BASE_URL: doubles.tiktok.url,
      SNAPCHAT_BASE_URL: doubles.snapchat.url,
      GOOGLE_ADS_BASE_URL: doubles.google.url,
      TELEGRAM_BASE_URL: doubles.telegram.url,
      ...env,
    }
    const server = await startServer(settings, options)
    const site = new TrackingSite(server, doubles, await keyOf(server), '')
    const { id: botId } = await site.create('/bots', { name: 'Bot', token: site.botToken })
    const channel = await site.create(`/websites/${server.demo.website.id}/channels`, {
      name: 'VIP',
      telegramChatId: String(site.chatId),
      botId,
      staticInviteUrl: 'https://t.me/vip_for_all',
      conversion: { eventType: 'Lead' },
      default: true,
    })
    const whole = new TrackingSite(server, doubles, site.key, channel.id)
    for (const platform of platforms) await whole.reportTo(platform)
    return whole
  }

  /** Creates an object by the management API. */
  async create(path: string, body: object): Promise<Json> {
    const { status, body: made } = await this.server.manage<Json>('POST', path, body)
    assert.equal(status, 201, JSON.stringify(made))
    return made
  }

  async reportTo(platform: Platform): Promise<void> {
    const google = { conversionAction: '77', clientId: 'c', clientSecret: 's', developerToken: 'd', refreshToken: 'refresh-1' }
    const { id } = await this.create(`/websites/${this.server.demo.website.id}/destinations`, {
      platform,
      accountId: platform === 'google' ? '123-456-7890' : '1111',
      ...(platform === 'google' ? google : { accessToken: `${platform}-token-1` }),
    })
    this.destinations.set(platform, id)
  }

  /** A call of the tracking API with the website's key. */
  async call<T = Json>(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<T> {
    const response = await fetch(`${this.server.baseUrl}/api/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${this.key}`, 'Content-Type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const answer = await response.json()
    assert.equal(response.status, 200, JSON.stringify(answer))
    return answer as T
  }

  /** A conversion of this website's channel. */
  convert(body: object): Promise<Booked> {
    return this.call<Booked>('POST', '/events/conversion', { channelId: this.channelId, ...body })
  }

  lead(telegramUserId: number): Promise<LeadShown> {
    return this.call<LeadShown>('GET', `/leads/${telegramUserId}`)
  }

  /** Has Telegram tell the bot's webhook. */
  telegram(update: object): Promise<Response> {
    return deliver(this.doubles.telegram, this.botToken, update, this.server.baseUrl)
  }

  /** What a platform has received, once it is so many. */
  received(platform: Platform, count: number, withinMs = 10_000): Promise<Received[]> {
    return eventually(async () => {
      const list = this.doubles[platform].list()
      assert.equal(list.length, count, JSON.stringify(list.map(({ name, id }) => `${name} ${id}`)))
      return list
    }, withinMs)
  }
}

async function keyOf(server: TestServer): Promise<string> {
  const { id: websiteId } = server.demo.website
  const { status, body } = await server.manage<{ key: string }>('POST', '/tracking-keys', { name: 'Tests', scope: 'site', websiteId })
  assert.equal(status, 201, JSON.stringify(body))
  return body.key
}

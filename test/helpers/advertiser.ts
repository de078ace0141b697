import type { TestServer } from './server.js'

export interface Advertiser extends Record<string, unknown> {
  id: string
  name: string
  balance: number
  postbackToken: string
}

export interface Offer extends Record<string, unknown> {
  id: string
  advertiserId: string
  name: string
  createdAt: string
  updatedAt: string
}

export interface Page<T> {
  items: T[]
  total: number
  page: number
}

/** An advertiser of the demonstration's organization, with a deposit if one is given (in USD). */
export async function addAdvertiser(server: TestServer, { deposit = 0 }: { deposit?: number } = {}): Promise<Advertiser> {
  const { body } = await server.manage<Advertiser>('POST', '/advertisers', { name: 'Lucky Harbour' })
  if (deposit > 0) await server.manage('POST', `/advertisers/${body.id}/deposits`, { amount: deposit, reference: 'first' })
  return body
}

/** The least that `POST /offers` takes, and what the test says on top. */
export const offerSettings = (advertiser: Advertiser, settings: Record<string, unknown> = {}) => ({
  advertiserId: advertiser.id,
  name: 'Slots DE',
  headline: '100 free spins',
  landingUrl: 'https://harbour.example/play?click={click_id}',
  bid: { model: 'CPC', amount: 1.2 },
  ...settings,
})

export async function addOffer(server: TestServer, advertiser: Advertiser, settings: Record<string, unknown> = {}): Promise<Offer> {
  const { body } = await server.manage<Offer>('POST', '/offers', offerSettings(advertiser, settings))
  return body
}

import { fromMicros } from '../lib/money.js'
import { iso } from '../lib/time.js'
import type { Advertiser } from '../market/advertiser.js'
import { CURRENCY } from '../market/attribution.js'

/** An advertiser as the contract shows it. `balance`: micros. */
export const presentAdvertiser = ({ id, name, token, createdAt, updatedAt }: Advertiser, balance: number) => ({
  id,
  name,
  balance: fromMicros(balance),
  currency: CURRENCY,
  postbackTokenPrefix: token.prefix,
  createdAt: iso(createdAt),
  updatedAt: iso(updatedAt),
})

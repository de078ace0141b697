import type { GeoResolver } from '../geo/geo.js'
import type { Envelope } from '../http/types.js'
import type { Sender } from '../market/billing-acts.js'
import { purposeOf } from '../market/invalid-traffic.js'

/** No browser sends a longer one, and it is stored with each click. */
const MAX_USER_AGENT = 1024

/** What the rules for invalid traffic read of a request. */
export const senderOf = ({ headers, client }: Envelope, geo: GeoResolver): Sender => ({
  purpose: purposeOf(headers),
  userAgent: headers['user-agent']?.slice(0, MAX_USER_AGENT) ?? null,
  dataCentre: geo.isDataCentre({ address: client.address, headers, fromTrustedProxy: client.fromTrustedProxy }),
})

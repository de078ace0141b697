import { isCountry } from '../catalogue/countries.js'
import { isLocalHost } from '../catalogue/origin.js'
import type { GeoResolver } from '../geo/geo.js'
import type { Place } from '../geo/place.js'
import type { Request } from '../http/types.js'

/** Where the visitor is: simulated while developing, as the page says where it is trusted, else as his address says. */
export function placeOf(
  geo: GeoResolver,
  {
    query,
    principal: { website, origin },
    client,
    headers,
  }: Pick<Request<'getDecision' | 'createDeclineSession'>, 'query' | 'principal' | 'client' | 'headers'>,
): Place {
  if (isLocalHost(origin.host) || website.allowDevOverrides) {
    const simulated = hinted(query['dev-country'], query['dev-region'], 'dev')
    if (simulated) return simulated
  }
  const hint = website.trustLocationHints ? hinted(query.country, query.region, 'hint') : undefined
  return hint ?? geo.locate({ address: client.address, headers, fromTrustedProxy: client.fromTrustedProxy })
}

/** A place that was told, not looked up; undefined when what was told is no country. */
function hinted(country: string | undefined, region: string | undefined, provider: string): Place | undefined {
  const upper = country?.trim().toUpperCase()
  const code = upper === 'UK' ? 'GB' : upper
  if (code === undefined || !isCountry(code)) return undefined
  const [, subdivision] = /^(?:[A-Z]{2}-)?([A-Z0-9]{1,3})$/.exec(region?.trim().toUpperCase() ?? '') ?? []
  return { country: code, region: subdivision ?? null, provider }
}

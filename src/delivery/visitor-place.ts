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

/** What a query says: of a name that stands there more than once it is not known which was meant. */
type Told = string | string[] | undefined

const wordOf = (told: Told): string => (typeof told === 'string' ? told.trim().toUpperCase() : '')

/** A place that was told, not looked up; undefined when what was told is no country. A region of another country is none. */
function hinted(country: Told, region: Told, provider: string): Place | undefined {
  const code = countryOf(wordOf(country))
  if (!isCountry(code)) return undefined
  const [, prefix = code, subdivision = null] = /^(?:([A-Z]{2})-)?([A-Z0-9]{1,3})$/.exec(wordOf(region)) ?? []
  return { country: code, region: countryOf(prefix) === code ? subdivision : null, provider }
}

const countryOf = (word: string): string => (word === 'UK' ? 'GB' : word)

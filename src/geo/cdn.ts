import { type GeoProvider, type GeoQuery, type Place, toPlace } from './place.js'

/**
 * The headers in which a CDN tells its visitor's country and region. Unknown countries (`XX`, Tor's `T1`) are left to the next provider.
 * https://developers.cloudflare.com/network/ip-geolocation/
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-cloudfront-headers.html
 * https://vercel.com/docs/headers/request-headers
 */
const HEADERS = {
  cloudflare: ['cf-ipcountry', 'cf-region-code'],
  cloudfront: ['cloudfront-viewer-country', 'cloudfront-viewer-country-region'],
  vercel: ['x-vercel-ip-country', 'x-vercel-ip-country-region'],
} as const satisfies Record<string, readonly [country: string, region: string]>

export type Cdn = keyof typeof HEADERS

export const CDNS = Object.keys(HEADERS) as readonly Cdn[]

/** Believes the headers of one CDN, and those only behind a trusted proxy. */
export const createCdn = (cdn: Cdn): GeoProvider => ({ name: cdn, knowsDataCentres: false, locate: query => placeBy(cdn, cdn, query) })

/**
 * Believes whichever CDN speaks. A CDN overwrites its own headers but lets a visitor's forgery of another's pass, so when two speak and
 * name different countries neither is believed.
 */
export function createAnyCdn(): GeoProvider {
  const name = 'cdn'
  return {
    name,
    knowsDataCentres: false,
    locate(query) {
      let found: Place | undefined
      for (const cdn of CDNS) {
        const place = placeBy(name, cdn, query)
        if (place === undefined) continue
        if (found !== undefined && found.country !== place.country) return undefined
        found ??= place
      }
      return found
    },
  }
}

function placeBy(name: string, cdn: Cdn, { headers, fromTrustedProxy }: GeoQuery): Place | undefined {
  const [country, region] = HEADERS[cdn]
  return fromTrustedProxy ? toPlace(name, headers[country], headers[region], false) : undefined
}

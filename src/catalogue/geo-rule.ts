import { Invalid } from '../lib/errors.js'
import { isCountry } from './countries.js'

/** Which visitors a website serves. Entries are `US` or `US-NJ`, upper case. */
export interface GeoRule {
  readonly mode: 'allowlist' | 'blocklist'
  readonly entries: readonly string[]
}

/** A rule compiled for look-up: a decision makes no string unless the country has entries by region. */
export interface CompiledGeoRule {
  readonly mode: GeoRule['mode']
  readonly countries: ReadonlySet<string>
  /** Regions by country, without its prefix. */
  readonly regions: ReadonlyMap<string, ReadonlySet<string>>
}

/**
 * Entries as they are stored: upper case, `UK` read as `GB`, each once, sorted.
 * @throws Invalid naming the first entry that is no ISO 3166-1 country, alone or with an ISO 3166-2 subdivision of one to three characters
 */
export const parseGeoEntries = (entries: readonly string[]): string[] =>
  parseAll(entries, 'entries', 'an ISO country (US) or a region of one (US-NJ)', () => true)

/** The same for countries alone. @throws Invalid naming the entry by its place in `field` */
export const parseCountries = (entries: readonly string[], field: string): string[] =>
  parseAll(entries, field, 'an ISO country (US)', region => region === undefined)

/** The same for regions alone. @throws Invalid naming the entry by its place in `field` */
export const parseRegions = (entries: readonly string[], field: string): string[] =>
  parseAll(entries, field, 'a region of an ISO country (US-NJ)', region => region !== undefined)

function parseAll(entries: readonly string[], field: string, kind: string, fits: (region: string | undefined) => boolean): string[] {
  const parsed = entries.map((entry, index) => {
    const [, country = '', region] = /^([A-Z]{2})(?:-([A-Z0-9]{1,3}))?$/.exec(entry.trim().toUpperCase()) ?? []
    const code = country === 'UK' ? 'GB' : country
    if (!isCountry(code) || !fits(region)) throw new Invalid(`${field}[${index}]: "${entry}" is not ${kind}`, 'invalid_geo_entry')
    return region === undefined ? code : `${code}-${region}`
  })
  return [...new Set(parsed)].sort()
}

export function compileGeoRule({ mode, entries }: GeoRule): CompiledGeoRule {
  const countries = new Set<string>()
  const regions = new Map<string, Set<string>>()
  for (const entry of entries) {
    const [country = '', region] = entry.split('-')
    if (region === undefined) countries.add(country)
    else regions.set(country, (regions.get(country) ?? new Set()).add(region))
  }
  return { mode, countries, regions }
}

/** Whether a visitor at this place is served. An unresolved country matches no entry: blocked by an allowlist, served by a blocklist. */
export function isServed(rule: CompiledGeoRule, country: string | null, region: string | null): boolean {
  const match = country !== null && (rule.countries.has(country) || (region !== null && rule.regions.get(country)?.has(region) === true))
  return rule.mode === 'allowlist' ? match : !match
}

import type { Log } from '../lib/log.js'
import { CDNS, createAnyCdn, createCdn } from './cdn.js'
import { openMmdb } from './mmdb.js'
import { type GeoProvider, type GeoQuery, NOWHERE, type Place } from './place.js'
import { createTable, openTable, type TableEntry } from './table.js'

export interface GeoSettings {
  /** `GEO_PROVIDERS`, asked in this order: `mmdb`, `table`, `cdn` or one CDN by its name. */
  readonly providers: readonly string[]
  /** `GEO_MMDB`: a MaxMind-format country or city file; absent: the embedded country database. */
  readonly mmdbPath?: string
  /** `GEO_TABLE`: a JSON file with a list of `TableEntry`. */
  readonly tablePath?: string
  /** The table itself, in place of a file. */
  readonly table?: readonly TableEntry[]
}

export interface GeoResolver {
  /** The place that the first provider which knows a country gives, whole: no region of one is put to the country of another. Never throws. */
  locate(query: GeoQuery): Place
  /** Whether the provider that knows the place knows its network to be a data centre's. Nothing is looked up where none could. */
  isDataCentre(query: GeoQuery): boolean
  /** Reads the files again. A file that can't be used is logged as an error, and everything stays as it was. Never rejects. */
  reload(): Promise<void>
}

/** The resolver over the chain of providers that the settings name. @throws Error naming the setting that can't be used */
export async function createGeo(settings: GeoSettings, log: Log): Promise<GeoResolver> {
  let chain = await openChain(settings, log)
  let reloaded = Promise.resolve()

  async function replaceChain(): Promise<void> {
    try {
      chain = await openChain(settings, log)
    } catch (error) {
      log.error({ error: (error as Error).message }, 'geo data could not be reloaded: the old stays in use')
    }
  }

  function locate(query: GeoQuery): Place {
    for (const provider of chain) {
      const place = provider.locate(query)
      if (place !== undefined) return place
    }
    return NOWHERE
  }

  return {
    locate,
    isDataCentre: query => chain.some(({ knowsDataCentres }) => knowsDataCentres) && locate(query).dataCentre === true,
    reload() {
      // One after the other, so that the newest file wins and not the one that was read last.
      reloaded = reloaded.then(replaceChain)
      return reloaded
    },
  }
}

async function openChain(settings: GeoSettings, log: Log): Promise<GeoProvider[]> {
  const { providers, mmdbPath, tablePath, table } = settings
  if (mmdbPath !== undefined && !providers.includes('mmdb')) throw new Error('GEO_MMDB: has no effect, GEO_PROVIDERS does not name mmdb')
  if (tablePath !== undefined && !providers.includes('table'))
    throw new Error('GEO_TABLE: has no effect, GEO_PROVIDERS does not name table')
  return Promise.all(
    providers.map(async name => {
      const cdn = CDNS.find(known => known === name)
      if (cdn !== undefined) return createCdn(cdn)
      if (name === 'cdn') return createAnyCdn()
      if (name === 'mmdb') return openMmdb(mmdbPath, log)
      if (name !== 'table') throw new Error(`GEO_PROVIDERS: "${name}" is not one of mmdb, table, cdn, ${CDNS.join(', ')}`)
      if (table !== undefined) return createTable(table)
      if (tablePath !== undefined) return openTable(tablePath)
      throw new Error('GEO_TABLE: must name a JSON file, since GEO_PROVIDERS names table')
    }),
  )
}

import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Envelope } from '../http/types.js'
import { Unavailable } from '../lib/errors.js'
import { sha256 } from '../lib/secrets.js'

/** What `npm run build` makes of src/web, besides a source map for each script. */
const BUILT = [
  'widget.js',
  'widget-section.js',
  'widget-decline.js',
  'embed.js',
  'track.js',
  'demo.js',
  'demo.css',
  'guides.css',
  'status.js',
  'status.css',
] as const
export type BuiltFile = (typeof BUILT)[number]

const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css', map: 'text/plain' }

export interface WebFile {
  /** Path under which it may be kept for ever. */
  readonly path: string
  readonly hash: string
  readonly type: string
  readonly plain: Buffer
  readonly packed: Buffer
  /** Path of the source map. */
  readonly map: string | undefined
}

/** The files that browsers load, by their plain name and by the one that carries their hash. */
export interface WebFiles {
  /** @throws Unavailable where nothing was built */
  get(name: BuiltFile): WebFile
  /** @throws Unavailable where nothing was built */
  named(name: string): WebFile | undefined
}

/** Reads the files when they are first asked for: a server that was started from its sources, to work on it, need not have them. */
export function createWebFiles(): WebFiles {
  let read: ReadonlyMap<string, WebFile> | undefined
  const files = () => {
    read ??= readAll()
    return read
  }
  return {
    get: name => files().get(name)!,
    named: name => files().get(`/web/${name}`),
  }
}

function readAll(): ReadonlyMap<string, WebFile> {
  const folder = builtFolder()
  const files = new Map<string, WebFile>()
  const add = (name: string, map: WebFile | undefined): WebFile => {
    const plain = readFileSync(join(folder, name))
    const hash = sha256(plain.toString()).slice(0, 16)
    const [base, extension] = [name.slice(0, name.indexOf('.')), name.slice(name.indexOf('.'))]
    const path = `/web/${base}.${hash}${extension}`
    const type = `${TYPES[name.slice(name.lastIndexOf('.') + 1)]}; charset=utf-8`
    const file = { path, hash, type, plain, packed: gzipSync(plain, { level: 9 }), map: map?.path }
    files.set(name, file).set(path, file)
    return file
  }
  for (const name of BUILT) add(name, existsSync(join(folder, `${name}.map`)) ? add(`${name}.map`, undefined) : undefined)
  return files
}

function builtFolder(): string {
  try {
    return dirname(createRequire(import.meta.url).resolve('#built/widget.js'))
  } catch {
    throw new Unavailable('The browser scripts are not built: npm run build makes them')
  }
}

/** How a file goes out to this browser. Scripts run on pages of others, so these may load them whatever policy they have. */
export function sent({ type, plain, packed, map }: WebFile, { headers }: Pick<Envelope, 'headers'>, cacheControl: string) {
  const gzip = acceptsGzip(headers['accept-encoding'])
  return {
    body: gzip ? packed : plain,
    headers: {
      'Content-Type': type,
      'Cache-Control': cacheControl,
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'X-Content-Type-Options': 'nosniff',
      Vary: 'Accept-Encoding',
      ...(map !== undefined && { SourceMap: map }),
      ...(gzip && { 'Content-Encoding': 'gzip' }),
    },
  }
}

const acceptsGzip = (header: string | string[] | undefined): boolean => /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(String(header))

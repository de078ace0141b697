import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { reply } from '../http/reply.js'
import type { Handler } from '../http/types.js'
import { NotFound } from '../lib/errors.js'
import { sha256 } from '../lib/secrets.js'

const gzipped = promisify(gzip)

/** All that the explorer's page loads, by the short name the page knows it by. Nothing else on the disk can be asked for. */
const SOURCES = {
  icon: { module: '#web/docs/icon.svg', extension: 'svg', type: 'image/svg+xml' },
  library: { module: 'swagger-ui-dist/swagger-ui-bundle.js', extension: 'js', type: 'text/javascript' },
  libraryStyle: { module: 'swagger-ui-dist/swagger-ui.css', extension: 'css', type: 'text/css' },
  script: { module: '#web/docs/explorer.js', extension: 'js', type: 'text/javascript' },
  style: { module: '#web/docs/explorer.css', extension: 'css', type: 'text/css' },
} as const

/** The files of the explorer. */
export interface ExplorerFiles {
  /** Absolute paths for the page. Each carries the hash of the content, so that browsers may keep it for ever. */
  readonly paths: Readonly<Record<keyof typeof SOURCES, string>>
  readonly byName: ReadonlyMap<string, ExplorerFile>
}

interface ExplorerFile {
  readonly type: string
  readonly plain: Buffer
  /** Packed when a browser first takes it so. */
  packed?: Promise<Buffer>
}

/** The files of the explorer, read when they are first asked for: most servers are never explored, and the library is large. */
export function createExplorerFiles(): () => ExplorerFiles {
  let files: ExplorerFiles | undefined
  return () => {
    files ??= readExplorerFiles()
    return files
  }
}

/** @throws Error when one is missing from the installation */
function readExplorerFiles(): ExplorerFiles {
  const { resolve } = createRequire(import.meta.url)
  const byName = new Map<string, ExplorerFile>()
  const paths = Object.entries(SOURCES).map(([source, { module, extension, type }]) => {
    // The maps that the library's last lines name are not served; a browser with open developer tools would ask for them.
    const text = readFileSync(resolve(module), 'utf8').replace(/\n\/[/*]# sourceMappingURL=.*\s*$/, '\n')
    const name = `${source}.${sha256(text).slice(0, 16)}.${extension}`
    byName.set(name, { type, plain: Buffer.from(text) })
    return [source, `/docs/api/${name}`]
  })
  return { byName, paths: Object.fromEntries(paths) }
}

/** A file of the explorer's page, compressed for whoever takes it so. */
export const getExplorerFile =
  (files: () => ExplorerFiles): Handler<'getExplorerFile'> =>
  async ({ path: { file: name }, headers }) => {
    const file = files().byName.get(name)
    if (file === undefined) throw new NotFound(`file: must be one that the page at /docs/api names`)
    const common = {
      'Content-Type': `${file.type}; charset=utf-8`,
      'Cache-Control': 'public, max-age=31536000, immutable',
      'X-Content-Type-Options': 'nosniff',
      Vary: 'Accept-Encoding',
    }
    if (!acceptsGzip(headers['accept-encoding'])) return reply(200, file.plain, common)
    file.packed ??= gzipped(file.plain)
    return reply(200, await file.packed, { ...common, 'Content-Encoding': 'gzip' })
  }

const acceptsGzip = (header: string | string[] | undefined): boolean => /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(String(header))

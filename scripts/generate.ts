import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import openapiTS, { astToString } from 'openapi-typescript'
import { parse } from 'yaml'

// spec/ -> generated/. `npm run generate` writes; `npm run generate -- --check` compares, and fails when what is committed is stale.

interface Operation {
  operationId: string
  tags: string[]
  security?: Record<string, string[]>[]
  parameters?: { $ref?: string }[]
  'x-rate-limit'?: string
}

interface Parameter {
  required?: boolean
  schema?: { default?: unknown }
}

interface Document {
  paths: Record<string, Record<string, Operation>>
  components: {
    schemas: Record<string, object>
    securitySchemes: Record<string, { 'x-auth': string }>
    parameters?: Record<string, Parameter>
  }
}

interface Row {
  method: string
  path: string
  id: string
  handler: string
  auth: string[]
  limit: string | undefined
}

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const METHODS = ['get', 'post', 'put', 'patch', 'delete']

/** The spec as one document. References to named schemas stay references, so that types and validators keep their names. */
function bundle(): Document {
  const require = createRequire(import.meta.url)
  const cli = join(dirname(require.resolve('@redocly/cli/package.json')), 'bin/cli.js')
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [cli, 'bundle', 'spec/openapi.yaml', '--config', '.redocly.yaml', '--ext', 'json'],
    {
      cwd: ROOT,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    },
  )
  if (status !== 0) {
    // The spec's author needs the bundler's own words, and no stack of ours.
    process.stderr.write(stderr)
    process.exit(1)
  }
  const document: Document = JSON.parse(stdout)
  return withPlainReferences(document, document) as Document
}

/**
 * OpenAPI 3.1 lets keywords stand beside a `$ref` to a schema, `default` above all, but the tools that read the generated document drop
 * them. Such a schema is written out, with its own keywords on top; every other reference stays.
 */
function withPlainReferences(node: unknown, document: Document): unknown {
  if (Array.isArray(node)) return node.map(item => withPlainReferences(item, document))
  if (typeof node !== 'object' || node === null) return node
  const plain = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withPlainReferences(value, document)]))
  const name = typeof plain.$ref === 'string' && /^#\/components\/schemas\/([^/]+)$/.exec(plain.$ref)?.[1]
  if (!name || Object.keys(plain).length === 1) return plain
  const { $ref: _, ...own } = plain
  return { ...(withPlainReferences(document.components.schemas[name], document) as object), ...own }
}

/** One row per operation, in the order of the path table. Its file in spec/ names its handler's file in src/. */
function operationsOf(document: Document): Row[] {
  const table: { paths: Record<string, { $ref: string }> } = parse(readFileSync(join(ROOT, 'spec/openapi.yaml'), 'utf8'))
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap(method => {
      const operation = item[method]
      if (!operation) return []
      const schemes = (operation.security ?? []).flatMap(Object.keys)
      return {
        method: method.toUpperCase(),
        path,
        id: operation.operationId,
        handler: `src/${table.paths[path]?.$ref.replace(/\.yaml$/, '.ts')}`,
        auth: [...new Set(schemes.map(name => document.components.securitySchemes[name]?.['x-auth'] ?? name))],
        limit: operation['x-rate-limit'],
      }
    }),
  )
}

/** The same document as a handler sees it: a parameter with a default is always there, since the validator fills it in. */
function withDefaultsFilledIn(document: Document): Document {
  const copy = structuredClone(document)
  const inline = Object.values(copy.paths).flatMap(item => METHODS.flatMap(method => item[method]?.parameters ?? []))
  for (const parameter of [...inline, ...Object.values(copy.components.parameters ?? {})] as Parameter[]) {
    if (parameter.schema?.default !== undefined) parameter.required = true
  }
  return copy
}

async function typesOf(document: Document, rows: readonly Row[]): Promise<string> {
  const types = astToString(await openapiTS(withDefaultsFilledIn(document) as never))
  const auth = rows.map(({ id, auth }) => `    ${id}: ${auth.map(name => `'${name}'`).join(' | ') || "'none'"};\n`)
  return `// Generated from spec/ by \`npm run generate\`. Never edited by hand.

${types}
/** Who may call an operation: the name of the authenticator that must accept the caller, or 'none'. */
export interface OperationAuth {
${auth.join('')}}

export type OperationId = keyof operations;
`
}

function tableOf(rows: readonly Row[]): string {
  const lines = rows.map(({ method, path, id, handler, auth, limit }) =>
    [method, `\`${path}\``, `\`${id}\``, `\`${handler}\``, auth.join(' or ') || 'none', limit ?? 'none'].join(' | '),
  )
  return `<!-- Generated from spec/ by \`npm run generate\`. Never edited by hand. -->

# Operations

| method | path | operation | handler | auth | limit class |
|---|---|---|---|---|---|
${lines.map(line => `| ${line} |\n`).join('')}`
}

const read = (file: string): string | undefined => {
  try {
    return readFileSync(join(ROOT, file), 'utf8')
  } catch {
    return undefined
  }
}

const document = bundle()
const rows = operationsOf(document)
const files: Record<string, string> = {
  'generated/openapi.json': `${JSON.stringify(document, null, 2)}\n`,
  'generated/api.d.ts': await typesOf(document, rows),
  'generated/operations.md': tableOf(rows),
}

if (process.argv.includes('--check')) {
  const stale = Object.entries(files).filter(([file, text]) => read(file) !== text)
  for (const [file] of stale) console.error(`${file} is stale: run npm run generate`)
  process.exitCode = stale.length > 0 ? 1 : 0
} else {
  mkdirSync(join(ROOT, 'generated'), { recursive: true })
  for (const [file, text] of Object.entries(files)) writeFileSync(join(ROOT, file), text)
  console.log(`${rows.length} operations in ${Object.keys(files).join(', ')}`)
}

import type { ErrorObject, ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import findMyWay from 'find-my-way'
import { OpenAPIBackend } from 'openapi-backend'
import type { ErrorShape } from './errors.js'
import type { Handler, Handlers, OperationId } from './types.js'

/**
 * A limit class of the spec: so many calls in a sliding window, counted per client address, per organization or per key. With `burst` it is a bucket of so
 * many tokens in place of a window: a call takes one, and `limit` of them drip back in `seconds`.
 */
export interface LimitClass {
  readonly name: string
  readonly limit: number
  readonly seconds: number
  readonly burst?: number
  readonly by: 'address' | 'organization' | 'key'
}

interface QueryParameter {
  readonly name: string
  readonly list: boolean
}

/** One operation of the spec with everything the request path needs, looked up once at start. */
export interface Operation {
  readonly id: OperationId
  readonly method: string
  readonly shape: ErrorShape
  /** Names of the authenticators of which one must accept; empty: public. */
  readonly authenticators: readonly string[]
  readonly limit: LimitClass | undefined
  readonly cors: 'website' | 'any' | undefined
  /** A repeat with the same `Idempotency-Key` gets the first answer again. */
  readonly idempotent: boolean
  readonly query: readonly QueryParameter[]
  readonly headers: readonly string[]
  /** Media types of the request body; empty: the operation takes none. */
  readonly bodyTypes: readonly string[]
  readonly bodyLimit: number
  readonly handler: Handler<OperationId>
  validate(parts: RequestParts): ErrorObject | undefined
  /** The first violation of an answer, or undefined when it is as declared. */
  validateReply(status: number, body: unknown): string | undefined
}

export interface RequestParts {
  readonly path: Record<string, string | undefined>
  readonly query: Record<string, unknown>
  readonly header: Record<string, unknown>
  readonly requestBody?: unknown
}

export type Match =
  | { readonly found: 'operation'; readonly operation: Operation; readonly path: Record<string, string | undefined> }
  | { readonly found: 'path'; readonly allow: readonly string[]; readonly shape: ErrorShape; readonly cors: Operation['cors'] }
  | { readonly found: 'nothing'; readonly shape: ErrorShape }

/** The contract at run time: openapi-backend holds document and validators; a radix index finds the operation, which holds its handler. */
export interface Contract {
  readonly document: Document
  match(method: string, path: string): Match
  readonly operations: readonly Operation[]
}

// The few parts of an OpenAPI 3.1 document that are read here. The whole of it is linted and tested in `npm run check`.
interface Document {
  readonly paths: Record<string, Record<string, DocumentOperation>>
  readonly tags: readonly { name: string; 'x-error-shape': ErrorShape; 'x-path-prefixes': string[]; 'x-body-limit': number }[]
  readonly components: { readonly securitySchemes: Record<string, { 'x-auth': string }> }
  readonly 'x-rate-limits': Record<string, Omit<LimitClass, 'name'>>
}

interface DocumentOperation {
  readonly operationId: OperationId
  readonly tags: readonly string[]
  readonly security?: readonly Record<string, string[]>[]
  readonly parameters?: readonly { name: string; in: string; schema: { type?: string | string[] } }[]
  readonly requestBody?: { content: Record<string, unknown> }
  readonly responses: Record<string, { content?: Record<string, unknown> }>
  readonly 'x-rate-limit'?: string
  readonly 'x-cors'?: 'website' | 'any'
  readonly 'x-idempotent'?: true
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** Builds the run-time contract. @throws Error naming the operation when spec and handlers do not fit together. */
export async function createContract(definition: unknown, handlers: Handlers): Promise<Contract> {
  // One for all operations: each of its own would be made anew, with every meta-schema, while the first request of its operation waits.
  const validators = new Map<unknown, Ajv2020>()
  const api = new OpenAPIBackend({
    definition: definition as never,
    strict: true,
    // Compile a validator when it is first needed: all of them at once would cost seconds at start.
    quick: true,
    customizeAjv: (_ajv, opts) => {
      const made = validators.get(opts?.coerceTypes)
      if (made) return made
      const ajv = new Ajv2020({ ...opts, strict: false, useDefaults: true, verbose: true })
      formats.default(ajv)
      ajv.addFormat('date-time', isMoment)
      validators.set(opts?.coerceTypes, ajv)
      return ajv
    },
  })
  await api.init()

  const document = api.definition as unknown as Document
  const router = findMyWay({ ignoreTrailingSlash: true, maxParamLength: 500 })
  const operations: Operation[] = []
  // Not the backend's own registry: for each handler it makes the list of all operations anew.
  const byId = new Map(Object.entries(handlers as unknown as Record<string, Handler<OperationId>>))
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const declared = item[method.toLowerCase()]
      if (!declared) continue
      const operation = compile(api, document, method, declared, byId.get(declared.operationId))
      operations.push(operation)
      router.on(method, path.replace(/\{([^}]+)\}/g, ':$1'), NO_ROUTE_HANDLER, operation)
    }
  }

  const declaredIds = new Set<string>(operations.map(({ id }) => id))
  for (const id of byId.keys()) if (!declaredIds.has(id)) throw new Error(`handler ${id}: no operation is declared for it`)

  const shapes = document.tags
    .flatMap(tag => tag['x-path-prefixes'].map(prefix => ({ prefix, shape: tag['x-error-shape'] })))
    .sort((a, b) => b.prefix.length - a.prefix.length)
  const shapeOf = (path: string) => shapes.find(({ prefix }) => path.startsWith(prefix))?.shape ?? 'engagement'
  const find = (method: string, path: string) => {
    const route = router.find(method as (typeof METHODS)[number], path)
    return route ? { operation: route.store as Operation, path: route.params } : undefined
  }

  return {
    document: definition as Document,
    operations,
    match(method, path) {
      // A HEAD is a GET whose body is left out (RFC 9110, 9.3.2).
      const hit = find(method === 'HEAD' ? 'GET' : method, path)
      if (hit) return { found: 'operation', ...hit }
      const others = METHODS.flatMap(other => find(other, path)?.operation ?? [])
      const first = others[0]
      if (!first) return { found: 'nothing', shape: shapeOf(path) }
      const allow = [...others.map(other => other.method), ...(others.some(other => other.method === 'GET') ? ['HEAD'] : []), 'OPTIONS']
      return { found: 'path', allow, shape: first.shape, cors: others.find(other => other.cors)?.cors }
    },
  }
}

const wellFormed = formats.default.get('date-time') as { readonly validate: (text: string) => boolean }
const YEAR_0 = Date.parse('0000-01-01T00:00:00Z')
const YEAR_10000 = Date.parse('+010000-01-01T00:00:00Z')

/** RFC 3339 lets through what no `Date` can hold or we could not write back: leap seconds, zones without minutes, a year of five digits in UTC. */
function isMoment(text: string): boolean {
  const at = Date.parse(text)
  return at >= YEAR_0 && at < YEAR_10000 && wellFormed.validate(text)
}

// find-my-way wants a function per route; ours only reads what is stored beside it.
const NO_ROUTE_HANDLER = () => {}

function compile(
  api: OpenAPIBackend,
  document: Document,
  method: string,
  declared: DocumentOperation,
  handler: Handler<OperationId> | undefined,
): Operation {
  const id = declared.operationId
  const fail = (what: string): never => {
    throw new Error(`operation ${id}: ${what}`)
  }
  const tag = document.tags.find(({ name }) => name === declared.tags[0]) ?? fail('its tag is not declared')
  const limitName = declared['x-rate-limit']
  const limit =
    limitName === undefined ? undefined : (document['x-rate-limits'][limitName] ?? fail(`limit class ${limitName} is not declared`))
  const schemes = (declared.security ?? fail('does not say how it is secured')).flatMap(Object.keys)
  const parameters = declared.parameters ?? []
  return {
    id,
    method,
    shape: tag['x-error-shape'],
    authenticators: [
      ...new Set(schemes.map(name => document.components.securitySchemes[name]?.['x-auth'] ?? fail(`scheme ${name} has no x-auth`))),
    ],
    limit: limit && limitName ? { name: limitName, ...limit } : undefined,
    cors: declared['x-cors'],
    idempotent: declared['x-idempotent'] === true,
    query: parameters.filter(({ in: place }) => place === 'query').map(({ name, schema }) => ({ name, list: schema.type === 'array' })),
    headers: parameters.filter(({ in: place }) => place === 'header').map(({ name }) => name.toLowerCase()),
    bodyTypes: Object.keys(declared.requestBody?.content ?? {}),
    bodyLimit: tag['x-body-limit'],
    handler: handler ?? fail('has no handler'),
    validate: requestValidator(api, id),
    validateReply: replyValidator(api, declared),
  }
}

function requestValidator(api: OpenAPIBackend, id: OperationId): Operation['validate'] {
  let validators: ValidateFunction[] | null = null
  return parts => {
    validators ??= api.validator.getRequestValidatorsForOperation(id)
    for (const validate of validators ?? []) {
      if (!validate(parts)) return validate.errors?.[0]
    }
    return undefined
  }
}

function replyValidator(api: OpenAPIBackend, declared: DocumentOperation): Operation['validateReply'] {
  return (status, body) => {
    const response = declared.responses[status]
    if (!response) return `status ${status} is not declared`
    if (!response.content) return body === undefined ? undefined : `status ${status} is declared without a body`
    if (!response.content['application/json'] || (typeof body === 'string' && response.content['text/html'])) return undefined
    const validate = api.validator.getStatusBasedResponseValidatorForOperation(declared.operationId)?.[status]
    if (!validate || validate(body)) return undefined
    const error = validate.errors?.[0]
    return `status ${status}: ${error?.instancePath ?? ''} ${error?.message ?? 'is not as declared'}`
  }
}

import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import {
  type Contract,
  type MediaType,
  type Operation,
  operationsOf,
  type ParameterObject,
  pointer,
  type ResponseObject,
  requestSchemas,
  resolve,
  responseSchemas,
  type Schema,
} from './document.js'

// What this house asks of its contract beyond OpenAPI itself. A rule returns its complaints; none means the contract keeps it.
// Each list of exceptions may only shrink: an entry without need is a complaint too.

export type Rule = (document: Contract) => string[]

/** Verbs that an operationId may begin with, by method. A new one is a decision: add it here. */
const VERBS: Record<string, readonly string[]> = {
  get: ['get', 'list'],
  post: ['create', 'record', 'rotate'],
  put: ['update', 'put'],
  patch: ['patch'],
  delete: ['delete', 'revoke'],
}

/**
 * For supervisors, scrapers and readers: they cost nothing, and refusing a health check would stop a healthy process. A click is never refused, and an
 * advertiser's server reports all its conversions from one address, as Telegram does all joins.
 */
const UNLIMITED = [
  'getRedirect',
  'getPostback',
  'recordPostback',
  'recordTelegramUpdate',
  'getHealth',
  'getReadiness',
  'getMetrics',
  'getOpenapi',
  'getExplorer',
  'getExplorerFile',
  'getWidget',
  'getWidgetSection',
  'getWidgetDecline',
  'getTracker',
  'getWebFile',
  'getEmbed',
  'getDemo',
  'getGuides',
]

/** Not being ready is what this operation reports, not an error of it. */
const OWN_FAILURES = ['getReadiness 503']

/** `Support` is taken and given in the same words, and a request may say more than we know; the document's outline is no place to repeat it. */
const OPEN_RESPONSES = ['Support', 'getOpenapi 200', 'getOpenapi 200.info', 'getOpenapi 200.paths']

const SHAPES = ['delivery', 'wall', 'tracking', 'engagement']

/** Every `x-` name there is, by the kind of object it stands on, and what its value must be. */
const VOCABULARY: Record<string, Record<string, (value: unknown, document: Contract) => boolean>> = {
  root: {
    'x-rate-limits': value =>
      Object.values(value as Contract['x-rate-limits']).every(
        ({ limit, seconds, by, burst = 1 }) => limit > 0 && seconds > 0 && burst > 0 && ['address', 'organization', 'key'].includes(by),
      ),
  },
  tag: {
    'x-error-shape': value => SHAPES.includes(value as string),
    'x-path-prefixes': value => (value as string[]).every(prefix => /^\/(?:.*\/)?$/.test(prefix)),
    'x-body-limit': value => Number.isInteger(value),
  },
  operation: {
    'x-rate-limit': (value, document) => Object.hasOwn(document['x-rate-limits'], value as string),
    'x-cors': value => ['website', 'any'].includes(value as string),
    'x-idempotent': value => value === true,
  },
  scheme: { 'x-auth': value => /^[a-z][A-Za-z]+$/.test(value as string) },
  schema: { 'x-must': value => /^(?:not )?be .*[^.]$/.test(value as string) },
}

const perOperation =
  (complaints: (operation: Operation, document: Contract) => (string | false | undefined)[]): Rule =>
  document =>
    operationsOf(document).flatMap(operation =>
      complaints(operation, document)
        .filter(complaint => typeof complaint === 'string')
        .map(complaint => `${operation.id}: ${complaint}`),
    )

/** Drops the complaints that are excepted; an exception that nobody needed becomes one. */
function except(complaints: readonly { at: string; what: string }[], exceptions: readonly string[]): string[] {
  const unneeded = exceptions.filter(name => !complaints.some(({ at }) => at === name))
  return [
    ...complaints.filter(({ at }) => !exceptions.includes(at)).map(({ at, what }) => `${at}: ${what}`),
    ...unneeded.map(name => `${name}: no longer needs its exception`),
  ]
}

/** The failures an operation can answer with, by what it takes and who may call it. */
function undeclaredFailures({ path, declared }: Operation): string[] {
  const secured = (declared.security ?? []).length > 0
  const takesBody = declared.requestBody !== undefined
  const takesInput = takesBody || (declared.parameters ?? []).length > 0
  return [
    ...(takesInput ? ['400'] : []),
    ...(secured ? ['401', '403'] : []),
    ...(path.includes('{') ? ['404'] : []),
    ...(takesBody ? ['413', '415'] : []),
    ...(declared['x-rate-limit'] ? ['429'] : []),
    '500',
    '503',
  ].filter(status => !Object.hasOwn(declared.responses, status))
}

const hasExample = ({ example, examples }: { example?: unknown; examples?: object }): boolean =>
  example !== undefined || Object.keys(examples ?? {}).length > 0

export const rules: Record<string, Rule> = {
  'names an operation by verb and noun': perOperation(({ id, method }) => [
    !new RegExp(`^(?:${VERBS[method]?.join('|')})(?:[A-Z][a-z0-9]*)+$`).test(id) && `${method} begins with ${VERBS[method]?.join(', ')}`,
  ]),

  'names no operation twice': document => {
    const ids = operationsOf(document).map(({ id }) => id)
    return ids.filter((id, at) => ids.indexOf(id) !== at).map(id => `${id}: is there twice`)
  },

  'says what an operation does, in one line and in full': perOperation(({ declared: { summary = '', description = '' } }) => [
    !/^[A-Z].{5,70}[^.\s]$/.test(summary) && 'summary is a line without a full stop',
    !/^[A-Z][\s\S]{30,}\.\s*$/.test(description) && 'description is a sentence or more',
    summary === description && 'description says more than the summary',
  ]),

  'gives an operation the one tag under whose prefix it lies': perOperation(({ path, declared: { tags } }, document) => {
    const tag = document.tags.find(({ name }) => name === tags[0])
    return [
      tags.length !== 1 && 'has one tag',
      !(tag?.['x-path-prefixes'] as string[] | undefined)?.some(prefix => path.startsWith(prefix)) && `${path} lies under its tag's prefix`,
    ]
  }),

  'says who may call': perOperation(({ declared: { security } }, document) => [
    security === undefined && 'says `security`, be it []',
    ...(security ?? [])
      .flatMap(Object.keys)
      .map(name => !document.components.securitySchemes[name]?.['x-auth'] && `scheme ${name} has an x-auth`),
  ]),

  'puts a limit on every operation': document =>
    except(
      operationsOf(document)
        .filter(({ declared }) => !declared['x-rate-limit'])
        .map(({ id }) => ({ at: id, what: 'has an x-rate-limit' })),
      UNLIMITED,
    ),

  'declares every failure that an operation can answer with': perOperation(operation =>
    undeclaredFailures(operation).map(status => `declares ${status}`),
  ),

  "words a failure in the tag's error shape": document =>
    except(
      operationsOf(document).flatMap(({ id, declared }) => {
        const shape = document.tags.find(({ name }) => name === declared.tags[0])?.['x-error-shape'] as string
        const wanted = `#/components/schemas/${shape.charAt(0).toUpperCase()}${shape.slice(1)}Error`
        return Object.entries(declared.responses)
          .filter(([status]) => Number(status) >= 400)
          .filter(([, response]) => resolve<ResponseObject>(document, response).content?.['application/json']?.schema.$ref !== wanted)
          .map(([status]) => ({ at: `${id} ${status}`, what: `is a ${wanted}` }))
      }),
      OWN_FAILURES,
    ),

  'declares the headers that every answer carries': perOperation(({ declared }, document) =>
    Object.entries(declared.responses).flatMap(([status, response]) => {
      const limited = ['Retry-After', 'RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset']
      const wanted = ['X-Request-Id', ...(status === '429' ? limited : status === '503' ? ['Retry-After'] : [])]
      const { headers = {} } = resolve<ResponseObject>(document, response)
      return wanted.filter(name => !Object.hasOwn(headers, name)).map(name => `${status} declares ${name}`)
    }),
  ),

  'takes the same JSON as text, where it takes text': perOperation(({ declared: { requestBody } }) => {
    const { 'application/json': json, 'text/plain': text } = requestBody?.content ?? {}
    return [text !== undefined && JSON.stringify(text) !== JSON.stringify(json) && 'text/plain is as application/json']
  }),

  'shows an example of everything that goes in and comes out': perOperation(({ declared }, document) => [
    ...(declared.parameters ?? []).map(parameter => {
      const resolved = resolve<ParameterObject>(document, parameter)
      return !hasExample(resolved) && `parameter ${resolved.name} has an example`
    }),
    ...Object.entries(declared.requestBody?.content ?? {}).map(([type, media]) => !hasExample(media) && `request ${type} has an example`),
    ...Object.entries(declared.responses).map(([status, response]) => {
      const json = resolve<ResponseObject>(document, response).content?.['application/json']
      return json !== undefined && !hasExample(json) && `response ${status} has an example`
    }),
  ]),

  'shows only examples that keep their own schema': document => {
    const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true })
    formats.default(ajv)
    // The document is no schema, yet pointers into it are resolved from its root.
    ajv.addVocabulary(['x-must', ...Object.keys(document)])
    ajv.addSchema(document, 'contract', undefined, false)
    const check = (where: string, at: string, value: unknown): string[] => {
      const validate = ajv.compile({ $ref: `contract${at}` })
      return validate(value) ? [] : [`${where}: ${ajv.errorsText(validate.errors, { dataVar: '' })}`]
    }
    const checkMedia = (where: string, at: string, media: MediaType): string[] => [
      ...(media.example === undefined ? [] : check(where, `${at}/schema`, media.example)),
      ...Object.entries(media.examples ?? {}).flatMap(([name, example]) =>
        check(`${where} ${name}`, `${at}/schema`, resolve<{ value: unknown }>(document, example).value),
      ),
    ]
    const place = (node: object, otherwise: string): string => ('$ref' in node ? String(node.$ref) : otherwise)
    const headers = (document.components.headers ?? {}) as Record<string, { schema: Schema; example?: unknown }>
    return [
      ...operationsOf(document).flatMap(({ id, pointer: at, declared }) => [
        ...(declared.parameters ?? []).flatMap((parameter, index) => {
          const { name, example } = resolve<ParameterObject>(document, parameter)
          return check(`${id} ${name}`, `${place(parameter, `${at}/parameters/${index}`)}/schema`, example)
        }),
        ...Object.entries(declared.requestBody?.content ?? {}).flatMap(([type, media]) =>
          checkMedia(`${id} request`, at + pointer('requestBody', 'content', type).slice(1), media),
        ),
        ...Object.entries(declared.responses).flatMap(([status, response]) =>
          Object.entries(resolve<ResponseObject>(document, response).content ?? {}).flatMap(([type, media]) =>
            checkMedia(`${id} ${status}`, place(response, `${at}/responses/${status}`) + pointer('content', type).slice(1), media),
          ),
        ),
      ]),
      ...Object.entries(headers).flatMap(([name, { example }]) => check(name, `#/components/headers/${name}/schema`, example)),
    ]
  },

  'describes every schema and property': document =>
    [...requestSchemas(document), ...responseSchemas(document)]
      .filter(({ where, schema }) => !schema.description && !/^\w+ [\w-]+$/.test(where))
      .map(({ where }) => `${where}: has a description`),

  'bounds every value': document =>
    [...requestSchemas(document), ...responseSchemas(document)].flatMap(({ where, schema }) => {
      const types = [schema.type ?? []].flat()
      if (schema.enum || 'const' in schema) return []
      return [
        types.includes('string') && !(schema.maxLength || schema.pattern || schema.format) && 'a string has maxLength, pattern or format',
        types.some(type => ['integer', 'number'].includes(type)) &&
          types.length === 1 &&
          !('minimum' in schema && 'maximum' in schema) &&
          'a number has minimum and maximum',
        types.includes('array') && !('maxItems' in schema) && 'an array has maxItems',
      ]
        .filter(complaint => typeof complaint === 'string')
        .map(complaint => `${where}: ${complaint}`)
    }),

  'says in words what a pattern asks of a request': document =>
    requestSchemas(document)
      .filter(({ schema }) => schema.pattern && !schema['x-must'])
      .map(({ where }) => `${where}: has an x-must beside its pattern`),

  'closes what is answered': document =>
    except(
      responseSchemas(document)
        .filter(({ schema }) => schema.type === 'object' && !('additionalProperties' in schema || 'unevaluatedProperties' in schema))
        .map(({ where }) => ({ at: where, what: 'says whether there may be more properties' })),
      OPEN_RESPONSES,
    ),

  'leaves what is asked open, since clients evolve': document =>
    requestSchemas(document)
      .filter(({ schema }) => schema.additionalProperties === false || schema.unevaluatedProperties === false)
      .map(({ where }) => `${where}: takes unknown properties`),

  'uses no extension but those of its vocabulary': document => {
    const complaints: string[] = []
    const judge = (kind: string, name: string, node: object) => {
      for (const [key, value] of Object.entries(node)) {
        const allowed = VOCABULARY[kind]?.[key]
        if (key.startsWith('x-') && !allowed?.(value, document))
          complaints.push(`${name}: ${key} is no extension of a ${kind}, or its value is none`)
      }
    }
    judge('root', 'root', document)
    for (const tag of document.tags) {
      judge('tag', String(tag.name), tag)
      for (const wanted of Object.keys(VOCABULARY.tag ?? {})) if (!(wanted in tag)) complaints.push(`${String(tag.name)}: has ${wanted}`)
    }
    for (const { id, declared } of operationsOf(document)) judge('operation', id, declared)
    for (const [name, scheme] of Object.entries(document.components.securitySchemes)) judge('scheme', name, scheme)
    const schemas = [...requestSchemas(document), ...responseSchemas(document)]
    for (const { where, schema } of schemas) judge('schema', where, schema)
    // Whatever was judged above is accounted for; an extension anywhere else is not.
    const judged = new Set<object>([document, ...document.tags, ...schemas.map(({ schema }) => schema)])
    for (const { declared } of operationsOf(document)) judged.add(declared)
    for (const scheme of Object.values(document.components.securitySchemes)) judged.add(scheme)
    const walk = (node: unknown, where: string) => {
      if (typeof node !== 'object' || node === null) return
      for (const [key, value] of Object.entries(node)) {
        if (key.startsWith('x-') && !judged.has(node)) complaints.push(`${where}: ${key} stands where no extension is read`)
        walk(value, `${where}/${key}`)
      }
    }
    walk(document, '')
    return complaints
  },
}

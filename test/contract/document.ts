import { readFileSync } from 'node:fs'

/** The parts of the generated OpenAPI document that the rules of the spec look at. */
export interface Contract {
  paths: Record<string, Record<string, OperationObject>>
  tags: Record<string, unknown>[]
  components: { securitySchemes: Record<string, Record<string, unknown>>; schemas: Record<string, Schema> } & Record<string, unknown>
  'x-rate-limits': Record<string, { limit: number; seconds: number; burst?: number; by: string }>
}

export interface OperationObject {
  operationId: string
  tags: string[]
  summary?: string
  description?: string
  security?: Record<string, string[]>[]
  parameters?: (Reference | ParameterObject)[]
  requestBody?: { required?: boolean; content: Record<string, MediaType> }
  responses: Record<string, Reference | ResponseObject>
  'x-rate-limit'?: string
  'x-cors'?: string
}

export interface ParameterObject {
  name: string
  in: string
  schema: Schema
  example?: unknown
}

export interface ResponseObject {
  description: string
  headers?: Record<string, unknown>
  content?: Record<string, MediaType>
}

export interface MediaType {
  schema: Schema
  example?: unknown
  examples?: Record<string, Reference | { value: unknown }>
}

export interface Reference {
  $ref: string
}

export type Schema = { $ref?: string; type?: string | string[]; description?: string } & Record<string, unknown>

export interface Operation {
  id: string
  method: string
  path: string
  pointer: string
  declared: OperationObject
}

export const contract: Contract = JSON.parse(readFileSync(new URL('../../generated/openapi.json', import.meta.url), 'utf8'))

const METHODS = ['get', 'post', 'put', 'patch', 'delete']

export const operationsOf = (document: Contract): Operation[] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap(method => {
      const declared = item[method]
      return declared ? { id: declared.operationId, method, path, pointer: pointer('paths', path, method), declared } : []
    }),
  )

/** A JSON pointer as a URI fragment. */
export const pointer = (...steps: (string | number)[]): string =>
  `#${steps.map(step => `/${encodeURIComponent(String(step).replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('')}`

/** What a reference stands for; anything else is itself. */
export function resolve<T>(document: Contract, node: T | Reference): T {
  const ref = (node as Reference)?.$ref
  if (ref === undefined) return node as T
  return resolve(
    document,
    ref
      .slice(2)
      .split('/')
      .reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], document) as T,
  )
}

/** The schema at hand and every schema inside it, each with its place. References are followed, once each. */
export function schemasWithin(
  document: Contract,
  schema: Schema,
  where: string,
  seen = new Set<Schema>(),
): { where: string; schema: Schema }[] {
  const target = resolve<Schema>(document, schema as Reference)
  const name = schema.$ref?.split('/').at(-1) ?? where
  if (seen.has(target)) return []
  seen.add(target)
  const inner: [string, unknown][] = [
    ...Object.entries((target.properties ?? {}) as object).map(([key, value]): [string, unknown] => [`${name}.${key}`, value]),
    [`${name}[]`, target.items],
    [`${name}.*`, target.additionalProperties],
    ...['allOf', 'anyOf', 'oneOf'].flatMap(key => ((target[key] ?? []) as unknown[]).map((value): [string, unknown] => [name, value])),
  ]
  const schemas = inner.filter((entry): entry is [string, Schema] => typeof entry[1] === 'object' && entry[1] !== null)
  return [{ where: name, schema: target }, ...schemas.flatMap(([place, value]) => schemasWithin(document, value, place, seen))]
}

export const requestSchemas = (document: Contract): { where: string; schema: Schema }[] => {
  const seen = new Set<Schema>()
  return operationsOf(document).flatMap(({ id, declared }) => [
    ...Object.values(declared.requestBody?.content ?? {}).flatMap(({ schema }) => schemasWithin(document, schema, `${id} request`, seen)),
    ...(declared.parameters ?? []).flatMap(parameter => {
      const { name, schema } = resolve<ParameterObject>(document, parameter)
      return schemasWithin(document, schema, `${id} ${name}`, seen)
    }),
  ])
}

export const responseSchemas = (document: Contract): { where: string; schema: Schema }[] => {
  const seen = new Set<Schema>()
  return operationsOf(document).flatMap(({ id, declared }) =>
    Object.entries(declared.responses).flatMap(([status, response]) =>
      Object.values(resolve<ResponseObject>(document, response).content ?? {}).flatMap(({ schema }) =>
        schemasWithin(document, schema, `${id} ${status}`, seen),
      ),
    ),
  )
}

import assert from 'node:assert/strict'
import { type Contract, createContract } from '../../src/http/contract.js'
import type { Handlers } from '../../src/http/types.js'

const json = (schema: object) => ({ content: { 'application/json': { schema } } })

/** A contract of two paths, as small as one can be. */
const document = () => ({
  openapi: '3.1.0',
  info: { title: 'Test', version: '1' },
  tags: [
    { name: 'things', 'x-error-shape': 'delivery', 'x-path-prefixes': ['/v1/'], 'x-body-limit': 1000 },
    { name: 'other', 'x-error-shape': 'wall', 'x-path-prefixes': ['/v1/wall/'], 'x-body-limit': 2000 },
  ],
  'x-rate-limits': { few: { limit: 3, seconds: 60, by: 'address' } },
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer', 'x-auth': 'secretKey' } } },
  paths: {
    '/v1/things/{id}': {
      get: {
        operationId: 'getThing',
        tags: ['things'],
        security: [{ key: [] }] as object[] | undefined,
        'x-rate-limit': 'few',
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
          { name: 'count', in: 'query', schema: { type: 'integer', minimum: 1, default: 5 } },
          { name: 'tags', in: 'query', schema: { type: 'array', items: { type: 'string' } } },
        ],
        responses: {
          200: { description: 'Yes', ...json({ type: 'object', required: ['id'], properties: { id: { type: 'string' } } }) },
          204: { description: 'Nothing' },
        },
      },
      delete: { operationId: 'deleteThing', tags: ['things'], security: [], responses: { 204: { description: 'Gone' } } },
    },
    '/v1/wall/things': {
      post: {
        operationId: 'createThing',
        tags: ['other'],
        security: [],
        'x-cors': 'website',
        requestBody: {
          required: true,
          ...json({
            type: 'object',
            required: ['name'],
            properties: {
              name: { type: 'string', pattern: '^[a-z]+$', 'x-must': 'be a word' },
              kind: { const: 'thing' },
              parts: { type: 'array', items: { type: 'object', properties: { size: { enum: ['s', ''] } }, additionalProperties: false } },
            },
          }),
        },
        responses: { 201: { description: 'Made', ...json({ type: 'object' }) } },
      },
    },
  },
})

const handlers = { getThing: () => {}, deleteThing: () => {}, createThing: () => {} } as unknown as Handlers
const build = (definition: unknown = document(), given: unknown = handlers) => createContract(definition, given as Handlers)

describe('createContract', () => {
  let contract: Contract
  before(async () => {
    contract = await build()
  })
  const operation = (method: string, path: string) => {
    const match = contract.match(method, path)
    assert.equal(match.found, 'operation')
    return match as Extract<typeof match, { found: 'operation' }>
  }

  it('finds an operation by method and path, with what stands in the path', () => {
    const { operation: found, path } = operation('GET', '/v1/things/a%20b')
    assert.deepEqual([found.id, { ...path }], ['getThing', { id: 'a b' }])
    assert.equal(operation('HEAD', '/v1/things/1').operation.id, 'getThing')
    assert.equal(operation('GET', '/v1/things/1/').operation.id, 'getThing')
  })

  it('knows of each operation what the spec says beside the schema', () => {
    const { operation: get } = operation('GET', '/v1/things/1')
    assert.deepEqual(
      [get.shape, get.authenticators, get.bodyLimit, get.bodyTypes, get.cors],
      ['delivery', ['secretKey'], 1000, [], undefined],
    )
    assert.deepEqual(get.limit, { name: 'few', limit: 3, seconds: 60, by: 'address' })
    const { operation: create } = operation('POST', '/v1/wall/things')
    assert.deepEqual([create.shape, create.authenticators, create.bodyTypes, create.cors], ['wall', [], ['application/json'], 'website'])
    assert.equal(create.limit, undefined)
  })

  it('tells a path of another method from a path that is not there, in the shape of its prefix', () => {
    const path = contract.match('PUT', '/v1/things/1')
    assert.deepEqual(path, { found: 'path', allow: ['GET', 'DELETE', 'HEAD', 'OPTIONS'], shape: 'delivery', cors: undefined })
    assert.deepEqual(contract.match('GET', '/v1/none'), { found: 'nothing', shape: 'delivery' })
    assert.deepEqual(contract.match('GET', '/v1/wall/none'), { found: 'nothing', shape: 'wall' })
    assert.deepEqual(contract.match('GET', '/none'), { found: 'nothing', shape: 'engagement' })
  })

  it('reads parameters as what they are, and fills in defaults', () => {
    const { operation: get } = operation('GET', '/v1/things/1')
    const parts = { path: { id: '1' }, query: { count: '7' } as Record<string, unknown>, header: {} }
    assert.equal(get.validate(parts), undefined)
    assert.equal(parts.query.count, 7)
    const least = { path: { id: '1' }, query: {} as Record<string, unknown>, header: {} }
    assert.equal(get.validate(least), undefined)
    assert.equal(least.query.count, 5)
    assert.equal(get.validate({ ...least, query: { count: '0' } })?.keyword, 'minimum')
  })

  it('holds answers against what is declared', () => {
    const { validateReply } = operation('GET', '/v1/things/1').operation
    assert.equal(validateReply(200, { id: 'a' }), undefined)
    assert.match(validateReply(200, {}) ?? '', /^status 200: .*must have required property 'id'/)
    assert.equal(validateReply(204, undefined), undefined)
    assert.equal(validateReply(204, {}), 'status 204 is declared without a body')
    assert.equal(validateReply(418, {}), 'status 418 is not declared')
  })

  describe('refuses a contract that does not fit together, and names the operation:', () => {
    type Draft = ReturnType<typeof document>
    const faults: [what: string, spoil: (draft: Draft) => void, message: RegExp][] = [
      ['a tag that is not declared', draft => (draft.paths['/v1/things/{id}'].get.tags = ['none']), /getThing: its tag is not declared/],
      [
        'no word on security',
        draft => (draft.paths['/v1/things/{id}'].get.security = undefined),
        /getThing: does not say how it is secured/,
      ],
      ['an unknown limit', draft => (draft.paths['/v1/things/{id}'].get['x-rate-limit'] = 'none'), /getThing: limit class none is not/],
      [
        'a scheme without x-auth',
        draft => delete (draft.components.securitySchemes.key as { 'x-auth'?: string })['x-auth'],
        /getThing: scheme key/,
      ],
    ]
    for (const [what, spoil, message] of faults)
      it(what, async () => {
        const draft = document()
        spoil(draft)
        await assert.rejects(build(draft), message)
      })

    it('no handler', () => assert.rejects(build(document(), { ...handlers, getThing: undefined }), /getThing: has no handler/))
    it('a handler of nothing', () =>
      assert.rejects(build(document(), { ...handlers, getNothing: () => {} }), /handler getNothing: no operation/))
  })
})

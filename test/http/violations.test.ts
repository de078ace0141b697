import assert from 'node:assert/strict'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { violation } from '../../src/http/violations.js'

const ajv = new Ajv2020({ strict: false, verbose: true })
formats.default(ajv)

/** What is said of a request body by a schema of it. */
function said(schema: object, body: unknown): string {
  const validate = ajv.compile({ type: 'object', required: ['requestBody'], properties: { requestBody: schema } })
  assert.equal(validate(body === undefined ? {} : { requestBody: body }), false)
  return violation(validate.errors![0]!)
}

describe('violation', () => {
  const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more })

  for (const [what, schema, body, message] of [
    ['a body that is missing', {}, undefined, 'body: required'],
    ['a body of another type', { type: 'object' }, [], 'body: must be object'],
    ['a field that is missing', object({}, { required: ['name'] }), {}, 'name: required'],
    ['a field of a field', object({ a: object({}, { required: ['b'] }) }), { a: {} }, 'a.b: required'],
    ['an item of a list', object({ a: { type: 'array', items: { type: 'string' } } }), { a: ['x', 1] }, 'a[1]: must be string'],
    ['one of several types', object({ a: { type: ['string', 'null'] } }), { a: 1 }, 'a: must be string or null'],
    ['a choice', object({ a: { enum: ['x', '', null] } }), { a: 'y' }, 'a: must be one of x, "", null'],
    ['a constant', object({ a: { const: 1 } }), { a: 2 }, 'a: must be 1'],
    ['a property too many', object({ a: object({}, { additionalProperties: false }) }), { a: { b: 1 } }, 'a.b: unknown property'],
    ['a pattern in words', object({ a: { pattern: '^x$', 'x-must': 'be an x' } }), { a: 'y' }, 'a: must be an x'],
    ['a pattern that speaks for itself', object({ a: { pattern: '^x$' } }), { a: 'y' }, 'a: must match ^x$'],
    ['a format', object({ a: { format: 'email' } }), { a: 'y' }, 'a: must be a valid email'],
    ['a bound', object({ a: { maximum: 3 } }), { a: 4 }, 'a: must be <= 3'],
    ['a name with a slash and a tilde', object({ 'a/b~c': { type: 'string' } }), { 'a/b~c': 1 }, 'a/b~c: must be string'],
  ] as const)
    it(`says of ${what}: "${message}"`, () => assert.equal(said(schema, body), message))
})

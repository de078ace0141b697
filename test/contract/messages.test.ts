import assert from 'node:assert/strict'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { violation } from '../../src/http/violations.js'
import { contract, requestSchemas } from './document.js'

describe('the message for a pattern that is not met', () => {
  const ajv = new Ajv2020({ strict: false, verbose: true })
  formats.default(ajv)
  const worded = requestSchemas(contract).filter(({ schema }) => schema['x-must'])

  it('is there for at least the domain', () => assert.ok(worded.some(({ where }) => where === 'Domain')))

  for (const { where, schema } of worded) {
    it(`is the spec's own for ${where}`, () => {
      const validate = ajv.compile({ properties: { requestBody: { properties: { field: schema } } } })
      assert.equal(validate({ requestBody: { field: ' ' } }), false)
      const [error] = validate.errors ?? []
      assert.equal(error && violation(error), `field: must ${schema['x-must']}`)
    })
  }
})

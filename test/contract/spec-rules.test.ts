import assert from 'node:assert/strict'
import { type Contract, contract } from './document.js'
import { rules } from './spec-rules.js'

describe('the contract', () => {
  for (const [name, rule] of Object.entries(rules)) {
    it(name, () => assert.deepEqual(rule(contract), []))
  }
})

type Node = Record<string, unknown>

/** The contract with one place changed; undefined takes the place away. */
function changed(place: readonly string[], value: unknown): Contract {
  const document = structuredClone(contract)
  const parent = place.slice(0, -1).reduce((node, step) => node[step] as Node, document as unknown as Node)
  const last = place.at(-1) ?? ''
  if (value === undefined) delete parent[last]
  else parent[last] = value
  return document
}

const DECISION = ['paths', '/v1/decision', 'get']
const PING = ['paths', '/v1/events/snippet-ping', 'post']
const CREATION = ['paths', '/api/v1/websites', 'post']
const WEBSITE = ['paths', '/api/v1/websites/{id}', 'get']
const SCHEMAS = ['components', 'schemas']

type Breach = [what: string, place: string[], value: unknown, complaint: RegExp]

// For each rule, changes that break it and the complaint that must come.
const breaches: Record<keyof typeof rules, Breach[]> = {
  'names an operation by verb and noun': [
    ['a verb of another method', [...DECISION, 'operationId'], 'createDecision', /^createDecision: get begins with/],
    ['a name that is no camel case', [...DECISION, 'operationId'], 'get_decision', /^get_decision/],
  ],
  'names no operation twice': [['a copied name', [...DECISION, 'operationId'], 'getHealth', /^getHealth: is there twice/]],
  'says what an operation does, in one line and in full': [
    ['a missing summary', [...DECISION, 'summary'], undefined, /^getDecision: summary/],
    ['a summary with a full stop', [...DECISION, 'summary'], 'Decide on the visitor.', /^getDecision: summary/],
    ['a description of a word', [...DECISION, 'description'], 'Decides.', /^getDecision: description/],
  ],
  'gives an operation the one tag under whose prefix it lies': [
    ['a foreign tag', [...DECISION, 'tags'], ['platform'], /^getDecision: \/v1\/decision lies under/],
    ['two tags', [...DECISION, 'tags'], ['delivery', 'operations'], /^getDecision: has one tag/],
  ],
  'says who may call': [
    ['an operation without a word on it', [...DECISION, 'security'], undefined, /^getDecision: says `security`/],
    ['a scheme without authenticator', ['components', 'securitySchemes', 'pub', 'x-auth'], undefined, /^getDecision: scheme pub/],
  ],
  'puts a limit on every operation': [
    ['an operation without class', [...DECISION, 'x-rate-limit'], undefined, /^getDecision: has an x-rate-limit/],
    ['an exception without need', ['paths', '/healthz', 'get', 'x-rate-limit'], 'decision', /^getHealth: no longer needs/],
  ],
  'declares every failure that an operation can answer with': [
    ...['400', '401', '403', '413', '415', '429', '500', '503'].map(
      (status): Breach => [
        `a missing ${status}`,
        [...CREATION, 'responses', status],
        undefined,
        new RegExp(`^createWebsite: declares ${status}$`),
      ],
    ),
    ['a missing 404 where the path names an object', [...WEBSITE, 'responses', '404'], undefined, /^getWebsite: declares 404/],
  ],
  "words a failure in the tag's error shape": [
    [
      'the shape of another area',
      [...DECISION, 'responses', '500'],
      { $ref: '#/components/responses/EngagementFailed' },
      /^getDecision 500: is a .*DeliveryError/,
    ],
  ],
  'declares the headers that every answer carries': [
    ['a 429 without its headers', [...DECISION, 'responses', '429'], { description: '' }, /^getDecision: 429 declares RateLimit-Reset/],
  ],
  'takes the same JSON as text, where it takes text': [
    ['another schema', [...PING, 'requestBody', 'content', 'text/plain', 'schema'], {}, /^recordSnippetPing: text\/plain/],
  ],
  'shows an example of everything that goes in and comes out': [
    ['a bare request', [...CREATION, 'requestBody', 'content', 'application/json', 'examples'], undefined, /^createWebsite: request/],
    ['a bare answer', [...DECISION, 'responses', '200', 'content', 'application/json', 'examples'], {}, /^getDecision: response 200/],
    ['a bare parameter', [...DECISION, 'parameters', '0', 'example'], undefined, /^getDecision: parameter mode/],
  ],
  'shows only examples that keep their own schema': [
    ['a wrong request', [...SCHEMAS, 'NewWebsite', 'required'], ['color'], /^createWebsite request least: .*'color'/],
    ['a wrong answer', [...SCHEMAS, 'Decision', 'properties', 'allowed'], { type: 'null' }, /^getDecision 200 allowed: .*must be null/],
    ['a wrong error', [...SCHEMAS, 'DeliveryError', 'properties', 'reason'], { type: 'null' }, /^getDecision 400 field: .*must be null/],
    ['a wrong parameter', [...DECISION, 'parameters', '0', 'example'], 'popup', /^getDecision mode: /],
    ['a wrong header', ['components', 'headers', 'RetryAfter', 'example'], 'soon', /^RetryAfter: /],
  ],
  'describes every schema and property': [
    ['a bare property', [...SCHEMAS, 'Decision', 'properties', 'allowed', 'description'], undefined, /^Decision\.allowed: /],
    ['a bare schema', [...SCHEMAS, 'Website', 'description'], undefined, /^Website: /],
  ],
  'bounds every value': [
    ['an endless string', [...SCHEMAS, 'SnippetPing', 'properties', 'url', 'maxLength'], undefined, /^SnippetPing\.url: a string/],
    [
      'an endless list',
      [...SCHEMAS, 'GeoRuleSettings', 'properties', 'entries', 'maxItems'],
      undefined,
      /^GeoRuleSettings\.entries: an array/,
    ],
    ['an endless number', [...SCHEMAS, 'Total', 'maximum'], undefined, /^Total: a number/],
  ],
  'says in words what a pattern asks of a request': [['a bare pattern', [...SCHEMAS, 'Domain', 'x-must'], undefined, /^Domain: /]],
  'closes what is answered': [
    ['an open answer', [...SCHEMAS, 'Decision', 'additionalProperties'], undefined, /^Decision: /],
    ['an exception without need', [...SCHEMAS, 'Support', 'additionalProperties'], true, /^Support: no longer needs/],
  ],
  'leaves what is asked open, since clients evolve': [
    ['a closed request', [...SCHEMAS, 'NewWebsite', 'additionalProperties'], false, /^NewWebsite: /],
  ],
  'uses no extension but those of its vocabulary': [
    ['an unknown name', [...DECISION, 'x-limit'], 'decision', /^getDecision: x-limit is no extension/],
    ['an undeclared limit class', [...DECISION, 'x-rate-limit'], 'nowhere', /^getDecision: x-rate-limit/],
    ['a tag without error shape', ['tags', '0', 'x-error-shape'], undefined, /^delivery: has x-error-shape/],
    ['a name in another place', [...DECISION, 'responses', '200', 'x-cors'], 'any', /200: x-cors stands where/],
  ],
}

describe('a rule of the contract', () => {
  it('is broken here at least once', () => assert.deepEqual(Object.keys(breaches), Object.keys(rules)))

  for (const [name, cases] of Object.entries(breaches)) {
    for (const [what, place, value, complaint] of cases) {
      it(`"${name}" refuses ${what}`, () => {
        const complaints = rules[name]?.(changed(place, value)) ?? []
        assert.ok(
          complaints.some(text => complaint.test(text)),
          `no complaint like ${complaint} in ${JSON.stringify(complaints)}`,
        )
      })
    }
  }
})

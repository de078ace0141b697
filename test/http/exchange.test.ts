import assert from 'node:assert/strict'
import type { Contract, LimitClass, Operation } from '../../src/http/contract.js'
import type { ErrorShape } from '../../src/http/errors.js'
import { createExchange, type ExchangeNeeds } from '../../src/http/exchange.js'
import { Idempotency } from '../../src/http/idempotency.js'
import { type Listener, listen } from '../../src/http/listen.js'
import { Metrics } from '../../src/http/metrics.js'
import { MemoryLimiter } from '../../src/http/rate-limit.js'
import type { Authenticator, Reply } from '../../src/http/types.js'
import { Conflict, Forbidden, Gone, Invalid, NotFound, Paused, Unauthenticated, Unavailable } from '../../src/lib/errors.js'
import { createLog } from '../../src/lib/log.js'

const OK: Reply = { status: 200, body: { ok: true }, headers: {} }

/** One operation, whatever the request; and every request that failed in the log. */
describe('createExchange', () => {
  let listener: Listener | undefined
  let logged: string[]
  let metrics: Metrics
  afterEach(() => listener?.stop(1000))

  /** Serves an operation that is as given, and asks it once. */
  async function ask(operation: Partial<Operation>, needs: Partial<ExchangeNeeds> = {}, headers: Record<string, string> = {}, calls = 1) {
    logged = []
    metrics = new Metrics()
    const whole = {
      id: 'getThing',
      method: 'GET',
      shape: 'engagement',
      authenticators: [],
      limit: undefined,
      cors: undefined,
      idempotent: false,
      query: [],
      headers: [],
      bodyTypes: [],
      bodyLimit: 100,
      handler: () => OK,
      validate: () => undefined,
      validateReply: () => undefined,
      ...operation,
    } as unknown as Operation
    const koa = createExchange({
      contract: { match: () => ({ found: 'operation', operation: whole, path: {} }) } as unknown as Contract,
      authenticators: {} as ExchangeNeeds['authenticators'],
      limiter: new MemoryLimiter(),
      idempotency: new Idempotency({ find: async () => undefined, keep: async () => undefined }),
      clientAddress: address => ({ address, fromTrustedProxy: false }),
      knownOrigin: () => false,
      replyValidation: 'off',
      now: Date.now,
      log: createLog('info', { write: line => void logged.push(line) }),
      metrics,
      ...needs,
    })
    await listener?.stop(1000)
    listener = await listen(koa, { port: 0, host: '127.0.0.1' }, createLog('silent'))
    const answers: { status: number; headers: Headers; body: Record<string, unknown> }[] = []
    for (let call = 0; call < calls; call++) {
      const response = await fetch(`http://127.0.0.1:${listener.port}/thing`, { headers })
      answers.push({ status: response.status, headers: response.headers, body: (await response.json()) as Record<string, unknown> })
    }
    return answers.at(-1)!
  }
  const failing = (error: unknown, shape: ErrorShape = 'engagement') =>
    ask({
      shape,
      handler: () => {
        throw error
      },
    })

  it('tells of an unknown failure nothing but the id under which the log tells all', async () => {
    const { status, headers, body } = await failing(new TypeError('select * from secrets'))
    assert.equal(status, 500)
    const id = headers.get('x-request-id')!
    assert.deepEqual(body, {
      error: 'Internal Server Error',
      message: `Something failed on our side. Quote ${id} when you report it.`,
      status: 500,
    })
    const entry = JSON.parse(logged[0]!)
    assert.deepEqual([entry.level, entry.exchangeId, entry.method, entry.path], [50, id, 'GET', '/thing'])
    assert.match(entry.error, /^TypeError: select \* from secrets\n +at /)
  })

  it('answers also when what was thrown is no error', async () => {
    assert.equal((await failing('a string')).status, 500)
    assert.equal(JSON.parse(logged[0]!).error, 'a string')
  })

  it('warns of what heals itself, and tells when to come back', async () => {
    const { status, headers } = await failing(new Unavailable('The database is away', 'database_unavailable', 3))
    assert.deepEqual([status, headers.get('retry-after')], [503, '3'])
    assert.equal(JSON.parse(logged[0]!).level, 40)
  })

  for (const [error, status] of [
    [new Invalid('x'), 400],
    [new Unauthenticated('x'), 401],
    [new Forbidden('x'), 403],
    [new NotFound('x'), 404],
    [new Conflict('x'), 409],
    [new Gone('x'), 410],
  ] as const)
    it(`answers ${error.name} with ${status} and logs nothing`, async () => {
      const answer = await failing(error)
      assert.deepEqual([answer.status, answer.body.status], [status, status])
      assert.deepEqual(logged, [])
    })

  for (const [shape, error, body] of [
    ['delivery', new Gone('Too late', 'expired'), { error: 'Too late', reason: 'expired' }],
    ['delivery', new NotFound('None'), { error: 'None', reason: 'not_found' }],
    ['wall', new Invalid('uid: required'), { status: 'failure', message: 'uid: required' }],
    ['wall', new Forbidden('Banned', 'USER_BANNED'), { status: 'failure', error: { code: 'USER_BANNED', message: 'Banned' } }],
    ['tracking', new Invalid('value: required'), { error: { code: 'INVALID_PAYLOAD', message: 'value: required' } }],
    ['tracking', new Unauthenticated('Key'), { error: { code: 'AUTH_REQUIRED', message: 'Key' } }],
    ['tracking', new NotFound('None'), { error: { code: 'NOT_FOUND', message: 'None' } }],
    ['tracking', new Unavailable('Away', 'database_unavailable'), { error: { code: 'UNAVAILABLE', message: 'Away' } }],
    ['engagement', new NotFound('None', 'ignored'), { error: 'Not Found', message: 'None', status: 404 }],
  ] as const)
    it(`says ${error.name} in the shape of ${shape}: ${JSON.stringify(body)}`, async () => {
      assert.deepEqual((await failing(error, shape)).body, body)
    })

  describe('holds answers against the contract', () => {
    const wrong: Partial<Operation> = { validateReply: status => `status ${status}: is not as declared` }
    const violations = async () => (await metrics.replyViolations.get()).values.map(({ value, labels }) => [labels.operation, value])

    it('and refuses them in tests', async () => {
      const { status } = await ask(wrong, { replyValidation: 'all' })
      assert.equal(status, 500)
      assert.match(logged.join(), /getThing answered against its contract: status 200: is not as declared/)
    })

    it('and in production looks at one in 256, which goes out, is counted and logged', async () => {
      const { status } = await ask(wrong, { replyValidation: 'sample' }, {}, 257)
      assert.equal(status, 200)
      assert.deepEqual(await violations(), [['getThing', 2]])
      assert.equal(logged.length, 2)
      assert.match(logged[0]!, /"operation":"getThing","wrong":"status 200/)
    })

    it('or not at all where that is switched off', async () => {
      assert.equal((await ask(wrong, { replyValidation: 'off' })).status, 200)
      assert.deepEqual([await violations(), logged], [[], []])
    })
  })

  describe('with two ways in', () => {
    const byHeader =
      (name: string): Authenticator =>
      ({ headers }) => {
        const key = headers[name]
        if (key === undefined) throw new Unauthenticated(`${name}: missing`)
        if (key !== 'good') throw new Forbidden(`${name}: wrong`)
        return { organization: name }
      }
    const enter = (headers: Record<string, string>, more: Partial<Operation> = {}, calls = 1) =>
      ask(
        {
          authenticators: ['first', 'second'],
          handler: (({ principal }: { principal: unknown }) => ({ ...OK, body: principal })) as unknown as Operation['handler'],
          ...more,
        },
        { authenticators: { first: byHeader('x-first'), second: byHeader('x-second') } as unknown as ExchangeNeeds['authenticators'] },
        headers,
        calls,
      )

    it('takes the first whose credential is there', async () => {
      assert.deepEqual((await enter({ 'x-first': 'good' })).body, { organization: 'x-first' })
      assert.deepEqual((await enter({ 'x-second': 'good' })).body, { organization: 'x-second' })
      assert.deepEqual((await enter({ 'x-first': 'good', 'x-second': 'bad' })).body, { organization: 'x-first' })
    })

    it('does not try another way with a wrong credential in hand', async () => {
      const { status, body } = await enter({ 'x-first': 'bad', 'x-second': 'good' })
      assert.deepEqual([status, body.message], [403, 'x-first: wrong'])
    })

    it('asks for the first when there is none', async () => {
      const { status, headers, body } = await enter({})
      assert.deepEqual([status, body.message], [401, 'x-first: missing'])
      assert.equal(headers.get('www-authenticate'), 'Bearer')
    })

    it('charges the organization where the limit is one of organizations', async () => {
      const limit: LimitClass = { name: 'two', limit: 2, seconds: 60, by: 'organization' }
      assert.equal((await enter({ 'x-first': 'good' }, { limit }, 2)).status, 200)
      const { status, headers } = await enter({ 'x-first': 'good' }, { limit }, 3)
      assert.deepEqual([status, headers.get('ratelimit-limit')], [429, '2'])
    })
  })

  describe('of a key', () => {
    const limit: LimitClass = { name: 'bucket', limit: 60, seconds: 60, burst: 1, by: 'key' }
    const knows = (principal: object) =>
      ({
        authenticators: { first: ({ headers }) => ({ organization: 'org', limitKey: String(headers['x-key']), ...principal }) },
      }) as { authenticators: { first: Authenticator } } as unknown as Partial<ExchangeNeeds>
    const barred = { barred: new Paused('This website is paused') }

    it('charges the key where the limit is one of keys', async () => {
      const limiter = new MemoryLimiter()
      const enter = (key: string) => ask({ authenticators: ['first'], limit }, { ...knows({}), limiter }, { 'x-key': key })
      assert.deepEqual([(await enter('a')).status, (await enter('a')).status, (await enter('b')).status], [200, 429, 200])
    })

    it('says that its owner is paused once its limit was charged, and before what is wrong with the request', async () => {
      const operation: Partial<Operation> = {
        shape: 'tracking',
        authenticators: ['first'],
        limit,
        validate: () => ({ keyword: 'required', instancePath: '/requestBody', params: { missingProperty: 'href' } }) as never,
      }
      const { status, body } = await ask(operation, knows(barred), { 'x-key': 'a' })
      assert.deepEqual([status, body], [402, { error: { code: 'SUBSCRIPTION_INACTIVE', message: 'This website is paused' } }])
      assert.equal((await ask(operation, knows(barred), { 'x-key': 'a' }, 2)).status, 429)
      assert.equal((await ask(operation, knows({}), { 'x-key': 'a' })).status, 400)
    })
  })

  it('answers for an operation that is switched off before it asks who is there, and logs nothing', async () => {
    const switchedOff = () => new Unavailable('Switched off', 'API_DISABLED')
    const { status, body } = await ask({ shape: 'tracking', authenticators: ['first'] }, { switchedOff })
    assert.deepEqual([status, body], [503, { error: { code: 'API_DISABLED', message: 'Switched off' } }])
    assert.deepEqual(logged, [])
  })

  it('answers 503 when a credential can not be looked up', async () => {
    const away: Authenticator = () => {
      throw new Unavailable('The database is away', 'database_unavailable', 1)
    }
    const authenticators = { first: away, second: away } as unknown as ExchangeNeeds['authenticators']
    assert.equal((await ask({ authenticators: ['first', 'second'] }, { authenticators })).status, 503)
  })
})

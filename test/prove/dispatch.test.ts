import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import type { Acknowledged } from '../../scripts/prove/callers.js'
import { proveSeed } from '../../scripts/prove/dispatch.js'
import { checkDispatch, type Ended, type Received } from '../../scripts/prove/dispatch-check.js'

/** What `npm run prove -- dispatch` shows at length. */
describe('conversions, over kills at random moments and a platform that fails', () => {
  // The server that is killed is the bundle that people start.
  before(() => void execFileSync(process.execPath, ['scripts/build.mjs']))

  const engine = process.env.TEST_DATABASE_URL ? 'postgresql' : 'sqlite'
  for (const seed of [1, 2, 3, 4, 5])
    it(`all arrive, each under one event id, by seed ${seed}`, async function () {
      this.timeout(120_000)
      assert.match(await proveSeed(seed, engine), /conversions acknowledged/)
    })
})

describe('the check of that proof', () => {
  const acknowledged = (late = false) => new Map<string, Acknowledged>([['one', { conversionId: 'tcv_1', eventType: 'Lead', late }]])
  const received = (facts: Partial<Received> = {}): Received => ({
    account: '1111',
    name: 'Lead',
    id: 'tcv_1',
    event: { custom_data: { content_name: 'one' } },
    last: 1000,
    times: 1,
    counted: 1,
    ...facts,
  })
  const ended = (facts: Partial<Ended> = {}): Ended => ({
    account: '1111',
    conversion: 'tcv_1',
    eventId: 'tcv_1',
    status: 'sent',
    expiresAt: 2000,
    ...facts,
  })
  const finds = (what: RegExp, list: Received[], sends: Ended[], late = false) =>
    assert.throws(() => checkDispatch(acknowledged(late), list, sends), what)

  it('finds nothing wrong where nothing is, repeats included', () => {
    const expired = ended({ account: '2222', status: 'expired', expiresAt: 500 })
    assert.match(checkDispatch(acknowledged(), [received({ times: 3 })], [ended(), expired]), /1 events received \(2 repeats.*, 1 expired/)
  })
  it('finds one that was lost', () => finds(/never received it/, [], [ended()]))
  it('finds one that has no send', () => finds(/has no send to 1111/, [received()], [ended({ eventId: 'tcv_2' })]))
  it('finds one that still waits, or failed', () => {
    for (const status of ['pending', 'failed']) finds(/tcv_1 to 1111 is/, [received()], [ended({ status })])
  })
  it('finds a late value that was lost', () => finds(/tcv_1:purchase has no send/, [received()], [ended()], true))
  it('finds one that arrived under two ids', () =>
    finds(/was received as tcv_1 and as tcv_2/, [received(), received({ id: 'tcv_2' })], [ended(), ended({ eventId: 'tcv_2' })]))
  it('finds one that counted twice', () => finds(/counted 2 times/, [received({ counted: 2 })], [ended()]))
  it('finds one that arrived after its horizon', () => finds(/500 ms after its horizon/, [received({ last: 2500 })], [ended()]))
  it('finds one that nobody sent', () => finds(/of which nothing is known/, [received(), received({ account: '3' })], [ended()]))
})

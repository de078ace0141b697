import { execFileSync } from 'node:child_process'
import { prove as proveJournal } from '../../scripts/prove/journal.js'
import { prove as proveOutage } from '../../scripts/prove/outage.js'

const engine = process.env.TEST_DATABASE_URL ? 'postgresql' : 'sqlite'

/** The proofs that `npm run prove` runs with as many seeds as one likes, here with few. */
describe('a proof', function () {
  this.timeout(300_000)
  before(() => execFileSync(process.execPath, ['scripts/build.mjs']))

  it('kills the server at random moments, fills its disk where it is embedded, and loses nothing', () =>
    proveJournal({ seeds: 5, from: 1, engine }))

  it('takes PostgreSQL away under load and loses nothing', async function () {
    if (engine === 'sqlite') this.skip()
    await proveOutage({ seeds: 2, from: 1, engine })
  })
})

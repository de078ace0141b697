import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTable, openTable } from '../../src/geo/table.js'

const TABLE = [
  { network: '10.0.0.0/8', country: 'US' },
  { network: '10.1.0.0/16', country: 'us', region: 'us-nj' },
  { network: '10.1.2.3', country: 'UK', region: 'ENG', dataCentre: true },
  { network: '2001:db8::/32', country: 'FR' },
  { network: '2001:db8:1::/48', country: 'DE', region: 'BY' },
]

describe('table provider', () => {
  const locate = (address: string, table: unknown = TABLE) => createTable(table).locate({ address, headers: {}, fromTrustedProxy: false })

  const cases: [address: string, place: object | undefined][] = [
    ['10.200.0.1', { country: 'US', region: null }],
    ['10.1.9.9', { country: 'US', region: 'NJ' }],
    ['10.1.2.3', { country: 'GB', region: 'ENG', dataCentre: true }],
    ['::ffff:10.1.9.9', { country: 'US', region: 'NJ' }],
    ['2001:db8:2::1', { country: 'FR', region: null }],
    ['2001:DB8:1:0::1', { country: 'DE', region: 'BY' }],
    ['11.0.0.1', undefined],
    ['2001:db9::1', undefined],
    ['a00::1', undefined],
    ['nonsense', undefined],
  ]
  for (const [address, place] of cases) {
    it(`${place ? 'places' : 'does not know'} ${address}`, () =>
      assert.deepEqual(locate(address), place && { ...place, provider: 'table' }))
  }

  it('may place everything of a family', () => {
    const all = [
      { network: '0.0.0.0/0', country: 'US' },
      { network: '::/0', country: 'DE' },
    ]
    assert.equal(locate('127.0.0.1', all)?.country, 'US')
    assert.equal(locate('::1', all)?.country, 'DE')
  })

  it('may be empty', () => assert.equal(locate('10.0.0.1', []), undefined))

  const malformed: [what: string, table: unknown, says: RegExp][] = [
    ['no list', { '10.0.0.0/8': 'US' }, /^must be a list/],
    ['an entry that is no object', ['10.0.0.0/8'], /^\[0\]: must be an object/],
    ['no network', [{ country: 'US' }], /^\[0\]\.network: must be a network/],
    ['a network that is none', [...TABLE, { network: '10.0.0.0/40', country: 'US' }], /^\[5\]\.network: must be a network/],
    ['a network twice', [...TABLE, { network: '10.9.9.9/8', country: 'DE' }], /^\[5\]\.network: is in the table twice/],
    ['no country', [{ network: '10.0.0.0/8' }], /^\[0\]\.country: must be an ISO 3166-1 code/],
    ['a country by name', [{ network: '10.0.0.0/8', country: 'Germany' }], /^\[0\]\.country:/],
    ['a country that is none', [{ network: '10.0.0.0/8', country: 'XX' }], /^\[0\]\.country:/],
    ['a region by name', [{ network: '10.0.0.0/8', country: 'US', region: 'New Jersey' }], /^\[0\]\.region: must be an ISO 3166-2 code/],
    ['a region that is no text', [{ network: '10.0.0.0/8', country: 'US', region: 7 }], /^\[0\]\.region:/],
    ['a flag that is none', [{ network: '10.0.0.0/8', country: 'US', dataCentre: 'yes' }], /^\[0\]\.dataCentre: must be true or false/],
    ['a misspelt field', [{ network: '10.0.0.0/8', country: 'US', regoin: 'NJ' }], /^\[0\]\.regoin: is not one of network, country/],
  ]
  for (const [what, table, says] of malformed) it(`refuses ${what}`, () => assert.throws(() => createTable(table), { message: says }))

  describe('from a file', () => {
    let folder: string
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'throughline-table-'))
    })
    after(() => rm(folder, { recursive: true }))

    async function open(text: string) {
      const file = join(folder, 'table.json')
      await writeFile(file, text)
      return openTable(file)
    }

    it('reads JSON', async () => {
      const provider = await open(JSON.stringify(TABLE))
      assert.equal(provider.locate({ address: '10.1.9.9', headers: {}, fromTrustedProxy: false })?.region, 'NJ')
    })

    it('names the file and the fault', async () => {
      await assert.rejects(open('[{]'), /^Error: GEO_TABLE: .*table\.json: .*JSON/)
      await assert.rejects(open('[{"network":"10.0.0.0/8"}]'), /^Error: GEO_TABLE: .*table\.json: \[0\]\.country/)
      await assert.rejects(openTable(join(folder, 'none.json')), /^Error: GEO_TABLE: .*none\.json: ENOENT/)
    })
  })
})

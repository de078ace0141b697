import assert from 'node:assert/strict'
import { openDatabase } from '../../src/db/database.js'
import { migrateUp } from '../../src/db/migrate.js'
import { migrateQueue } from '../../src/jobs/graphile-schema.js'
import { bareDatabase } from '../helpers/database.js'

describe('the schema of the queue', () => {
  it('is made once when several processes start at the same time', async function () {
    if (!process.env.TEST_DATABASE_URL) this.skip()
    const { settings, knex } = await bareDatabase()
    const processes = Array.from({ length: 4 }, () => openDatabase(settings))
    await Promise.all(
      processes.map(async db => {
        await migrateUp(db)
        await migrateQueue(db, settings.url)
      }),
    )
    for (const db of processes) await db.close()
    const { rows } = await knex.raw('select count(*) as steps, max(id) as last from graphile_worker.migrations')
    assert.deepEqual(rows[0], { steps: 18, last: 18 })
  })

  it('is not needed by an embedded database', async function () {
    if (process.env.TEST_DATABASE_URL) this.skip()
    const db = await bareDatabase()
    await migrateQueue(db, undefined)
    assert.deepEqual(await db.knex('sqlite_master'), [])
  })
})

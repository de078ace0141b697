/** `npm run migrate -- up | down [count] | status`: the schema of the database that DATABASE_URL or DATA_DIR names. The server does `up` by itself when it starts. */
import { loadConfig } from '../src/config.js'
import { openDatabase } from '../src/db/database.js'
import { migrateDown, migrateUp, migrationStatus } from '../src/db/migrate.js'
import { migrateQueue } from '../src/jobs/graphile-schema.js'

const [command = 'status', count = '1'] = process.argv.slice(2)
const settings = loadConfig(process.env).database
const db = openDatabase(settings)
try {
  if (command === 'up') {
    report('up', await migrateUp(db))
    await migrateQueue(db, settings.url)
  } else if (command === 'down' && Number(count) >= 1) report('down', await migrateDown(db, Number(count)))
  else if (command === 'status')
    for (const { name, done } of await migrationStatus(db)) console.log(`${done ? 'done   ' : 'pending'}  ${name}`)
  else throw new Error(`${process.argv.slice(2).join(' ')}: must be up, down, down <count>, or status`)
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
} finally {
  await db.close()
}

function report(direction: string, steps: string[]): void {
  console.log(steps.length === 0 ? 'nothing to do' : steps.map(step => `${direction}  ${step}`).join('\n'))
}

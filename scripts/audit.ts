/**
 * `npm run audit`: proves the books of the database that DATABASE_URL or DATA_DIR names, also while servers run on it. Prints what is proven and
 * every fault; exits with 1 when there is any.
 */
import { loadConfig } from '../src/config.js'
import { openDatabase } from '../src/db/database.js'
import { DAY } from '../src/lib/time.js'
import { audit, CHECKS, type CheckName } from '../src/market/audit.js'

const { database, journalRetentionDays } = loadConfig(process.env)
const db = openDatabase(database)
try {
  const findings = await audit(db, journalRetentionDays === 0 ? 0 : Date.now() - journalRetentionDays * DAY)
  for (const check of Object.keys(CHECKS) as CheckName[]) {
    const found = findings.filter(finding => finding.check === check)
    console.log(`${found.length === 0 ? 'holds ' : 'BROKEN'}  ${CHECKS[check]}`)
    for (const { subject, detail } of found) console.log(`        ${subject}: ${detail}`)
  }
  console.log(findings.length === 0 ? 'the books are clean' : `${findings.length} fault${findings.length === 1 ? '' : 's'}`)
  if (findings.length > 0) process.exitCode = 1
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
} finally {
  await db.close()
}

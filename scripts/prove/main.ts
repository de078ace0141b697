/**
 * `npm run prove -- NAME [--seeds N] [--from SEED]`: kill tests that anyone can run. Each prints a line per seed and exits with 1 at the first that
 * fails. On SQLite, and on PostgreSQL too when TEST_DATABASE_URL names a server on which databases may be created; `outage` has one of its own.
 */
import { parseArgs } from 'node:util'
import type { Proof } from './proof.js'

const PROOFS: Record<string, () => Promise<{ prove(proof: Proof): Promise<void> }>> = {
  dispatch: () => import('./dispatch.js'),
  journal: () => import('./journal.js'),
  money: () => import('./money.js'),
  outage: () => import('./outage.js'),
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seeds: { type: 'string', default: '5' }, from: { type: 'string', default: '1' } },
})
const proof = PROOFS[positionals[0] ?? '']
if (!proof) {
  console.error(`npm run prove -- ${Object.keys(PROOFS).join(' | ')} [--seeds N] [--from SEED]`)
  process.exit(2)
}
const { prove } = await proof()
const engines: Proof['engine'][] = process.env.TEST_DATABASE_URL || positionals[0] === 'outage' ? ['sqlite', 'postgresql'] : ['sqlite']
try {
  for (const engine of engines) await prove({ seeds: Number(values.seeds), from: Number(values.from), engine })
} catch (error) {
  console.error(error instanceof Error ? error.stack : error)
  process.exit(1)
}

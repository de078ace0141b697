/** `npm run bench -- NAME`: each benchmark prints its machine, its settings, and its own baseline measured in the same run. */
const BENCHES: Record<string, () => Promise<{ run(): Promise<void> }>> = {
  auction: () => import('./auction.js'),
  decision: () => import('./decision.js'),
  offers: () => import('./offers.js'),
  journal: () => import('./journal.js'),
  start: () => import('./start.js'),
  impression: () => import('./impression.js'),
  redirect: () => import('./redirect.js'),
  visit: () => import('./visit.js'),
  conversion: () => import('./conversion.js'),
  dispatch: () => import('./dispatch.js'),
}

const [name = ''] = process.argv.slice(2)
const bench = BENCHES[name]
if (!bench) {
  console.error(`npm run bench -- ${Object.keys(BENCHES).join(' | ')}`)
  process.exit(2)
}
await (await bench()).run()

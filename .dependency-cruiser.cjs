// Which file may import which. The floors of the house stand in one table, lowest first; every rule counts type imports too.

const BESIDE_JOURNAL = ['journal', 'outbound', 'jobs', 'geo']

/** What each folder may import, besides itself. */
const FLOORS = {
  lib: [],
  db: ['lib'],
  ...Object.fromEntries(BESIDE_JOURNAL.map(name => [name, ['db', 'lib']])),
  people: [...BESIDE_JOURNAL, 'db', 'lib'],
  market: ['people', ...BESIDE_JOURNAL, 'db', 'lib'],
  catalogue: ['market', 'people', ...BESIDE_JOURNAL, 'db', 'lib'],
  http: ['lib'],
  web: [],
}
const AREAS = ['delivery', 'wall', 'tracking', 'engagement', 'platform']

/** What nothing imports because a process or a worker thread starts with it. */
const ENTRIES = '^src/(server\\.ts|.+\\.worker\\.(ts|mjs))$'

const OURS = '^(src|scripts|test|generated)/'
const folders = names => `^src/(${names.join('|')})/`
const GENERATED = '^generated/'

const floorRules = Object.entries(FLOORS).map(([folder, below]) => ({
  name: `floor-${folder}`,
  comment: `src/${folder} imports ${below.length > 0 ? below.join(', ') : 'nothing else of ours'}: imports run one way.`,
  severity: 'error',
  from: { path: folders([folder]) },
  to: { path: OURS, pathNot: [folders([folder, ...below]), ...(folder === 'http' || folder === 'web' ? [GENERATED] : [])] },
}))

/** Only the files that match `home` import a package or built-in module that matches `path`. */
const only = (name, path, home, comment, dependency = {}) => ({
  name: `only-${name}`,
  comment,
  severity: 'error',
  from: { path: '^src/', pathNot: home },
  to: { path, ...dependency },
})
const npm = names => `(^|/)node_modules/(@types/)?(${names})/`
const VALUES = { dependencyTypesNot: ['type-only'] }

module.exports = {
  forbidden: [
    ...floorRules,
    {
      name: 'areas-apart',
      comment: 'No area imports another. What two areas need moves down to the ground floor, or passes as an event in the journal.',
      severity: 'error',
      from: { path: `^src/(${AREAS.join('|')})/` },
      to: { path: OURS, pathNot: ['^src/$1/', folders(['catalogue', ...FLOORS.catalogue, 'http'])] },
    },
    {
      name: 'areas-know-http-by-type',
      comment: 'Areas import the types of src/http, and `reply`, which makes an answer; nothing that serves.',
      severity: 'error',
      from: { path: folders(AREAS) },
      to: { path: '^src/http/', pathNot: '^src/http/reply\\.ts$', ...VALUES },
    },
    {
      name: 'web-knows-types',
      comment: 'Browser code takes the generated types and nothing that runs.',
      severity: 'error',
      from: { path: '^src/web/' },
      to: { path: GENERATED, ...VALUES },
    },
    {
      name: 'config-reads-only',
      comment: 'Settings are parsed with lib and the parsers of http.',
      severity: 'error',
      from: { path: '^src/config\\.ts$' },
      to: { path: OURS, pathNot: folders(['lib', 'http']) },
    },
    {
      name: 'top-is-not-imported',
      comment: 'server.ts imports app.ts and both import config.ts; nothing below knows them.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(server|app)\\.ts$' },
      to: { path: '^src/(server|app|config)\\.ts$' },
    },
    {
      name: 'src-stands-alone',
      comment: 'The server imports no script and no test.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(scripts|test)/' },
    },
    {
      name: 'doubles-share-nothing',
      comment: 'A double knows the documents of the service it stands for, and nothing of ours: one mistake is not made twice.',
      severity: 'error',
      from: { path: '^test/doubles/', pathNot: '\\.test\\.ts$' },
      to: { path: OURS, pathNot: '^test/doubles/' },
    },
    only('koa', npm('koa[^/]*'), '^src/(http/|app\\.ts$)', 'Koa is named in src/http and src/app.ts alone.'),
    only('sql', npm('knex|pg|better-sqlite3'), '^src/(db/|.*-store\\.ts$)', 'SQL lives in src/db and in *-store.ts.'),
    only('client', npm('undici'), '^src/outbound/', 'Requests leave through src/outbound alone.'),
    only(
      'sockets',
      '^(node:)?(https?|http2|tls)$',
      '^src/(outbound/|http/|server\\.ts$)',
      'Only outbound connects, only http listens.',
      VALUES,
    ),
    {
      name: 'no-circle',
      comment: 'Two files that need each other are one file, or hide a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-dead-file',
      comment: 'Nothing that runs reaches this file: neither the server, nor a worker, nor a script.',
      severity: 'error',
      from: { path: ['^scripts/', ENTRIES] },
      to: { path: '^src/', pathNot: [ENTRIES, '^src/web/', '\\.d\\.ts$'], reachable: false },
    },
    {
      name: 'resolves',
      comment: 'The import leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'declared',
      comment: 'A package that is imported stands in package.json.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'runs-without-dev',
      comment: 'What runs in production uses no package that only developers install.',
      severity: 'error',
      from: { path: '^(src/|scripts/build\\.mjs$)', pathNot: '^src/web/' },
      to: { dependencyTypes: ['npm-dev'], ...VALUES, pathNot: 'node_modules/@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
}

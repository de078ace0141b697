// Bundles what the server runs from, in a fraction of the time that loading the TypeScript file by file would take.
// Plain JavaScript on purpose: `npm start` works without anything that only developers install.
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { buildWeb } from './build-web.mjs'

// The output folder is not emptied first: another process may be running from it, and chunks carry their hash in their names.
// Nothing is minified, so functions keep their names in stacks and profiles; esbuild's keepNames would cost a call per closure made.
await build({
  absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
  entryPoints: ['src/server.ts', 'src/books.worker.ts'],
  outdir: '.build',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  sourcemap: true,
  // The sources lie beside the bundle. Node keeps every map in memory: with the sources in it that is three times as much.
  sourcesContent: false,
  logLevel: 'warning',
})

await buildWeb()

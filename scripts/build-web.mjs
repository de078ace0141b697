// Bundles what browsers run from. Beside build.mjs, so that a test can have the scripts without the server's bundle.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build, transform } from 'esbuild'

/** A style sheet that a script puts into its shadow root: small, and as an export that the compiler knows. */
const styleAsText = {
  name: 'style-as-text',
  setup({ onLoad }) {
    onLoad({ filter: /widget\/[a-z]+\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), { loader: 'css', minify: true, target: TARGET })
      return { contents: `export const css = ${JSON.stringify(code.trim())}`, loader: 'js' }
    })
  },
}

/** Browsers since 2023, which have all that the scripts use: modal dialogs, constructed style sheets, container queries. */
const TARGET = ['chrome112', 'safari16.4', 'firefox115']

/** Writes the scripts and their maps to `.build/web`. */
export const buildWeb = () =>
  build({
    absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
    entryPoints: [
      'src/web/widget/widget.ts',
      'src/web/widget/widget-section.ts',
      'src/web/widget/widget-decline.ts',
      'src/web/widget/embed.ts',
      'src/web/tracker/track.ts',
      'src/web/demo/demo.ts',
      'src/web/demo/demo.css',
      'src/web/docs/guides.css',
      'src/web/status/status.ts',
      'src/web/status/status.css',
    ],
    entryNames: '[name]',
    outdir: '.build/web',
    bundle: true,
    minify: true,
    format: 'iife',
    target: TARGET,
    // The server says where a map is in a header: the script's own last line could only name a path beside it.
    sourcemap: 'external',
    plugins: [styleAsText],
    logLevel: 'warning',
  })

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildWeb()

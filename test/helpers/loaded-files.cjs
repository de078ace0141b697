// Preloaded into a server process: when it ends, writes the packages' files that it has loaded, one a line, to where LOADED_FILES says.
const { writeFileSync } = require('node:fs')
const { isMainThread } = require('node:worker_threads')

const file = process.env.LOADED_FILES
if (isMainThread && file) process.on('exit', () => writeFileSync(file, Object.keys(require.cache).join('\n')))

/** Holds the folders where an untested line would be dearest to their floor, by the summary that c8 has just written. */
import { readFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { transform } from 'esbuild'

const FOLDERS = ['src/http', 'src/journal', 'src/geo', 'src/db']
const FLOOR_PERCENT = 90

interface Lines {
  total: number
  covered: number
}

/** A file of types alone is never loaded, which c8 can't tell from a file that no test reaches. */
const runs = async (file: string) => {
  const { code } = await transform(await readFile(file, 'utf8'), { loader: 'ts', legalComments: 'none' })
  return code.trim() !== ''
}

const summary: Record<string, { lines: Lines }> = JSON.parse(await readFile('coverage/coverage-summary.json', 'utf8'))

for (const folder of FOLDERS) {
  const lines: Lines[] = []
  for (const [file, counted] of Object.entries(summary)) {
    const path = relative('', file)
    if (path.startsWith(`${folder}/`) && path.endsWith('.ts') && (await runs(file))) lines.push(counted.lines)
  }
  const sum = (count: keyof Lines) => lines.reduce((total, each) => total + each[count], 0)
  const percent = sum('total') === 0 ? 0 : (100 * sum('covered')) / sum('total')
  const passes = percent >= FLOOR_PERCENT
  console.log(`${passes ? 'ok ' : 'LOW'} ${folder}: ${percent.toFixed(1)} % of ${sum('total')} lines, at least ${FLOOR_PERCENT} %`)
  if (!passes) process.exitCode = 1
}

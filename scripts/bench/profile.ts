import { readdirSync, readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { table } from './report.js'

interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number; columnNumber: number } }[]
  samples: number[]
}

/** Prints the functions that held the processor longest by themselves, with their share of the busy time, from what `--cpu-prof` left in a folder. */
export function printTopTen(folder: string): void {
  const rows = topTen(folder).map(({ name, share, place }) => [name, `${(share * 100).toFixed(1)} %`, place])
  console.log('\nWhere the time goes (share of busy time by itself)')
  console.log(table([['function', 'share', 'place'], ...rows]))
}

function topTen(folder: string): { share: number; name: string; place: string }[] {
  const file = readdirSync(folder).find(name => name.endsWith('.cpuprofile'))
  if (!file) throw new Error('the server left no profile')
  const { nodes, samples } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile
  const byId = new Map(nodes.map(node => [node.id, node.callFrame]))
  const counts = new Map<string, number>()
  const idle = new Set(['(idle)', '(root)', '(program)'])
  let busy = 0
  for (const id of samples) {
    const frame = byId.get(id)!
    if (idle.has(frame.functionName)) continue
    busy++
    const key = JSON.stringify([frame.functionName || '(anonymous)', frame.url, frame.lineNumber, frame.columnNumber])
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 10)
    .map(([key, count]) => {
      const [name, url, line, column] = JSON.parse(key) as [string, string, number, number]
      return { share: count / busy, name, place: placeOf(url, line, column) }
    })
}

/** A place in our sources or in a package, as people name it. */
function placeOf(url: string, line: number, column: number): string {
  if (url.includes('/.build/')) {
    const file = fileURLToPath(url)
    const origin = new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8'))).findEntry(line, column)
    if ('originalSource' in origin) return `${origin.originalSource.replace(/^.*?(src\/)/, '$1')}:${origin.originalLine + 1}`
  }
  const inPackage = url.split('node_modules/').at(-1)
  return inPackage ? `${inPackage}:${line + 1}` : 'native'
}

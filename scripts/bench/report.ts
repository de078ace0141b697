import { readFileSync } from 'node:fs'
import { cpus, release } from 'node:os'

/** The machine and the versions, without which a figure says nothing. */
export function machine(): string {
  const [first] = cpus()
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> }
  const versions = ['koa', 'openapi-backend', 'knex', 'better-sqlite3', 'pg'].map(name => `${name} ${dependencies[name]}`)
  return `${first?.model.trim()} x ${cpus().length}, Linux ${release()}, Node ${process.version}; ${versions.join(', ')}`
}

/** Rows as aligned columns; the first row is the head. */
export function table(rows: readonly (readonly (string | number)[])[]): string {
  const text = rows.map(row => row.map(cell => (typeof cell === 'number' ? cell.toFixed(cell >= 100 ? 0 : 2) : cell)))
  const widths = text[0]!.map((_, column) => Math.max(...text.map(row => row[column]?.length ?? 0)))
  return text
    .map(row => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  '))
    .join('\n')
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

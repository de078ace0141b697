import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { contract, operationsOf } from './document.js'

// The same word in four places: spec/delivery/decision.yaml, src/delivery/decision.ts, a test, and the operationId that ends there.
// Both lists of exceptions may only shrink.

const WITHOUT_HANDLER: string[] = []

const WITHOUT_TEST: string[] = []

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..')

const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith(ending))
    .map(file => join(folder, file))
    .sort()

const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8')

const table: { paths: Record<string, { $ref: string }> } = parse(textOf('spec/openapi.yaml'))

/** Where an operation's handler lives: its spec's file, in src. */
const handlerOf = (path: string): string => join('src', table.paths[path]?.$ref.replace(/\.yaml$/, '.ts') ?? '')

describe('the files of the contract', () => {
  it("lead from each operation to its handler's file", () => {
    const missing = operationsOf(contract).filter(({ id, path }) => {
      const file = handlerOf(path)
      return !existsSync(join(ROOT, file)) || !new RegExp(`^export (?:const|function) ${id}\\b`, 'm').test(textOf(file))
    })
    assert.deepEqual(
      missing.map(({ id }) => id),
      WITHOUT_HANDLER,
    )
  })

  it('lead from each operation to a test that names it', () => {
    const tests = filesIn('test', '.test.ts').filter(file => !file.startsWith(join('test', 'contract')))
    const text = tests.map(textOf).join('\n')
    const untested = operationsOf(contract).filter(({ id }) => !new RegExp(`\\b${id}\\b`).test(text))
    assert.deepEqual(
      untested.map(({ id }) => id),
      WITHOUT_TEST,
    )
  })

  it('are all in use, and so is each thing they name', () => {
    const files = filesIn('spec', '.yaml')
    const used = new Set(['spec/openapi.yaml'])
    for (const file of files) {
      for (const [, target = '', name = ''] of textOf(file).matchAll(/\$ref: *['"]?([\w./-]*)(?:#\/([\w-]+))?/g)) {
        const at = target === '' ? file : normalize(join(dirname(file), target))
        used.add(at)
        used.add(`${at}#${name}`)
      }
    }
    const isPathFile = (file: string) => Object.values(table.paths).some(({ $ref }) => normalize(join('spec', $ref)) === file)
    const named = files.filter(file => file !== 'spec/openapi.yaml' && !isPathFile(file))
    const things = named.flatMap(file => Object.keys(parse(textOf(file))).map(name => `${file}#${name}`))
    assert.deepEqual(
      [...files, ...things].filter(thing => !used.has(thing)).map(thing => relative('spec', thing)),
      [],
    )
  })

  it('show paths without a trailing slash, in lower case, with words parted by hyphens', () => {
    const odd = Object.keys(table.paths).filter(path => !/^(?:\/(?:[a-z0-9.-]+|\{[a-zA-Z]+\}))+$/.test(path))
    assert.deepEqual(odd, [])
  })
})

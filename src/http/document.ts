import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** The bundled contract, as far as its parts are named before it is compiled. */
interface ContractDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

/** Reads the contract. Not imported: half a megabyte of literals would be compiled as a program, and kept as one beside what it makes. */
export const readDocument = (): ContractDocument =>
  JSON.parse(readFileSync(createRequire(import.meta.url).resolve('#generated/openapi.json'), 'utf8'))

import { storableJson } from './storable.js'

/** A value for a JSON column. An array must go through here: the driver would take it for an array of the database. */
export const json = (value: unknown): string | null => (value === undefined || value === null ? null : storableJson(JSON.stringify(value)))

/** What a JSON column holds; undefined for null. */
export const fromJson = <T>(column: unknown): T | undefined => (typeof column === 'string' ? (JSON.parse(column) as T) : undefined)

/** A boolean column, which one engine reads as a number. */
export const fromBoolean = (column: boolean | number): boolean => Boolean(column)

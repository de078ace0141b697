import type pg from 'pg'

/**
 * How the values of a database server are read, over the driver's own ways. The same values on both engines: micros, epoch times, counts and sums are numbers
 * (all below 2^53), JSON is text for `fromJson`. Only our own connections are told, not every user of the driver in the process.
 */
export const typeParsers = (types: typeof pg.types) => ({
  getTypeParser(oid: number, format?: 'text' | 'binary'): unknown {
    const { INT8, NUMERIC, JSON: JSON_TEXT, JSONB } = types.builtins
    if (format === 'binary') return types.getTypeParser(oid, 'binary')
    if (oid === INT8 || oid === NUMERIC) return Number
    if (oid === JSON_TEXT || oid === JSONB) return String
    return types.getTypeParser(oid, 'text')
  },
})

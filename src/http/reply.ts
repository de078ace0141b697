import type { BodyOf, OperationId, Reply, StatusOf } from './types.js'

/** An answer of the operation the surrounding handler serves: status, body and fields are held against the spec by the compiler. */
export const reply = <Id extends OperationId, Status extends StatusOf<Id>>(
  status: Status,
  ...[body, headers]: BodyOf<Id, Status> extends undefined
    ? [body?: undefined, headers?: Record<string, string>]
    : [body: BodyOf<Id, Status>, headers?: Record<string, string>]
): Reply<Id> => ({ status, body, headers: headers ?? NONE })

const NONE: Readonly<Record<string, string>> = Object.freeze({})

import type { IncomingHttpHeaders } from 'node:http'
import type { OperationAuth, operations } from '../../generated/api.js'
import type { Fault } from '../lib/errors.js'

/** Everything here follows from `generated/api.d.ts`: what the spec does not declare, the compiler refuses. */
export type OperationId = keyof operations & keyof OperationAuth

type Responses<Id extends OperationId> = operations[Id]['responses']

/** The statuses that a handler may answer with by itself; failures are thrown as `Fault`s. */
export type StatusOf<Id extends OperationId> = keyof Responses<Id> & number

type ContentOf<T> = T extends { content: infer C } ? C : never

export type BodyOf<Id extends OperationId, Status extends StatusOf<Id>> = [ContentOf<Responses<Id>[Status]>] extends [never]
  ? undefined
  : ContentOf<Responses<Id>[Status]> extends { 'application/json': infer Json }
    ? Json | ('text/html' extends keyof ContentOf<Responses<Id>[Status]> ? string : never)
    : string | Uint8Array

/** What a handler returns. The phantom `operation` ties an answer to its operation, so that one can't be given for another. */
export interface Reply<Id extends OperationId = OperationId> {
  readonly status: number
  readonly body: unknown
  readonly headers: Readonly<Record<string, string>>
  readonly operation?: Id
}

type Parameters<Id extends OperationId, In extends 'query' | 'path' | 'header'> = NonNullable<operations[Id]['parameters'][In]>

type Known<T> = [T] extends [never] ? Record<never, never> : T

type RequestBody<Id extends OperationId> = operations[Id] extends { requestBody: { content: infer C } }
  ? C[keyof C]
  : operations[Id] extends { requestBody?: { content: infer C } }
    ? C[keyof C] | undefined
    : undefined

/** Who a request speaks for. Areas add their authenticators' principals by declaration merging: this folder knows no business. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the areas
export interface Principals {}

export type PrincipalOf<Id extends OperationId> = OperationAuth[Id] extends 'none'
  ? undefined
  : OperationAuth[Id] extends keyof Principals
    ? Principals[OperationAuth[Id]]
    : never

/** Where a request came from: the address behind the trusted proxies, and whether such a proxy vouches for the headers. */
export interface Client {
  readonly address: string
  readonly fromTrustedProxy: boolean
}

/** The parts of a request that authentication and geo look at. */
export interface Envelope {
  readonly method: string
  readonly headers: Readonly<IncomingHttpHeaders>
  /** Every query parameter as it was sent, declared or not. */
  readonly rawQuery: Readonly<Record<string, string | string[] | undefined>>
  /** The parsed body, unvalidated; undefined when there was none or it was no JSON. */
  readonly rawBody: unknown
  /** The parameters of the path, by name. */
  readonly rawPath: Readonly<Record<string, string | undefined>>
  readonly client: Client
  /** Epoch milliseconds at which the request arrived. */
  readonly now: number
  /** Of this exchange; the answer carries it as `X-Request-Id`. */
  readonly exchangeId: string
}

export interface Request<Id extends OperationId> extends Envelope {
  readonly query: Known<Parameters<Id, 'query'>>
  readonly path: Known<Parameters<Id, 'path'>>
  readonly body: RequestBody<Id>
  readonly principal: PrincipalOf<Id>
  /** Where the operation is `x-idempotent` and a key came along: what the first answer is stored under, see `src/http/idempotency.ts`. */
  readonly idempotency?: string | undefined
}

export type Handler<Id extends OperationId> = (request: Request<Id>) => Reply<Id> | Promise<Reply<Id>>

/** One handler for each operation of the spec: a missing one is a compile error. */
export type Handlers = { readonly [Id in OperationId]: Handler<Id> }

/** Every principal belongs to one organization, and limits by organization are charged to it. */
export interface Principal {
  readonly organization: string
  /** Id of the key that was shown: limits by key are charged to it, and idempotency keys hold within it. */
  readonly limitKey?: string
  /** Why it may not act now though its credentials are right. It is told so once its limit was charged. */
  readonly barred?: Fault | undefined
}

/** Turns credentials into a principal. @throws Unauthenticated when none was given, Forbidden when it is wrong, Unavailable when it could not be looked up. */
export type Authenticator = (request: Envelope) => Principal | Promise<Principal>

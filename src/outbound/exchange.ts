/** A request to another service. It is built by an adapter and sent by `Outbound`, which alone connects. */
export interface OutboundRequest {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** Texts that must not be kept of it: tokens, wherever they stand. */
  readonly secrets: readonly string[]
}

export interface OutboundAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** The first 64 KiB of it. */
  readonly body: string
}

/** What came of a request. */
export type Exchange =
  | { readonly kind: 'answered'; readonly answer: OutboundAnswer }
  /** Nothing left: the address is not one that may be reached. Another try would end the same. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** No connection, or the destination rests after failures: nothing was received. `retryAfterMs` when it is known. */
  | { readonly kind: 'unreached'; readonly reason: string; readonly retryAfterMs?: number }
  /** It left, and no answer came in time: it may have been accepted. */
  | { readonly kind: 'unanswered'; readonly reason: string }

/** What an answer means for what was sent, whichever service gave it. */
export type Outcome =
  | { readonly kind: 'delivered' }
  /** A later try may succeed. */
  | { readonly kind: 'retry'; readonly reason: string; readonly afterMs?: number }
  /** It will never be accepted. */
  | { readonly kind: 'rejected'; readonly reason: string }
  /** The token is not accepted: everything for this destination waits for another. */
  | { readonly kind: 'credentials'; readonly reason: string }

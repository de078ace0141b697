/** The first answer to an operation that came with an idempotency key, as it is given again. */
export interface StoredAnswer {
  readonly status: number
  /** The exact JSON. */
  readonly body: string
}

/** Thrown by an operation that finds it has been done before under the same key: nothing was done this time, and the first answer is given again. */
export class AnsweredBefore extends Error {
  constructor(readonly answer: StoredAnswer) {
    super('This was answered before')
  }
}

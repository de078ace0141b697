/**
 * What went wrong, by meaning. HTTP numbers are known to `http/` alone; each area's wire shape is made there too.
 * `message` is for people and names the field where there is one; `reason` is one stable word for programs.
 */
export abstract class Fault extends Error {
  abstract readonly kind: FaultKind

  constructor(
    message: string,
    readonly reason?: string,
    /** Seconds after which a repeat makes sense. */
    readonly retryAfter?: number,
  ) {
    super(message)
    this.name = new.target.name
  }
}

export type FaultKind =
  | 'invalid'
  | 'unauthenticated'
  | 'paused'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'gone'
  | 'limited'
  | 'unavailable'

/** The request can't be right at any time: a field is missing, malformed or out of range. */
export class Invalid extends Fault {
  readonly kind = 'invalid'
}

/** No credential was given. */
export class Unauthenticated extends Fault {
  readonly kind = 'unauthenticated'
}

/** What the credential stands for is switched off for now. */
export class Paused extends Fault {
  readonly kind = 'paused'
}

/** The credential is wrong, or does not reach this far. */
export class Forbidden extends Fault {
  readonly kind = 'forbidden'
}

/** No such object of this organization. Another tenant's object is not found either. */
export class NotFound extends Fault {
  readonly kind = 'not_found'
}

/** The object's state, or a unique name, does not allow this now. */
export class Conflict extends Fault {
  readonly kind = 'conflict'
}

/** It was there and its time is over. */
export class Gone extends Fault {
  readonly kind = 'gone'
}

/** Too many calls of one class in its window. */
export class Limited extends Fault {
  readonly kind = 'limited'
}

/** A part we stand on is away or full: nothing was written, a repeat is safe. */
export class Unavailable extends Fault {
  readonly kind = 'unavailable'
}

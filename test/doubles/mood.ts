/** How a double meets a call. */
export type Mood =
  /** As its rules say. */
  | { mode: 'ok' }
  /** Takes nothing and answers this. */
  | { mode: 'fail'; status: number; body?: unknown; headers?: Record<string, string> }
  /** Takes it and never answers. */
  | { mode: 'hang' }
  /** Takes it and answers later. */
  | { mode: 'slow'; ms: number }
  /** Takes nothing and breaks the connection. */
  | { mode: 'reset' }
  /** Takes it and breaks the connection. */
  | { mode: 'lose' }

/** A mood for so many calls, and then none. */
export function moodOf({ times = Number.POSITIVE_INFINITY, ...mood }: Mood & { times?: number }): () => Mood {
  let left = times
  return () => (left-- > 0 ? (mood as Mood) : { mode: 'ok' })
}

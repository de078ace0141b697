import type { Clock } from './time.js'

/** What `read` answered, asked again when it is older than `forMs`. Those who ask at once share one answer; a failure is not kept. */
export function cached<T>(forMs: number, read: () => Promise<T>, now: Clock = Date.now): () => Promise<T> {
  let answer: Promise<T> | undefined
  let until = 0
  return () => {
    if (answer && now() < until) return answer
    const asked = read()
    answer = asked
    until = now() + forMs
    asked.catch(() => {
      if (answer === asked) answer = undefined
    })
    return asked
  }
}

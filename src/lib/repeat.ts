/** Work that repeats until it is stopped. */
export interface Repeated {
  /** Starts no further round, and resolves when the one under way has ended. */
  stop(): Promise<void>
}

/** A round that takes long rests this many times as long, so that it never holds more than a few percent of the process. */
const REST = 25

/** Runs `work` again and again with a pause between the rounds. `work` sees to its own failures: one that escapes ends nothing but its round. */
export function repeat(pauseMs: number, work: () => Promise<void>, onError: (error: unknown) => void): Repeated {
  let timer: NodeJS.Timeout | undefined
  let round: Promise<void> | undefined
  let stopped = false
  const wait = (ms: number) => {
    if (!stopped) timer = setTimeout(run, ms).unref()
  }
  const run = () => {
    const started = performance.now()
    round = work()
      .catch(onError)
      .then(() => wait(Math.max(pauseMs, REST * (performance.now() - started))))
  }
  wait(pauseMs)
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await round
    },
  }
}

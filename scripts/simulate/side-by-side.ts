import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Result, Task } from './run.js'

// A process and not a thread: in a thread of Node 20, tsx does not compile what the thread starts with.
const CHILD = fileURLToPath(new URL('child.ts', import.meta.url))

// What a decision leaves behind is garbage at once: a large young generation, as the server has it, saves a third of the time.
const NODE = ['--max-semi-space-size=64', '--import', 'tsx']

/** Simulates all tasks, the longest first, in so many processes. Results come as they are ready. */
export async function* sideBySide(tasks: readonly Task[], processes: number): AsyncGenerator<Result> {
  const waiting = [...tasks].sort((a, b) => b.decisions - a.decisions)
  const children = Array.from({ length: Math.min(processes, tasks.length) }, () => fork(CHILD, { execArgv: NODE }))
  const stop = () => {
    for (const child of children) child.kill()
  }
  process.once('exit', stop)
  try {
    const running = new Map(children.map(child => [child, resultOf(child, waiting.shift()!)]))
    while (running.size > 0) {
      const { child, result } = await Promise.race(running.values())
      yield result
      const task = waiting.shift()
      if (task) running.set(child, resultOf(child, task))
      else running.delete(child)
    }
  } finally {
    stop()
    process.off('exit', stop)
  }
}

const resultOf = (child: ChildProcess, task: Task): Promise<{ child: ChildProcess; result: Result }> =>
  new Promise((resolve, reject) => {
    const onExit = () => reject(new Error(`the simulation of seed ${task.seed}, ${task.decisions} decisions, broke off`))
    child.once('exit', onExit)
    child.once('message', (result: Result) => {
      child.off('exit', onExit)
      resolve({ child, result })
    })
    child.send(task)
  })

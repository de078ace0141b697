/** A process that simulates one market after another: what it is sent is a task, what it sends back a result. */
import { simulate, type Task } from './run.js'

process.on('message', (task: Task) => process.send!(simulate(task)))
process.on('disconnect', () => process.exit())

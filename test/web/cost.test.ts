import assert from 'node:assert/strict'
import { eventually } from '../helpers/eventually.js'
import { type Stage, setStage, toldOf, type Visit } from './stage.js'

/** Milliseconds of the main thread that the script may take from the page of a visitor who may be served. */
const BUDGET = 20

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly tid: number
  readonly pid: number
  readonly ts: number
  /** Microseconds. */
  readonly dur?: number
  readonly tdur?: number
  readonly args?: { data?: { url?: string; fileName?: string; stackTrace?: { url?: string }[] } }
}

/** What the browser's own tracing saw of a page. */
async function traced(stage: Stage, body: string): Promise<{ events: TraceEvent[]; visit: Visit; shift: number }> {
  const visit = await stage.visit('<p>First</p>')
  const session = await visit.context.newCDPSession(visit.page)
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => void events.push(...(value as unknown as TraceEvent[])))
  const complete = new Promise(resolve => session.once('Tracing.tracingComplete', resolve))
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['devtools.timeline', 'v8'] } })
  await visit.page.evaluate(
    `window.shift = 0; new PerformanceObserver(list => { for (const { value } of list.getEntries()) shift += value }).observe({ type: 'layout-shift', buffered: true })`,
  )
  await visit.page.evaluate(body)
  await eventually(async () => assert.ok((await toldOf(visit)).length >= 1))
  await visit.page.waitForLoadState('networkidle')
  await session.send('Tracing.end')
  await complete
  return { events, visit, shift: await visit.page.evaluate<number>('shift') }
}

/** Milliseconds of the tasks that ran code of the script: compiling, evaluating, and every call back into it. Nested ones count once. */
function costOf(events: readonly TraceEvent[]): number {
  const ours = events
    .filter(({ ph, name, args }) => {
      const url = args?.data?.url ?? args?.data?.fileName ?? ''
      return (
        ph === 'X' &&
        /^(?:EvaluateScript|v8\.compile|FunctionCall|XHRReadyStateChange|XHRLoad|TimerFire)$/.test(name) &&
        url.includes('/widget.js')
      )
    })
    .sort((a, b) => a.ts - b.ts)
  let end = 0
  let total = 0
  for (const { ts, dur = 0, tdur = dur } of ours) {
    if (ts < end) continue
    // The thread's own time: a busy machine makes a script take longer, and not cost more.
    total += tdur
    end = ts + dur
  }
  return total / 1000
}

describe('the cost of widget.js', function () {
  this.timeout(60_000)

  it(`is under ${BUDGET} ms of main thread, and no layout shift, for a visitor who may be served`, async function () {
    const stage = await setStage(this)
    const { pub, website } = stage.server.demo.website
    const insert = `{
      const script = document.createElement('script')
      script.src = '${stage.api}/widget.js'
      Object.assign(script.dataset, { pub: '${pub}', website: '${website}', debug: 'false', devCountry: 'US' })
      document.head.append(script)
    }`
    const { events, visit, shift } = await traced(stage, insert)
    const cost = costOf(events)
    console.log(`      ${cost.toFixed(1)} ms of main thread`)
    assert.ok(cost > 0, 'the trace has nothing of the script')
    assert.ok(cost < BUDGET, `${cost} ms`)
    assert.equal(shift, 0)
    await visit.context.close()
  })
})

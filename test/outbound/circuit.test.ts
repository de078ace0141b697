import assert from 'node:assert/strict'
import { Circuit } from '../../src/outbound/circuit.js'

/** A circuit after so many failures in a row at the instant 0. */
function failed(times: number): Circuit {
  const circuit = new Circuit()
  for (let i = 0; i < times; i++) {
    circuit.admit(0)
    circuit.note(true, 0)
  }
  return circuit
}

describe('Circuit', () => {
  it('lets everything go while it is well', () => {
    const circuit = new Circuit()
    assert.equal(circuit.admit(0), 0)
    assert.equal(circuit.room(0), Number.POSITIVE_INFINITY)
  })

  it('rests after five failures in a row, and says until when', () => {
    assert.equal(failed(4).admit(0), 0)
    assert.equal(failed(5).admit(0), 1000)
    assert.equal(failed(5).admit(400), 600)
    assert.equal(failed(5).room(400), 0)
  })

  it('counts failures in a row only', () => {
    const circuit = failed(4)
    circuit.note(false, 0)
    circuit.note(true, 0)
    assert.equal(circuit.admit(0), 0)
  })

  it('then lets one request go, and no second while that is under way', () => {
    const circuit = failed(5)
    assert.equal(circuit.room(1000), 1)
    assert.equal(circuit.admit(1000), 0)
    assert.equal(circuit.room(1000), 0)
    assert.ok(circuit.admit(1000) > 0)
  })

  it('is well again when that one is answered', () => {
    const circuit = failed(5)
    circuit.admit(1000)
    circuit.note(false, 1100)
    assert.equal(circuit.room(1100), Number.POSITIVE_INFINITY)
  })

  it('rests twice as long each time it fails again, and no longer than 30 s', () => {
    const circuit = failed(5)
    const rests: number[] = []
    for (let now = 0, i = 0; i < 8; i++) {
      rests.push(circuit.waitMs(now))
      now += circuit.waitMs(now)
      circuit.admit(now)
      circuit.note(true, now)
    }
    assert.deepEqual(rests, [1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000])
  })

  it('takes requests that fail together for one failure', () => {
    const circuit = failed(20)
    assert.equal(circuit.waitMs(0), 1000)
  })

  it('rests as long as it is asked to, and no longer than 15 minutes', () => {
    const circuit = new Circuit()
    circuit.asked(7000, 1000)
    assert.equal(circuit.waitMs(1000), 7000)
    circuit.asked(1e9, 1000)
    assert.equal(circuit.waitMs(1000), 900_000)
  })

  it('remembers nothing of one that is well', () => {
    assert.equal(new Circuit().idle(0), true)
    assert.equal(failed(1).idle(0), false)
    const asked = new Circuit()
    asked.asked(100, 0)
    assert.deepEqual([asked.idle(99), asked.idle(100)], [false, true])
  })
})

import assert from 'node:assert/strict'
import { DAY } from '../../src/lib/time.js'
import { type Attribution, attribute, type ConversionFacts } from '../../src/market/attribution.js'
import { NOON } from '../helpers/market.js'

const GOALS = [
  { eventId: 'signup', description: 'Signs up', payout: 2, attributionWindowDays: 7, repeatable: false },
  { eventId: 'deposit', description: 'Deposits', repeatable: true },
]

const facts = ({
  click,
  offer,
  ...given
}: Partial<Omit<ConversionFacts, 'click' | 'offer'>> & { click?: object; offer?: object | null } = {}): ConversionFacts => ({
  event: 'signup',
  payout: null,
  currency: null,
  at: NOON + DAY,
  reached: [],
  ...given,
  offer: offer === null ? undefined : { events: GOALS, payout: 'fixed', ...offer },
  click: { at: NOON, model: 'CPA', price: 20, reason: null, unbilled: null, ...click },
})

describe('attribute', () => {
  const cases: [what: string, facts: ConversionFacts, expected: Partial<Attribution>][] = [
    ['a goal costs its payout', facts(), { event: 'signup', price: 2, refusal: undefined }],
    ['a goal without payout costs the bid it was served with', facts({ event: 'deposit' }), { event: 'deposit', price: 20 }],
    ['no goal is the base step at the bid', facts({ event: '' }), { event: '', price: 20, refusal: undefined }],
    ['a goal that is none of the offer is refused', facts({ event: 'other' }), { refusal: 'unknown_event' }],
    [
      'without goals any name is the base step',
      facts({ event: 'other', offer: { events: [] } }),
      { event: '', price: 20, refusal: undefined },
    ],
    ['what pays by click costs nothing', facts({ click: { model: 'CPC' } }), { price: 0, refusal: undefined }],
    ['what pays by impression costs nothing', facts({ click: { model: 'ECPM' } }), { price: 0, refusal: undefined }],
    ['a reported payout is no price', facts({ payout: 9 }), { price: 2 }],
    ['but of a dynamic offer it is', facts({ payout: 9, offer: { payout: 'dynamic' } }), { price: 9, refusal: undefined }],
    ['a payout of nothing too', facts({ payout: 0, offer: { payout: 'dynamic' } }), { price: 0 }],
    ['dynamic without a report is the goal', facts({ offer: { payout: 'dynamic' } }), { price: 2 }],
    [
      'another currency can be no price',
      facts({ payout: 9, currency: 'EUR', offer: { payout: 'dynamic' } }),
      { refusal: 'unsupported_currency' },
    ],
    ['but may be recorded', facts({ payout: 9, currency: 'EUR' }), { price: 2, refusal: undefined }],
    ['the end of the window counts', facts({ at: NOON + 7 * DAY }), { refusal: undefined }],
    ['a millisecond later does not', facts({ at: NOON + 7 * DAY + 1 }), { refusal: 'outside_window' }],
    ['without a window it is thirty days', facts({ event: 'deposit', at: NOON + 30 * DAY }), { refusal: undefined }],
    ['and no more', facts({ event: 'deposit', at: NOON + 30 * DAY + 1 }), { refusal: 'outside_window' }],
    ['a goal is reached once', facts({ reached: ['signup'] }), { refusal: 'already_converted' }],
    ['unless it is repeatable', facts({ event: 'deposit', reached: ['deposit'] }), { refusal: undefined }],
    ['another goal is another matter', facts({ reached: ['deposit', ''] }), { refusal: undefined }],
    ['the base step is reached once', facts({ event: '', reached: [''] }), { refusal: 'already_converted' }],
    ['an invalid click converts nobody', facts({ click: { reason: 'bot' } }), { refusal: 'invalid_click' }],
    ['nor one made while the offer was paused', facts({ click: { unbilled: 'paused' } }), { refusal: 'paused' }],
    ['nor one of an offer that is gone', facts({ offer: null }), { refusal: 'offer_gone' }],
    ['an invalid click is said first', facts({ click: { reason: 'bot' }, at: NOON + 99 * DAY, offer: null }), { refusal: 'invalid_click' }],
    ['a late one before a repeated one', facts({ at: NOON + 99 * DAY, reached: ['signup'] }), { refusal: 'outside_window' }],
  ]
  for (const [what, given, expected] of cases) {
    it(what, () => {
      const { event, price, refusal } = attribute(given)
      assert.deepEqual({ event, price, refusal }, { event, price, refusal, ...expected })
    })
  }
})

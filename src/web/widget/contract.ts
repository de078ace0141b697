import type { components } from '../../../generated/api.js'

type Schemas = components['schemas']

/** What the server answers, as its contract says. */
export type Decision = Schemas['Decision']
export type DeclineSession = Schemas['DeclineSession']
export type NewDeclineSession = Schemas['NewDeclineSession']
export type OfferList = Schemas['OfferList']
export type ServedOffer = Schemas['ServedOffer']
export type Support = Schemas['Support']
export type Experience = Schemas['Experience']

/** Where offers stand, as the contract names it. */
export type Surface = 'overlay' | 'section' | 'decline'

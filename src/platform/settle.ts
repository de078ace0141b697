/** Resolves when all that was answered before is in the tables: a decision is answered before it is written, and an act of a burst before it is billed. */
export type Settle = () => Promise<void>

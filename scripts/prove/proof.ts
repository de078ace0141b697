/** What a proof is asked to do. A seed brings the same random choices back. */
export interface Proof {
  readonly seeds: number
  readonly from: number
  readonly engine: 'sqlite' | 'postgresql'
}

import type { Queries } from '../db/transaction.js'

export interface Organization {
  readonly id: string
  readonly name: string
  readonly createdAt: number
}

export class OrganizationStore {
  constructor(private readonly db: Queries) {}

  /** Whether nobody has used this database yet. */
  async none(): Promise<boolean> {
    return (await this.db('organizations').first('id')) === undefined
  }

  async insert({ id, name, createdAt }: Organization): Promise<void> {
    await this.db('organizations').insert({ id, name, created_at: createdAt })
  }
}

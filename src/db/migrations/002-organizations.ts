import type { Migration } from './migration.js'

export const organizations: Migration = {
  name: '002-organizations',
  async up(schema) {
    await schema.schema.createTable('organizations', table => {
      table.text('id').notNullable().primary()
      table.text('name').notNullable()
      table.bigInteger('created_at').notNullable()
    })
    await schema.schema.createTable('api_keys', table => {
      table.text('id').notNullable().primary()
      table.text('organization').notNullable().references('organizations.id')
      table.text('type').notNullable() // secret | public
      table.text('name').notNullable()
      table.text('prefix').notNullable() // the part that is shown
      table.text('hash').notNullable().unique()
      table.bigInteger('created_at').notNullable()
      table.bigInteger('last_used_at')
      table.bigInteger('revoked_at')
      table.index(['organization'], 'api_keys_by_organization')
    })
  },
  async down(schema) {
    await schema.schema.dropTable('api_keys')
    await schema.schema.dropTable('organizations')
  },
}

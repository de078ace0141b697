import type { Migration } from './migration.js'

/** In the order in which they are made. */
const TABLES = `
  tracking_keys bots channels destinations visits invites channel_members telegram_updates
  users identities leads tracked_conversions sends dead_letters idempotent_answers
`
  .trim()
  .split(/\s+/)

/*
 * Ad click -> visit -> invite -> join -> conversion -> send. Ids grow with time, so most indexes are written at their ends. No foreign keys: what
 * happened outlives the website, channel or destination it speaks of.
 */
export const tracking: Migration = {
  name: '012-tracking',
  async up(schema, dialect) {
    await schema.schema.createTable('tracking_keys', table => {
      table.text('id').notNullable().primary()
      table.text('organization').notNullable()
      table.text('website') // null: the account
      table.text('name').notNullable()
      table.text('prefix').notNullable()
      table.text('hash').notNullable().unique()
      table.bigInteger('created_at').notNullable()
      table.bigInteger('last_used_at')
      table.bigInteger('revoked_at')
      table.index(['organization', 'website'], 'tracking_keys_by_scope')
    })
    await schema.schema.createTable('bots', table => {
      table.text('id').notNullable().primary()
      table.text('organization').notNullable()
      table.text('name').notNullable()
      table.text('token').notNullable() // sealed
      table.text('webhook_secret_hash').notNullable()
      table.text('webhook_secret').notNullable() // sealed: Telegram is told it again when the webhook is registered again
      table.text('state').notNullable() // ok | unregistered
      table.text('state_reason')
      table.bigInteger('created_at').notNullable()
      table.bigInteger('updated_at').notNullable()
      table.bigInteger('deleted_at')
      table.index(['organization'], 'bots_by_organization')
    })
    await schema.schema.createTable('channels', table => {
      table.text('id').notNullable().primary()
      table.text('organization').notNullable()
      table.text('website').notNullable()
      table.text('name').notNullable()
      table.text('telegram_chat_id')
      table.text('bot')
      table.text('static_invite_url')
      table.boolean('approve_join_requests').notNullable()
      table.specificType('conversion', dialect.jsonColumn) // what a join counts as
      table.boolean('is_default').notNullable()
      table.bigInteger('created_at').notNullable()
      table.bigInteger('updated_at').notNullable()
      table.bigInteger('deleted_at')
      table.index(['organization', 'website'], 'channels_by_website')
    })
    await schema.schema.createTable('destinations', table => {
      table.text('id').notNullable().primary()
      table.text('organization').notNullable()
      table.text('website').notNullable()
      table.text('platform').notNullable() // meta | tiktok | snapchat | google
      table.text('account_id').notNullable() // pixel or customer id
      table.text('secrets') // sealed JSON of the tokens
      table.specificType('settings', dialect.jsonColumn) // what is no secret: test code, conversion action, client id
      table.boolean('enabled').notNullable()
      table.text('state').notNullable() // ok | credentials | paused
      table.text('state_reason')
      table.bigInteger('state_at')
      table.bigInteger('created_at').notNullable()
      table.bigInteger('updated_at').notNullable()
      table.bigInteger('deleted_at')
      table.index(['organization', 'website'], 'destinations_by_website')
    })
    await schema.schema.createTable('visits', table => {
      table.text('id').notNullable().primary()
      table.text('organization').notNullable()
      table.text('website').notNullable()
      table.text('trace').notNullable() // id of the first visit of its session
      table.text('session').notNullable()
      table.text('client_session_id').notNullable()
      table.text('temp_id').notNullable()
      table.bigInteger('at').notNullable()
      table.text('href').notNullable()
      table.text('referrer')
      table.text('landing_page')
      table.text('external_user_id')
      table.text('client_ip') // emptied once no send can need it any more
      table.text('user_agent')
      table.text('country')
      table.specificType('click_ids', dialect.jsonColumn) // fbc, fbp, gclid, ttclid, sccid
      table.specificType('utm', dialect.jsonColumn)
      table.specificType('place', dialect.jsonColumn) // city and region
      table.index(['website', 'temp_id', 'at'], 'visits_by_visitor')
      table.index(['website', 'client_session_id', 'at'], 'visits_by_session')
      table.index(['website', 'external_user_id', 'at'], 'visits_by_external_user', { predicate: schema.whereNotNull('external_user_id') })
    })
    await schema.schema.createTable('invites', table => {
      table.text('id').notNullable().primary() // the clickId
      table.text('organization').notNullable()
      table.text('website').notNullable()
      table.text('channel').notNullable()
      table.text('trace').notNullable()
      table.text('visit')
      table.text('temp_id')
      table.text('link') // null: the channel's static link was given, which names nobody
      table.boolean('fallback').notNullable()
      table.text('used_by') // Telegram id of the first who came by it: it is his, whoever else follows
      table.bigInteger('at').notNullable()
      table.bigInteger('expires_at')
      table.index(['link'], 'invites_by_link', { predicate: schema.whereNotNull('link') })
      table.index(['website', 'temp_id', 'at'], 'invites_by_visitor')
      table.index(['channel', 'at'], 'invites_by_channel')
    })
    // A person in a channel; one row however often he leaves and comes back.
    await schema.schema.createTable('channel_members', table => {
      table.text('channel').notNullable()
      table.text('telegram_user_id').notNullable()
      table.text('organization').notNullable()
      table.text('website').notNullable()
      table.text('status').notNullable() // member | left
      table.text('invite') // null: organic
      table.bigInteger('joined_at').notNullable()
      table.bigInteger('left_at')
      table.primary(['channel', 'telegram_user_id'])
      table.index(['website', 'telegram_user_id'], 'channel_members_by_person')
      table.index(['channel', 'joined_at'], 'channel_members_by_joining')
    })
    await schema.schema.createTable('telegram_updates', table => {
      table.text('bot').notNullable()
      table.bigInteger('update_id').notNullable()
      table.bigInteger('at').notNullable()
      table.primary(['bot', 'update_id'])
      table.index(['at'], 'telegram_updates_by_age') // to purge by
    })

    // One person, known under many names.
    await schema.schema.createTable('users', table => {
      table.text('id').notNullable().primary()
      table.text('organization').notNullable()
      table.bigInteger('created_at').notNullable()
    })
    await schema.schema.createTable('identities', table => {
      table.text('organization').notNullable()
      table.text('kind').notNullable() // telegram | anonymous | external | email | phone
      table.text('value').notNullable() // of email and phone their hash
      table.text('user').notNullable()
      table.bigInteger('created_at').notNullable()
      table.primary(['organization', 'kind', 'value'])
      table.index(['user'], 'identities_by_user')
    })
    // A user with a Telegram identity, as one website knows him.
    await schema.schema.createTable('leads', table => {
      table.text('website').notNullable()
      table.text('telegram_user_id').notNullable()
      table.text('organization').notNullable()
      table.text('user').notNullable()
      table.text('trace').notNullable()
      table.text('external_user_id')
      table.text('channel') // through which he was last seen
      table.text('visit') // behind the invite
      table.text('invite')
      table.bigInteger('created_at').notNullable()
      table.bigInteger('updated_at').notNullable()
      table.primary(['website', 'telegram_user_id'])
    })
    await schema.schema.createTable('tracked_conversions', table => {
      table.text('id').notNullable().primary()
      table.text('organization').notNullable()
      table.text('website').notNullable()
      table.text('channel')
      table.text('telegram_user_id').notNullable()
      table.text('user').notNullable()
      table.text('trace').notNullable()
      table.text('event_type').notNullable() // Lead | Purchase | CompleteRegistration | Subscribe | Custom
      table.text('custom_event_name')
      table.bigInteger('value') // micros
      table.text('currency')
      table.text('content_name')
      table.bigInteger('event_time').notNullable()
      table.bigInteger('at').notNullable()
      table.boolean('cold').notNullable()
      table.text('source').notNullable() // api | join
      table.specificType('event', dialect.jsonColumn) // hashes, click ids, and until its sends have ended the address and the agent
      table.bigInteger('late_value') // micros; set once
      table.text('late_currency')
      table.text('late_content_name')
      table.bigInteger('late_at')
      table.index(['website', 'telegram_user_id'], 'tracked_conversions_by_lead')
    })
    // The queue of every destination, and the history of what it was told.
    await schema.schema.createTable('sends', table => {
      table.text('id').notNullable().primary()
      table.text('organization').notNullable()
      table.text('website').notNullable()
      table.text('destination').notNullable()
      table.text('platform').notNullable()
      table.text('conversion').notNullable()
      table.text('event_id').notNullable() // the same on every try
      table.text('event_type').notNullable()
      table.text('status').notNullable() // pending | sent | failed | skipped | expired
      table.integer('attempts').notNullable()
      table.bigInteger('due_at') // null unless pending
      table.bigInteger('expires_at').notNullable() // after which a repeat could count twice
      table.bigInteger('event_time').notNullable()
      table.bigInteger('created_at').notNullable()
      table.bigInteger('sent_at')
      table.text('last_error')
      table.text('claim') // fencing token of who is sending it
      table.bigInteger('claimed_until')
      table.unique(['destination', 'event_id'], { indexName: 'sends_by_event' })
      table.index(['conversion'], 'sends_by_conversion')
      // Waiting ones only, so that it is as long as the queue and not as the history.
      table.index(['destination', 'due_at'], 'sends_due', { predicate: schema.whereNotNull('due_at') })
    })
    await schema.schema.createTable('dead_letters', table => {
      table.text('id').notNullable().primary()
      table.text('organization').notNullable()
      table.text('kind').notNullable() // send
      table.text('target').notNullable() // the destination
      table.text('subject').notNullable() // the send
      table.text('status').notNullable() // open | replayed
      table.text('reason').notNullable()
      table.integer('attempts').notNullable()
      table.specificType('request', dialect.jsonColumn)
      table.specificType('answer', dialect.jsonColumn)
      table.bigInteger('created_at').notNullable()
      table.bigInteger('replayed_at')
      table.index(['organization', 'id'], 'dead_letters_by_organization')
      table.index(['subject'], 'dead_letters_by_subject')
    })

    // First answers of operations that came with a key, to be given again.
    await schema.schema.createTable('idempotent_answers', table => {
      table.text('scope').notNullable().primary() // hash of API key, path and the caller's key
      table.integer('status').notNullable()
      table.text('body').notNullable()
      table.bigInteger('at').notNullable()
      table.index(['at'], 'idempotent_answers_by_age') // to purge by
    })
  },
  async down(schema) {
    for (const table of [...TABLES].reverse()) {
      await schema.schema.dropTable(table)
    }
  },
}

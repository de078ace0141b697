// Generated from spec/ by `npm run generate`. Never edited by hand.

export interface paths {
    "/v1/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Decide whether the visitor may be served
         * @description Locates the caller's address and holds the place against the website's geo rule. An allowed visitor stays on the page; a
         *     blocked one (`allowed: false`) may be shown offers, for which every later call carries `requestId`. Where offers may be shown,
         *     `experience` says how the website wants them to look.
         *
         *     The location hints `country` and `region` count only for a website that trusts them, `dev-country` and `dev-region` only
         *     from localhost or for a website that allows them. Unhonoured and malformed hints are ignored, and so are those that are given twice.
         */
        get: operations["getDecision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/offers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the ranked offers for a visitor
         * @description The offers that may be shown to the visitor of a decision, best first, from one auction over all bid models. Where he is follows from
         *     the decision that minted `requestId`, not from a new look-up. Nothing eligible is an empty list, never an error. What is listed is durable
         *     before it is answered; a repeat holds the auction again.
         *
         *     A `requestId` that is not one of ours is refused with `unknown_request`, one that was changed with `forged`, one of another website with
         *     `foreign`, and one that is older than 24 hours with `expired`. A visitor who may be served gets offers in section mode only. One who must
         *     not be advertised to (`self_excluded`, `cooling_off`) gets none, and whom to ask instead.
         */
        get: operations["getOffers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/impression": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record that an offer was seen
         * @description Counts once per request and offer.
         *     An eCPM offer bills here.
         *     An event for an offer that was not listed for the request, with a forged, foreign or expired `requestId`, of a bot, or a repeat, is answered alike
         *     and stored with its reason; it counts for nothing. The keys stand in the query or in the body. Sent as `text/plain` the JSON body needs no
         *     preflight. Answered when the event is durable; in a burst it is billed some seconds later, and reports and balances wait for that.
         */
        post: operations["recordImpression"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/click": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record that an offer was clicked on the page
         * @description Counts once per request and offer.
         *     A click bills on its redirect, never here: the redirect is signed, this event is not.
         *     An event for an offer that was not listed for the request, with a forged, foreign or expired `requestId`, of a bot, or a repeat, is answered alike
         *     and stored with its reason; it counts for nothing. The keys stand in the query or in the body. Sent as `text/plain` the JSON body needs no
         *     preflight. Answered when the event is durable.
         */
        post: operations["recordClick"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/snippet-ping": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record that the snippet is alive on a page
         * @description Feeds the website's `lastPingAt`, and with it the warning that a snippet has gone silent. Allowed visitors' pages ping too.
         *     The keys stand in the query or in the body. Sent as `text/plain` the JSON body needs no preflight. Answered when the ping is durable.
         */
        post: operations["recordSnippetPing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/r": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a click to the advertiser
         * @description Sends the visitor to the offer's landing URL, its macros filled. Where that is stands in the offer alone: nothing in the query can change it.
         *
         *     A click of a CPC offer bills here, once per request and offer, and is durable before the answer. A click that is not a human's first one is stored
         *     with its reason (`duplicate`, `head`, `prefetch`, `bot`, `too_fast`, `data_centre`, `rate`), one of a paused or exhausted offer likewise: it redirects
         *     and is not billed. In a burst it is billed some seconds after the answer; reports, balances, traces and postbacks wait for that.
         */
        get: operations["getRedirect"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/postback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Report a conversion, or take one back
         * @description Called by an advertiser's server. Each transaction (`txid`) counts once. What can't be attributed is stored, refused with a reason and not billed:
         *     its click was not valid (`invalid_click`) or too long ago (`outside_window`), its goal is none of the offer's (`unknown_event`) or has been reached
         *     by this click (`already_converted`). `status=reversed` undoes the charge of a transaction by a counter-entry. A parameter without a value is as good
         *     as none.
         *
         *     The credential is `token`, or `signature`: HMAC-SHA256 in hexadecimal, keyed with the postback token, of all other parameters as `k=v`, names and values
         *     URL-encoded as the language at hand does it (RFC 3986, or forms), sorted by name and joined by `&`. Whose token a signature needs follows from the click: with an unknown click it can't be judged, and
         *     that is a 404.
         */
        get: operations["getPostback"];
        put?: never;
        /**
         * Report a conversion in a body
         * @description Called by an advertiser's server. Each transaction (`txid`) counts once. What can't be attributed is stored, refused with a reason and not billed:
         *     its click was not valid (`invalid_click`) or too long ago (`outside_window`), its goal is none of the offer's (`unknown_event`) or has been reached
         *     by this click (`already_converted`). `status=reversed` undoes the charge of a transaction by a counter-entry. A parameter without a value is as good
         *     as none.
         *
         *     The credential is `token`, or `signature`: HMAC-SHA256 in hexadecimal, keyed with the postback token, of all other parameters as `k=v`, names and values
         *     URL-encoded as the language at hand does it (RFC 3986, or forms), sorted by name and joined by `&`. Whose token a signature needs follows from the click: with an unknown click it can't be judged, and
         *     that is a 404.
         */
        post: operations["recordPostback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/widget-decline/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open a session of the trigger widget
         * @description The page opens a session for its visitor and hands `sessionId` to the publisher's server, which arms it when it declines the visitor. Where he is is
         *     settled here, as by a decision: the location hints and the simulated place count on the same terms. A session can be armed for 15 minutes.
         *     A website whose trigger is switched off is refused with `trigger_off`.
         */
        post: operations["createDeclineSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/widget-decline/session/{sessionId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Poll a session of the trigger widget
         * @description Asked by the page every two seconds until the session is `ready`. From then on it stays so, and `requestId` is good for offers as a decision's is: of
         *     a visitor who may be advertised to, else (`self_excluded`, `cooling_off`) the offers are none and `support` says whom to ask. A session that nobody has
         *     armed within its 15 minutes is `expired`.
         */
        get: operations["getDeclineSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/widget-decline/trigger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Arm a session of the trigger widget
         * @description Called by the publisher's server when it has declined the visitor: his page then opens the offers. To be repeated safely: a session that is ready stays
         *     as the first call has left it. Reasons are open words; visitors of `self_excluded` and `cooling_off` are never advertised to, whatever the word's case
         *     and hyphens.
         */
        post: operations["recordDeclineTrigger"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/websites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the websites
         * @description The organization's websites, oldest first. Deleted ones are not listed.
         */
        get: operations["listWebsites"];
        put?: never;
        /**
         * Create a website
         * @description Makes the website with its pair of keys and its tracking id. Its geo rule starts as an empty blocklist, which serves everyone.
         */
        post: operations["createWebsite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/websites/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a website
         * @description One website with its keys and the state of its snippet.
         */
        get: operations["getWebsite"];
        /**
         * Change a website
         * @description Takes any part of the settings; what is left out stays as it is. In force from the very next decision, on every process.
         */
        put: operations["updateWebsite"];
        post?: never;
        /**
         * Delete a website
         * @description Its keys and secrets stop at once, on every process. What was recorded of it stays for reports.
         */
        delete: operations["deleteWebsite"];
        options?: never;
        head?: never;
        /**
         * Change a website (the same as PUT)
         * @description The same as PUT, for clients whose word for a change of parts is PATCH.
         */
        patch: operations["patchWebsite"];
        trace?: never;
    };
    "/api/v1/websites/{id}/keys/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace a website's keys
         * @description Makes a new pair of keys. The old pair stops at once, on every process; pages that carry it must be changed.
         */
        post: operations["rotateWebsiteKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/websites/{id}/trigger-secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a website's trigger secrets
         * @description The live secrets, oldest first, each by its prefix. No secret is ever shown again.
         */
        get: operations["listTriggerSecrets"];
        put?: never;
        /**
         * Create a trigger secret
         * @description Makes one more secret for the publisher's server. This answer is the only one that shows it.
         */
        post: operations["createTriggerSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/websites/{id}/trigger-secrets/{secretId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke a trigger secret
         * @description The secret stops at once, on every process. Others of the website are not touched.
         */
        delete: operations["revokeTriggerSecret"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/websites/{id}/geo-rule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a website's geo rule
         * @description Which countries and subdivisions the website serves.
         */
        get: operations["getGeoRule"];
        /**
         * Save a website's geo rule
         * @description Replaces the rule. It holds from the very next decision, on every process.
         */
        put: operations["putGeoRule"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/websites/{id}/offer-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a website's offer rules
         * @description Which advertisers and offers the website shows.
         */
        get: operations["getOfferRules"];
        /**
         * Save a website's offer rules
         * @description Replaces the rules, whole. They hold from the very next request, on every process.
         */
        put: operations["putOfferRules"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/websites/{id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a website's report
         * @description Days are UTC dates, both ends inclusive: the last seven when nothing is said. A click is a redirect, click events stand apart; `conversions` are
         *     approved ones, `reversed` apart; `revenue` is net of reversals, and `earnings` the publisher's share of it. What was acknowledged is in
         *     the numbers. A deleted website keeps its report.
         */
        get: operations["getWebsiteReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/websites/{id}/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a website's channels
         * @description The website's channels, oldest first. Deleted ones are not listed.
         */
        get: operations["listChannels"];
        put?: never;
        /**
         * Create a channel
         * @description Makes a Telegram channel or group known, to which the website's visitors are invited. The first one of a website is its default, unless `default` says otherwise.
         */
        post: operations["createChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/websites/{id}/channels/{channelId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a channel
         * @description One Telegram channel or group with what a join counts as.
         */
        get: operations["getChannel"];
        /**
         * Change a channel
         * @description Takes any part of the settings; what is left out stays as it is. In force from the very next call, on every process.
         */
        put: operations["updateChannel"];
        post?: never;
        /**
         * Delete a channel
         * @description No further visitor is invited, and joins are not recorded any more. What was recorded of it stays.
         */
        delete: operations["deleteChannel"];
        options?: never;
        head?: never;
        /**
         * Change a channel (the same as PUT)
         * @description The same as PUT, for clients whose word for a change of parts is PATCH.
         */
        patch: operations["patchChannel"];
        trace?: never;
    };
    "/api/v1/websites/{id}/destinations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a website's destinations
         * @description The accounts on ad platforms that the website's conversions are reported to, oldest first. No secret is ever shown.
         */
        get: operations["listDestinations"];
        put?: never;
        /**
         * Create a destination
         * @description Makes an account on an ad platform known. From the next conversion on it is told of each. Secrets are kept sealed and never shown again.
         */
        post: operations["createDestination"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/websites/{id}/destinations/{destinationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a destination
         * @description One account on an ad platform, and whether sends go out to it. A state other than `ok` comes with its reason.
         */
        get: operations["getDestination"];
        /**
         * Change a destination
         * @description Takes any part of the settings; what is left out stays as it is. A new token takes the destination out of the state `credentials`, and the sends that waited go out.
         */
        put: operations["updateDestination"];
        post?: never;
        /**
         * Delete a destination
         * @description Nothing is sent to it any more, and its secrets are forgotten. What was sent stays on record.
         */
        delete: operations["deleteDestination"];
        options?: never;
        head?: never;
        /**
         * Change a destination (the same as PUT)
         * @description The same as PUT, for clients whose word for a change of parts is PATCH.
         */
        patch: operations["patchDestination"];
        trace?: never;
    };
    "/api/v1/bots": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the bots
         * @description The organization's Telegram bots, oldest first. No token is ever shown.
         */
        get: operations["listBots"];
        put?: never;
        /**
         * Create a bot
         * @description Keeps the bot's token sealed, and registers the server's webhook with Telegram. When that fails the bot is there all the same, in the state `unregistered` with the reason; a change of it, be it an empty one, tries again. The webhook's secret is shown by this answer alone.
         */
        post: operations["createBot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bots/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a bot
         * @description One bot, and whether Telegram tells us of what happens in its channels.
         */
        get: operations["getBot"];
        /**
         * Change a bot
         * @description Takes any part of the settings; what is left out stays as it is. The webhook is registered anew, with the same secret.
         */
        put: operations["updateBot"];
        post?: never;
        /**
         * Delete a bot
         * @description Telegram is asked to forget the webhook, and the token is forgotten here. A bot that channels stand behind is kept: they need another first.
         */
        delete: operations["deleteBot"];
        options?: never;
        head?: never;
        /**
         * Change a bot (the same as PUT)
         * @description The same as PUT, for clients whose word for a change of parts is PATCH.
         */
        patch: operations["patchBot"];
        trace?: never;
    };
    "/api/v1/tracking-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the tracking keys
         * @description The keys in force, oldest first, each by its prefix. No key is ever shown again.
         */
        get: operations["listTrackingKeys"];
        put?: never;
        /**
         * Create a tracking key
         * @description Makes a key of one website, or of the account, which is good for all of them. This answer is the only one that shows it. At most five keys of a website, and five of the account, are in force at a time.
         */
        post: operations["createTrackingKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tracking-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke a tracking key
         * @description The key stops at once, on every process. Others are not touched.
         */
        delete: operations["revokeTrackingKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/advertisers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the advertisers
         * @description The organization's advertisers with their balances, oldest first. Deleted ones are not listed.
         */
        get: operations["listAdvertisers"];
        put?: never;
        /**
         * Create an advertiser
         * @description Makes the advertiser with an empty balance and a postback token, which this answer alone shows.
         */
        post: operations["createAdvertiser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/advertisers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an advertiser
         * @description One advertiser with what it has left to spend.
         */
        get: operations["getAdvertiser"];
        /**
         * Change an advertiser
         * @description Takes any part of the settings; what is left out stays as it is.
         */
        put: operations["updateAdvertiser"];
        post?: never;
        /**
         * Delete an advertiser
         * @description Takes the advertiser, its offers and its postback token out of use at once, on every process. Its ledger stays.
         */
        delete: operations["deleteAdvertiser"];
        options?: never;
        head?: never;
        /**
         * Change an advertiser (the same as PUT)
         * @description The same as PUT, for clients whose word for a change of parts is PATCH.
         */
        patch: operations["patchAdvertiser"];
        trace?: never;
    };
    "/api/v1/advertisers/{id}/postback-token/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate an advertiser's postback token
         * @description Makes a new token, which this answer alone shows. The old one stops at once, on every process, and so do signatures made with it.
         */
        post: operations["rotatePostbackToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/advertisers/{id}/deposits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List an advertiser's deposits
         * @description What the advertiser has paid in, oldest first.
         */
        get: operations["listDeposits"];
        put?: never;
        /**
         * Record a deposit
         * @description Adds to the advertiser's balance, once for each reference. A repeat with the same amount answers the first deposit and adds nothing; one with another amount is a conflict.
         */
        post: operations["createDeposit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/offers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the offers
         * @description The organization's offers, oldest first. Deleted ones are not listed.
         */
        get: operations["listOffers"];
        put?: never;
        /**
         * Create an offer
         * @description Makes the offer. It takes part in the auction from the very next request on, on every process, as soon as its advertiser has money.
         */
        post: operations["createOffer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/offers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an offer
         * @description One offer with all its settings.
         */
        get: operations["getOffer"];
        /**
         * Change an offer
         * @description Takes any part of the settings; what is left out stays as it is. A part that is given replaces the whole of it, and null clears it. In force from the very next request, on every process.
         */
        put: operations["updateOffer"];
        post?: never;
        /**
         * Delete an offer
         * @description Takes the offer out of the auction at once, on every process. Its clicks lead nowhere from then on; its figures and its ledger stay.
         */
        delete: operations["deleteOffer"];
        options?: never;
        head?: never;
        /**
         * Change an offer (the same as PUT)
         * @description The same as PUT, for clients whose word for a change of parts is PATCH.
         */
        patch: operations["patchOffer"];
        trace?: never;
    };
    "/api/v1/offers/{id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an offer's report
         * @description Days are UTC dates, both ends inclusive: the last seven when nothing is said. A click is a redirect, click events stand apart; `conversions` are
         *     approved ones, `reversed` apart; `revenue` is net of reversals, and `earnings` the publisher's share of it. What was acknowledged is in
         *     the numbers. A deleted offer keeps its report.
         */
        get: operations["getOfferReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledger/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List ledger entries
         * @description The organization's entries, newest first; those of one posting add up to zero. What was once posted never changes: it is taken back by counter-entries.
         */
        get: operations["listLedgerEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledger/balances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List ledger balances
         * @description What each of the organization's accounts holds, by name; all of them together add up to zero.
         */
        get: operations["listLedgerBalances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what could not be delivered
         * @description Sends to ad platforms that were refused for good or ran out of time, newest first, each with its reason and what was said. Tokens, and the person's address and browser, are removed.
         */
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send again what could not be delivered
         * @description Puts the send back into the queue of its destination, under its old event id and with 48 hours of its own. It is a person's decision: a platform that took it after all may by now have forgotten it, and count it twice. With `dryRun` nothing is done, and the answer shows what would be sent as things are now; the person's address and browser are not kept for replays.
         */
        post: operations["createDeadLetterReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trace/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get all that followed from one id
         * @description Any id leads to the whole chain, oldest first: a `requestId` or its first 30 characters, the id of a click, a conversion, an event, a posting of the
         *     ledger, a trigger session, or an advertiser's transaction; of a visit, an invite (`clickId`), a tracked conversion or its event at an ad platform, or a send. What did not count is there
         *     too, with its reason.
         */
        get: operations["getTrace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/decisions/{requestId}/explanation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Explain which offers were answered, and why
         * @description Ranks the offers of one answer again, from what was stored with it: the catalogue, the counts and the draws as they were, and which budgets, balances
         *     and caps stood in the way. For every offer of the organization it says the rule that left it out, or what it bid, was expected to bring and
         *     was placed by. `exact` says that the result is the very same as what was answered, to the last bit. It is false when a later version of the server ranks by
         *     other rules, or when the counts of that moment have been summed up with later ones; `excludedBy` stands then, the rates do not.
         */
        get: operations["getExplanation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/visit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record that a page was visited
         * @description Called by the business's server for each page view that an ad may have led to.
         *
         *     Click ids and UTM parameters that the body does not name are read from the query of `href`; `fbc` is made from its `fbclid`. The same
         *     `clientSessionId` within 30 minutes of its last visit continues that session: its click ids hold for the pages that follow, and its visitor
         *     where `tempId` is missing. Other ids that are missing are made. The cookies of the answer are for the caller to set. Answered when the visit is
         *     durable.
         */
        post: operations["recordVisit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/update-fbp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add Meta's browser id to a visit
         * @description Patches the visitor's latest visit on the website with the `_fbp` that Meta's script made after it was told. It reaches the conversions that come
         *     later. A visitor without a visit: `success` is false.
         */
        post: operations["recordFbp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/invite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a personal way into a Telegram channel
         * @description Mints an invite link for one person, good for 24 hours, by which his join is known. It leads to the channel that is named, else to the website's
         *     default one, or its only one. When Telegram refuses or takes longer than two seconds, the channel's static link is answered with `fallback: true`,
         *     so that a visitor is never stopped; a channel without one answers 503.
         *
         *     Asked again within ten minutes for the same visitor and channel, and with nothing new known of him, the unused link of before is answered: a
         *     double click is one click.
         */
        post: operations["createInvite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/conversion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report what a person did
         * @description Called by the business's server when somebody in its channel did what ads are meant to lead to. The conversion is stored, and each of the website's destinations is told of it
         *     in its own words, at least once and under one event id.
         *
         *     Click ids, address and browser that the body does not name are those of the visit behind the person's invite. `channelId` may be left out where his history knows
         *     exactly one channel. Answered when the conversion and its sends are durable.
         */
        post: operations["recordConversion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/leads/{telegramUserId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a lead, where he came from and what he did
         * @description The lead with the visit and the invite that brought him, and each of his conversions with what became of it at every ad platform.
         */
        get: operations["getLead"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/leads/{telegramUserId}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report what a known lead did
         * @description As a conversion, of a lead that is known already: somebody who came by an invite, or of whom a conversion was reported before.
         */
        post: operations["recordLeadEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/leads/{telegramUserId}/conversions/{conversionId}/value": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set the value of a conversion once it is known
         * @description The conversion keeps its id, and the destinations are told of a purchase of this value under the event id `<conversionId>:purchase`.
         *
         *     The value is set once: the same amount again gets the same answer and nobody is told again, another amount is a conflict.
         */
        post: operations["recordLateValue"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/track/init": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record that a page was visited, told by the page
         * @description Called by `/track.js`. The website's tracking id stands in the query or in the body; the `Origin`, where there is one, must be of the website's
         *     domain. Sent as `text/plain` the JSON body needs no preflight.
         *
         *     Ids, click ids and cookies are as for `/api/v1/events/visit`. Answered when the visit is durable.
         */
        post: operations["recordTrackVisit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/track/update-fbp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add Meta's browser id to a visit, told by the page
         * @description Patches the visitor's latest visit on the website with the `_fbp` that Meta's script made after it was told. It reaches the conversions that come
         *     later. A visitor without a visit: `success` is false. Called by `/track.js`.
         */
        post: operations["recordTrackFbp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/track/invite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Go to a Telegram channel by a personal way, from a page
         * @description Where `/track.js` sends clicks on links to Telegram. The website's tracking id stands in the query (`websiteId`). Leads to the link that
         *     `/api/v1/events/invite` would answer, and nowhere else. A visitor of whom no visit is known is taken down as one.
         *
         *     A `HEAD`, or a browser that only looks ahead, is answered 204: nothing is minted for it.
         */
        get: operations["getTrackInvite"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backend/track/init": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record that a page was visited, told through a proxy
         * @description The same as `/track/init`, under the path that a proxy on the website's own domain forwards. Such a proxy may send no `Origin`; it names the
         *     visitor in `X-Forwarded-For` or `X-Adtarget-Client-IP`, and is believed when the server is told to trust it.
         *
         *     Ids, click ids and cookies are as for `/api/v1/events/visit`. Answered when the visit is durable.
         */
        post: operations["recordProxiedVisit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backend/track/update-fbp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add Meta's browser id to a visit, told through a proxy
         * @description Patches the visitor's latest visit on the website with the `_fbp` that Meta's script made after it was told. It reaches the conversions that come
         *     later. A visitor without a visit: `success` is false. Called through a proxy on the website's own domain.
         */
        post: operations["recordProxiedFbp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backend/track/invite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Go to a Telegram channel by a personal way, through a proxy
         * @description The same as `/track/invite`, under the path that a proxy on the website's own domain forwards. The website's tracking id stands in the query
         *     (`websiteId`). Leads to the link that `/api/v1/events/invite` would answer, and nowhere else. A visitor of whom no visit is known is taken down as
         *     one.
         *
         *     A `HEAD`, or a browser that only looks ahead, is answered 204: nothing is minted for it.
         */
        get: operations["getProxiedInvite"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/telegram/{botId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take an update from Telegram
         * @description The webhook of a bot, which the server registers when the bot is created. Who joins by a link of ours counts once as what the channel says, for
         *     ever: coming back counts nothing. Joins without one, or by one that somebody else used, are recorded as organic and told to nobody; so is who
         *     leaves. A request to join by a link of ours is approved where the channel says so.
         *
         *     Each `update_id` is taken once. What can't be read is ignored, since Telegram would send it again and again. Answered when all of it is durable.
         */
        post: operations["recordTelegramUpdate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say that the process is up
         * @description For a supervisor. It asks nobody else, so that a database's absence restarts no healthy process; `/readyz` asks.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say whether the server can work
         * @description For a load balancer. Ready when the database answers, its migrations are current and the server is not stopping. A Redis that is away is shown and leaves the server ready, since it serves without one.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See what is well and what is not
         * @description Self-diagnosis for people - when each website, channel and destination last spoke, what went silent, what is overdue, what waits, and what could not be delivered. With a secret key (`Authorization: Bearer sk_live_...` or `X-Api-Key`) as JSON, or as a page where `Accept` asks for HTML first. A browser that brings no key gets a page that asks for it, keeps it for as long as its tab is open, and shows the same.
         */
        get: operations["getStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the server's metrics
         * @description Prometheus text format. Answered to callers on the loopback address, and to others who bring the `METRICS_TOKEN` of the server's settings as a bearer token.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get this document
         * @description The contract as one OpenAPI 3.1 document, the very one that the server enforces.
         */
        get: operations["getOpenapi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/widget.js": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the overlay widget
         * @description The one script that a publisher puts into a page, with the website's keys as `data-pub` and `data-website`. It asks for a decision, and opens an
         *     overlay of offers for a blocked visitor.
         *
         *     The name is stable, so browsers ask for it anew after five minutes. The same script under a name that carries its hash stands at `/web/{file}`.
         */
        get: operations["getWidget"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/widget-section.js": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the section widget
         * @description Fills the element whose id is `data-container` (`retarget-ads` by default) with at most `data-max-ads` offers, whoever the visitor is.
         *
         *     The name is stable, so browsers ask for it anew after five minutes. The same script under a name that carries its hash stands at `/web/{file}`.
         */
        get: operations["getWidgetSection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/widget-decline.js": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the trigger widget
         * @description Opens a session, tells its id by the event `retarget:decline-session` on `window`, and opens the overlay when the publisher's server has armed it.
         *
         *     The name is stable, so browsers ask for it anew after five minutes. The same script under a name that carries its hash stands at `/web/{file}`.
         */
        get: operations["getWidgetDecline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/track.js": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the tracking script
         * @description The one script that a business puts into its pages, with the website's tracking id as `data-website-id` and, where the website has several
         *     channels, one of them as `data-channel-id`. It posts `/track/init` for each page that is visited, keeps the two cookies, reports Meta's `_fbp` when
         *     it comes later, and leads links into Telegram, and elements marked by `data-throughline-invite`, to `/track/invite`. With `data-base` it calls
         *     through the website's own proxy.
         *
         *     The name is stable, so browsers ask for it anew after five minutes. The same script under a name that carries its hash stands at `/web/{file}`.
         */
        get: operations["getTracker"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/web/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a browser file by its content
         * @description A script, its source map or a style sheet, under a name that carries the hash of the content and stays good for as long as the content is served. For pages that pin a script by `integrity`.
         */
        get: operations["getWebFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/embed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the page for a frame
         * @description For publishers who can put a frame into a page, and no script. It does what the script of the surface does, inside the frame, and tells the page
         *     around it by messages (`throughline:ready`, `throughline:shown`, `throughline:clicked`, `throughline:resize`, `retarget:decline-session`).
         *
         *     Browsers show it in pages of the website's own domain alone. Attributes of the script element are taken as parameters too, without `data-`.
         */
        get: operations["getEmbed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/demo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Try the widgets as a visitor
         * @description A publisher's page with one of the three widgets, a switch for the visitor's country, and a log of what the widget asks the server. Only in a demonstration.
         */
        get: operations["getDemo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/demo/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decline the visitor of the demo page
         * @description Plays the publisher's server - it takes the session's id from the page, and arms the session with the website's trigger secret, which no page ever sees. Only in a demonstration.
         */
        post: operations["recordDemoDecline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs/guides": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read how to integrate
         * @description A page for publishers - plain HTML, Next.js, WordPress, Google Tag Manager, the lines for a Content-Security-Policy, and what to check when something does not show.
         */
        get: operations["getGuides"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs/api": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Explore the contract
         * @description A page on which people read this contract and try its operations. Everything on it comes from this origin.
         */
        get: operations["getExplorer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs/api/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a file of the explorer
         * @description A script, style sheet or picture of the page at `/docs/api`.
         */
        get: operations["getExplorerFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description One value. Given more than once it is as good as none. */
        Unrefused: string | string[];
        /** @description Whom a blocked visitor may turn to. */
        Support: {
            /**
             * Format: email
             * @description Address of the support desk.
             */
            email?: string;
            /**
             * Format: uri
             * @description Page of the support desk.
             */
            url?: string;
            /** @description What the visitor reads. */
            message?: string;
        };
        /** @description How the browser scripts look on this website, without a line of code. Settings of other names are kept and handed on as they are given, for scripts of the publisher's own. */
        Experience: {
            /** @description Colour of the buttons. What is written on it is black or white, whichever is read better. */
            accentColor?: string;
            /**
             * Format: uri
             * @description Picture beside the heading, shown 32 pixels high.
             */
            logoUrl?: string;
            /** @description Heading of the overlay, the section and the frame, in place of the built-in one. */
            headline?: string;
            /**
             * @description Offers below each other (`list`), or side by side as far as there is room (`cards`).
             * @enum {string}
             */
            layout?: "list" | "cards";
        } & {
            [key: string]: string | number | boolean;
        };
        /** @description Whether a visitor may be served, and the id that every later call about him carries. */
        Decision: {
            /** @description True when the visitor is on the served side of the website's geo rule. False means: fetch and render offers. */
            allowed: boolean;
            /** @description Names this decision in every later call, for 24 hours. Signed, and bound to the website and the place. */
            requestId: string;
            /** @description ISO 3166-1 alpha-2 code of the visitor's country; null when it could not be resolved. */
            country: string | null;
            /** @description ISO 3166-2 subdivision without the country's prefix (`NJ`); null when it could not be resolved. */
            region: string | null;
            support?: components["schemas"]["Support"];
            experience?: components["schemas"]["Experience"];
        };
        /** @description An error of the delivery area. */
        DeliveryError: {
            /** @description What went wrong, for people. A validation error names the field and what it must be. */
            error: string;
            /** @description What went wrong, for programs. */
            reason: string;
        };
        /** @description One offer to render. What it bids, has left or leads to stays with us. */
        ServedOffer: {
            /** @description Id of the offer, for the impression and the click event. */
            offerId: string;
            /** @description Place in the list, from 1. */
            position: number;
            /** @description What stands on top. */
            headline: string;
            /** @description What stands below; null when there is none. */
            description: string | null;
            /** @description Who offers; null when it is not said. */
            brand: string | null;
            /** @description Text of the button; null when the page's own will do. */
            cta: string | null;
            /** @description Address of the picture; null when there is none. */
            imageUrl: string | null;
            /** @description The small print; null when there is none. */
            terms: string | null;
            /** @description Label that says that this is advertising. It must be shown. */
            disclosure: string;
            /**
             * Format: uri
             * @description Where a click leads, signed. It is good for seven days.
             */
            clickUrl: string;
        };
        /** @description The offers for one visitor, best first. */
        OfferList: {
            /** @description The decision's id, as it was given. */
            requestId: string;
            /** @description Empty when nothing is eligible. */
            offers: components["schemas"]["ServedOffer"][];
            support?: components["schemas"]["Support"];
        };
        /** @description What happened to one offer of an answered list. The keys may stand here instead of in the query, since a beacon has no query of its own. */
        OfferEvent: {
            /** @description The decision's id. One that is forged, expired or another website's is stored as such and counts for nothing. */
            requestId: string;
            /** @description The offer, as it was listed for this request. */
            offerId: string;
            /** @description The website's public key, unless it is in the query. */
            pub?: string;
            /** @description The website's own key, unless it is in the query. */
            website?: string;
        };
        /** @description A sign of life from the snippet on a page. The keys may stand here instead of in the query, since a beacon has no query of its own. */
        SnippetPing: {
            /** @description Address of the page. */
            url?: string | null;
            /**
             * @description Which of the widgets the page carries.
             * @enum {string|null}
             */
            surface?: "overlay" | "section" | "decline" | null;
            /** @description The website's public key, unless it is in the query. */
            pub?: string;
            /** @description The website's own key, unless it is in the query. */
            website?: string;
        };
        /** @description What became of a postback. */
        PostbackResult: {
            /**
             * @description `duplicate`: a transaction of this id and status was reported before, and nothing was done. `refused`: it is stored, and not billed.
             * @enum {string}
             */
            status: "accepted" | "duplicate" | "refused";
            /**
             * @description Why it was refused.
             * @enum {string}
             */
            reason?: "invalid_click" | "outside_window" | "unknown_event" | "already_converted" | "unsupported_currency" | "offer_gone" | "paused" | "ended" | "exhausted";
        };
        /** @description A conversion as its advertiser reports it: the names of the query, as JSON or as a form. What stands in both counts as it stands here. */
        Postback: {
            /** @description The click that led to it, from the landing URL's `{click_id}`. */
            click_id?: string;
            /** @description The advertiser's own id of the transaction. */
            txid?: string | number;
            /** @description Id of the goal that was reached; absent or null for the base step. */
            event?: string | number | null;
            /** @description What the advertiser pays for it, in major units, as a decimal number. It is the price only where the offer's payout is `dynamic`, else it is recorded. */
            payout?: string | number | null;
            /** @description Currency of the payout, ISO 4217. */
            currency?: string | null;
            /**
             * @description Whether the transaction stands, as it does when nothing is said, or is taken back.
             * @enum {string|null}
             */
            status?: "approved" | "reversed" | "" | null;
            /** @description The advertiser's postback token, unless the call is signed. */
            token?: string;
            /** @description HMAC-SHA256 of the sorted other parameters, in hexadecimal. */
            signature?: string;
        };
        /** @description Names the session to the publisher's server, and in every poll. */
        DeclineSessionId: string;
        /**
         * Format: date-time
         * @description A moment, ISO 8601 in UTC.
         */
        Time: string;
        /** @description A session that waits for the publisher's server. */
        NewDeclineSession: {
            sessionId: components["schemas"]["DeclineSessionId"];
            expiresAt: components["schemas"]["Time"];
        };
        /** @description Why the visitor was declined, in the publisher's own word (`kyc_failed`, `deposit_declined`, `age_check`, `self_excluded`). */
        DeclineReason: string;
        /** @description How a session stands. */
        DeclineSession: {
            /**
             * @description Whether the visitor was declined, may still be, or no longer.
             * @enum {string}
             */
            status: "pending" | "ready" | "expired";
            expiresAt: components["schemas"]["Time"];
            /** @description With `ready`, and the same in every poll. Names the visit in every later call, for 24 hours. */
            requestId?: string;
            reason?: components["schemas"]["DeclineReason"];
            support?: components["schemas"]["Support"];
            experience?: components["schemas"]["Experience"];
        };
        /** @description Says that the visitor of a session was declined. */
        DeclineTrigger: {
            /** @description Id of the session, as the page has handed it over. */
            sessionId: string;
            /** @description Why the visitor was declined, in the publisher's own word (`kyc_failed`, `deposit_declined`, `age_check`, `self_excluded`). */
            reason?: string | null;
            /** @description What the publisher wants to keep with it, nested at most 64 levels deep. Nothing here is shown to the visitor. */
            metadata?: {
                [key: string]: unknown;
            } | null;
        };
        /** @description The session is ready, by this call or an earlier one. */
        ArmedDeclineSession: {
            /**
             * @description Always `ready`.
             * @constant
             */
            status: "ready";
            sessionId: components["schemas"]["DeclineSessionId"];
        };
        /** @description What the publisher calls the website. */
        WebsiteName: string;
        /** @description Host name of the website, without scheme, port or path; `localhost` and IP addresses will do. Stored in lower case. A domain stands for itself and its `www.` twin. */
        Domain: string;
        /**
         * @description A paused website answers no visitor; its settings stay.
         * @enum {string}
         */
        WebsiteStatus: "active" | "paused";
        /**
         * @description Where offers stand - over the page, in a section of it, or only after a declined deposit or check.
         * @enum {string}
         */
        DisplayMode: "overlay" | "section" | "decline";
        /** @description Whether the publisher's server may open the widget for a visitor it has declined. */
        TriggerEnabled: boolean;
        /** @description Whether the page may say where the visitor is. Switched on, a visitor who forges the request picks his own side. */
        TrustLocationHints: boolean;
        /** @description Whether `dev-country` and `dev-region`, and pages on localhost, are honoured. */
        AllowDevOverrides: boolean;
        /** @description The publisher's part of what advertisers pay. */
        RevenueShare: number;
        /** @description The website's public key, for `pub`. */
        PublicKey: string;
        /** @description The website's own key, for `website`. */
        WebsiteKey: string;
        /** @description One of the publisher's websites. */
        Website: {
            /** @description Id of the website. */
            id: string;
            name: components["schemas"]["WebsiteName"];
            domain: components["schemas"]["Domain"];
            status: components["schemas"]["WebsiteStatus"];
            displayMode: components["schemas"]["DisplayMode"];
            triggerEnabled: components["schemas"]["TriggerEnabled"];
            trustLocationHints: components["schemas"]["TrustLocationHints"];
            allowDevOverrides: components["schemas"]["AllowDevOverrides"];
            support: components["schemas"]["Support"];
            experience: components["schemas"]["Experience"];
            revenueShare: components["schemas"]["RevenueShare"];
            pub: components["schemas"]["PublicKey"];
            website: components["schemas"]["WebsiteKey"];
            /** @description Names the website to the tracking script. */
            trackingId: string;
            /**
             * Format: date-time
             * @description When the snippet last gave a sign of life; null before the first.
             */
            lastPingAt: string | null;
            /**
             * @description Whether the snippet lives - `silent` after 24 hours without a ping, `never` before the first.
             * @enum {string}
             */
            pingState: "never" | "ok" | "silent";
            createdAt: components["schemas"]["Time"];
            updatedAt: components["schemas"]["Time"];
        };
        /** @description How many items the whole list has. */
        Total: number;
        /** @description Which page this is, from 1. */
        PageNumber: number;
        /** @description A page of websites, oldest first. */
        WebsiteList: {
            /** @description The websites of this page. */
            items: components["schemas"]["Website"][];
            total: components["schemas"]["Total"];
            page: components["schemas"]["PageNumber"];
        };
        /** @description An error of the management and engagement endpoints. */
        EngagementError: {
            /** @description The status in words. */
            error: string;
            /** @description What went wrong, for people. A validation error names the field and what it must be. */
            message: string;
            /** @description The HTTP status once more. */
            status: number;
        };
        /** @description A website to create. The keys are made by the server. */
        NewWebsite: {
            name: components["schemas"]["WebsiteName"];
            domain: components["schemas"]["Domain"];
            /**
             * @description A paused website answers no visitor; its settings stay.
             * @default active
             * @enum {string}
             */
            status: "active" | "paused";
            /**
             * @description Where offers stand - over the page, in a section of it, or only after a declined deposit or check.
             * @default overlay
             * @enum {string}
             */
            displayMode: "overlay" | "section" | "decline";
            /**
             * @description Whether the publisher's server may open the widget for a visitor it has declined.
             * @default false
             */
            triggerEnabled: boolean;
            /**
             * @description Whether the page may say where the visitor is. Switched on, a visitor who forges the request picks his own side.
             * @default false
             */
            trustLocationHints: boolean;
            /**
             * @description Whether `dev-country` and `dev-region`, and pages on localhost, are honoured.
             * @default false
             */
            allowDevOverrides: boolean;
            /**
             * @description Whom a blocked visitor may turn to.
             * @default {}
             */
            support: {
                /**
                 * Format: email
                 * @description Address of the support desk.
                 */
                email?: string;
                /**
                 * Format: uri
                 * @description Page of the support desk.
                 */
                url?: string;
                /** @description What the visitor reads. */
                message?: string;
            };
            /**
             * @description How the browser scripts look on this website, without a line of code. Settings of other names are kept and handed on as they are given, for scripts of the publisher's own.
             * @default {}
             */
            experience: {
                /** @description Colour of the buttons. What is written on it is black or white, whichever is read better. */
                accentColor?: string;
                /**
                 * Format: uri
                 * @description Picture beside the heading, shown 32 pixels high.
                 */
                logoUrl?: string;
                /** @description Heading of the overlay, the section and the frame, in place of the built-in one. */
                headline?: string;
                /**
                 * @description Offers below each other (`list`), or side by side as far as there is room (`cards`).
                 * @enum {string}
                 */
                layout?: "list" | "cards";
            } & {
                [key: string]: string | number | boolean;
            };
            /**
             * @description The publisher's part of what advertisers pay.
             * @default 0.8
             */
            revenueShare: number;
        };
        /** @description What to change of a website. A field that is left out stays as it is; one that is given replaces the whole of it. */
        WebsiteChanges: {
            name?: components["schemas"]["WebsiteName"];
            domain?: components["schemas"]["Domain"];
            status?: components["schemas"]["WebsiteStatus"];
            displayMode?: components["schemas"]["DisplayMode"];
            triggerEnabled?: components["schemas"]["TriggerEnabled"];
            trustLocationHints?: components["schemas"]["TrustLocationHints"];
            allowDevOverrides?: components["schemas"]["AllowDevOverrides"];
            support?: components["schemas"]["Support"];
            experience?: components["schemas"]["Experience"];
            revenueShare?: components["schemas"]["RevenueShare"];
        };
        /** @description The object is gone. */
        Deleted: {
            /**
             * @description Always true.
             * @constant
             */
            deleted: true;
        };
        /** @description The pair of keys that stands in the page's source. */
        WebsiteKeys: {
            pub: components["schemas"]["PublicKey"];
            website: components["schemas"]["WebsiteKey"];
        };
        /** @description Id of the secret. */
        TriggerSecretId: string;
        /** @description The beginning of the secret, by which people tell theirs apart. */
        TriggerSecretPrefix: string;
        /** @description A secret with which the publisher's server opens the widget, as it is listed. The secret itself is shown once, when it is created. */
        TriggerSecret: {
            id: components["schemas"]["TriggerSecretId"];
            prefix: components["schemas"]["TriggerSecretPrefix"];
            createdAt: components["schemas"]["Time"];
            /**
             * Format: date-time
             * @description When the secret was last used; null before its first use.
             */
            lastUsedAt: string | null;
        };
        /** @description A page of the website's secrets, oldest first. Revoked ones are not listed. */
        TriggerSecretList: {
            /** @description The secrets of this page. */
            items: components["schemas"]["TriggerSecret"][];
            total: components["schemas"]["Total"];
            page: components["schemas"]["PageNumber"];
        };
        /** @description A secret as it is shown once. */
        NewTriggerSecret: {
            id: components["schemas"]["TriggerSecretId"];
            /** @description The bearer token. The server keeps only its hash. */
            secret: string;
            prefix: components["schemas"]["TriggerSecretPrefix"];
            createdAt: components["schemas"]["Time"];
        };
        /**
         * @description What being listed means - in an `allowlist` only the places listed are served, in a `blocklist` all others are. A visitor whose country is unknown matches no entry.
         * @enum {string}
         */
        GeoMode: "allowlist" | "blocklist";
        /** @description Which places the website serves. */
        GeoRule: {
            mode: components["schemas"]["GeoMode"];
            /** @description Countries (`US`) and subdivisions (`US-NJ`), in upper case and sorted. */
            entries: string[];
        };
        /** @description The rule to save. It replaces the one before, whole. */
        GeoRuleSettings: {
            mode: components["schemas"]["GeoMode"];
            /** @description Countries (`US`) and subdivisions (`US-NJ`) in any case; `UK` is read as `GB`. An entry that is no ISO code is refused by name. An empty list is allowed. */
            entries: string[];
        };
        /** @description Id of an advertiser or an offer. */
        RuledId: string;
        /** @description Ids of those that may be shown; empty for all. */
        AllowedIds: components["schemas"]["RuledId"][];
        /** @description Ids of those that are not shown, allowed or not. */
        BlockedIds: components["schemas"]["RuledId"][];
        /** @description What may be shown and what not. */
        RuleLists: {
            allow: components["schemas"]["AllowedIds"];
            block: components["schemas"]["BlockedIds"];
        };
        /** @description Which offers a website shows. An offer must pass by its advertiser and by itself. */
        OfferRules: {
            advertisers: components["schemas"]["RuleLists"];
            offers: components["schemas"]["RuleLists"];
        };
        /** @description What may be shown and what not. A list that is left out is empty. */
        RuleListsSettings: {
            /**
             * @description Ids of those that may be shown; empty for all.
             * @default []
             */
            allow: components["schemas"]["RuledId"][];
            /**
             * @description Ids of those that are not shown, allowed or not.
             * @default []
             */
            block: components["schemas"]["RuledId"][];
        };
        /** @description The rules to save. They replace those before, whole. */
        OfferRulesSettings: {
            /**
             * @description What may be shown and what not. A list that is left out is empty.
             * @default {}
             */
            advertisers: {
                /**
                 * @description Ids of those that may be shown; empty for all.
                 * @default []
                 */
                allow: components["schemas"]["RuledId"][];
                /**
                 * @description Ids of those that are not shown, allowed or not.
                 * @default []
                 */
                block: components["schemas"]["RuledId"][];
            };
            /**
             * @description What may be shown and what not. A list that is left out is empty.
             * @default {}
             */
            offers: {
                /**
                 * @description Ids of those that may be shown; empty for all.
                 * @default []
                 */
                allow: components["schemas"]["RuledId"][];
                /**
                 * @description Ids of those that are not shown, allowed or not.
                 * @default []
                 */
                block: components["schemas"]["RuledId"][];
            };
        };
        /** @description How many. */
        Count: number;
        /** @description An amount in US dollars. */
        Amount: number;
        /** @description Sums of one day, country, surface or offer, under the name it was asked by; or of all, without a name. */
        ReportRow: {
            /**
             * Format: date
             * @description UTC date.
             */
            day?: string;
            /** @description ISO 3166-1 alpha-2; null when it could not be resolved. */
            country?: string | null;
            /** @description Where the offers stood; null when it is not known. */
            surface?: string | null;
            /** @description Id of the offer; null for what is about no offer, such as decisions. */
            offer?: string | null;
            /** @description Decisions. */
            decisions: number;
            /** @description Decisions on visitors who may not be served. */
            blocked: number;
            /** @description Offers that were listed. */
            served: number;
            /** @description Valid impressions. */
            impressions: number;
            /** @description Valid redirects. */
            clicks: number;
            /** @description Valid click events of the page. */
            clickEvents: number;
            /** @description Approved conversions. */
            conversions: number;
            /** @description Conversions that were taken back. */
            reversed: number;
            /** @description What advertisers paid, net of reversals. */
            revenue: number;
            /** @description The publisher's share of the revenue. */
            earnings: number;
            /** @description Clicks per impression, as a fraction; 0 without impressions. */
            ctr: number;
            /** @description Revenue per thousand impressions; 0 without impressions. */
            ecpm: number;
            /** @description Events, clicks and conversions that did not count, by reason. */
            invalid: {
                [key: string]: components["schemas"]["Count"];
            };
        };
        /** @description Sums by day, country, surface or offer, and over all of them. */
        Report: {
            /** @description Days in their order, anything else by revenue. What nothing happened on has no row. */
            rows: components["schemas"]["ReportRow"][];
            totals: components["schemas"]["ReportRow"];
        };
        /** @description Id of the channel. */
        ChannelId: string;
        /** @description Id of the website. */
        TrackedWebsiteId: string;
        /** @description What people call the channel. */
        ChannelName: string;
        /** @description Telegram's id of the channel or group, as text, since it is negative and may be longer than a number is exact; null when there is only a link to it. */
        TelegramChatId: string | null;
        /** @description Id of the bot that administers the channel - it mints invite links and hears of joins; null for none. */
        ChannelBotId: string | null;
        /** @description A link to the channel that is the same for all. Visitors get it when there is no bot, or Telegram does not answer in time; null for none. */
        StaticInviteUrl: string | null;
        /** @description Whether invite links lead to a request to join, which the bot approves at once when the link is one of ours. Requests by other links are left to people. */
        ApproveJoinRequests: boolean;
        /**
         * @description The conversion that a join counts as.
         * @enum {string}
         */
        JoinEventType: "Lead" | "Purchase" | "CompleteRegistration" | "Subscribe" | "Custom";
        /** @description Name of the event; `Custom` needs one. */
        JoinEventName: string;
        /** @description What a join is worth, in `currency`; `Purchase` needs it. */
        JoinValue: number;
        /** @description ISO 4217, in either case; `value` needs it. */
        JoinCurrency: string;
        /** @description What a join by one of our links counts as; null for nothing - it is recorded all the same. */
        JoinConversion: {
            eventType: components["schemas"]["JoinEventType"];
            customEventName?: components["schemas"]["JoinEventName"];
            value?: components["schemas"]["JoinValue"];
            currency?: components["schemas"]["JoinCurrency"];
        } | null;
        /** @description Whether this is the channel that is meant when a call names none. A website has at most one - to set it here clears it elsewhere. */
        ChannelDefault: boolean;
        /** @description A Telegram channel or group that a website sends its visitors to. */
        Channel: {
            id: components["schemas"]["ChannelId"];
            websiteId: components["schemas"]["TrackedWebsiteId"];
            name: components["schemas"]["ChannelName"];
            telegramChatId: components["schemas"]["TelegramChatId"];
            botId: components["schemas"]["ChannelBotId"];
            staticInviteUrl: components["schemas"]["StaticInviteUrl"];
            approveJoinRequests: components["schemas"]["ApproveJoinRequests"];
            conversion: components["schemas"]["JoinConversion"];
            default: components["schemas"]["ChannelDefault"];
            createdAt: components["schemas"]["Time"];
            updatedAt: components["schemas"]["Time"];
        };
        /** @description A page of channels, oldest first. */
        ChannelPage: {
            /** @description The channels of this page. */
            items: components["schemas"]["Channel"][];
            total: components["schemas"]["Total"];
            page: components["schemas"]["PageNumber"];
        };
        /** @description Telegram's id of the channel or group, as text or as the whole number that Telegram's own API writes; it is shown as text. Null when there is only a link to it. */
        TelegramChatIdSetting: string | number | null;
        /** @description What a join by one of our links counts as; null for nothing - it is recorded all the same. */
        JoinConversionSettings: {
            eventType: components["schemas"]["JoinEventType"];
            customEventName?: components["schemas"]["JoinEventName"];
            value?: components["schemas"]["JoinValue"];
            currency?: components["schemas"]["JoinCurrency"];
        } | null;
        /** @description A channel to make known. A bot needs `telegramChatId`; without a bot, visitors need `staticInviteUrl`. */
        NewChannel: {
            /**
             * @description What people call the channel.
             * @default Channel
             */
            name: string;
            /**
             * @description Telegram's id of the channel or group, as text or as the whole number that Telegram's own API writes; it is shown as text. Null when there is only a link to it.
             * @default null
             */
            telegramChatId: string | number | null;
            /**
             * @description Id of the bot that administers the channel - it mints invite links and hears of joins; null for none.
             * @default null
             */
            botId: string | null;
            /**
             * @description A link to the channel that is the same for all. Visitors get it when there is no bot, or Telegram does not answer in time; null for none.
             * @default null
             */
            staticInviteUrl: string | null;
            /**
             * @description Whether invite links lead to a request to join, which the bot approves at once when the link is one of ours. Requests by other links are left to people.
             * @default false
             */
            approveJoinRequests: boolean;
            /**
             * @description What a join by one of our links counts as; null for nothing - it is recorded all the same.
             * @default {
             *       "eventType": "Lead"
             *     }
             */
            conversion: {
                eventType: components["schemas"]["JoinEventType"];
                customEventName?: components["schemas"]["JoinEventName"];
                value?: components["schemas"]["JoinValue"];
                currency?: components["schemas"]["JoinCurrency"];
            } | null;
            default?: components["schemas"]["ChannelDefault"];
        };
        /** @description What to change of a channel. A field that is left out stays as it is; one that is given replaces the whole of it, and null clears it. */
        ChannelChanges: {
            name?: components["schemas"]["ChannelName"];
            telegramChatId?: components["schemas"]["TelegramChatIdSetting"];
            botId?: components["schemas"]["ChannelBotId"];
            staticInviteUrl?: components["schemas"]["StaticInviteUrl"];
            approveJoinRequests?: components["schemas"]["ApproveJoinRequests"];
            conversion?: components["schemas"]["JoinConversionSettings"];
            default?: components["schemas"]["ChannelDefault"];
        };
        /** @description Id of the destination. */
        DestinationId: string;
        /**
         * @description `meta` Conversions API, `tiktok` Events API, `snapchat` Conversions API, `google` Ads click conversions. It can not be changed afterwards.
         * @enum {string}
         */
        AdPlatform: "meta" | "tiktok" | "snapchat" | "google";
        /** @description The pixel (Meta, TikTok, Snapchat), or the customer id (Google), whose dashes are dropped. */
        AccountId: string;
        /** @description Marks every event as a test, which the platform shows apart and does not count; null for none. */
        TestEventCode: string | null;
        /** @description Whether anything is sent to it. What is waiting when it is switched off goes out when it is switched on again, unless its time has passed. */
        DestinationEnabled: boolean;
        /** @description Google only - id or resource name of the conversion action; null for the other platforms. */
        ConversionAction: string | null;
        /** @description Google only - id of the OAuth client that the refresh token was made for; null when there is none. */
        GoogleClientId: string | null;
        /**
         * @description `ok` - sends go out; `credentials` - the platform refuses the token, or there is none, and sends wait for another; `paused` - switched off.
         * @enum {string}
         */
        DestinationState: "ok" | "credentials" | "paused";
        /** @description An account on an ad platform that a website's conversions are reported to. Its tokens are never shown. */
        Destination: {
            id: components["schemas"]["DestinationId"];
            websiteId: components["schemas"]["TrackedWebsiteId"];
            platform: components["schemas"]["AdPlatform"];
            accountId: components["schemas"]["AccountId"];
            testEventCode: components["schemas"]["TestEventCode"];
            enabled: components["schemas"]["DestinationEnabled"];
            conversionAction: components["schemas"]["ConversionAction"];
            clientId: components["schemas"]["GoogleClientId"];
            state: components["schemas"]["DestinationState"];
            /** @description Why the state is not `ok`, in the platform's words where it gave any; null when it is. */
            stateReason: string | null;
            createdAt: components["schemas"]["Time"];
            updatedAt: components["schemas"]["Time"];
        };
        /** @description A page of destinations, oldest first. */
        DestinationPage: {
            /** @description The destinations of this page. */
            items: components["schemas"]["Destination"][];
            total: components["schemas"]["Total"];
            page: components["schemas"]["PageNumber"];
        };
        /** @description The platform's access token. Write-only. */
        AccessToken: string;
        /** @description Google only - the manager account's developer token. Write-only. */
        DeveloperToken: string;
        /** @description Google only - OAuth refresh token, used with `clientId` and `clientSecret` in place of an access token. Write-only. */
        RefreshToken: string;
        /** @description Google only - secret of the OAuth client. Write-only. */
        ClientSecret: string;
        /** @description A destination to create. Google needs `conversionAction`, `developerToken`, and `accessToken` or `refreshToken` with `clientId` and `clientSecret`. One of another platform that has no `accessToken` yet waits for it in the state `credentials`. */
        NewDestination: {
            platform: components["schemas"]["AdPlatform"];
            accountId: components["schemas"]["AccountId"];
            accessToken?: components["schemas"]["AccessToken"];
            /**
             * @description Marks every event as a test, which the platform shows apart and does not count; null for none.
             * @default null
             */
            testEventCode: string | null;
            /**
             * @description Whether anything is sent to it. What is waiting when it is switched off goes out when it is switched on again, unless its time has passed.
             * @default true
             */
            enabled: boolean;
            /**
             * @description Google only - id or resource name of the conversion action; null for the other platforms.
             * @default null
             */
            conversionAction: string | null;
            developerToken?: components["schemas"]["DeveloperToken"];
            refreshToken?: components["schemas"]["RefreshToken"];
            /**
             * @description Google only - id of the OAuth client that the refresh token was made for; null when there is none.
             * @default null
             */
            clientId: string | null;
            clientSecret?: components["schemas"]["ClientSecret"];
        };
        /** @description What to change of a destination. A field that is left out stays as it is; one that is given replaces the whole of it, and null clears it. Another platform is refused. */
        DestinationChanges: {
            platform?: components["schemas"]["AdPlatform"];
            accountId?: components["schemas"]["AccountId"];
            accessToken?: components["schemas"]["AccessToken"];
            testEventCode?: components["schemas"]["TestEventCode"];
            enabled?: components["schemas"]["DestinationEnabled"];
            conversionAction?: components["schemas"]["ConversionAction"];
            developerToken?: components["schemas"]["DeveloperToken"];
            refreshToken?: components["schemas"]["RefreshToken"];
            clientId?: components["schemas"]["GoogleClientId"];
            clientSecret?: components["schemas"]["ClientSecret"];
        };
        /** @description Id of the bot. */
        BotId: string;
        /** @description What people call the bot. */
        BotName: string;
        /**
         * @description `ok` - Telegram tells us of joins; `unregistered` - it did not take our webhook, so joins are not heard of.
         * @enum {string}
         */
        BotState: "ok" | "unregistered";
        /** @description Why Telegram did not take the webhook, in its own words where it gave any; null when it did. */
        BotStateReason: string | null;
        /** @description A Telegram bot, which mints invite links and hears of joins. Its token is never shown. */
        Bot: {
            id: components["schemas"]["BotId"];
            name: components["schemas"]["BotName"];
            state: components["schemas"]["BotState"];
            stateReason: components["schemas"]["BotStateReason"];
            createdAt: components["schemas"]["Time"];
            updatedAt: components["schemas"]["Time"];
        };
        /** @description A page of bots, oldest first. */
        BotPage: {
            /** @description The bots of this page. */
            items: components["schemas"]["Bot"][];
            total: components["schemas"]["Total"];
            page: components["schemas"]["PageNumber"];
        };
        /** @description The token that Telegram's BotFather gave. Write-only. */
        BotToken: string;
        /** @description A bot to make known. */
        NewBot: {
            /**
             * @description What people call the bot.
             * @default Bot
             */
            name: string;
            token: components["schemas"]["BotToken"];
        };
        /** @description A new bot, with the webhook's secret, which is shown this once. */
        CreatedBot: {
            id: components["schemas"]["BotId"];
            name: components["schemas"]["BotName"];
            /** @description What Telegram shows with each call of the webhook, in `X-Telegram-Bot-Api-Secret-Token`. */
            webhookSecret: string;
            state: components["schemas"]["BotState"];
            stateReason: components["schemas"]["BotStateReason"];
            createdAt: components["schemas"]["Time"];
            updatedAt: components["schemas"]["Time"];
        };
        /** @description What to change of a bot. A field that is left out stays as it is. */
        BotChanges: {
            name?: components["schemas"]["BotName"];
            token?: components["schemas"]["BotToken"];
        };
        /** @description Id of the tracking key. */
        TrackingKeyId: string;
        /** @description What people call the key. */
        TrackingKeyName: string;
        /**
         * @description What the key is good for - one website (`site`), or all of the account.
         * @enum {string}
         */
        TrackingKeyScope: "site" | "account";
        /** @description Id of the website; null for a key of the account. */
        KeyWebsiteId: string | null;
        /** @description The beginning of the key, by which people tell theirs apart. */
        TrackingKeyPrefix: string;
        /** @description A key in force, as it is listed. The key itself is shown once, when it is created. */
        TrackingKey: {
            id: components["schemas"]["TrackingKeyId"];
            name: components["schemas"]["TrackingKeyName"];
            scope: components["schemas"]["TrackingKeyScope"];
            websiteId: components["schemas"]["KeyWebsiteId"];
            prefix: components["schemas"]["TrackingKeyPrefix"];
            createdAt: components["schemas"]["Time"];
            /**
             * Format: date-time
             * @description When the key was last used; null before its first use.
             */
            lastUsedAt: string | null;
        };
        /** @description A page of keys, oldest first. Revoked ones are not listed. */
        TrackingKeyPage: {
            /** @description The keys of this page. */
            items: components["schemas"]["TrackingKey"][];
            total: components["schemas"]["Total"];
            page: components["schemas"]["PageNumber"];
        };
        /** @description A key to create. */
        NewTrackingKey: {
            name: components["schemas"]["TrackingKeyName"];
            /**
             * @description What the key is good for - one website (`site`), or all of the account. By default `site` when there is a `websiteId`, else `account`.
             * @enum {string}
             */
            scope?: "site" | "account";
            /** @description The website, by its id or its tracking id; for the scope `site` only. */
            websiteId?: string;
        };
        /** @description A key as it is shown once. */
        CreatedTrackingKey: {
            id: components["schemas"]["TrackingKeyId"];
            name: components["schemas"]["TrackingKeyName"];
            scope: components["schemas"]["TrackingKeyScope"];
            websiteId: components["schemas"]["KeyWebsiteId"];
            /** @description The bearer token. The server keeps only its hash. */
            key: string;
            prefix: components["schemas"]["TrackingKeyPrefix"];
            createdAt: components["schemas"]["Time"];
        };
        /** @description Id of the advertiser. */
        AdvertiserId: string;
        /** @description What the team calls the advertiser. */
        AdvertiserName: string;
        /**
         * @description The one currency in which offers are priced.
         * @enum {string}
         */
        Currency: "USD";
        /** @description The beginning of the postback token, by which people tell theirs apart. */
        PostbackTokenPrefix: string;
        /** @description Who pays for offers. */
        Advertiser: {
            id: components["schemas"]["AdvertiserId"];
            name: components["schemas"]["AdvertiserName"];
            /** @description What is left to spend, the sum of deposits, charges and reversals, in major units. */
            balance: number;
            currency: components["schemas"]["Currency"];
            postbackTokenPrefix: components["schemas"]["PostbackTokenPrefix"];
            createdAt: components["schemas"]["Time"];
            updatedAt: components["schemas"]["Time"];
        };
        /** @description A page of advertisers, oldest first. */
        AdvertiserList: {
            /** @description The advertisers of this page. */
            items: components["schemas"]["Advertiser"][];
            total: components["schemas"]["Total"];
            page: components["schemas"]["PageNumber"];
        };
        /** @description An advertiser to create. */
        NewAdvertiser: {
            name: components["schemas"]["AdvertiserName"];
        };
        /** @description With it the advertiser's server reports conversions, as `token` or as the key of `signature`. */
        PostbackToken: string;
        /** @description An advertiser with its postback token, as it is shown once. */
        CreatedAdvertiser: {
            id: components["schemas"]["AdvertiserId"];
            name: components["schemas"]["AdvertiserName"];
            /**
             * @description Nothing yet.
             * @constant
             */
            balance: 0;
            currency: components["schemas"]["Currency"];
            postbackToken: components["schemas"]["PostbackToken"];
            postbackTokenPrefix: components["schemas"]["PostbackTokenPrefix"];
            createdAt: components["schemas"]["Time"];
            updatedAt: components["schemas"]["Time"];
        };
        /** @description What to change of an advertiser. A field that is left out stays as it is. */
        AdvertiserChanges: {
            name?: components["schemas"]["AdvertiserName"];
        };
        /** @description A postback token as it is shown once. */
        NewPostbackToken: {
            postbackToken: components["schemas"]["PostbackToken"];
            postbackTokenPrefix: components["schemas"]["PostbackTokenPrefix"];
        };
        /** @description Id of the ledger's posting. */
        PostingId: string;
        /** @description What was paid in, in major units; it counts to the nearest millionth. */
        DepositAmount: number;
        /** @description Names the payment, an invoice's number for example. An advertiser's money is counted once for each. */
        DepositReference: string;
        /** @description A payment that was counted. */
        Deposit: {
            id: components["schemas"]["PostingId"];
            advertiserId: components["schemas"]["AdvertiserId"];
            amount: components["schemas"]["DepositAmount"];
            currency: components["schemas"]["Currency"];
            reference: components["schemas"]["DepositReference"];
            createdAt: components["schemas"]["Time"];
        };
        /** @description A page of deposits, oldest first. */
        DepositList: {
            /** @description The deposits of this page. */
            items: components["schemas"]["Deposit"][];
            total: components["schemas"]["Total"];
            page: components["schemas"]["PageNumber"];
        };
        /** @description A payment that has come in. */
        NewDeposit: {
            amount: components["schemas"]["DepositAmount"];
            /**
             * @description The one currency in which offers are priced.
             * @default USD
             * @enum {string}
             */
            currency: "USD";
            reference: components["schemas"]["DepositReference"];
        };
        /**
         * @description A paused offer is not shown. What was served before still redirects, unbilled.
         * @enum {string}
         */
        OfferStatus: "active" | "paused";
        /** @description Id of the offer. */
        OfferId: string;
        /** @description Id of the advertiser who pays. */
        OfferAdvertiserId: string;
        /** @description What the team calls the offer. Visitors don't see it. */
        OfferName: string;
        /** @description What stands on top of the card. */
        Headline: string;
        /** @description What stands below the headline; null for nothing. */
        OfferDescription: string | null;
        /** @description Who offers; null to leave it out. */
        Brand: string | null;
        /** @description Text of the button; null for the page's own. */
        Cta: string | null;
        /**
         * Format: uri
         * @description Picture of the card; null for none.
         */
        ImageUrl: string | null;
        /** @description The small print; null for none. */
        Terms: string | null;
        /** @description Where a click leads, an absolute http or https URL. `{click_id}`, `{request_id}`, `{offer_id}`, `{website}`, `{country}` and `{sub}` in its path, query or fragment are filled in, URL-encoded. */
        LandingUrl: string;
        /**
         * @description What the advertiser pays for - a billed click, an approved conversion, or a thousand impressions.
         * @enum {string}
         */
        BidModel: "CPC" | "CPA" | "ECPM";
        /** @description In USD, per click or conversion, or per thousand impressions; at least 0.001 for ECPM. */
        BidAmount: number;
        /** @description What the advertiser bids. It pays its own bid. */
        Bid: {
            model: components["schemas"]["BidModel"];
            amount: components["schemas"]["BidAmount"];
        };
        /**
         * @description The price of a conversion - `fixed` by the goal or the bid, or `dynamic`, as the advertiser's postback says.
         * @enum {string}
         */
        PayoutRule: "fixed" | "dynamic";
        /** @description The most the offer may spend on a UTC day, in USD; null for no limit. It is never overspent. */
        DailyBudget: number | null;
        /** @description The most the offer may ever spend, in USD; null for no limit. It is never overspent. */
        TotalBudget: number | null;
        /** @description The most billable actions of the offer's model on a UTC day; null for no limit. */
        DailyCap: number | null;
        /** @description The most billable actions of the offer's model in its life; null for no limit. */
        TotalCap: number | null;
        /** @description So many impressions at most. */
        FrequencyCount: number;
        /** @description In so many hours. A visitor is known for a UTC day, so that a longer time is that day. */
        FrequencyHours: number;
        /** @description How often a visitor is shown the offer; null for no limit. */
        FrequencyCap: {
            count: components["schemas"]["FrequencyCount"];
            hours: components["schemas"]["FrequencyHours"];
        } | null;
        /**
         * Format: date-time
         * @description From when on the offer is shown; null for at once.
         */
        StartsAt: string | null;
        /**
         * Format: date-time
         * @description From when on it is shown no more; null for never.
         */
        EndsAt: string | null;
        /** @description ISO 3166-1 alpha-2 (`US`), or ISO 3166-2 (`US-NJ`) for a region. */
        Place: string;
        /** @description Countries in which the offer is shown; empty for all. `UK` is read as `GB`. */
        Countries: components["schemas"]["Place"][];
        /** @description Countries in which the offer is not shown. */
        ExcludeCountries: components["schemas"]["Place"][];
        /** @description Regions in which the offer is shown, `US-NJ`; empty for all. */
        Regions: components["schemas"]["Place"][];
        /**
         * @description What the visitor holds.
         * @enum {string}
         */
        Device: "desktop" | "mobile" | "tablet";
        /** @description Devices on which the offer is shown; empty for all. */
        Devices: components["schemas"]["Device"][];
        /**
         * @description What runs on it.
         * @enum {string}
         */
        OperatingSystem: "ios" | "android" | "windows" | "macos" | "linux";
        /** @description Systems on which the offer is shown; empty for all. */
        OperatingSystems: components["schemas"]["OperatingSystem"][];
        /** @description Oldest version of the system that the offer runs on, `17.1`; null for any. */
        MinOsVersion: number | null;
        /** @description Whom the offer is for. Every part must fit; an empty one fits everyone. */
        Targeting: {
            countries: components["schemas"]["Countries"];
            excludeCountries: components["schemas"]["ExcludeCountries"];
            regions: components["schemas"]["Regions"];
            devices: components["schemas"]["Devices"];
            os: components["schemas"]["OperatingSystems"];
            minOsVersion: components["schemas"]["MinOsVersion"];
        };
        /** @description Where the offer is shown; empty for everywhere. */
        Surfaces: ("overlay" | "section" | "decline" | "wall")[];
        /** @description Names the goal in postbacks, once in an offer; the empty string is the base step. */
        EventId: string;
        /** @description What the visitor has to do. */
        EventDescription: string;
        /** @description What one conversion costs the advertiser, in USD; null for the bid. */
        EventPayout: number | null;
        /** @description What a wall's user gets, in the wall's currency; null for nothing. */
        UserReward: number | null;
        /** @description Days after the click in which the goal counts; null for 30. */
        AttributionWindowDays: number | null;
        /** @description A number that walls hand on as it is; null for none. */
        ConversionType: number | null;
        /** @description Whether a click may reach the goal more than once. */
        Repeatable: boolean;
        /** @description One goal that a postback can report. */
        OfferGoal: {
            eventId: components["schemas"]["EventId"];
            description: components["schemas"]["EventDescription"];
            payout: components["schemas"]["EventPayout"];
            userReward: components["schemas"]["UserReward"];
            attributionWindowDays: components["schemas"]["AttributionWindowDays"];
            conversionType: components["schemas"]["ConversionType"];
            repeatable: components["schemas"]["Repeatable"];
        };
        /** @description Label that walls group by; null for none. */
        Category: string | null;
        /** @description 0 undefined, 1 casino or gambling, 2 loyalty offers, 3 non-branded submits, 4 games, 5 trial or purchase, 6 surveys, 7 branded, 8 mobile non-gaming, 9 alcohol, tobacco or drugs, 10 other mature, 11 social casinos. */
        OfferType: number;
        /** @description Label of the campaign; null for none. */
        Tag: string | null;
        /** @description The app's id in its store; null for no app. */
        AppStoreId: string | null;
        /** @description How soon conversions are reported, for people - `Instant`, `Hourly`, `2-3 Days`; null when it is not known. */
        Reporting: string | null;
        /** @description In pixels. */
        PictureWidth: number;
        /** @description In pixels. */
        PictureHeight: number;
        /**
         * Format: uri
         * @description Where the picture is.
         */
        PictureUrl: string;
        /** @description A picture for walls. */
        Picture: {
            width: components["schemas"]["PictureWidth"];
            height: components["schemas"]["PictureHeight"];
            url: components["schemas"]["PictureUrl"];
        };
        /** @description Walls that show the offer; empty for all. */
        Walls: number[];
        /** @description An advertiser's offer. */
        Offer: {
            id: components["schemas"]["OfferId"];
            advertiserId: components["schemas"]["OfferAdvertiserId"];
            name: components["schemas"]["OfferName"];
            headline: components["schemas"]["Headline"];
            description: components["schemas"]["OfferDescription"];
            brand: components["schemas"]["Brand"];
            cta: components["schemas"]["Cta"];
            imageUrl: components["schemas"]["ImageUrl"];
            terms: components["schemas"]["Terms"];
            landingUrl: components["schemas"]["LandingUrl"];
            bid: components["schemas"]["Bid"];
            payout: components["schemas"]["PayoutRule"];
            dailyBudget: components["schemas"]["DailyBudget"];
            totalBudget: components["schemas"]["TotalBudget"];
            dailyCap: components["schemas"]["DailyCap"];
            totalCap: components["schemas"]["TotalCap"];
            frequencyCap: components["schemas"]["FrequencyCap"];
            startsAt: components["schemas"]["StartsAt"];
            endsAt: components["schemas"]["EndsAt"];
            status: components["schemas"]["OfferStatus"];
            targeting: components["schemas"]["Targeting"];
            surfaces: components["schemas"]["Surfaces"];
            /** @description The goals, in the order in which they are reached; empty for the base step alone. */
            events: components["schemas"]["OfferGoal"][];
            category: components["schemas"]["Category"];
            offerType: components["schemas"]["OfferType"];
            tag: components["schemas"]["Tag"];
            appStoreId: components["schemas"]["AppStoreId"];
            reporting: components["schemas"]["Reporting"];
            /** @description Pictures for walls, by size. */
            creatives: components["schemas"]["Picture"][];
            walls: components["schemas"]["Walls"];
            createdAt: components["schemas"]["Time"];
            updatedAt: components["schemas"]["Time"];
        };
        /** @description A page of offers, oldest first. */
        OfferPage: {
            /** @description The offers of this page. */
            items: components["schemas"]["Offer"][];
            total: components["schemas"]["Total"];
            page: components["schemas"]["PageNumber"];
        };
        /** @description What the advertiser bids. It pays its own bid. */
        BidSettings: {
            model: components["schemas"]["BidModel"];
            amount: components["schemas"]["BidAmount"];
        };
        /** @description How often a visitor is shown the offer; null for no limit. */
        FrequencyCapSettings: {
            count: components["schemas"]["FrequencyCount"];
            hours: components["schemas"]["FrequencyHours"];
        } | null;
        /** @description Whom the offer is for. Every part that is given must fit; a part that is left out fits everyone. */
        TargetingSettings: {
            countries?: components["schemas"]["Countries"];
            excludeCountries?: components["schemas"]["ExcludeCountries"];
            regions?: components["schemas"]["Regions"];
            devices?: components["schemas"]["Devices"];
            os?: components["schemas"]["OperatingSystems"];
            minOsVersion?: components["schemas"]["MinOsVersion"];
        };
        /** @description One goal that a postback can report. */
        OfferGoalSettings: {
            eventId: components["schemas"]["EventId"];
            description?: components["schemas"]["EventDescription"];
            payout?: components["schemas"]["EventPayout"];
            userReward?: components["schemas"]["UserReward"];
            attributionWindowDays?: components["schemas"]["AttributionWindowDays"];
            conversionType?: components["schemas"]["ConversionType"];
            repeatable?: components["schemas"]["Repeatable"];
        };
        /** @description The goals, in the order in which they are reached; empty for the base step alone. */
        OfferGoalList: components["schemas"]["OfferGoalSettings"][];
        /** @description A picture for walls. */
        PictureSettings: {
            width: components["schemas"]["PictureWidth"];
            height: components["schemas"]["PictureHeight"];
            url: components["schemas"]["PictureUrl"];
        };
        /** @description Pictures for walls, by size. */
        PictureList: components["schemas"]["PictureSettings"][];
        /** @description An offer to create. */
        NewOffer: {
            advertiserId: components["schemas"]["OfferAdvertiserId"];
            name: components["schemas"]["OfferName"];
            headline: components["schemas"]["Headline"];
            /**
             * @description What stands below the headline; null for nothing.
             * @default null
             */
            description: string | null;
            /**
             * @description Who offers; null to leave it out.
             * @default null
             */
            brand: string | null;
            /**
             * @description Text of the button; null for the page's own.
             * @default null
             */
            cta: string | null;
            /**
             * Format: uri
             * @description Picture of the card; null for none.
             * @default null
             */
            imageUrl: string | null;
            /**
             * @description The small print; null for none.
             * @default null
             */
            terms: string | null;
            landingUrl: components["schemas"]["LandingUrl"];
            bid: components["schemas"]["BidSettings"];
            /**
             * @description The price of a conversion - `fixed` by the goal or the bid, or `dynamic`, as the advertiser's postback says.
             * @default fixed
             * @enum {string}
             */
            payout: "fixed" | "dynamic";
            /**
             * @description The most the offer may spend on a UTC day, in USD; null for no limit. It is never overspent.
             * @default null
             */
            dailyBudget: number | null;
            /**
             * @description The most the offer may ever spend, in USD; null for no limit. It is never overspent.
             * @default null
             */
            totalBudget: number | null;
            /**
             * @description The most billable actions of the offer's model on a UTC day; null for no limit.
             * @default null
             */
            dailyCap: number | null;
            /**
             * @description The most billable actions of the offer's model in its life; null for no limit.
             * @default null
             */
            totalCap: number | null;
            /**
             * @description How often a visitor is shown the offer; null for no limit.
             * @default null
             */
            frequencyCap: {
                count: components["schemas"]["FrequencyCount"];
                hours: components["schemas"]["FrequencyHours"];
            } | null;
            /**
             * Format: date-time
             * @description From when on the offer is shown; null for at once.
             * @default null
             */
            startsAt: string | null;
            /**
             * Format: date-time
             * @description From when on it is shown no more; null for never.
             * @default null
             */
            endsAt: string | null;
            /**
             * @description A paused offer is not shown. What was served before still redirects, unbilled.
             * @default active
             * @enum {string}
             */
            status: "active" | "paused";
            /**
             * @description Whom the offer is for. Every part that is given must fit; a part that is left out fits everyone.
             * @default {}
             */
            targeting: {
                countries?: components["schemas"]["Countries"];
                excludeCountries?: components["schemas"]["ExcludeCountries"];
                regions?: components["schemas"]["Regions"];
                devices?: components["schemas"]["Devices"];
                os?: components["schemas"]["OperatingSystems"];
                minOsVersion?: components["schemas"]["MinOsVersion"];
            };
            /**
             * @description Where the offer is shown; empty for everywhere.
             * @default []
             */
            surfaces: ("overlay" | "section" | "decline" | "wall")[];
            /**
             * @description The goals, in the order in which they are reached; empty for the base step alone.
             * @default []
             */
            events: components["schemas"]["OfferGoalSettings"][];
            /**
             * @description Label that walls group by; null for none.
             * @default null
             */
            category: string | null;
            /**
             * @description 0 undefined, 1 casino or gambling, 2 loyalty offers, 3 non-branded submits, 4 games, 5 trial or purchase, 6 surveys, 7 branded, 8 mobile non-gaming, 9 alcohol, tobacco or drugs, 10 other mature, 11 social casinos.
             * @default 0
             */
            offerType: number;
            /**
             * @description Label of the campaign; null for none.
             * @default null
             */
            tag: string | null;
            /**
             * @description The app's id in its store; null for no app.
             * @default null
             */
            appStoreId: string | null;
            /**
             * @description How soon conversions are reported, for people - `Instant`, `Hourly`, `2-3 Days`; null when it is not known.
             * @default null
             */
            reporting: string | null;
            /**
             * @description Pictures for walls, by size.
             * @default []
             */
            creatives: components["schemas"]["PictureSettings"][];
            /**
             * @description Walls that show the offer; empty for all.
             * @default []
             */
            walls: number[];
        };
        /** @description What to change of an offer. A field that is left out stays as it is; one that is given replaces the whole of it, and null clears it. */
        OfferChanges: {
            advertiserId?: components["schemas"]["OfferAdvertiserId"];
            name?: components["schemas"]["OfferName"];
            headline?: components["schemas"]["Headline"];
            description?: components["schemas"]["OfferDescription"];
            brand?: components["schemas"]["Brand"];
            cta?: components["schemas"]["Cta"];
            imageUrl?: components["schemas"]["ImageUrl"];
            terms?: components["schemas"]["Terms"];
            landingUrl?: components["schemas"]["LandingUrl"];
            bid?: components["schemas"]["BidSettings"];
            payout?: components["schemas"]["PayoutRule"];
            dailyBudget?: components["schemas"]["DailyBudget"];
            totalBudget?: components["schemas"]["TotalBudget"];
            dailyCap?: components["schemas"]["DailyCap"];
            totalCap?: components["schemas"]["TotalCap"];
            frequencyCap?: components["schemas"]["FrequencyCapSettings"];
            startsAt?: components["schemas"]["StartsAt"];
            endsAt?: components["schemas"]["EndsAt"];
            status?: components["schemas"]["OfferStatus"];
            targeting?: components["schemas"]["TargetingSettings"];
            surfaces?: components["schemas"]["Surfaces"];
            events?: components["schemas"]["OfferGoalList"];
            category?: components["schemas"]["Category"];
            offerType?: components["schemas"]["OfferType"];
            tag?: components["schemas"]["Tag"];
            appStoreId?: components["schemas"]["AppStoreId"];
            reporting?: components["schemas"]["Reporting"];
            creatives?: components["schemas"]["PictureList"];
            walls?: components["schemas"]["Walls"];
        };
        /** @description `advertiser:` with the id of one, `publisher:` with the id of a website, `platform` for the operator's own part, `external` for the world outside. */
        Account: string;
        /** @description In the currency's major unit, exact to a millionth of it. */
        "Amount-2": number;
        /** @description What one account gained or lost by a posting. */
        LedgerEntry: {
            postingId: components["schemas"]["PostingId"];
            time: components["schemas"]["Time"];
            /**
             * @description Why money moved; an adjustment is a correction by rules of a later day.
             * @enum {string}
             */
            kind: "deposit" | "charge" | "reversal" | "adjustment";
            /** @description What it was posted for. Nothing is posted twice for one cause. */
            cause: string;
            account: components["schemas"]["Account"];
            amount: components["schemas"]["Amount-2"];
            currency: components["schemas"]["Currency"];
            /** @description Leads to the decision and all that followed; null for what no visitor caused. */
            traceId: string | null;
            /** @description The offer that was billed; null for none. */
            offerId: string | null;
            /** @description The website that earned; null for none. */
            websiteId: string | null;
        };
        /** @description A page of entries, newest first. */
        LedgerEntryList: {
            /** @description The entries of this page. */
            items: components["schemas"]["LedgerEntry"][];
            total: components["schemas"]["Total"];
            page: components["schemas"]["PageNumber"];
        };
        /** @description What an account holds. */
        LedgerBalance: {
            account: components["schemas"]["Account"];
            balance: components["schemas"]["Amount-2"];
            currency: components["schemas"]["Currency"];
        };
        /** @description A page of balances, by name of the account. */
        LedgerBalanceList: {
            /** @description The balances of this page. */
            items: components["schemas"]["LedgerBalance"][];
            total: components["schemas"]["Total"];
            page: components["schemas"]["PageNumber"];
        };
        /**
         * @description `open`: nobody has replayed it; `replayed`: it is in the queue again, or was.
         * @enum {string}
         */
        DeadLetterStatus: "open" | "replayed";
        /** @description A request to another service, without secrets. */
        RecordedRequest: {
            /**
             * @description The method.
             * @enum {string}
             */
            method: "GET" | "POST";
            /** @description The address. */
            url: string;
            /** @description The headers by name. */
            headers: {
                [key: string]: string;
            };
            /** @description The beginning of the body, 8 KiB at most; null without one. */
            body: string | null;
        };
        /** @description What the other service answered, without secrets. */
        RecordedAnswer: {
            /** @description The status. */
            status: number;
            /** @description The beginning of the body, 8 KiB at most. */
            body: string;
        };
        /** @description Something that could not be delivered, and why. */
        DeadLetter: {
            /** @description Id of the dead letter. */
            id: string;
            /**
             * @description What it is; `send` is an event for an ad platform.
             * @enum {string}
             */
            kind: "send";
            /** @description Id of the destination. */
            target: string;
            /** @description Id of the send. */
            subject: string;
            status: components["schemas"]["DeadLetterStatus"];
            /** @description Why it was given up. */
            reason: string;
            /** @description How often it was sent. */
            attempts: number;
            /** @description The last request, as far as it concerns this send; null when none was made. */
            request: components["schemas"]["RecordedRequest"] | null;
            /** @description What it was answered; null when it was not. */
            answer: components["schemas"]["RecordedAnswer"] | null;
            createdAt: components["schemas"]["Time"];
            /**
             * Format: date-time
             * @description When somebody replayed it; null while nobody has.
             */
            replayedAt: string | null;
        };
        /** @description A page of dead letters, newest first. */
        DeadLetterPage: {
            /** @description The dead letters of this page. */
            items: components["schemas"]["DeadLetter"][];
            total: components["schemas"]["Total"];
            page: components["schemas"]["PageNumber"];
        };
        /** @description How to replay it. */
        DeadLetterReplay: {
            /**
             * @description Show what would be sent and send nothing.
             * @default false
             */
            dryRun: boolean;
        };
        /** @description What would be sent. */
        DryRun: {
            request: components["schemas"]["RecordedRequest"];
        };
        /** @description One thing that happened. */
        TraceEvent: {
            /** @description What happened. */
            kind: string;
            /** @description Id of the event. An answer that listed several offers stands once for each of them, under one id. */
            id: string;
            time: components["schemas"]["Time"];
            /** @description The offer it is about. */
            offerId?: string;
            /** @description The click it is about. */
            clickId?: string;
            /** @description The visit it is about. */
            visitId?: string;
            /** @description The conversion it is about. */
            conversionId?: string;
            /** @description The send it is about. */
            sendId?: string;
            /** @description The ad platform that was told, or was not. */
            platform?: string;
            /** @description What the advertiser paid; negative when it was given back. */
            amount?: number;
            /**
             * @description Currency of the amount.
             * @constant
             */
            currency?: "USD";
            /** @description Whether the advertiser paid for it. */
            billed?: boolean;
            /** @description Why it did not count, cost nothing, or was not sent. */
            reason?: string;
        };
        /** @description All that followed from one id. */
        Trace: {
            /** @description The id, as it was given. */
            id: string;
            /** @description Oldest first. */
            events: components["schemas"]["TraceEvent"][];
        };
        /** @description A number from 0 to 1. */
        Probability: number;
        /** @description One offer in an auction. */
        ExplainedOffer: {
            /** @description Id of the offer. */
            offerId: string;
            /** @description Its name at that time. */
            name: string;
            /** @description The rule that left it out; null when it took part. */
            excludedBy: string | null;
            /** @description What it bid. A CPA offer bids what all its goals cost together, or the base step if that alone costs more. */
            bid: {
                /**
                 * @description What the advertiser pays for.
                 * @enum {string}
                 */
                model: "CPC" | "CPA" | "ECPM";
                amount: components["schemas"]["Amount"];
            };
            /** @description Expected clicks per impression; null when it did not take part. */
            ctr: number | null;
            /** @description Expected conversions per click, each counted as the part of the bid that it is charged; null when it did not take part. */
            cvr: number | null;
            /** @description The number by which it is ordered when the request explores; null when it did not take part. */
            draw: number | null;
            /** @description Expected revenue per thousand impressions, in USD, by which offers are ranked; null when it did not take part. */
            score: number | null;
            /** @description Place among those that took part, from 1; null when it did not. */
            place: number | null;
            /** @description With which probability it took this very place; null when it did not take part. */
            probability: number | null;
            /** @description Place in the list that was answered; null when it was not listed. */
            position: number | null;
        };
        /** @description One answer, ranked again. It is left out when no offers were asked for. */
        ExplainedAnswer: {
            /** @description Id of the answer. All its draws follow from it. */
            id: string;
            time: components["schemas"]["Time"];
            /** @description The website that asked. */
            websiteId: string;
            /** @description Where the offers were to stand. */
            surface: string;
            /** @description Where the visitor was, ISO 3166-1 alpha-2; null when it could not be resolved. */
            country: string | null;
            /** @description Subdivision without the country's prefix; null when it could not be resolved. */
            region: string | null;
            /** @description What the visitor held; null when the user agent does not say. */
            device: string | null;
            /** @description The visitor's operating system; null when the user agent does not say. */
            os: string | null;
            /** @description How many offers were asked for. */
            limit: number;
            /** @description Version of the catalogue that ranked. */
            catalogueVersion: number;
            /**
             * Format: date-time
             * @description When the rates were worked out.
             */
            ratesAt: string;
            /** @description Share of requests that explore. */
            exploreShare: number;
            /** @description Number of this request: below the exploring share, it explores. */
            draw: number;
            /** @description Whether the offers were put in an order by chance, to learn about them. */
            explored: boolean;
            /** @description Whether ranking again gave what was answered, to the last bit. */
            exact: boolean;
            /** @description Every offer of the organization - first those that took part, by place, then those that were left out. */
            offers: components["schemas"]["ExplainedOffer"][];
        };
        /** @description How the offers of one answer were ranked. */
        Explanation: {
            /** @description Trace id of the decision. */
            id: string;
            /** @description Whether the visitor was on the served side of the geo rule; null when the decision is not in the journal. */
            allowed: boolean | null;
            /** @description Ids of all answers to this decision, oldest first. */
            answers: string[];
            answer?: components["schemas"]["ExplainedAnswer"];
        };
        /** @description Id of the website, or its tracking id. Keys of the account say it wherever the account has several websites; a key of one website need not. */
        TrackedWebsite: string;
        /**
         * Format: uuid
         * @description The visitor, as the website's cookie `adtarget_temp_id` names him.
         */
        TempId: string;
        /** @description The visitor's session, as the website's cookie `adtarget_session_id` names it. Seen again within 30 minutes it goes on, else another begins. */
        ClientSessionId: string;
        /** @description Address of the page, with its query. Click ids and UTM parameters that are not given are read from there. */
        Href: string;
        /** @description The page the visitor came from. */
        Referrer: string;
        /** @description The visitor's own address, IPv4 or IPv6. The header `X-Adtarget-Client-IP` wins. */
        ClientIp: string;
        /** @description The visitor's own browser. The header `X-Adtarget-Client-User-Agent` wins. */
        UserAgent: string;
        /** @description Meta's click id, as its cookie `_fbc` has it. Made from the `fbclid` of `href` where it is not given. */
        Fbc: string;
        /** @description Meta's browser id, as its cookie `_fbp` has it. */
        Fbp: string;
        /** @description Google's click id. */
        Gclid: string;
        /** @description TikTok's click id. */
        Ttclid: string;
        /** @description Snapchat's click id, `ScCid` in an address. */
        Sccid: string;
        /** @description One UTM parameter of the address. */
        Utm: string;
        /** @description A page view, as the business's own server tells it. */
        VisitOfServer: {
            websiteId?: components["schemas"]["TrackedWebsite"];
            siteId?: components["schemas"]["TrackedWebsite"];
            tempId?: components["schemas"]["TempId"];
            clientSessionId?: components["schemas"]["ClientSessionId"];
            /** @description The business's own id of the visitor. */
            externalUserId?: string;
            href: components["schemas"]["Href"];
            /** @description The first page of the visit. */
            landingPage?: string;
            referrer?: components["schemas"]["Referrer"];
            clientIp?: components["schemas"]["ClientIp"];
            userAgent?: components["schemas"]["UserAgent"];
            /** @description Where the visitor is, ISO 3166-1 alpha-2. Looked up by his address where it is not given, or is no country. */
            country?: string;
            /** @description The city he is in. */
            city?: string;
            /** @description The region he is in. */
            region?: string;
            fbc?: components["schemas"]["Fbc"];
            fbp?: components["schemas"]["Fbp"];
            gclid?: components["schemas"]["Gclid"];
            ttclid?: components["schemas"]["Ttclid"];
            sccid?: components["schemas"]["Sccid"];
            utmSource?: components["schemas"]["Utm"];
            utmMedium?: components["schemas"]["Utm"];
            utmCampaign?: components["schemas"]["Utm"];
            utmContent?: components["schemas"]["Utm"];
            utmTerm?: components["schemas"]["Utm"];
        };
        /** @description Id of the visit. */
        VisitId: string;
        /** @description A cookie. */
        Cookie: {
            /**
             * @description Its name.
             * @enum {string}
             */
            name: "adtarget_temp_id" | "adtarget_session_id";
            /** @description Its value. */
            value: string;
            /** @description Seconds that it lives. */
            maxAge: number;
            /**
             * @description Where browsers send it along.
             * @constant
             */
            sameSite: "Lax";
        };
        /** @description The visit as it is stored, and the cookies that will tell who comes back. */
        VisitRecorded: {
            visitId: components["schemas"]["VisitId"];
            /** @description Id of the session it belongs to. */
            sessionId: string;
            tempId: components["schemas"]["TempId"];
            clientSessionId: components["schemas"]["ClientSessionId"];
            /** @description The cookies to set, on the website's own domain. */
            cookies: {
                tempId: components["schemas"]["Cookie"];
                session: components["schemas"]["Cookie"];
            };
        };
        /** @description An error of the tracking area. */
        TrackingError: {
            /** @description What went wrong. */
            error: {
                /** @description What went wrong, for programs. */
                code: string;
                /** @description What went wrong, for people. A validation error names the field and what it must be. */
                message: string;
            };
        };
        /** @description Meta's browser id, as its cookie `_fbp` has it. */
        NewFbp: string;
        /** @description Meta's browser id, which its script may have made only after the visit was told. */
        FbpOfServer: {
            websiteId?: components["schemas"]["TrackedWebsite"];
            siteId?: components["schemas"]["TrackedWebsite"];
            tempId: components["schemas"]["TempId"];
            fbp: components["schemas"]["NewFbp"];
        };
        /** @description What came of it. */
        FbpRecorded: {
            /** @description False when the visitor has no visit on this website. */
            success: boolean;
        };
        /** @description Id of the channel, or of its Telegram chat. */
        "ChannelName-2": string;
        /** @description Who is to be invited, and where to. What it says of the page, the click and the visitor beyond his last visit counts as a visit of its own, which takes what it does not say from that one. */
        InviteRequest: {
            websiteId?: components["schemas"]["TrackedWebsite"];
            siteId?: components["schemas"]["TrackedWebsite"];
            tempId: components["schemas"]["TempId"];
            channelId?: components["schemas"]["ChannelName-2"];
            clientSessionId?: components["schemas"]["ClientSessionId"];
            href?: components["schemas"]["Href"];
            referrer?: components["schemas"]["Referrer"];
            clientIp?: components["schemas"]["ClientIp"];
            userAgent?: components["schemas"]["UserAgent"];
            fbc?: components["schemas"]["Fbc"];
            fbp?: components["schemas"]["Fbp"];
            gclid?: components["schemas"]["Gclid"];
            ttclid?: components["schemas"]["Ttclid"];
            sccid?: components["schemas"]["Sccid"];
            utmSource?: components["schemas"]["Utm"];
            utmMedium?: components["schemas"]["Utm"];
            utmCampaign?: components["schemas"]["Utm"];
            utmContent?: components["schemas"]["Utm"];
            utmTerm?: components["schemas"]["Utm"];
        };
        /** @description A way into a channel. */
        Invite: {
            /**
             * Format: uri
             * @description Where to send the visitor.
             */
            inviteLink: string;
            /** @description Id of the click that asked for it. It leads from the invite to the join and to what was bought. */
            clickId: string;
            /** @description Id of the channel. */
            channelId: string;
            tempId: components["schemas"]["TempId"];
            /** @description Until when the link is good; null for a link that stays. */
            expiresAt: components["schemas"]["Time"] | null;
            /** @description True for the channel's own link, given when no personal one could be had in time. Who joins by it can't be told from others who do. */
            fallback?: boolean;
        };
        /** @description The person, as Telegram numbers him. */
        TelegramUserId: number;
        /** @description Id of the channel, or of its Telegram chat. Without it, the one channel that the person was ever seen in. */
        ConversionChannel: string;
        /**
         * @description What the person did. Each ad platform is told of it by its own name for it; a `Custom` event by the name given in `customEventName`.
         * @enum {string}
         */
        EventType: "Lead" | "Purchase" | "CompleteRegistration" | "Subscribe" | "Custom";
        /** @description The event's own name. Required when `eventType` is `Custom`. */
        CustomEventName: string;
        /** @description What it is worth, in the currency's major unit. Required when `eventType` is `Purchase`. */
        Value: number;
        /** @description Currency of `value`, an ISO 4217 code in either case. Required with a value. */
        "Currency-2": string;
        /** @description What it was about, such as the name of the product. */
        ContentName: string;
        /** @description What is known of the person, in clear or already as SHA-256 in hexadecimal. Only hashes of it are kept, normalised as each ad platform asks. */
        Pii: {
            /** @description His e-mail address. */
            email?: string;
            /** @description His telephone number, with its country code. */
            phone?: string;
            /** @description His first name. */
            firstName?: string;
            /** @description His last name. */
            lastName?: string;
        };
        /** @description The business's own id of the person. */
        ExternalUserId: string;
        /** @description When it happened, Unix time in milliseconds; now where it is not given. At most ten minutes ahead. An ad platform that does not take events so old is not told of it. */
        EventTime: number;
        /** @description Meta's click id, as its cookie `_fbc` has it. */
        "Fbc-2": string;
        /** @description Address of the page on which it happened. */
        EventSourceUrl: string;
        /** @description Something that a person did, known or not. */
        Conversion: {
            telegramUserId: components["schemas"]["TelegramUserId"];
            websiteId?: components["schemas"]["TrackedWebsite"];
            siteId?: components["schemas"]["TrackedWebsite"];
            channelId?: components["schemas"]["ConversionChannel"];
            eventType: components["schemas"]["EventType"];
            customEventName?: components["schemas"]["CustomEventName"];
            value?: components["schemas"]["Value"];
            currency?: components["schemas"]["Currency-2"];
            contentName?: components["schemas"]["ContentName"];
            pii?: components["schemas"]["Pii"];
            externalUserId?: components["schemas"]["ExternalUserId"];
            eventTime?: components["schemas"]["EventTime"];
            fbc?: components["schemas"]["Fbc-2"];
            fbp?: components["schemas"]["Fbp"];
            gclid?: components["schemas"]["Gclid"];
            ttclid?: components["schemas"]["Ttclid"];
            sccid?: components["schemas"]["Sccid"];
            clientIp?: components["schemas"]["ClientIp"];
            userAgent?: components["schemas"]["UserAgent"];
            eventSourceUrl?: components["schemas"]["EventSourceUrl"];
        };
        /** @description Id of the conversion. Ad platforms are told it as the event's id, the same on every try. */
        ConversionId: string;
        /** @description Id of the send. */
        SendId: string;
        /**
         * @description The ad platform that is told.
         * @enum {string}
         */
        PlatformName: "meta" | "tiktok" | "snapchat" | "google";
        /** @description The conversion as it is stored, and who will be told of it. */
        ConversionBooked: {
            conversionId: components["schemas"]["ConversionId"];
            /**
             * @description `pending`: ad platforms will be told. `skipped`: the website has no destination that is switched on.
             * @enum {string}
             */
            capiStatus: "pending" | "skipped";
            /** @description No earlier visit, invite, join or conversion of this person is known. */
            coldLead: boolean;
            /** @description At least one ad platform will be told. */
            dispatched: boolean;
            /** @description What each destination of the website will be told. */
            sends: {
                sendId: components["schemas"]["SendId"];
                platform: components["schemas"]["PlatformName"];
            }[];
        };
        /** @description A person as the website knows him. */
        Lead: {
            telegramUserId: components["schemas"]["TelegramUserId"];
            /** @description Id of the website. */
            websiteId: string;
            /** @description Id of the user that he is, whichever website or name he is met under. */
            userId: string;
            externalUserId?: components["schemas"]["ExternalUserId"];
            /** @description Id of the channel through which he was last seen. */
            channelId?: string;
            /** @description The id under which `/api/v1/trace/{id}` shows all that he did. */
            trace: string;
            createdAt: components["schemas"]["Time"];
            updatedAt: components["schemas"]["Time"];
        };
        /** @description Where the person came from, as far as it is known. */
        Attribution: {
            /** @description Id of the invite that he came by. */
            clickId?: string;
            /** @description Id of the visit behind it. */
            visitId?: string;
            /** @description The visitor he was, as the website's cookie named him. */
            tempId?: string;
            visitedAt?: components["schemas"]["Time"];
            /** @description Address of the page that he visited. */
            href?: string;
            /** @description The page he came from. */
            referrer?: string;
            /** @description Where he was, ISO 3166-1 alpha-2. */
            country?: string;
            fbc?: components["schemas"]["Fbc-2"];
            fbp?: components["schemas"]["Fbp"];
            gclid?: components["schemas"]["Gclid"];
            ttclid?: components["schemas"]["Ttclid"];
            sccid?: components["schemas"]["Sccid"];
            utmSource?: components["schemas"]["Utm"];
            utmMedium?: components["schemas"]["Utm"];
            utmCampaign?: components["schemas"]["Utm"];
            utmContent?: components["schemas"]["Utm"];
            utmTerm?: components["schemas"]["Utm"];
        };
        /** @description What one destination was told. */
        LeadSend: {
            sendId: components["schemas"]["SendId"];
            platform: components["schemas"]["PlatformName"];
            /** @description Under which the platform was told; the same on every try. */
            eventId: string;
            /**
             * @description `pending`: it waits for its turn or for another try. `sent`: the platform has it. `failed`: the platform refused it. `skipped`: it lacks what the platform knows people by. `expired`: it is too old for the platform, or a repeat could have counted twice.
             * @enum {string}
             */
            status: "pending" | "sent" | "failed" | "skipped" | "expired";
            /** @description How often it was tried. */
            attempts: number;
            /** @description Why it was not sent, the last time. */
            lastError?: string;
            sentAt?: components["schemas"]["Time"];
        };
        /** @description Something that he did, and what ad platforms were told of it. */
        LeadConversion: {
            conversionId: components["schemas"]["ConversionId"];
            eventType: components["schemas"]["EventType"];
            customEventName?: components["schemas"]["CustomEventName"];
            /** @description Id of the channel. */
            channelId?: string;
            value?: components["schemas"]["Value"];
            currency?: components["schemas"]["Currency-2"];
            contentName?: components["schemas"]["ContentName"];
            /** @description What it turned out to be worth. */
            lateValue?: {
                value: components["schemas"]["Value"];
                currency: components["schemas"]["Currency-2"];
                contentName?: components["schemas"]["ContentName"];
                time: components["schemas"]["Time"];
            };
            /** @description Nothing earlier was known of him. */
            coldLead: boolean;
            /** @description When it happened, Unix time in milliseconds. */
            eventTime: number;
            createdAt: components["schemas"]["Time"];
            /** @description What each destination was told, those of the late value behind those of the event itself. */
            sends: components["schemas"]["LeadSend"][];
        };
        /** @description A lead, where he came from, and what he did. */
        LeadFound: {
            lead: components["schemas"]["Lead"];
            attribution: components["schemas"]["Attribution"];
            /** @description The newest five hundred, the newest first. */
            conversions: components["schemas"]["LeadConversion"][];
        };
        /** @description Something that a known lead did. */
        LeadEvent: {
            websiteId?: components["schemas"]["TrackedWebsite"];
            siteId?: components["schemas"]["TrackedWebsite"];
            channelId?: components["schemas"]["ConversionChannel"];
            eventType: components["schemas"]["EventType"];
            customEventName?: components["schemas"]["CustomEventName"];
            value?: components["schemas"]["Value"];
            currency?: components["schemas"]["Currency-2"];
            contentName?: components["schemas"]["ContentName"];
            pii?: components["schemas"]["Pii"];
            externalUserId?: components["schemas"]["ExternalUserId"];
            eventTime?: components["schemas"]["EventTime"];
            fbc?: components["schemas"]["Fbc-2"];
            fbp?: components["schemas"]["Fbp"];
            gclid?: components["schemas"]["Gclid"];
            ttclid?: components["schemas"]["Ttclid"];
            sccid?: components["schemas"]["Sccid"];
            clientIp?: components["schemas"]["ClientIp"];
            userAgent?: components["schemas"]["UserAgent"];
            eventSourceUrl?: components["schemas"]["EventSourceUrl"];
        };
        /** @description What a conversion turned out to be worth. */
        LateValue: {
            websiteId?: components["schemas"]["TrackedWebsite"];
            siteId?: components["schemas"]["TrackedWebsite"];
            value: components["schemas"]["Value"];
            currency: components["schemas"]["Currency-2"];
            contentName?: components["schemas"]["ContentName"];
        };
        /** @description A page view, as the page itself tells it. The visitor's address and browser are those of the call; a proxy that is trusted may name others in the headers `X-Adtarget-Client-IP` and `X-Adtarget-Client-User-Agent`. */
        VisitOfPage: {
            /** @description The website's tracking id (`atid_...`), unless it is in the query. */
            websiteId?: string;
            tempId?: components["schemas"]["TempId"];
            clientSessionId?: components["schemas"]["ClientSessionId"];
            /** @description The business's own id of the visitor. */
            externalUserId?: string;
            href: components["schemas"]["Href"];
            /** @description The first page of the visit. */
            landingPage?: string;
            referrer?: components["schemas"]["Referrer"];
            fbc?: components["schemas"]["Fbc"];
            fbp?: components["schemas"]["Fbp"];
            gclid?: components["schemas"]["Gclid"];
            ttclid?: components["schemas"]["Ttclid"];
            sccid?: components["schemas"]["Sccid"];
            utmSource?: components["schemas"]["Utm"];
            utmMedium?: components["schemas"]["Utm"];
            utmCampaign?: components["schemas"]["Utm"];
            utmContent?: components["schemas"]["Utm"];
            utmTerm?: components["schemas"]["Utm"];
        };
        /** @description Meta's browser id, which its script may have made only after the visit was told. */
        FbpOfPage: {
            /** @description The website's tracking id (`atid_...`), unless it is in the query. */
            websiteId?: string;
            tempId: components["schemas"]["TempId"];
            fbp: components["schemas"]["NewFbp"];
        };
        /** @description An update of the Bot API, https://core.telegram.org/bots/api#update. `chat_member` and `chat_join_request` are read; whatever else is said is taken and ignored. */
        TelegramUpdate: Record<string, never>;
        /** @description The update was taken. */
        TelegramReceived: {
            /**
             * @description Always true.
             * @constant
             */
            ok: true;
        };
        /** @description A sign of life. */
        Health: {
            /**
             * @description Always `ok`.
             * @constant
             */
            status: "ok";
        };
        /** @description Whether the server can work, and what it stands on. */
        Readiness: {
            /**
             * @description Whether requests may be sent here.
             * @enum {string}
             */
            status: "ready" | "unready";
            /** @description What was asked. */
            checks: {
                /**
                 * @description Whether the database answers.
                 * @enum {string}
                 */
                database: "ok" | "failed";
                /**
                 * @description Whether the database is as this version of the server needs it.
                 * @enum {string}
                 */
                migrations: "ok" | "failed" | "unknown";
                /**
                 * @description Whether Redis answers; `absent` when none is configured.
                 * @enum {string}
                 */
                redis: "ok" | "failed" | "absent";
            };
            /** @description Where data lie, and what an acknowledged write is worth. */
            storage: {
                /**
                 * @description The storage engine.
                 * @enum {string}
                 */
                engine: "sqlite" | "postgresql";
                /** @description How a write is made durable before it is acknowledged. */
                durability: string;
            };
        };
        /** @description Its id. */
        StatusId: string;
        /** @description What people call it. */
        StatusName: string;
        /**
         * Format: date-time
         * @description When it last happened; null when it never did.
         */
        LastAt: string | null;
        /** @description Something that a person should look at. */
        StatusProblem: {
            /**
             * @description `act` - it stays wrong until somebody acts; `watch` - it may heal by itself, or be meant so.
             * @enum {string}
             */
            severity: "act" | "watch";
            /**
             * @description What has the problem.
             * @enum {string}
             */
            subject: "website" | "channel" | "bot" | "destination";
            id: components["schemas"]["StatusId"];
            name: components["schemas"]["StatusName"];
            /**
             * @description `silent` - it spoke before and does no more; `overdue` - sends are due and nobody sends them; `waiting` - sends are tried again and again; `credentials` - the platform takes no token we have; `unregistered` - Telegram does not call us; `no_way_in` - there is neither a bot nor a link for visitors; `dead_letters` - what could not be delivered.
             * @enum {string}
             */
            problem: "silent" | "overdue" | "waiting" | "credentials" | "unregistered" | "no_way_in" | "dead_letters";
            /** @description What is wrong and what may be done, for people. */
            message: string;
            since: components["schemas"]["LastAt"];
        };
        /** @description A website, and when it last spoke. */
        StatusWebsite: {
            id: components["schemas"]["StatusId"];
            name: components["schemas"]["StatusName"];
            /**
             * @description A paused website answers no visitor.
             * @enum {string}
             */
            status: "active" | "paused";
            lastEventAt: components["schemas"]["LastAt"];
            lastPingAt: components["schemas"]["LastAt"];
            lastDecisionAt: components["schemas"]["LastAt"];
            lastVisitAt: components["schemas"]["LastAt"];
            lastConversionAt: components["schemas"]["LastAt"];
            /** @description What came before and does no more - pings, decisions and visits for a day, conversions for a week. */
            silent: ("pings" | "decisions" | "visits" | "conversions")[];
        };
        /** @description A channel, and when somebody was last invited to it or joined it. */
        StatusChannel: {
            id: components["schemas"]["StatusId"];
            websiteId: components["schemas"]["StatusId"];
            name: components["schemas"]["StatusName"];
            lastEventAt: components["schemas"]["LastAt"];
            lastInviteAt: components["schemas"]["LastAt"];
            lastJoinAt: components["schemas"]["LastAt"];
            /** @description Whether visitors were invited in the last week and nobody has joined for as long, though some did before. */
            silent: boolean;
        };
        /** @description Why, in words; null for no reason. */
        StatusReason: string | null;
        /** @description A bot, and whether Telegram calls us. */
        StatusBot: {
            id: components["schemas"]["StatusId"];
            name: components["schemas"]["StatusName"];
            /**
             * @description Whether Telegram tells us of joins.
             * @enum {string}
             */
            state: "ok" | "unregistered";
            stateReason: components["schemas"]["StatusReason"];
        };
        /** @description How many; counting ends at 10,000. */
        StatusCount: number;
        /** @description A destination, what was last sent to it and what waits. */
        StatusDestination: {
            id: components["schemas"]["StatusId"];
            websiteId: components["schemas"]["StatusId"];
            /**
             * @description The ad platform.
             * @enum {string}
             */
            platform: "meta" | "tiktok" | "snapchat" | "google";
            /** @description Pixel or customer id. */
            accountId: string;
            /**
             * @description Whether sends go out.
             * @enum {string}
             */
            state: "ok" | "credentials" | "paused";
            stateReason: components["schemas"]["StatusReason"];
            lastEventAt: components["schemas"]["LastAt"];
            lastSentAt: components["schemas"]["LastAt"];
            waiting: components["schemas"]["StatusCount"];
            oldestWaitingAt: components["schemas"]["LastAt"];
            /** @description Whether sends have been due for more than a minute, and nobody sends them. */
            overdue: boolean;
            lastError: components["schemas"]["StatusReason"];
            /** @description Whether conversions came in and none was sent here. */
            silent: boolean;
            deadLetters: components["schemas"]["StatusCount"];
        };
        /** @description All sends that wait. */
        StatusQueue: {
            waiting: components["schemas"]["StatusCount"];
            oldestWaitingAt: components["schemas"]["LastAt"];
            /** @description Whether any of them has been due for more than a minute. */
            overdue: boolean;
        };
        /** @description What could not be delivered and was not replayed. Of the latest thousand. */
        StatusDeadLetters: {
            open: components["schemas"]["StatusCount"];
            /** @description The latest of them; null when there are none. */
            newest: {
                id: components["schemas"]["StatusId"];
                target: components["schemas"]["StatusId"];
                reason: components["schemas"]["StatusReason"];
                createdAt: components["schemas"]["Time"];
            } | null;
        };
        /** @description How everything of the organization stands. */
        Status: {
            checkedAt: components["schemas"]["Time"];
            /** @description What a person should look at, what needs him first. Empty when all is well. */
            problems: components["schemas"]["StatusProblem"][];
            /** @description The websites, oldest first; the first thousand. */
            websites: components["schemas"]["StatusWebsite"][];
            /** @description The channels; the first thousand. */
            channels: components["schemas"]["StatusChannel"][];
            /** @description The bots; the first thousand. */
            bots: components["schemas"]["StatusBot"][];
            /** @description The destinations; the first thousand. */
            destinations: components["schemas"]["StatusDestination"][];
            queue: components["schemas"]["StatusQueue"];
            deadLetters: components["schemas"]["StatusDeadLetters"];
        };
    };
    responses: {
        /** @description A parameter, the body or one of its fields is not as declared. */
        DeliveryInvalid: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["DeliveryError"];
            };
        };
        /** @description No credential was given. */
        DeliveryUnauthenticated: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["DeliveryError"];
            };
        };
        /** @description The credential is wrong, or does not reach this far. */
        DeliveryForbidden: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["DeliveryError"];
            };
        };
        /** @description Too many calls of this limit class from this address. */
        DeliveryLimited: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["DeliveryError"];
            };
        };
        /** @description Something failed on the server's side. The message carries the id of the exchange, as the log line does. */
        DeliveryFailed: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["DeliveryError"];
            };
        };
        /** @description A part the server stands on is away, or its buffers are full. Nothing was done, so a repeat is safe. */
        DeliveryUnavailable: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["DeliveryError"];
            };
        };
        /** @description The `requestId` names no decision of this website that is in force. */
        DeliveryUnknownRequest: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["DeliveryError"];
            };
        };
        /** @description The body is larger than the area allows. */
        DeliveryTooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["DeliveryError"];
            };
        };
        /** @description The body is of a content type that the operation does not take. */
        DeliveryWrongType: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["DeliveryError"];
            };
        };
        /** @description Neither token nor signature was given. */
        DeliveryNoToken: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["DeliveryError"];
            };
        };
        /** @description The token is no advertiser's, or the signature is not the one of these parameters. */
        DeliveryWrongToken: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["DeliveryError"];
            };
        };
        /** @description No such click of this advertiser, or nothing to reverse. */
        DeliveryUnknownClick: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["DeliveryError"];
            };
        };
        /** @description No such session of this website. */
        DeliveryUnknownSession: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["DeliveryError"];
            };
        };
        /** @description No trigger secret was given. */
        DeliveryNoSecret: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["DeliveryError"];
            };
        };
        /** @description The trigger secret is not in force, or is another website's. */
        DeliveryWrongSecret: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["DeliveryError"];
            };
        };
        /** @description Nobody has armed the session in its time. */
        DeliverySessionExpired: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["DeliveryError"];
            };
        };
        /** @description A parameter, the body or one of its fields is not as declared. */
        EngagementInvalid: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["EngagementError"];
            };
        };
        /** @description No credential was given, or one that is not in force. */
        EngagementUnauthenticated: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["EngagementError"];
            };
        };
        /** @description The credential is known and does not reach this far. */
        EngagementForbidden: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["EngagementError"];
            };
        };
        /** @description Too many calls of this limit class. */
        EngagementLimited: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["EngagementError"];
            };
        };
        /** @description Something failed on the server's side. The message carries the id of the exchange, as the log line does. */
        EngagementFailed: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["EngagementError"];
            };
        };
        /** @description A part the server stands on is away, or its buffers are full. Nothing was done, so a repeat is safe. */
        EngagementUnavailable: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["EngagementError"];
            };
        };
        /** @description The body is larger than the area allows. */
        EngagementTooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["EngagementError"];
            };
        };
        /** @description The body is of a content type that the operation does not take. */
        EngagementWrongType: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["EngagementError"];
            };
        };
        /** @description The organization has no such object. */
        EngagementNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["EngagementError"];
            };
        };
        /** @description What is there already does not allow this. */
        EngagementConflict: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["EngagementError"];
            };
        };
        /** @description A parameter, the body or one of its fields is not as declared. */
        TrackingInvalid: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TrackingError"];
            };
        };
        /** @description No credential was given, or one that is not in force. */
        TrackingUnauthenticated: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TrackingError"];
            };
        };
        /** @description The website is paused. */
        TrackingPaused: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TrackingError"];
            };
        };
        /** @description The call comes from a page, or speaks for a website, that it may not speak for. */
        TrackingForbidden: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TrackingError"];
            };
        };
        /** @description The body is larger than the area allows. */
        TrackingTooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TrackingError"];
            };
        };
        /** @description The body is of a content type that is not read here. */
        TrackingWrongType: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TrackingError"];
            };
        };
        /** @description Too many calls. */
        TrackingLimited: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                "RateLimit-Limit": components["headers"]["RateLimitLimit"];
                "RateLimit-Remaining": components["headers"]["RateLimitRemaining"];
                "RateLimit-Reset": components["headers"]["RateLimitReset"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TrackingError"];
            };
        };
        /** @description Something failed on our side. A repeat is safe. */
        TrackingFailed: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TrackingError"];
            };
        };
        /** @description The operator switched the API off, or a part the server stands on is away. Nothing was written; a repeat is safe. */
        TrackingUnavailable: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TrackingError"];
            };
        };
        /** @description No such object of this website. */
        TrackingNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TrackingError"];
            };
        };
        /** @description The object's state does not allow this any more. */
        TrackingConflict: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TrackingError"];
            };
        };
    };
    parameters: {
        /**
         * @description The visitor's country as the page knows it, ISO 3166-1 alpha-2.
         * @example US
         */
        CountryHint: components["schemas"]["Unrefused"];
        /**
         * @description The visitor's subdivision as the page knows it, ISO 3166-2 with or without the country's prefix.
         * @example NJ
         */
        RegionHint: components["schemas"]["Unrefused"];
        /**
         * @description Simulates a country while developing.
         * @example DE
         */
        SimulatedCountry: components["schemas"]["Unrefused"];
        /**
         * @description Simulates a subdivision while developing.
         * @example BY
         */
        SimulatedRegion: components["schemas"]["Unrefused"];
        /**
         * @description Which page of the list, from 1.
         * @example 1
         */
        Page: number;
        /**
         * @description How many items a page holds.
         * @example 20
         */
        Limit: number;
        /**
         * @description Id of the website, or its tracking id.
         * @example site_01k2m4x7c9e8r5t6y3w1q0zvba
         */
        WebsiteId: string;
        /**
         * @description Id of the trigger secret.
         * @example tsec_01k2m5a0h2d6s8f0g5j7k9mnpq
         */
        TriggerSecretId: string;
        /**
         * @description First day, UTC. Six days before the last one by default.
         * @example 2026-03-01
         */
        ReportFrom: string;
        /**
         * @description Last day, UTC. Today by default.
         * @example 2026-03-07
         */
        ReportTo: string;
        /**
         * @description What a row stands for.
         * @example day
         */
        ReportBy: "day" | "country" | "surface" | "offer";
        /**
         * @description Id of the channel.
         * @example chan_01k2m7c2q5r8s1t4v7w9x3y6za
         */
        ChannelId: string;
        /**
         * @description Id of the destination.
         * @example dest_01k2m7d3r6s9t2v5w8x4y7zab1
         */
        DestinationId: string;
        /**
         * @description Id of the bot.
         * @example bot_01k2m7b1p8q4r7s9t2v5w3x6yz
         */
        BotId: string;
        /**
         * @description Id of the tracking key.
         * @example tkey_01k2m7e4s7t1v3w6x9y5zab2c4
         */
        TrackingKeyId: string;
        /**
         * @description Id of the advertiser.
         * @example adv_01k2m6c1p8q4r7s9t2v5w3x6yz
         */
        AdvertiserId: string;
        /**
         * @description Id of the offer.
         * @example off_01k2m6e2q5r8s1t4v7w9x3y6za
         */
        OfferId: string;
        /**
         * @description Names this call. A repeat under the same name, by the same API key on the same path within 24 hours, gets the first answer again, with `X-Idempotent-Replay: true`; what it says in its body is not compared.
         * @example 6f9a2b1e-order-1042
         */
        IdempotencyKey: string;
        /**
         * @description The visitor's own address, where the call is made for him. On calls without a key only a trusted proxy is believed.
         * @example 203.0.113.24
         */
        ClientIp: string;
        /**
         * @description The visitor's own browser, where the call is made for him. On calls without a key only a trusted proxy is believed.
         * @example Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1
         */
        ClientUserAgent: string;
        /**
         * @description The person, as Telegram numbers him.
         * @example 5550199
         */
        LeadId: string;
        /**
         * @description Id of the website, or its tracking id. Keys of the account say it wherever the account has several websites.
         * @example site_01k2m4x7c9e8r5t6y3w1q0zvba
         */
        LeadWebsiteId: string;
        /**
         * @description The same under its older name.
         * @example site_01k2m4x7c9e8r5t6y3w1q0zvba
         */
        LeadSiteId: string;
        /**
         * @description Id of the conversion.
         * @example tcv_01k2m9a3n4x7c9e8r5t6y3w1q0
         */
        LeadConversionId: string;
        /**
         * @description The visitor, as the cookie names him. Without it he is a new one.
         * @example 8d1f0c52-6c6f-4c7e-9d0e-3a52b7f4c911
         */
        PageTempId: components["schemas"]["TempId"];
        /**
         * @description Id of the channel, or of its Telegram chat. Without it the website's default channel, or its only one.
         * @example chan_01k2m7c2q5r8s1t4v7w9x3y6za
         */
        PageChannelId: components["schemas"]["ChannelName-2"];
        /**
         * @description The visitor's session, as the cookie names it.
         * @example 4f8b2f0e-91d4-4d29-a1d4-0f6a2f5b7c33
         */
        PageClientSessionId: components["schemas"]["ClientSessionId"];
        /**
         * @description Id of the bot.
         * @example bot_01k2m7b1p8q4r7s9t2v5w3x6yz
         */
        WebhookBotId: string;
    };
    requestBodies: never;
    headers: {
        /**
         * @description Id of this exchange. The server's log carries it too; quote it when you report a problem.
         * @example http_01k2m4x7c9e8r5t6y3w1q0zvba
         */
        RequestId: string;
        /**
         * @description The answer holds for this visitor and this moment only.
         * @example no-store
         */
        NoStore: "no-store";
        /**
         * @description The caller's own origin, when it is one of the website's. Never `*`. `Access-Control-Allow-Credentials` comes with it, for beacons.
         * @example https://www.example.com
         */
        AllowedOrigin: string;
        /**
         * @description Seconds after which a repeat makes sense.
         * @example 12
         */
        RetryAfter: number;
        /**
         * @description Calls that the limit class allows per window.
         * @example 120
         */
        RateLimitLimit: number;
        /**
         * @description Calls left in the current window.
         * @example 0
         */
        RateLimitRemaining: number;
        /**
         * @description Seconds until the window has room again.
         * @example 12
         */
        RateLimitReset: number;
        /**
         * @description The advertiser's page.
         * @example https://casino.example/land?c=clk_01k2m5a1n4x7c9e8r5t6y3w1q0
         */
        LandingUrl: string;
        /**
         * @description The advertiser may see which page its visitor comes from.
         * @example no-referrer-when-downgrade
         */
        ReferrerPolicy: "no-referrer-when-downgrade";
        /**
         * @description Path of the new object.
         * @example /api/v1/websites/site_01k2m4x7c9e8r5t6y3w1q0zvba
         */
        Location: string;
        /**
         * @description The answer is the first one that was given under this `Idempotency-Key`. Absent on the first.
         * @example true
         */
        IdempotentReplay: "true";
        /**
         * @description The way into the channel, at Telegram.
         * @example https://t.me/+Qz1mVb0xk5ZjYmRk
         */
        InviteLink: string;
        /**
         * @description Telegram need not know which page its visitor comes from.
         * @example no-referrer
         */
        NoReferrer: "no-referrer";
        /**
         * @description Names the content, for `If-None-Match`.
         * @example "0f3c1b7a9d2e4856"
         */
        EntityTag: string;
        /**
         * @description Path of the script's source map.
         * @example /web/widget.7a9d2e48560f3c1b.js.map
         */
        SourceMap: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getDecision: {
        parameters: {
            query?: {
                /**
                 * @description Says that the offers will stand in a section of the page.
                 * @example section
                 */
                mode?: "section";
                /**
                 * @description The visitor's country as the page knows it, ISO 3166-1 alpha-2.
                 * @example US
                 */
                country?: components["parameters"]["CountryHint"];
                /**
                 * @description The visitor's subdivision as the page knows it, ISO 3166-2 with or without the country's prefix.
                 * @example NJ
                 */
                region?: components["parameters"]["RegionHint"];
                /**
                 * @description Simulates a country while developing.
                 * @example DE
                 */
                "dev-country"?: components["parameters"]["SimulatedCountry"];
                /**
                 * @description Simulates a subdivision while developing.
                 * @example BY
                 */
                "dev-region"?: components["parameters"]["SimulatedRegion"];
                /**
                 * @description The publisher's own mark for this visit, handed on to landing pages as `{sub}`. Longer than 200 characters, or given more than once, it counts as empty.
                 * @example newsletter-42
                 */
                sub?: components["schemas"]["Unrefused"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The decision. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["NoStore"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowedOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Decision"];
                };
            };
            400: components["responses"]["DeliveryInvalid"];
            401: components["responses"]["DeliveryUnauthenticated"];
            403: components["responses"]["DeliveryForbidden"];
            429: components["responses"]["DeliveryLimited"];
            500: components["responses"]["DeliveryFailed"];
            503: components["responses"]["DeliveryUnavailable"];
        };
    };
    getOffers: {
        parameters: {
            query: {
                /**
                 * @description The decision's id.
                 * @example req_01k2m4xb4h2d6s8f0g5j7k9mnp3q2-7w
                 */
                requestId: string;
                /**
                 * @description How many offers to list at most.
                 * @example 3
                 */
                limit: number;
                /**
                 * @description Where the offers will stand.
                 * @example overlay
                 */
                surface: "overlay" | "section" | "decline";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The offers, best first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["NoStore"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowedOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfferList"];
                };
            };
            400: components["responses"]["DeliveryInvalid"];
            401: components["responses"]["DeliveryUnauthenticated"];
            403: components["responses"]["DeliveryForbidden"];
            404: components["responses"]["DeliveryUnknownRequest"];
            429: components["responses"]["DeliveryLimited"];
            500: components["responses"]["DeliveryFailed"];
            503: components["responses"]["DeliveryUnavailable"];
        };
    };
    recordImpression: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OfferEvent"];
                "text/plain": components["schemas"]["OfferEvent"];
            };
        };
        responses: {
            /** @description The event is stored. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowedOrigin"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["DeliveryInvalid"];
            401: components["responses"]["DeliveryUnauthenticated"];
            403: components["responses"]["DeliveryForbidden"];
            413: components["responses"]["DeliveryTooLarge"];
            415: components["responses"]["DeliveryWrongType"];
            429: components["responses"]["DeliveryLimited"];
            500: components["responses"]["DeliveryFailed"];
            503: components["responses"]["DeliveryUnavailable"];
        };
    };
    recordClick: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OfferEvent"];
                "text/plain": components["schemas"]["OfferEvent"];
            };
        };
        responses: {
            /** @description The event is stored. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowedOrigin"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["DeliveryInvalid"];
            401: components["responses"]["DeliveryUnauthenticated"];
            403: components["responses"]["DeliveryForbidden"];
            413: components["responses"]["DeliveryTooLarge"];
            415: components["responses"]["DeliveryWrongType"];
            429: components["responses"]["DeliveryLimited"];
            500: components["responses"]["DeliveryFailed"];
            503: components["responses"]["DeliveryUnavailable"];
        };
    };
    recordSnippetPing: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SnippetPing"];
                "text/plain": components["schemas"]["SnippetPing"];
            };
        };
        responses: {
            /** @description The ping is stored. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowedOrigin"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["DeliveryInvalid"];
            401: components["responses"]["DeliveryUnauthenticated"];
            403: components["responses"]["DeliveryForbidden"];
            413: components["responses"]["DeliveryTooLarge"];
            415: components["responses"]["DeliveryWrongType"];
            429: components["responses"]["DeliveryLimited"];
            500: components["responses"]["DeliveryFailed"];
            503: components["responses"]["DeliveryUnavailable"];
        };
    };
    getRedirect: {
        parameters: {
            query: {
                /**
                 * @description The signed token of the offer's `clickUrl`, good for seven days.
                 * @example AAECAwQFBgcICQoLDA0ODw
                 */
                t: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The click is stored; go there. */
            302: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["NoStore"];
                    Location: components["headers"]["LandingUrl"];
                    "Referrer-Policy": components["headers"]["ReferrerPolicy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The token is missing, or not one of ours (`bad_token`). */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryError"];
                };
            };
            /** @description The offer is gone. */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryError"];
                };
            };
            /** @description The token is older than seven days. */
            410: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryError"];
                };
            };
            500: components["responses"]["DeliveryFailed"];
            503: components["responses"]["DeliveryUnavailable"];
        };
    };
    getPostback: {
        parameters: {
            query: {
                /**
                 * @description The click that led to the conversion, from the landing URL's `{click_id}`.
                 * @example clk_01k2m5a1n4x7c9e8r5t6y3w1q0
                 */
                click_id: string;
                /**
                 * @description The advertiser's own id of the transaction. Each is counted once, whatever the click.
                 * @example order-1042
                 */
                txid: string;
                /**
                 * @description Id of the goal that was reached; absent for the base step.
                 * @example first_deposit
                 */
                event?: string;
                /**
                 * @description What the advertiser pays for it, in major units, as a decimal number. It is the price only where the offer's payout is `dynamic`, else it is recorded.
                 * @example 12.50
                 */
                payout?: string;
                /**
                 * @description Currency of the payout, ISO 4217.
                 * @example USD
                 */
                currency?: string;
                /**
                 * @description Whether the transaction stands, as it does when nothing is said, or is taken back.
                 * @example approved
                 */
                status?: "approved" | "reversed" | "";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The conversion is stored. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostbackResult"];
                };
            };
            400: components["responses"]["DeliveryInvalid"];
            401: components["responses"]["DeliveryNoToken"];
            403: components["responses"]["DeliveryWrongToken"];
            404: components["responses"]["DeliveryUnknownClick"];
            500: components["responses"]["DeliveryFailed"];
            503: components["responses"]["DeliveryUnavailable"];
        };
    };
    recordPostback: {
        parameters: {
            query?: {
                /**
                 * @description The click that led to the conversion, from the landing URL's `{click_id}`.
                 * @example clk_01k2m5a1n4x7c9e8r5t6y3w1q0
                 */
                click_id?: string;
                /**
                 * @description The advertiser's own id of the transaction. Each is counted once, whatever the click.
                 * @example order-1042
                 */
                txid?: string;
                /**
                 * @description Id of the goal that was reached; absent for the base step.
                 * @example first_deposit
                 */
                event?: string;
                /**
                 * @description What the advertiser pays for it, in major units, as a decimal number. It is the price only where the offer's payout is `dynamic`, else it is recorded.
                 * @example 12.50
                 */
                payout?: string;
                /**
                 * @description Currency of the payout, ISO 4217.
                 * @example USD
                 */
                currency?: string;
                /**
                 * @description Whether the transaction stands, as it does when nothing is said, or is taken back.
                 * @example approved
                 */
                status?: "approved" | "reversed" | "";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Postback"];
                "application/x-www-form-urlencoded": components["schemas"]["Postback"];
            };
        };
        responses: {
            /** @description The conversion is stored. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostbackResult"];
                };
            };
            400: components["responses"]["DeliveryInvalid"];
            401: components["responses"]["DeliveryNoToken"];
            403: components["responses"]["DeliveryWrongToken"];
            404: components["responses"]["DeliveryUnknownClick"];
            413: components["responses"]["DeliveryTooLarge"];
            415: components["responses"]["DeliveryWrongType"];
            500: components["responses"]["DeliveryFailed"];
            503: components["responses"]["DeliveryUnavailable"];
        };
    };
    createDeclineSession: {
        parameters: {
            query?: {
                /**
                 * @description The visitor's country as the page knows it, ISO 3166-1 alpha-2.
                 * @example US
                 */
                country?: components["parameters"]["CountryHint"];
                /**
                 * @description The visitor's subdivision as the page knows it, ISO 3166-2 with or without the country's prefix.
                 * @example NJ
                 */
                region?: components["parameters"]["RegionHint"];
                /**
                 * @description Simulates a country while developing.
                 * @example DE
                 */
                "dev-country"?: components["parameters"]["SimulatedCountry"];
                /**
                 * @description Simulates a subdivision while developing.
                 * @example BY
                 */
                "dev-region"?: components["parameters"]["SimulatedRegion"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["NoStore"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowedOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewDeclineSession"];
                };
            };
            400: components["responses"]["DeliveryInvalid"];
            401: components["responses"]["DeliveryUnauthenticated"];
            403: components["responses"]["DeliveryForbidden"];
            429: components["responses"]["DeliveryLimited"];
            500: components["responses"]["DeliveryFailed"];
            503: components["responses"]["DeliveryUnavailable"];
        };
    };
    getDeclineSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the session.
                 * @example dses_01k2m7r4c9e8r5t6y3w1q0zvba
                 */
                sessionId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How the session stands. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["NoStore"];
                    "Access-Control-Allow-Origin": components["headers"]["AllowedOrigin"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeclineSession"];
                };
            };
            400: components["responses"]["DeliveryInvalid"];
            401: components["responses"]["DeliveryUnauthenticated"];
            403: components["responses"]["DeliveryForbidden"];
            404: components["responses"]["DeliveryUnknownSession"];
            429: components["responses"]["DeliveryLimited"];
            500: components["responses"]["DeliveryFailed"];
            503: components["responses"]["DeliveryUnavailable"];
        };
    };
    recordDeclineTrigger: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeclineTrigger"];
            };
        };
        responses: {
            /** @description The session is ready. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["NoStore"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArmedDeclineSession"];
                };
            };
            400: components["responses"]["DeliveryInvalid"];
            401: components["responses"]["DeliveryNoSecret"];
            403: components["responses"]["DeliveryWrongSecret"];
            404: components["responses"]["DeliveryUnknownSession"];
            409: components["responses"]["DeliverySessionExpired"];
            413: components["responses"]["DeliveryTooLarge"];
            415: components["responses"]["DeliveryWrongType"];
            429: components["responses"]["DeliveryLimited"];
            500: components["responses"]["DeliveryFailed"];
            503: components["responses"]["DeliveryUnavailable"];
        };
    };
    listWebsites: {
        parameters: {
            query: {
                /**
                 * @description Which page of the list, from 1.
                 * @example 1
                 */
                page: components["parameters"]["Page"];
                /**
                 * @description How many items a page holds.
                 * @example 20
                 */
                limit: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of websites. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebsiteList"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    createWebsite: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewWebsite"];
            };
        };
        responses: {
            /** @description The new website. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Website"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            413: components["responses"]["EngagementTooLarge"];
            415: components["responses"]["EngagementWrongType"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    getWebsite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the website, or its tracking id.
                 * @example site_01k2m4x7c9e8r5t6y3w1q0zvba
                 */
                id: components["parameters"]["WebsiteId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The website. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Website"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    updateWebsite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the website, or its tracking id.
                 * @example site_01k2m4x7c9e8r5t6y3w1q0zvba
                 */
                id: components["parameters"]["WebsiteId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebsiteChanges"];
            };
        };
        responses: {
            /** @description The website as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Website"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            413: components["responses"]["EngagementTooLarge"];
            415: components["responses"]["EngagementWrongType"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    deleteWebsite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the website, or its tracking id.
                 * @example site_01k2m4x7c9e8r5t6y3w1q0zvba
                 */
                id: components["parameters"]["WebsiteId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The object is gone. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    patchWebsite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the website, or its tracking id.
                 * @example site_01k2m4x7c9e8r5t6y3w1q0zvba
                 */
                id: components["parameters"]["WebsiteId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebsiteChanges"];
            };
        };
        responses: {
            /** @description The website as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Website"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            413: components["responses"]["EngagementTooLarge"];
            415: components["responses"]["EngagementWrongType"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    rotateWebsiteKeys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the website, or its tracking id.
                 * @example site_01k2m4x7c9e8r5t6y3w1q0zvba
                 */
                id: components["parameters"]["WebsiteId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new pair. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebsiteKeys"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    listTriggerSecrets: {
        parameters: {
            query: {
                /**
                 * @description Which page of the list, from 1.
                 * @example 1
                 */
                page: components["parameters"]["Page"];
                /**
                 * @description How many items a page holds.
                 * @example 20
                 */
                limit: components["parameters"]["Limit"];
            };
            header?: never;
            path: {
                /**
                 * @description Id of the website, or its tracking id.
                 * @example site_01k2m4x7c9e8r5t6y3w1q0zvba
                 */
                id: components["parameters"]["WebsiteId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of secrets. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerSecretList"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    createTriggerSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the website, or its tracking id.
                 * @example site_01k2m4x7c9e8r5t6y3w1q0zvba
                 */
                id: components["parameters"]["WebsiteId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The secret, shown once. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewTriggerSecret"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    revokeTriggerSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the website, or its tracking id.
                 * @example site_01k2m4x7c9e8r5t6y3w1q0zvba
                 */
                id: components["parameters"]["WebsiteId"];
                /**
                 * @description Id of the trigger secret.
                 * @example tsec_01k2m5a0h2d6s8f0g5j7k9mnpq
                 */
                secretId: components["parameters"]["TriggerSecretId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The object is gone. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    getGeoRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the website, or its tracking id.
                 * @example site_01k2m4x7c9e8r5t6y3w1q0zvba
                 */
                id: components["parameters"]["WebsiteId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rule. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GeoRule"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    putGeoRule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the website, or its tracking id.
                 * @example site_01k2m4x7c9e8r5t6y3w1q0zvba
                 */
                id: components["parameters"]["WebsiteId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GeoRuleSettings"];
            };
        };
        responses: {
            /** @description The rule as it was saved. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GeoRule"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            413: components["responses"]["EngagementTooLarge"];
            415: components["responses"]["EngagementWrongType"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    getOfferRules: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the website, or its tracking id.
                 * @example site_01k2m4x7c9e8r5t6y3w1q0zvba
                 */
                id: components["parameters"]["WebsiteId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The rules. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfferRules"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    putOfferRules: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the website, or its tracking id.
                 * @example site_01k2m4x7c9e8r5t6y3w1q0zvba
                 */
                id: components["parameters"]["WebsiteId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OfferRulesSettings"];
            };
        };
        responses: {
            /** @description The rules as they were saved. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfferRules"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            413: components["responses"]["EngagementTooLarge"];
            415: components["responses"]["EngagementWrongType"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    getWebsiteReport: {
        parameters: {
            query: {
                /**
                 * @description First day, UTC. Six days before the last one by default.
                 * @example 2026-03-01
                 */
                from?: components["parameters"]["ReportFrom"];
                /**
                 * @description Last day, UTC. Today by default.
                 * @example 2026-03-07
                 */
                to?: components["parameters"]["ReportTo"];
                /**
                 * @description What a row stands for.
                 * @example day
                 */
                by: components["parameters"]["ReportBy"];
            };
            header?: never;
            path: {
                /**
                 * @description Id of the website, or its tracking id.
                 * @example site_01k2m4x7c9e8r5t6y3w1q0zvba
                 */
                id: components["parameters"]["WebsiteId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    listChannels: {
        parameters: {
            query: {
                /**
                 * @description Which page of the list, from 1.
                 * @example 1
                 */
                page: components["parameters"]["Page"];
                /**
                 * @description How many items a page holds.
                 * @example 20
                 */
                limit: components["parameters"]["Limit"];
            };
            header?: never;
            path: {
                /**
                 * @description Id of the website, or its tracking id.
                 * @example site_01k2m4x7c9e8r5t6y3w1q0zvba
                 */
                id: components["parameters"]["WebsiteId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of channels. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelPage"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    createChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the website, or its tracking id.
                 * @example site_01k2m4x7c9e8r5t6y3w1q0zvba
                 */
                id: components["parameters"]["WebsiteId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewChannel"];
            };
        };
        responses: {
            /** @description The new channel. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            409: components["responses"]["EngagementConflict"];
            413: components["responses"]["EngagementTooLarge"];
            415: components["responses"]["EngagementWrongType"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    getChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the website, or its tracking id.
                 * @example site_01k2m4x7c9e8r5t6y3w1q0zvba
                 */
                id: components["parameters"]["WebsiteId"];
                /**
                 * @description Id of the channel.
                 * @example chan_01k2m7c2q5r8s1t4v7w9x3y6za
                 */
                channelId: components["parameters"]["ChannelId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The channel. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    updateChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the website, or its tracking id.
                 * @example site_01k2m4x7c9e8r5t6y3w1q0zvba
                 */
                id: components["parameters"]["WebsiteId"];
                /**
                 * @description Id of the channel.
                 * @example chan_01k2m7c2q5r8s1t4v7w9x3y6za
                 */
                channelId: components["parameters"]["ChannelId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChannelChanges"];
            };
        };
        responses: {
            /** @description The channel as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            409: components["responses"]["EngagementConflict"];
            413: components["responses"]["EngagementTooLarge"];
            415: components["responses"]["EngagementWrongType"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    deleteChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the website, or its tracking id.
                 * @example site_01k2m4x7c9e8r5t6y3w1q0zvba
                 */
                id: components["parameters"]["WebsiteId"];
                /**
                 * @description Id of the channel.
                 * @example chan_01k2m7c2q5r8s1t4v7w9x3y6za
                 */
                channelId: components["parameters"]["ChannelId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The object is gone. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    patchChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the website, or its tracking id.
                 * @example site_01k2m4x7c9e8r5t6y3w1q0zvba
                 */
                id: components["parameters"]["WebsiteId"];
                /**
                 * @description Id of the channel.
                 * @example chan_01k2m7c2q5r8s1t4v7w9x3y6za
                 */
                channelId: components["parameters"]["ChannelId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChannelChanges"];
            };
        };
        responses: {
            /** @description The channel as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            409: components["responses"]["EngagementConflict"];
            413: components["responses"]["EngagementTooLarge"];
            415: components["responses"]["EngagementWrongType"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    listDestinations: {
        parameters: {
            query: {
                /**
                 * @description Which page of the list, from 1.
                 * @example 1
                 */
                page: components["parameters"]["Page"];
                /**
                 * @description How many items a page holds.
                 * @example 20
                 */
                limit: components["parameters"]["Limit"];
            };
            header?: never;
            path: {
                /**
                 * @description Id of the website, or its tracking id.
                 * @example site_01k2m4x7c9e8r5t6y3w1q0zvba
                 */
                id: components["parameters"]["WebsiteId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of destinations. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DestinationPage"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    createDestination: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the website, or its tracking id.
                 * @example site_01k2m4x7c9e8r5t6y3w1q0zvba
                 */
                id: components["parameters"]["WebsiteId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDestination"];
            };
        };
        responses: {
            /** @description The new destination. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Destination"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            413: components["responses"]["EngagementTooLarge"];
            415: components["responses"]["EngagementWrongType"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    getDestination: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the website, or its tracking id.
                 * @example site_01k2m4x7c9e8r5t6y3w1q0zvba
                 */
                id: components["parameters"]["WebsiteId"];
                /**
                 * @description Id of the destination.
                 * @example dest_01k2m7d3r6s9t2v5w8x4y7zab1
                 */
                destinationId: components["parameters"]["DestinationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The destination. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Destination"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    updateDestination: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the website, or its tracking id.
                 * @example site_01k2m4x7c9e8r5t6y3w1q0zvba
                 */
                id: components["parameters"]["WebsiteId"];
                /**
                 * @description Id of the destination.
                 * @example dest_01k2m7d3r6s9t2v5w8x4y7zab1
                 */
                destinationId: components["parameters"]["DestinationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DestinationChanges"];
            };
        };
        responses: {
            /** @description The destination as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Destination"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            413: components["responses"]["EngagementTooLarge"];
            415: components["responses"]["EngagementWrongType"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    deleteDestination: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the website, or its tracking id.
                 * @example site_01k2m4x7c9e8r5t6y3w1q0zvba
                 */
                id: components["parameters"]["WebsiteId"];
                /**
                 * @description Id of the destination.
                 * @example dest_01k2m7d3r6s9t2v5w8x4y7zab1
                 */
                destinationId: components["parameters"]["DestinationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The object is gone. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    patchDestination: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the website, or its tracking id.
                 * @example site_01k2m4x7c9e8r5t6y3w1q0zvba
                 */
                id: components["parameters"]["WebsiteId"];
                /**
                 * @description Id of the destination.
                 * @example dest_01k2m7d3r6s9t2v5w8x4y7zab1
                 */
                destinationId: components["parameters"]["DestinationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DestinationChanges"];
            };
        };
        responses: {
            /** @description The destination as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Destination"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            413: components["responses"]["EngagementTooLarge"];
            415: components["responses"]["EngagementWrongType"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    listBots: {
        parameters: {
            query: {
                /**
                 * @description Which page of the list, from 1.
                 * @example 1
                 */
                page: components["parameters"]["Page"];
                /**
                 * @description How many items a page holds.
                 * @example 20
                 */
                limit: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of bots. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BotPage"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    createBot: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewBot"];
            };
        };
        responses: {
            /** @description The new bot. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedBot"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            413: components["responses"]["EngagementTooLarge"];
            415: components["responses"]["EngagementWrongType"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    getBot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the bot.
                 * @example bot_01k2m7b1p8q4r7s9t2v5w3x6yz
                 */
                id: components["parameters"]["BotId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bot. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bot"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    updateBot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the bot.
                 * @example bot_01k2m7b1p8q4r7s9t2v5w3x6yz
                 */
                id: components["parameters"]["BotId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BotChanges"];
            };
        };
        responses: {
            /** @description The bot as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bot"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            413: components["responses"]["EngagementTooLarge"];
            415: components["responses"]["EngagementWrongType"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    deleteBot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the bot.
                 * @example bot_01k2m7b1p8q4r7s9t2v5w3x6yz
                 */
                id: components["parameters"]["BotId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The object is gone. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            409: components["responses"]["EngagementConflict"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    patchBot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the bot.
                 * @example bot_01k2m7b1p8q4r7s9t2v5w3x6yz
                 */
                id: components["parameters"]["BotId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BotChanges"];
            };
        };
        responses: {
            /** @description The bot as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Bot"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            413: components["responses"]["EngagementTooLarge"];
            415: components["responses"]["EngagementWrongType"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    listTrackingKeys: {
        parameters: {
            query: {
                /**
                 * @description Only keys of this website, by its id or its tracking id.
                 * @example site_01k2m4x7c9e8r5t6y3w1q0zvba
                 */
                websiteId?: string;
                /**
                 * @description Which page of the list, from 1.
                 * @example 1
                 */
                page: components["parameters"]["Page"];
                /**
                 * @description How many items a page holds.
                 * @example 20
                 */
                limit: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of keys. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrackingKeyPage"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    createTrackingKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTrackingKey"];
            };
        };
        responses: {
            /** @description The key, shown once. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedTrackingKey"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            409: components["responses"]["EngagementConflict"];
            413: components["responses"]["EngagementTooLarge"];
            415: components["responses"]["EngagementWrongType"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    revokeTrackingKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the tracking key.
                 * @example tkey_01k2m7e4s7t1v3w6x9y5zab2c4
                 */
                id: components["parameters"]["TrackingKeyId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The object is gone. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    listAdvertisers: {
        parameters: {
            query: {
                /**
                 * @description Which page of the list, from 1.
                 * @example 1
                 */
                page: components["parameters"]["Page"];
                /**
                 * @description How many items a page holds.
                 * @example 20
                 */
                limit: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of advertisers. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdvertiserList"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    createAdvertiser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAdvertiser"];
            };
        };
        responses: {
            /** @description The new advertiser, with its token. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedAdvertiser"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            413: components["responses"]["EngagementTooLarge"];
            415: components["responses"]["EngagementWrongType"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    getAdvertiser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the advertiser.
                 * @example adv_01k2m6c1p8q4r7s9t2v5w3x6yz
                 */
                id: components["parameters"]["AdvertiserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The advertiser. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Advertiser"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    updateAdvertiser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the advertiser.
                 * @example adv_01k2m6c1p8q4r7s9t2v5w3x6yz
                 */
                id: components["parameters"]["AdvertiserId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AdvertiserChanges"];
            };
        };
        responses: {
            /** @description The advertiser as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Advertiser"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            413: components["responses"]["EngagementTooLarge"];
            415: components["responses"]["EngagementWrongType"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    deleteAdvertiser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the advertiser.
                 * @example adv_01k2m6c1p8q4r7s9t2v5w3x6yz
                 */
                id: components["parameters"]["AdvertiserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The object is gone. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    patchAdvertiser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the advertiser.
                 * @example adv_01k2m6c1p8q4r7s9t2v5w3x6yz
                 */
                id: components["parameters"]["AdvertiserId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AdvertiserChanges"];
            };
        };
        responses: {
            /** @description The advertiser as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Advertiser"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            413: components["responses"]["EngagementTooLarge"];
            415: components["responses"]["EngagementWrongType"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    rotatePostbackToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the advertiser.
                 * @example adv_01k2m6c1p8q4r7s9t2v5w3x6yz
                 */
                id: components["parameters"]["AdvertiserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new token. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewPostbackToken"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    listDeposits: {
        parameters: {
            query: {
                /**
                 * @description Which page of the list, from 1.
                 * @example 1
                 */
                page: components["parameters"]["Page"];
                /**
                 * @description How many items a page holds.
                 * @example 20
                 */
                limit: components["parameters"]["Limit"];
            };
            header?: never;
            path: {
                /**
                 * @description Id of the advertiser.
                 * @example adv_01k2m6c1p8q4r7s9t2v5w3x6yz
                 */
                id: components["parameters"]["AdvertiserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of deposits. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DepositList"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    createDeposit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the advertiser.
                 * @example adv_01k2m6c1p8q4r7s9t2v5w3x6yz
                 */
                id: components["parameters"]["AdvertiserId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDeposit"];
            };
        };
        responses: {
            /** @description The deposit that was recorded under this reference before. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deposit"];
                };
            };
            /** @description The new deposit. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deposit"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            409: components["responses"]["EngagementConflict"];
            413: components["responses"]["EngagementTooLarge"];
            415: components["responses"]["EngagementWrongType"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    listOffers: {
        parameters: {
            query: {
                /**
                 * @description Only offers of this advertiser.
                 * @example adv_01k2m6c1p8q4r7s9t2v5w3x6yz
                 */
                advertiserId?: string;
                /**
                 * @description Only offers of this status.
                 * @example active
                 */
                status?: components["schemas"]["OfferStatus"];
                /**
                 * @description Which page of the list, from 1.
                 * @example 1
                 */
                page: components["parameters"]["Page"];
                /**
                 * @description How many items a page holds.
                 * @example 20
                 */
                limit: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of offers. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfferPage"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    createOffer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewOffer"];
            };
        };
        responses: {
            /** @description The new offer. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offer"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            413: components["responses"]["EngagementTooLarge"];
            415: components["responses"]["EngagementWrongType"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    getOffer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the offer.
                 * @example off_01k2m6e2q5r8s1t4v7w9x3y6za
                 */
                id: components["parameters"]["OfferId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The offer. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offer"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    updateOffer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the offer.
                 * @example off_01k2m6e2q5r8s1t4v7w9x3y6za
                 */
                id: components["parameters"]["OfferId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OfferChanges"];
            };
        };
        responses: {
            /** @description The offer as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offer"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            413: components["responses"]["EngagementTooLarge"];
            415: components["responses"]["EngagementWrongType"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    deleteOffer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the offer.
                 * @example off_01k2m6e2q5r8s1t4v7w9x3y6za
                 */
                id: components["parameters"]["OfferId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The object is gone. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deleted"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    patchOffer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the offer.
                 * @example off_01k2m6e2q5r8s1t4v7w9x3y6za
                 */
                id: components["parameters"]["OfferId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OfferChanges"];
            };
        };
        responses: {
            /** @description The offer as it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Offer"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            413: components["responses"]["EngagementTooLarge"];
            415: components["responses"]["EngagementWrongType"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    getOfferReport: {
        parameters: {
            query: {
                /**
                 * @description First day, UTC. Six days before the last one by default.
                 * @example 2026-03-01
                 */
                from?: components["parameters"]["ReportFrom"];
                /**
                 * @description Last day, UTC. Today by default.
                 * @example 2026-03-07
                 */
                to?: components["parameters"]["ReportTo"];
                /**
                 * @description What a row stands for.
                 * @example day
                 */
                by: components["parameters"]["ReportBy"];
            };
            header?: never;
            path: {
                /**
                 * @description Id of the offer.
                 * @example off_01k2m6e2q5r8s1t4v7w9x3y6za
                 */
                id: components["parameters"]["OfferId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    listLedgerEntries: {
        parameters: {
            query: {
                /**
                 * @description Only entries of this account.
                 * @example advertiser:adv_01k2m6c1p8q4r7s9t2v5w3x6yz
                 */
                account?: string;
                /**
                 * @description First day, in UTC.
                 * @example 2026-03-01
                 */
                from?: string;
                /**
                 * @description Last day, in UTC, itself included.
                 * @example 2026-03-31
                 */
                to?: string;
                /**
                 * @description Which page of the list, from 1.
                 * @example 1
                 */
                page: components["parameters"]["Page"];
                /**
                 * @description How many items a page holds.
                 * @example 20
                 */
                limit: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of entries. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LedgerEntryList"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    listLedgerBalances: {
        parameters: {
            query: {
                /**
                 * @description Which page of the list, from 1.
                 * @example 1
                 */
                page: components["parameters"]["Page"];
                /**
                 * @description How many items a page holds.
                 * @example 20
                 */
                limit: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of balances. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LedgerBalanceList"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    listDeadLetters: {
        parameters: {
            query: {
                /**
                 * @description Only those that nobody has replayed yet, or only those that were.
                 * @example open
                 */
                status?: components["schemas"]["DeadLetterStatus"];
                /**
                 * @description Only those of this destination.
                 * @example dest_01k2m7d3r6s9t2v5w8x4y7zab1
                 */
                destinationId?: string;
                /**
                 * @description Which page of the list, from 1.
                 * @example 1
                 */
                page: components["parameters"]["Page"];
                /**
                 * @description How many items a page holds.
                 * @example 20
                 */
                limit: components["parameters"]["Limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of dead letters. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterPage"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    createDeadLetterReplay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the dead letter.
                 * @example dl_01k2m7g6v9t3x5y8z1a7bcd4e6
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["DeadLetterReplay"];
            };
        };
        responses: {
            /** @description The dead letter as it is now; of a dry run, the request. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetter"] | components["schemas"]["DryRun"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            409: components["responses"]["EngagementConflict"];
            413: components["responses"]["EngagementTooLarge"];
            415: components["responses"]["EngagementWrongType"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    getTrace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Any id that was handed out, or an advertiser's transaction id.
                 * @example req_01k2m4xb4h2d6s8f0g5j7k9mnp
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The chain. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Trace"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    getExplanation: {
        parameters: {
            query?: {
                /**
                 * @description Id of one answer, when offers were asked for more than once. The last one by default.
                 * @example evt_01k2m4xb7r5t6y3w1q0zvba3q2
                 */
                answer?: string;
            };
            header?: never;
            path: {
                /**
                 * @description A decision's id, or its first 30 characters.
                 * @example req_01k2m4xb4h2d6s8f0g5j7k9mnp
                 */
                requestId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The explanation. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Explanation"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            404: components["responses"]["EngagementNotFound"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    recordVisit: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names this call. A repeat under the same name, by the same API key on the same path within 24 hours, gets the first answer again, with `X-Idempotent-Replay: true`; what it says in its body is not compared.
                 * @example 6f9a2b1e-order-1042
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description The visitor's own address, where the call is made for him. On calls without a key only a trusted proxy is believed.
                 * @example 203.0.113.24
                 */
                "X-Adtarget-Client-IP"?: components["parameters"]["ClientIp"];
                /**
                 * @description The visitor's own browser, where the call is made for him. On calls without a key only a trusted proxy is believed.
                 * @example Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1
                 */
                "X-Adtarget-Client-User-Agent"?: components["parameters"]["ClientUserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VisitOfServer"];
            };
        };
        responses: {
            /** @description The visit is stored. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VisitRecorded"];
                };
            };
            400: components["responses"]["TrackingInvalid"];
            401: components["responses"]["TrackingUnauthenticated"];
            402: components["responses"]["TrackingPaused"];
            403: components["responses"]["TrackingForbidden"];
            413: components["responses"]["TrackingTooLarge"];
            415: components["responses"]["TrackingWrongType"];
            429: components["responses"]["TrackingLimited"];
            500: components["responses"]["TrackingFailed"];
            503: components["responses"]["TrackingUnavailable"];
        };
    };
    recordFbp: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names this call. A repeat under the same name, by the same API key on the same path within 24 hours, gets the first answer again, with `X-Idempotent-Replay: true`; what it says in its body is not compared.
                 * @example 6f9a2b1e-order-1042
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FbpOfServer"];
            };
        };
        responses: {
            /** @description Whether a visit was there to take it. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FbpRecorded"];
                };
            };
            400: components["responses"]["TrackingInvalid"];
            401: components["responses"]["TrackingUnauthenticated"];
            402: components["responses"]["TrackingPaused"];
            403: components["responses"]["TrackingForbidden"];
            413: components["responses"]["TrackingTooLarge"];
            415: components["responses"]["TrackingWrongType"];
            429: components["responses"]["TrackingLimited"];
            500: components["responses"]["TrackingFailed"];
            503: components["responses"]["TrackingUnavailable"];
        };
    };
    createInvite: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names this call. A repeat under the same name, by the same API key on the same path within 24 hours, gets the first answer again, with `X-Idempotent-Replay: true`; what it says in its body is not compared.
                 * @example 6f9a2b1e-order-1042
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description The visitor's own address, where the call is made for him. On calls without a key only a trusted proxy is believed.
                 * @example 203.0.113.24
                 */
                "X-Adtarget-Client-IP"?: components["parameters"]["ClientIp"];
                /**
                 * @description The visitor's own browser, where the call is made for him. On calls without a key only a trusted proxy is believed.
                 * @example Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1
                 */
                "X-Adtarget-Client-User-Agent"?: components["parameters"]["ClientUserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InviteRequest"];
            };
        };
        responses: {
            /** @description The way in. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invite"];
                };
            };
            400: components["responses"]["TrackingInvalid"];
            401: components["responses"]["TrackingUnauthenticated"];
            402: components["responses"]["TrackingPaused"];
            403: components["responses"]["TrackingForbidden"];
            404: components["responses"]["TrackingNotFound"];
            413: components["responses"]["TrackingTooLarge"];
            415: components["responses"]["TrackingWrongType"];
            429: components["responses"]["TrackingLimited"];
            500: components["responses"]["TrackingFailed"];
            503: components["responses"]["TrackingUnavailable"];
        };
    };
    recordConversion: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names this call. A repeat under the same name, by the same API key on the same path within 24 hours, gets the first answer again, with `X-Idempotent-Replay: true`; what it says in its body is not compared.
                 * @example 6f9a2b1e-order-1042
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description The visitor's own address, where the call is made for him. On calls without a key only a trusted proxy is believed.
                 * @example 203.0.113.24
                 */
                "X-Adtarget-Client-IP"?: components["parameters"]["ClientIp"];
                /**
                 * @description The visitor's own browser, where the call is made for him. On calls without a key only a trusted proxy is believed.
                 * @example Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1
                 */
                "X-Adtarget-Client-User-Agent"?: components["parameters"]["ClientUserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Conversion"];
            };
        };
        responses: {
            /** @description The conversion is stored. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Idempotent-Replay": components["headers"]["IdempotentReplay"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversionBooked"];
                };
            };
            400: components["responses"]["TrackingInvalid"];
            401: components["responses"]["TrackingUnauthenticated"];
            402: components["responses"]["TrackingPaused"];
            403: components["responses"]["TrackingForbidden"];
            404: components["responses"]["TrackingNotFound"];
            413: components["responses"]["TrackingTooLarge"];
            415: components["responses"]["TrackingWrongType"];
            429: components["responses"]["TrackingLimited"];
            500: components["responses"]["TrackingFailed"];
            503: components["responses"]["TrackingUnavailable"];
        };
    };
    getLead: {
        parameters: {
            query?: {
                /**
                 * @description Id of the website, or its tracking id. Keys of the account say it wherever the account has several websites.
                 * @example site_01k2m4x7c9e8r5t6y3w1q0zvba
                 */
                websiteId?: components["parameters"]["LeadWebsiteId"];
                /**
                 * @description The same under its older name.
                 * @example site_01k2m4x7c9e8r5t6y3w1q0zvba
                 */
                siteId?: components["parameters"]["LeadSiteId"];
            };
            header?: never;
            path: {
                /**
                 * @description The person, as Telegram numbers him.
                 * @example 5550199
                 */
                telegramUserId: components["parameters"]["LeadId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The lead. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LeadFound"];
                };
            };
            400: components["responses"]["TrackingInvalid"];
            401: components["responses"]["TrackingUnauthenticated"];
            402: components["responses"]["TrackingPaused"];
            403: components["responses"]["TrackingForbidden"];
            404: components["responses"]["TrackingNotFound"];
            429: components["responses"]["TrackingLimited"];
            500: components["responses"]["TrackingFailed"];
            503: components["responses"]["TrackingUnavailable"];
        };
    };
    recordLeadEvent: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names this call. A repeat under the same name, by the same API key on the same path within 24 hours, gets the first answer again, with `X-Idempotent-Replay: true`; what it says in its body is not compared.
                 * @example 6f9a2b1e-order-1042
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description The visitor's own address, where the call is made for him. On calls without a key only a trusted proxy is believed.
                 * @example 203.0.113.24
                 */
                "X-Adtarget-Client-IP"?: components["parameters"]["ClientIp"];
                /**
                 * @description The visitor's own browser, where the call is made for him. On calls without a key only a trusted proxy is believed.
                 * @example Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1
                 */
                "X-Adtarget-Client-User-Agent"?: components["parameters"]["ClientUserAgent"];
            };
            path: {
                /**
                 * @description The person, as Telegram numbers him.
                 * @example 5550199
                 */
                telegramUserId: components["parameters"]["LeadId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LeadEvent"];
            };
        };
        responses: {
            /** @description The conversion is stored. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Idempotent-Replay": components["headers"]["IdempotentReplay"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversionBooked"];
                };
            };
            400: components["responses"]["TrackingInvalid"];
            401: components["responses"]["TrackingUnauthenticated"];
            402: components["responses"]["TrackingPaused"];
            403: components["responses"]["TrackingForbidden"];
            404: components["responses"]["TrackingNotFound"];
            413: components["responses"]["TrackingTooLarge"];
            415: components["responses"]["TrackingWrongType"];
            429: components["responses"]["TrackingLimited"];
            500: components["responses"]["TrackingFailed"];
            503: components["responses"]["TrackingUnavailable"];
        };
    };
    recordLateValue: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Names this call. A repeat under the same name, by the same API key on the same path within 24 hours, gets the first answer again, with `X-Idempotent-Replay: true`; what it says in its body is not compared.
                 * @example 6f9a2b1e-order-1042
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The person, as Telegram numbers him.
                 * @example 5550199
                 */
                telegramUserId: components["parameters"]["LeadId"];
                /**
                 * @description Id of the conversion.
                 * @example tcv_01k2m9a3n4x7c9e8r5t6y3w1q0
                 */
                conversionId: components["parameters"]["LeadConversionId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LateValue"];
            };
        };
        responses: {
            /** @description The value is stored. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "X-Idempotent-Replay": components["headers"]["IdempotentReplay"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversionBooked"];
                };
            };
            400: components["responses"]["TrackingInvalid"];
            401: components["responses"]["TrackingUnauthenticated"];
            402: components["responses"]["TrackingPaused"];
            403: components["responses"]["TrackingForbidden"];
            404: components["responses"]["TrackingNotFound"];
            409: components["responses"]["TrackingConflict"];
            413: components["responses"]["TrackingTooLarge"];
            415: components["responses"]["TrackingWrongType"];
            429: components["responses"]["TrackingLimited"];
            500: components["responses"]["TrackingFailed"];
            503: components["responses"]["TrackingUnavailable"];
        };
    };
    recordTrackVisit: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The visitor's own address, where the call is made for him. On calls without a key only a trusted proxy is believed.
                 * @example 203.0.113.24
                 */
                "X-Adtarget-Client-IP"?: components["parameters"]["ClientIp"];
                /**
                 * @description The visitor's own browser, where the call is made for him. On calls without a key only a trusted proxy is believed.
                 * @example Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1
                 */
                "X-Adtarget-Client-User-Agent"?: components["parameters"]["ClientUserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VisitOfPage"];
                "text/plain": components["schemas"]["VisitOfPage"];
            };
        };
        responses: {
            /** @description The visit is stored. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VisitRecorded"];
                };
            };
            400: components["responses"]["TrackingInvalid"];
            401: components["responses"]["TrackingUnauthenticated"];
            402: components["responses"]["TrackingPaused"];
            403: components["responses"]["TrackingForbidden"];
            413: components["responses"]["TrackingTooLarge"];
            415: components["responses"]["TrackingWrongType"];
            429: components["responses"]["TrackingLimited"];
            500: components["responses"]["TrackingFailed"];
            503: components["responses"]["TrackingUnavailable"];
        };
    };
    recordTrackFbp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FbpOfPage"];
                "text/plain": components["schemas"]["FbpOfPage"];
            };
        };
        responses: {
            /** @description Whether a visit was there to take it. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FbpRecorded"];
                };
            };
            400: components["responses"]["TrackingInvalid"];
            401: components["responses"]["TrackingUnauthenticated"];
            402: components["responses"]["TrackingPaused"];
            403: components["responses"]["TrackingForbidden"];
            413: components["responses"]["TrackingTooLarge"];
            415: components["responses"]["TrackingWrongType"];
            429: components["responses"]["TrackingLimited"];
            500: components["responses"]["TrackingFailed"];
            503: components["responses"]["TrackingUnavailable"];
        };
    };
    getTrackInvite: {
        parameters: {
            query?: {
                /**
                 * @description The visitor, as the cookie names him. Without it he is a new one.
                 * @example 8d1f0c52-6c6f-4c7e-9d0e-3a52b7f4c911
                 */
                tempId?: components["parameters"]["PageTempId"];
                /**
                 * @description Id of the channel, or of its Telegram chat. Without it the website's default channel, or its only one.
                 * @example chan_01k2m7c2q5r8s1t4v7w9x3y6za
                 */
                channelId?: components["parameters"]["PageChannelId"];
                /**
                 * @description The visitor's session, as the cookie names it.
                 * @example 4f8b2f0e-91d4-4d29-a1d4-0f6a2f5b7c33
                 */
                clientSessionId?: components["parameters"]["PageClientSessionId"];
            };
            header?: {
                /**
                 * @description The visitor's own address, where the call is made for him. On calls without a key only a trusted proxy is believed.
                 * @example 203.0.113.24
                 */
                "X-Adtarget-Client-IP"?: components["parameters"]["ClientIp"];
                /**
                 * @description The visitor's own browser, where the call is made for him. On calls without a key only a trusted proxy is believed.
                 * @example Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1
                 */
                "X-Adtarget-Client-User-Agent"?: components["parameters"]["ClientUserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nobody goes there now. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["NoStore"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Go there. */
            302: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["NoStore"];
                    Location: components["headers"]["InviteLink"];
                    "Referrer-Policy": components["headers"]["NoReferrer"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["TrackingInvalid"];
            401: components["responses"]["TrackingUnauthenticated"];
            402: components["responses"]["TrackingPaused"];
            403: components["responses"]["TrackingForbidden"];
            404: components["responses"]["TrackingNotFound"];
            429: components["responses"]["TrackingLimited"];
            500: components["responses"]["TrackingFailed"];
            503: components["responses"]["TrackingUnavailable"];
        };
    };
    recordProxiedVisit: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The visitor's own address, where the call is made for him. On calls without a key only a trusted proxy is believed.
                 * @example 203.0.113.24
                 */
                "X-Adtarget-Client-IP"?: components["parameters"]["ClientIp"];
                /**
                 * @description The visitor's own browser, where the call is made for him. On calls without a key only a trusted proxy is believed.
                 * @example Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1
                 */
                "X-Adtarget-Client-User-Agent"?: components["parameters"]["ClientUserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VisitOfPage"];
                "text/plain": components["schemas"]["VisitOfPage"];
            };
        };
        responses: {
            /** @description The visit is stored. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VisitRecorded"];
                };
            };
            400: components["responses"]["TrackingInvalid"];
            401: components["responses"]["TrackingUnauthenticated"];
            402: components["responses"]["TrackingPaused"];
            403: components["responses"]["TrackingForbidden"];
            413: components["responses"]["TrackingTooLarge"];
            415: components["responses"]["TrackingWrongType"];
            429: components["responses"]["TrackingLimited"];
            500: components["responses"]["TrackingFailed"];
            503: components["responses"]["TrackingUnavailable"];
        };
    };
    recordProxiedFbp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FbpOfPage"];
                "text/plain": components["schemas"]["FbpOfPage"];
            };
        };
        responses: {
            /** @description Whether a visit was there to take it. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FbpRecorded"];
                };
            };
            400: components["responses"]["TrackingInvalid"];
            401: components["responses"]["TrackingUnauthenticated"];
            402: components["responses"]["TrackingPaused"];
            403: components["responses"]["TrackingForbidden"];
            413: components["responses"]["TrackingTooLarge"];
            415: components["responses"]["TrackingWrongType"];
            429: components["responses"]["TrackingLimited"];
            500: components["responses"]["TrackingFailed"];
            503: components["responses"]["TrackingUnavailable"];
        };
    };
    getProxiedInvite: {
        parameters: {
            query?: {
                /**
                 * @description The visitor, as the cookie names him. Without it he is a new one.
                 * @example 8d1f0c52-6c6f-4c7e-9d0e-3a52b7f4c911
                 */
                tempId?: components["parameters"]["PageTempId"];
                /**
                 * @description Id of the channel, or of its Telegram chat. Without it the website's default channel, or its only one.
                 * @example chan_01k2m7c2q5r8s1t4v7w9x3y6za
                 */
                channelId?: components["parameters"]["PageChannelId"];
                /**
                 * @description The visitor's session, as the cookie names it.
                 * @example 4f8b2f0e-91d4-4d29-a1d4-0f6a2f5b7c33
                 */
                clientSessionId?: components["parameters"]["PageClientSessionId"];
            };
            header?: {
                /**
                 * @description The visitor's own address, where the call is made for him. On calls without a key only a trusted proxy is believed.
                 * @example 203.0.113.24
                 */
                "X-Adtarget-Client-IP"?: components["parameters"]["ClientIp"];
                /**
                 * @description The visitor's own browser, where the call is made for him. On calls without a key only a trusted proxy is believed.
                 * @example Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1
                 */
                "X-Adtarget-Client-User-Agent"?: components["parameters"]["ClientUserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nobody goes there now. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["NoStore"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Go there. */
            302: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["NoStore"];
                    Location: components["headers"]["InviteLink"];
                    "Referrer-Policy": components["headers"]["NoReferrer"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["TrackingInvalid"];
            401: components["responses"]["TrackingUnauthenticated"];
            402: components["responses"]["TrackingPaused"];
            403: components["responses"]["TrackingForbidden"];
            404: components["responses"]["TrackingNotFound"];
            429: components["responses"]["TrackingLimited"];
            500: components["responses"]["TrackingFailed"];
            503: components["responses"]["TrackingUnavailable"];
        };
    };
    recordTelegramUpdate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Id of the bot.
                 * @example bot_01k2m7b1p8q4r7s9t2v5w3x6yz
                 */
                botId: components["parameters"]["WebhookBotId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TelegramUpdate"];
            };
        };
        responses: {
            /** @description It was taken, now or before. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TelegramReceived"];
                };
            };
            400: components["responses"]["TrackingInvalid"];
            401: components["responses"]["TrackingUnauthenticated"];
            403: components["responses"]["TrackingForbidden"];
            404: components["responses"]["TrackingNotFound"];
            413: components["responses"]["TrackingTooLarge"];
            415: components["responses"]["TrackingWrongType"];
            500: components["responses"]["TrackingFailed"];
            503: components["responses"]["TrackingUnavailable"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The process is up. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The server can work. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            500: components["responses"]["EngagementFailed"];
            /** @description The server can't work now; the checks say why. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
        };
    };
    getStatus: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How everything stands. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Cache-Control": components["headers"]["NoStore"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Status"];
                    /** @example <!doctype html><title>Status</title> */
                    "text/html": string;
                };
            };
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metrics. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example # HELP throughline_request_seconds Time from a request to its answer.
                     *     # TYPE throughline_request_seconds histogram
                     *     throughline_request_seconds_bucket{operation="getDecision",status="200",le="0.001"} 41
                     *     throughline_request_seconds_bucket{operation="getDecision",status="200",le="+Inf"} 42
                     *     throughline_request_seconds_sum{operation="getDecision",status="200"} 0.0131
                     *     throughline_request_seconds_count{operation="getDecision",status="200"} 42
                     */
                    "text/plain": string;
                };
            };
            401: components["responses"]["EngagementUnauthenticated"];
            403: components["responses"]["EngagementForbidden"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    getOpenapi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Version of the OpenAPI specification. */
                        openapi: string;
                        /** @description Title and version of the contract. */
                        info: Record<string, never>;
                        /** @description The operations by path. */
                        paths: Record<string, never>;
                    };
                };
            };
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    getWidget: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The script, compressed for whoever takes it so. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["EntityTag"];
                    SourceMap: components["headers"]["SourceMap"];
                    [name: string]: unknown;
                };
                content: {
                    "text/javascript": string;
                };
            };
            /** @description The script that `If-None-Match` names is still the one. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["EntityTag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    getWidgetSection: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The script, compressed for whoever takes it so. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["EntityTag"];
                    SourceMap: components["headers"]["SourceMap"];
                    [name: string]: unknown;
                };
                content: {
                    "text/javascript": string;
                };
            };
            /** @description The script that `If-None-Match` names is still the one. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["EntityTag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    getWidgetDecline: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The script, compressed for whoever takes it so. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["EntityTag"];
                    SourceMap: components["headers"]["SourceMap"];
                    [name: string]: unknown;
                };
                content: {
                    "text/javascript": string;
                };
            };
            /** @description The script that `If-None-Match` names is still the one. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["EntityTag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    getTracker: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The script, compressed for whoever takes it so. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["EntityTag"];
                    SourceMap: components["headers"]["SourceMap"];
                    [name: string]: unknown;
                };
                content: {
                    "text/javascript": string;
                };
            };
            /** @description The script that `If-None-Match` names is still the one. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["EntityTag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    getWebFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of the file, as a page or the `SourceMap` header of a script gives it.
                 * @example widget.0f3c1b7a9d2e4856.js
                 */
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/javascript": string;
                    "text/css": string;
                    "text/plain": string;
                };
            };
            400: components["responses"]["EngagementInvalid"];
            404: components["responses"]["EngagementNotFound"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    getEmbed: {
        parameters: {
            query: {
                /**
                 * @description The website's public key.
                 * @example pk_7Jq2mX9vT4bK8nR1cW5yZ3dL
                 */
                pub: string;
                /**
                 * @description The website's own key.
                 * @example web_5Hs8kP2wQ6tN9xV4mB7rC1jF
                 */
                website: string;
                /**
                 * @description Which of the widgets it stands for.
                 * @example section
                 */
                surface: "overlay" | "section" | "decline";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example <!doctype html><title>Offers</title> */
                    "text/html": string;
                };
            };
            400: components["responses"]["EngagementInvalid"];
            404: components["responses"]["EngagementNotFound"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    getDemo: {
        parameters: {
            query: {
                /**
                 * @description Which widget the page carries.
                 * @example overlay
                 */
                widget: "overlay" | "section" | "decline";
                /**
                 * @description The country that the visitor plays, ISO 3166-1 alpha-2.
                 * @example DE
                 */
                country: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example <!doctype html><title>Demonstration</title> */
                    "text/html": string;
                };
            };
            400: components["responses"]["EngagementInvalid"];
            404: components["responses"]["EngagementNotFound"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    recordDemoDecline: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "sessionId": "dses_01k2m7r4c9e8r5t6y3w1q0zvba",
                 *       "reason": "deposit_declined"
                 *     }
                 */
                "application/json": components["schemas"]["DeclineTrigger"];
            };
        };
        responses: {
            /** @description The session is ready. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ready",
                     *       "sessionId": "dses_01k2m7r4c9e8r5t6y3w1q0zvba"
                     *     }
                     */
                    "application/json": components["schemas"]["ArmedDeclineSession"];
                };
            };
            400: components["responses"]["EngagementInvalid"];
            404: components["responses"]["EngagementNotFound"];
            409: components["responses"]["EngagementConflict"];
            413: components["responses"]["EngagementTooLarge"];
            415: components["responses"]["EngagementWrongType"];
            429: components["responses"]["EngagementLimited"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    getGuides: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example <!doctype html><title>Integration guides</title> */
                    "text/html": string;
                };
            };
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    getExplorer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example <!doctype html><title>Throughline API</title> */
                    "text/html": string;
                };
            };
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
    getExplorerFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Name of the file, as the page gives it. It carries the hash of the content, and stays good for ever.
                 * @example style.0f3c1b7a9d2e4856.css
                 */
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/javascript": string;
                    "text/css": string;
                    "image/svg+xml": string;
                };
            };
            400: components["responses"]["EngagementInvalid"];
            404: components["responses"]["EngagementNotFound"];
            500: components["responses"]["EngagementFailed"];
            503: components["responses"]["EngagementUnavailable"];
        };
    };
}

/** Who may call an operation: the name of the authenticator that must accept the caller, or 'none'. */
export interface OperationAuth {
    getDecision: 'websiteKeys';
    getOffers: 'websiteKeys';
    recordImpression: 'websiteKeys';
    recordClick: 'websiteKeys';
    recordSnippetPing: 'websiteKeys';
    getRedirect: 'none';
    getPostback: 'advertiser';
    recordPostback: 'advertiser';
    createDeclineSession: 'websiteKeys';
    getDeclineSession: 'websiteKeys';
    recordDeclineTrigger: 'triggerSecret';
    listWebsites: 'secretKey';
    createWebsite: 'secretKey';
    getWebsite: 'secretKey';
    updateWebsite: 'secretKey';
    patchWebsite: 'secretKey';
    deleteWebsite: 'secretKey';
    rotateWebsiteKeys: 'secretKey';
    listTriggerSecrets: 'secretKey';
    createTriggerSecret: 'secretKey';
    revokeTriggerSecret: 'secretKey';
    getGeoRule: 'secretKey';
    putGeoRule: 'secretKey';
    getOfferRules: 'secretKey';
    putOfferRules: 'secretKey';
    getWebsiteReport: 'secretKey';
    listChannels: 'secretKey';
    createChannel: 'secretKey';
    getChannel: 'secretKey';
    updateChannel: 'secretKey';
    patchChannel: 'secretKey';
    deleteChannel: 'secretKey';
    listDestinations: 'secretKey';
    createDestination: 'secretKey';
    getDestination: 'secretKey';
    updateDestination: 'secretKey';
    patchDestination: 'secretKey';
    deleteDestination: 'secretKey';
    listBots: 'secretKey';
    createBot: 'secretKey';
    getBot: 'secretKey';
    updateBot: 'secretKey';
    patchBot: 'secretKey';
    deleteBot: 'secretKey';
    listTrackingKeys: 'secretKey';
    createTrackingKey: 'secretKey';
    revokeTrackingKey: 'secretKey';
    listAdvertisers: 'secretKey';
    createAdvertiser: 'secretKey';
    getAdvertiser: 'secretKey';
    updateAdvertiser: 'secretKey';
    patchAdvertiser: 'secretKey';
    deleteAdvertiser: 'secretKey';
    rotatePostbackToken: 'secretKey';
    listDeposits: 'secretKey';
    createDeposit: 'secretKey';
    listOffers: 'secretKey';
    createOffer: 'secretKey';
    getOffer: 'secretKey';
    updateOffer: 'secretKey';
    patchOffer: 'secretKey';
    deleteOffer: 'secretKey';
    getOfferReport: 'secretKey';
    listLedgerEntries: 'secretKey';
    listLedgerBalances: 'secretKey';
    listDeadLetters: 'secretKey';
    createDeadLetterReplay: 'secretKey';
    getTrace: 'secretKey';
    getExplanation: 'secretKey';
    recordVisit: 'trackingKey';
    recordFbp: 'trackingKey';
    createInvite: 'trackingKey';
    recordConversion: 'trackingKey';
    getLead: 'trackingKey';
    recordLeadEvent: 'trackingKey';
    recordLateValue: 'trackingKey';
    recordTrackVisit: 'trackingId';
    recordTrackFbp: 'trackingId';
    getTrackInvite: 'trackingId';
    recordProxiedVisit: 'trackingId';
    recordProxiedFbp: 'trackingId';
    getProxiedInvite: 'trackingId';
    recordTelegramUpdate: 'telegramSecret';
    getHealth: 'none';
    getReadiness: 'none';
    getStatus: 'none';
    getMetrics: 'none';
    getOpenapi: 'none';
    getWidget: 'none';
    getWidgetSection: 'none';
    getWidgetDecline: 'none';
    getTracker: 'none';
    getWebFile: 'none';
    getEmbed: 'none';
    getDemo: 'none';
    recordDemoDecline: 'none';
    getGuides: 'none';
    getExplorer: 'none';
    getExplorerFile: 'none';
}

export type OperationId = keyof operations;

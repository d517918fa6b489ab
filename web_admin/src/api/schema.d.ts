// Made by `npm run types` from what frontdesk-describe prints. Do not change it by hand.
export interface paths {
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process answers. */
        get: operations["health.show"];
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
        /** The daemon can take work; reasons are told to the operator only. */
        get: operations["readiness.show"];
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
        /** Figures in the text format of Prometheus. */
        get: operations["metrics.show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Live events (server-sent events).
         * @description Events `ticket`, `message` and `channel`, with the data that the schema LiveEvents says; a comment every 20 s. `reset` says that too much was missed: read the lists anew. Only events that the caller may know arrive.
         */
        get: operations["event.stream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This description. */
        get: operations["description.show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the first user is still missing. */
        get: operations["setup.show"];
        put?: never;
        /** Makes the first user and signs in. 404 once it is done. */
        post: operations["setup.finish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/setup/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** All that setup.finish would refuse but for the token, at once; nothing is made. 404 once the set-up is done. */
        post: operations["setup.check"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in, and what that person may do. */
        get: operations["session.show"];
        put?: never;
        /** Signs in. 401 for whatever does not fit, 429 with Retry-After when tries come too fast. */
        post: operations["session.open"];
        /** Signs out. */
        delete: operations["session.close"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** What people change about themselves. A new password ends their other sessions. */
        patch: operations["me.change"];
        trace?: never;
    };
    "/api/v1/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The raw bytes of one file, at most 25 MiB.
         * @description Unsent files are deleted after a day; 100 files or 200 MiB of them at a time.
         */
        post: operations["upload.add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the daemon is doing. */
        get: operations["status.show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is wrong with the machine, and what to do about it. */
        get: operations["check.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All users, by name. */
        get: operations["user.list"];
        put?: never;
        /** Adds a user. */
        post: operations["user.add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes a user.
         * @description New roles, a new password or disabling end the user's sessions at once.
         */
        patch: operations["user.change"];
        trace?: never;
    };
    "/api/v1/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * People a ticket can be given to.
         * @description Names only.
         */
        get: operations["colleague.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which role may do what, as the service procedure says.
         * @description Each right with how far it reaches: none, own, team or all.
         */
        get: operations["role.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A view of the inbox. */
        get: operations["ticket.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/counters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Numbers beside the views. */
        get: operations["ticket.count"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One ticket. */
        get: operations["ticket.show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes priority, type, phase or topic; the reason goes on record. */
        patch: operations["ticket.classify"];
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/others": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The customer's other tickets, the newest ten. */
        get: operations["ticket.others"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Takes a ticket that nobody has.
         * @description 409 when somebody else has it.
         */
        post: operations["ticket.claim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives the ticket to somebody, or back to the queue.
         * @description How far it reaches is the right `assign`: own is a free ticket for oneself and one's own ticket back; a colleague's ticket, and giving to others, need more.
         */
        post: operations["ticket.assign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says that the problem is solved. */
        post: operations["ticket.resolve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A resolved ticket is worked on again, in the next round. */
        post: operations["ticket.reopen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes the ticket part of another: messages and conversations move there, and what it owes is owed there.
         * @description Both versions are those the caller saw. 409 when either changed, when the other is merged or ended, or when the customers differ and `other_customer` does not say that this is meant.
         */
        post: operations["ticket.merge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/spam": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Marks the ticket as spam: it leaves the lists, and nothing is owed for it. */
        post: operations["ticket.spam"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/not-spam": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes the mark as spam back; the clocks go on from when the round began. */
        post: operations["ticket.not-spam"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Marks the ticket as read by oneself; colleagues keep their marks. */
        post: operations["ticket.read"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The messages of a ticket, oldest first. */
        get: operations["message.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/replies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Queues a reply.
         * @description The same Idempotency-Key never replies twice.
         */
        post: operations["ticket.reply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/forwards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Forwards to somebody else; queued.
         * @description It is no answer: the customer's clocks go on. The same Idempotency-Key never forwards twice.
         */
        post: operations["ticket.forward"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Writes a note for colleagues only.
         * @description The same Idempotency-Key never notes twice.
         */
        post: operations["ticket.note"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/{message}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sends a failed message again; one whose outcome is unknown only with confirm. */
        post: operations["message.retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/in-doubt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Replies of which nobody knows whether they were sent. */
        get: operations["message.in_doubt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/settle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Settles replies in doubt, up to 200 at once: they arrived, or they are sent again.
         * @description What is not in doubt any more, or belongs to a colleague out of reach, is left alone and counted.
         */
        post: operations["message.settle"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/messages/{message}/body": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Masked and sanitised HTML of a mail, with a policy of its own, for a sandboxed frame. */
        get: operations["message.page"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attachments/{attachment}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The bytes of an attachment; the look is on record. */
        get: operations["attachment.open"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plugins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Plugins that are installed, and whether they are approved. */
        get: operations["plugin.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plugins/{plugin}/approval": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lets the installed files of a plugin run, and starts its channels anew.
         * @description A plugin sees all that its channel receives and sends, and may connect to any server, whatever its manifest names. Approve it only if you trust its vendor.
         */
        post: operations["plugin.approve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All channels with their state. */
        get: operations["channel.list"];
        put?: never;
        /**
         * Adds a channel.
         * @description Secrets in the configuration are sealed at once and never shown again.
         */
        post: operations["channel.add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tests a configuration without saving it, step by step.
         * @description channel_id supplies the secrets left as {"set":true}.
         */
        post: operations["channel.check"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{channel}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One channel. */
        get: operations["channel.show"];
        put?: never;
        post?: never;
        /** The channel stops for good; its tickets stay, and replies that still wait fail. */
        delete: operations["channel.remove"];
        options?: never;
        head?: never;
        /** Changes a channel. */
        patch: operations["channel.change"];
        trace?: never;
    };
    "/api/v1/channels/{channel}/poll": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Looks for new messages now. */
        post: operations["channel.poll-now"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{channel}/read-again": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads again what could not be read, one item or all; what can be read joins the ticket that stands for it. */
        post: operations["channel.read_again"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{channel}/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every received item with its one fate, newest first. */
        get: operations["channel.ledger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The audit trail, newest first. */
        get: operations["audit.list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How much the trail holds, and whether it was found whole. */
        get: operations["audit.state"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets the audit trail go on as it stands, though an alarm is about it; from then on it is signed again. */
        post: operations["audit.accept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/damage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Originals and attachments that are damaged on disk, with their tickets. */
        get: operations["damage.list"];
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
        Assignment: {
            /** @description Who gets it; null: back to the queue. */
            owner_id: components["schemas"]["Id"] | null;
        };
        Attachment: {
            id: components["schemas"]["Id"];
            name: string;
            mime: string;
            size: number;
            inline: boolean;
            damaged_since: components["schemas"]["OptionalTime"];
        };
        AuditActor: {
            kind: string;
            id: components["schemas"]["Id"];
            name: string;
            roles: string[];
        };
        AuditAlarm: {
            object: string;
            id: components["schemas"]["Id"];
            reason: string;
        };
        AuditAnchor: {
            size: number;
            at: components["schemas"]["Time"];
            places: string[];
            missed: string[];
        };
        AuditCheckpoint: {
            size: number;
            at: components["schemas"]["Time"];
            root: string;
        };
        AuditHealth: {
            records: number;
            anchored: number;
            anchored_at: components["schemas"]["OptionalTime"];
        };
        AuditObject: {
            type: string;
            id: components["schemas"]["Id"];
            number: string;
        };
        AuditPage: {
            items: components["schemas"]["AuditRecord"][];
            next: string | null;
        };
        AuditRecord: {
            seq: components["schemas"]["Id"];
            at: components["schemas"]["Time"];
            actor: components["schemas"]["AuditActor"];
            action: string;
            object: components["schemas"]["AuditObject"];
            ip: string;
            request_id: string;
            run: string;
            policy: string;
            reason: string;
            before: unknown;
            after: unknown;
            /** @enum {unknown} */
            result: "ok" | "denied" | "failed";
            redacted: boolean;
        };
        AuditState: {
            size: number;
            last_checkpoint: components["schemas"]["AuditCheckpoint"] | null;
            anchor: components["schemas"]["AuditAnchor"] | null;
            intact: boolean | null;
            alarms: components["schemas"]["AuditAlarm"][];
        };
        Author: {
            name: string;
            address: string;
            /** @enum {unknown} */
            role: "customer" | "server" | "agent" | "system";
        };
        BackupHealth: {
            copied_at: components["schemas"]["OptionalTime"];
            drilled_at: components["schemas"]["OptionalTime"];
        };
        Channel: {
            id: components["schemas"]["Id"];
            plugin: string;
            name: string;
            enabled: boolean;
            state: components["schemas"]["ChannelState"];
            reason: components["schemas"]["ChannelReason"] | null;
            last_success_at: components["schemas"]["OptionalTime"];
            next_poll_at: components["schemas"]["OptionalTime"];
            activated_at: components["schemas"]["OptionalTime"];
            config: components["schemas"]["Config"];
            version: number;
            counters: components["schemas"]["ChannelCounters"];
            same_account: components["schemas"]["ChannelLink"][];
        };
        ChannelChange: {
            name?: string;
            config?: components["schemas"]["Config"];
            enabled?: boolean;
        };
        ChannelCounters: {
            received: number;
            pending: number;
            failed: number;
            outbox: number;
            unread: number;
        };
        ChannelLink: {
            id: components["schemas"]["Id"];
            name: string;
        };
        ChannelPage: {
            items: components["schemas"]["Channel"][];
            next: string | null;
        };
        ChannelReason: {
            code: string;
            text: string;
        };
        /** @enum {unknown} */
        ChannelState: "stopped" | "starting" | "ok" | "degraded" | "needs_reauth" | "quarantined";
        CheckOutcome: {
            ok: boolean;
            steps: components["schemas"]["CheckStep"][];
        };
        CheckRequest: {
            plugin: string;
            config: components["schemas"]["Config"];
            channel_id?: components["schemas"]["Id"] | null;
        };
        CheckStep: {
            name: string;
            /** @enum {unknown} */
            state: "ok" | "failed" | "skipped";
            code: string;
            text: string;
        };
        Classification: {
            priority?: components["schemas"]["Priority"];
            type?: components["schemas"]["TicketType"];
            phase?: components["schemas"]["Phase"] | null;
            topic?: string;
            reason: string;
        };
        Clock: {
            id: components["schemas"]["Id"];
            kind: components["schemas"]["ClockKind"];
            state: components["schemas"]["ClockState"];
            started_at: components["schemas"]["OptionalTime"];
            due_at: components["schemas"]["OptionalTime"];
            met_at: components["schemas"]["OptionalTime"];
            breached_at: components["schemas"]["OptionalTime"];
        };
        /** @enum {unknown} */
        ClockKind: "acknowledge" | "response" | "resolve";
        /** @enum {unknown} */
        ClockState: "running" | "paused" | "met" | "breached" | "void";
        /** @description By the plugin's schema. A secret comes as {"set": true} or {"set": false}. */
        Config: {
            [key: string]: unknown;
        };
        ConfigSchema: {
            [key: string]: unknown;
        } | null;
        Counters: {
            open: number;
            mine: number;
            unassigned: number;
            overdue: number;
            resolved: number;
            closed: number;
            all: number;
            mine_unread: number;
            in_doubt: number;
        };
        DamagePage: {
            items: components["schemas"]["DamagedFile"][];
            next: string | null;
        };
        DamagedFile: {
            id: components["schemas"]["Id"];
            /** @enum {unknown} */
            file: "original" | "attachment";
            /** @enum {unknown} */
            damage: "gone" | "cut" | "changed" | "unreadable";
            segment: number;
            since: components["schemas"]["Time"];
            ticket: string | null;
            message_id: components["schemas"]["Id"];
            attachment_id: components["schemas"]["Id"];
        };
        Delivery: {
            state: components["schemas"]["DeliveryState"];
            reason: string;
            attempts: number;
            next_attempt_at: components["schemas"]["OptionalTime"];
        };
        /** @enum {unknown} */
        DeliveryState: "queued" | "sending" | "sent" | "delivered" | "failed" | "unknown";
        DoubtfulReply: {
            ticket: components["schemas"]["TicketRow"];
            message: components["schemas"]["Message"];
        };
        DoubtfulReplyPage: {
            items: components["schemas"]["DoubtfulReply"][];
            next: string | null;
        };
        Empty: Record<string, never>;
        FieldFault: {
            field: string;
            message: string;
            key: string;
        };
        FieldProblem: {
            /** @description The member of the body or the parameter that is not accepted. */
            field: string;
            message: string;
            key: string;
        };
        Finding: {
            object: string | null;
            object_id: string | null;
            found: string;
            todo: string;
        };
        FoundCount: {
            count: number;
            more: boolean;
        };
        Grants: {
            see_tickets: components["schemas"]["Scope"];
            answer: components["schemas"]["Scope"];
            note: components["schemas"]["Scope"];
            take: components["schemas"]["Scope"];
            assign: components["schemas"]["Scope"];
            resolve: components["schemas"]["Scope"];
            reopen: components["schemas"]["Scope"];
            classify: components["schemas"]["Scope"];
            sort_out: components["schemas"]["Scope"];
            see_colleagues: components["schemas"]["Scope"];
            see_channels: components["schemas"]["Scope"];
            run_channels: components["schemas"]["Scope"];
            run_users: components["schemas"]["Scope"];
            read_audit: components["schemas"]["Scope"];
        };
        Health: {
            /** @enum {unknown} */
            status: "ok";
        };
        Id: string;
        Identity: {
            kind: components["schemas"]["IdentityKind"];
            display: string;
        };
        /** @enum {unknown} */
        IdentityKind: "email" | "phone" | "open_id" | "account";
        LastMessage: {
            text: string;
            /** @enum {unknown} */
            by: "customer" | "agent" | "server" | "automatic";
            name: string;
        };
        LedgerPage: {
            items: components["schemas"]["LedgerRow"][];
            next: string | null;
        };
        LedgerRow: {
            id: components["schemas"]["Id"];
            dedup_key: string;
            received_at: components["schemas"]["Time"];
            /** @enum {unknown} */
            fate: "pending" | "ticket" | "follow_up" | "duplicate" | "quarantined" | "rejected" | "nothing_to_do";
            ticket: components["schemas"]["TicketLink"] | null;
            reason: string;
            can_be_read_again: boolean;
            asked_again_at: components["schemas"]["OptionalTime"];
            tried_again_at: components["schemas"]["OptionalTime"];
        };
        ListedUser: {
            id: components["schemas"]["Id"];
            name: string;
            display_name: string;
            roles: components["schemas"]["Roles"];
            /** @enum {unknown} */
            language: "zh-CN" | "en";
            /** @enum {unknown} */
            theme: "auto" | "light" | "dark";
            disabled: boolean;
            created_at: components["schemas"]["Time"];
            version: number;
            open_tickets: number;
            last_sign_in: components["schemas"]["OptionalTime"];
        };
        /** @description The data of each live event, by its name. */
        LiveEvents: {
            ticket?: {
                id: components["schemas"]["Id"];
                number: string;
                version: number;
                /** @description What happened: the name of a use case, or created, message, clock_breached. */
                kind: string;
            };
            message?: {
                ticket_id: components["schemas"]["Id"];
                id: components["schemas"]["Id"];
                delivery_state: components["schemas"]["DeliveryState"];
            };
            channel?: {
                id: components["schemas"]["Id"];
                state: components["schemas"]["ChannelState"];
            };
            reset?: components["schemas"]["Empty"];
        };
        /** @description Texts by language. */
        Localised: {
            [key: string]: string;
        } | null;
        MachineCheck: {
            name: string;
            title: string;
            /** @enum {unknown} */
            severity: "warning" | "critical";
            /** @enum {unknown} */
            state: "fine" | "found" | "unknown";
            findings: components["schemas"]["Finding"][];
        };
        MachineCheckPage: {
            items: components["schemas"]["MachineCheck"][];
            next: string | null;
        };
        Merging: {
            /** @description Id or number of the ticket that it becomes part of. */
            into: string;
            /**
             * @description The version of that ticket that the caller saw.
             * @default 0
             */
            into_version?: number;
            /**
             * @description The two have different customers, and that is meant.
             * @default false
             */
            other_customer?: boolean;
        };
        Message: {
            id: components["schemas"]["Id"];
            ticket_id: components["schemas"]["Id"];
            kind: components["schemas"]["MessageKind"];
            author: components["schemas"]["Author"];
            created_at: components["schemas"]["Time"];
            sent_at: components["schemas"]["OptionalTime"];
            text: string;
            quoted: string;
            has_html: boolean;
            html_holds_more: boolean;
            has_remote_images: boolean;
            delivery: components["schemas"]["Delivery"] | null;
            attachments: components["schemas"]["Attachment"][];
            damaged_since: components["schemas"]["OptionalTime"];
            people: components["schemas"]["MessagePerson"][];
            aside: boolean;
            automatic: boolean;
            unreadable: boolean;
            elsewhere: boolean;
            event: components["schemas"]["TicketEvent"] | null;
        };
        /** @enum {unknown} */
        MessageKind: "inbound" | "outbound" | "note" | "system";
        MessagePage: {
            items: components["schemas"]["Message"][];
            next: string | null;
        };
        MessagePerson: {
            id: string;
            /** @enum {unknown} */
            role: "to" | "cc" | "bcc" | "reply_to";
            name: string;
            address: string;
            failed: boolean;
        };
        NamedUser: {
            id: components["schemas"]["Id"];
            display_name: string;
        };
        NewApproval: {
            /** @description Approve only if the library has this SHA-256. */
            library_sha256?: string;
        };
        NewChannel: {
            plugin: string;
            name: string;
            config: components["schemas"]["Config"];
        };
        NewForward: {
            text: string;
            /** @description Recipients, written as in a reply; one at least. */
            to: string[];
            /** @description Copies, written like recipients. */
            cc?: string[];
            /** @description Blind copies, written like recipients. */
            bcc?: string[];
            /** @description Ids of files of the ticket that go along; pictures without where they were taken. */
            files?: components["schemas"]["Id"][];
            /** @description Ids of uploads. Together the files may have 32 MiB. */
            attachments?: components["schemas"]["Id"][];
        };
        NewNote: {
            text: string;
        };
        NewReply: {
            text: string;
            /** @description Ids of uploads. Together the files may have 32 MiB. */
            attachments?: components["schemas"]["Id"][];
            /**
             * @description Send and resolve in one act.
             * @default false
             */
            resolve?: boolean;
            /** @description Id of the message whose author is written to; otherwise the ticket's customer. */
            answers?: components["schemas"]["Id"] | null;
            /** @description Recipients: people of the ticket (the id of a message for its author, "id.n" for one of the people it names) or e-mail addresses; otherwise the ticket's customer. */
            to?: string[];
            /** @description Copies, written like recipients. */
            cc?: string[];
            /** @description Blind copies, written like recipients. */
            bcc?: string[];
        };
        NewUser: {
            name: string;
            display_name: string;
            roles: components["schemas"]["Roles"];
            password: string;
            language?: string;
        };
        /** Format: date-time */
        OptionalTime: string | null;
        OtherTicket: {
            id: components["schemas"]["Id"];
            number: string;
            subject: string;
            state: components["schemas"]["TicketState"];
            created_at: components["schemas"]["Time"];
        };
        OtherTicketPage: {
            items: components["schemas"]["OtherTicket"][];
            next: string | null;
        };
        PersonPage: {
            items: components["schemas"]["NamedUser"][];
            next: string | null;
        };
        /** @enum {unknown} */
        Phase: "pre_sale" | "in_sale" | "after_sale";
        Plugin: {
            id: string;
            version: string;
            names: components["schemas"]["Localised"];
            descriptions: components["schemas"]["Localised"];
            capabilities: components["schemas"]["Texts"];
            receive: components["schemas"]["Texts"];
            config_schema: components["schemas"]["ConfigSchema"];
            path: string;
            library_sha256: string;
            approval: components["schemas"]["PluginApproval"];
            problem: string;
        };
        PluginApproval: {
            state: components["schemas"]["PluginTrust"];
            library_sha256: string;
            version: string;
            approved_at: components["schemas"]["OptionalTime"];
        };
        PluginPage: {
            items: components["schemas"]["Plugin"][];
            next: string | null;
        };
        /** @enum {unknown} */
        PluginTrust: "new" | "approved" | "changed" | "unusable";
        /** @enum {unknown} */
        Priority: "P1" | "P2" | "P3";
        Problem: {
            type: string;
            title: string;
            status: number;
            detail: string;
            /** @enum {unknown} */
            code: "invalid" | "not_found" | "conflict" | "forbidden" | "unauthorised" | "limit" | "unavailable" | "timeout" | "corrupt" | "io" | "internal";
            /** @description Translation key, e.g. error.login_failed; may be empty. */
            key: string;
            request_id: string;
            current_version?: number;
            errors?: components["schemas"]["FieldProblem"][];
        };
        ReadAgainRequest: {
            asked: number;
            worked: number;
            left: number;
        };
        Readiness: {
            ready: boolean;
            degraded: boolean;
            reasons: string[];
        };
        Recipient: {
            display: string;
        };
        RetryRequest: {
            /** @default false */
            confirm?: boolean;
        };
        Role: {
            role: string;
            rights: components["schemas"]["Grants"];
        };
        RolePage: {
            items: components["schemas"]["Role"][];
            next: string | null;
        };
        Roles: ("admin" | "agent" | "supervisor")[];
        RowClock: {
            kind: components["schemas"]["ClockKind"];
            state: components["schemas"]["ClockState"];
            due_at: components["schemas"]["OptionalTime"];
            started_at: components["schemas"]["OptionalTime"];
        };
        /** @enum {unknown} */
        Scope: "none" | "own" | "team" | "all";
        SearchHit: {
            message: components["schemas"]["Id"];
            excerpt: components["schemas"]["TextPiece"][];
        };
        Session: {
            user: components["schemas"]["User"];
            rights: components["schemas"]["Grants"];
            csrf: string;
            expires_at: components["schemas"]["Time"];
            device: string;
        };
        SettledReplies: {
            settled: number;
            left: number;
        };
        Settlement: {
            messages: components["schemas"]["Id"][];
            /**
             * @description False: not sent; they go on their way again.
             * @default false
             */
            arrived?: boolean;
        };
        SetupFaults: {
            faults: components["schemas"]["FieldFault"][];
        };
        SetupState: {
            needed: boolean;
            token_required: boolean;
        };
        SizeHealth: {
            database: number;
            log: number;
            files: number;
            backups: number;
            free: number;
            disk: number;
            full_at: components["schemas"]["OptionalTime"];
        };
        Status: {
            version: string;
            schema: number;
            uptime_s: number;
            channels: {
                [key: string]: number;
            };
            journal_pending: number;
            outbox_pending: number;
            oldest_pending_at: components["schemas"]["OptionalTime"];
            audit: components["schemas"]["AuditHealth"];
            backup: components["schemas"]["BackupHealth"];
            sizes: components["schemas"]["SizeHealth"];
        };
        TextPiece: {
            text: string;
            hit: boolean;
        };
        Texts: string[];
        Ticket: {
            id: components["schemas"]["Id"];
            number: string;
            version: number;
            subject: string;
            state: components["schemas"]["TicketState"];
            priority: components["schemas"]["Priority"];
            type: components["schemas"]["TicketType"];
            phase: components["schemas"]["Phase"] | null;
            topic: string;
            channel: components["schemas"]["TicketChannel"];
            customer: components["schemas"]["TicketCustomer"];
            owner: components["schemas"]["NamedUser"] | null;
            created_at: components["schemas"]["Time"];
            updated_at: components["schemas"]["Time"];
            last_message_at: components["schemas"]["OptionalTime"];
            last_message: components["schemas"]["LastMessage"];
            message_count: number;
            attachment_count: number;
            unread: boolean;
            clock: components["schemas"]["RowClock"] | null;
            hit: components["schemas"]["SearchHit"] | null;
            clocks: components["schemas"]["Clock"][];
            round: number;
            identities: components["schemas"]["Identity"][];
            reply_to: components["schemas"]["Recipient"] | null;
            merged_into: components["schemas"]["TicketLink"] | null;
            can: components["schemas"]["UseCaseName"][];
            unreadable: boolean;
        };
        TicketChannel: {
            id: components["schemas"]["Id"];
            name: string;
            plugin: string;
        };
        TicketCustomer: {
            id: components["schemas"]["Id"];
            number: string;
            name: string;
        };
        TicketEvent: {
            kind: string;
            from?: string;
            to?: string;
        };
        TicketLink: {
            id: components["schemas"]["Id"];
            number: string;
        };
        TicketPage: {
            items: components["schemas"]["TicketRow"][];
            next: string | null;
            found: components["schemas"]["FoundCount"] | null;
        };
        TicketRow: {
            id: components["schemas"]["Id"];
            number: string;
            version: number;
            subject: string;
            state: components["schemas"]["TicketState"];
            priority: components["schemas"]["Priority"];
            type: components["schemas"]["TicketType"];
            phase: components["schemas"]["Phase"] | null;
            topic: string;
            channel: components["schemas"]["TicketChannel"];
            customer: components["schemas"]["TicketCustomer"];
            owner: components["schemas"]["NamedUser"] | null;
            created_at: components["schemas"]["Time"];
            updated_at: components["schemas"]["Time"];
            last_message_at: components["schemas"]["OptionalTime"];
            last_message: components["schemas"]["LastMessage"];
            message_count: number;
            attachment_count: number;
            unread: boolean;
            clock: components["schemas"]["RowClock"] | null;
            hit: components["schemas"]["SearchHit"] | null;
        };
        /** @enum {unknown} */
        TicketSort: "due" | "updated" | "created";
        /** @enum {unknown} */
        TicketState: "new" | "open" | "clarifying" | "waiting_customer" | "waiting_department" | "resolved" | "confirming" | "closed" | "archived" | "spam" | "merged";
        /** @enum {unknown} */
        TicketType: "function_fault" | "service_experience" | "consultation" | "complaint";
        /** @enum {unknown} */
        TicketView: "open" | "mine" | "unassigned" | "overdue" | "resolved" | "closed" | "all";
        /** Format: date-time */
        Time: string;
        Upload: {
            id: components["schemas"]["Id"];
            name: string;
            mime: string;
            size: number;
        };
        /** @enum {unknown} */
        UseCaseName: "status.show" | "check.list" | "user.list" | "user.add" | "user.change" | "colleague.list" | "role.list" | "ticket.list" | "ticket.count" | "ticket.show" | "ticket.others" | "ticket.classify" | "ticket.claim" | "ticket.assign" | "ticket.resolve" | "ticket.reopen" | "ticket.merge" | "ticket.spam" | "ticket.not-spam" | "ticket.read" | "message.list" | "ticket.reply" | "ticket.forward" | "ticket.note" | "message.retry" | "message.in_doubt" | "message.settle" | "message.page" | "attachment.open" | "plugin.list" | "plugin.approve" | "channel.list" | "channel.add" | "channel.check" | "channel.show" | "channel.change" | "channel.remove" | "channel.poll-now" | "channel.read_again" | "channel.ledger" | "audit.list" | "audit.state" | "audit.accept" | "damage.list";
        User: {
            id: components["schemas"]["Id"];
            name: string;
            display_name: string;
            roles: components["schemas"]["Roles"];
            /** @enum {unknown} */
            language: "zh-CN" | "en";
            /** @enum {unknown} */
            theme: "auto" | "light" | "dark";
            disabled: boolean;
            created_at: components["schemas"]["Time"];
            version: number;
        };
        UserChange: {
            display_name?: string;
            roles?: components["schemas"]["Roles"];
            password?: string;
            disabled?: boolean;
            language?: string;
        };
        UserPage: {
            items: components["schemas"]["ListedUser"][];
            next: string | null;
        };
    };
    responses: {
        /** @description What went wrong. */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description The version that was seen, in quotes. 428 when missing, 412 with current_version when too old. */
        IfMatch: string;
        /** @description The same request again answers with the first message; with other content 409. */
        IdempotencyKey: string;
        /** @description Percent-encoded UTF-8. */
        FileName: string;
        /** @description Resumes behind this event. */
        LastEventId: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "health.show": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    "readiness.show": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description Not ready. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
        };
    };
    "metrics.show": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "event.stream": {
        parameters: {
            query?: never;
            header?: {
                /** @description Resumes behind this event. */
                "Last-Event-ID"?: components["parameters"]["LastEventId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "description.show": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "setup.show": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetupState"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "setup.finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                    name: string;
                    display_name: string;
                    password: string;
                    /**
                     * @description The owner is supervisor too.
                     * @default true
                     */
                    also_answers?: boolean;
                    language?: string;
                    company?: string;
                    /**
                     * @description IANA name.
                     * @default Asia/Shanghai
                     */
                    time_zone?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "setup.check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    name?: string;
                    display_name?: string;
                    password?: string;
                    language?: string;
                    company?: string;
                    time_zone?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetupFaults"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "session.show": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "session.open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    password: string;
                    device?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "session.close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    "me.change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    display_name?: string;
                    language?: string;
                    theme?: string;
                    password?: string;
                    current_password?: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "upload.add": {
        parameters: {
            query?: never;
            header: {
                /** @description Percent-encoded UTF-8. */
                "X-File-Name": components["parameters"]["FileName"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "status.show": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Status"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "check.list": {
        parameters: {
            query?: {
                language?: "en" | "zh-CN";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MachineCheckPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "user.list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "user.add": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "user.change": {
        parameters: {
            query?: never;
            header: {
                /** @description The version that was seen, in quotes. 428 when missing, 412 with current_version when too old. */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                user: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UserChange"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "colleague.list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "role.list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RolePage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "ticket.list": {
        parameters: {
            query?: {
                /** @description Rows of a page. */
                limit?: number;
                /** @description The cursor `next` of the page before. */
                after?: string;
                /** @description open, mine, unassigned, overdue, resolved, closed or all */
                view?: components["schemas"]["TicketView"];
                priority?: components["schemas"]["Priority"];
                type?: components["schemas"]["TicketType"];
                phase?: components["schemas"]["Phase"];
                channel?: components["schemas"]["Id"] | null;
                owner?: components["schemas"]["Id"] | null;
                customer?: components["schemas"]["Id"] | null;
                /** @description Came at or after. With it, with until or with an owner, lists of solved tickets come newest first. */
                since?: components["schemas"]["Time"];
                /** @description Came before. */
                until?: components["schemas"]["Time"];
                /** @description Search; the newest hit comes first. */
                q?: string;
                sort?: components["schemas"]["TicketSort"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "ticket.count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Counters"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "ticket.show": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ticket's id; showing also takes its number. */
                ticket: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ticket"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "ticket.classify": {
        parameters: {
            query?: never;
            header: {
                /** @description The version that was seen, in quotes. 428 when missing, 412 with current_version when too old. */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The ticket's id; showing also takes its number. */
                ticket: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Classification"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ticket"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "ticket.others": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ticket's id; showing also takes its number. */
                ticket: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OtherTicketPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "ticket.claim": {
        parameters: {
            query?: never;
            header: {
                /** @description The version that was seen, in quotes. 428 when missing, 412 with current_version when too old. */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The ticket's id; showing also takes its number. */
                ticket: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ticket"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "ticket.assign": {
        parameters: {
            query?: never;
            header: {
                /** @description The version that was seen, in quotes. 428 when missing, 412 with current_version when too old. */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The ticket's id; showing also takes its number. */
                ticket: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Assignment"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ticket"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "ticket.resolve": {
        parameters: {
            query?: never;
            header: {
                /** @description The version that was seen, in quotes. 428 when missing, 412 with current_version when too old. */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The ticket's id; showing also takes its number. */
                ticket: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ticket"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "ticket.reopen": {
        parameters: {
            query?: never;
            header: {
                /** @description The version that was seen, in quotes. 428 when missing, 412 with current_version when too old. */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The ticket's id; showing also takes its number. */
                ticket: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ticket"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "ticket.merge": {
        parameters: {
            query?: never;
            header: {
                /** @description The version that was seen, in quotes. 428 when missing, 412 with current_version when too old. */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The ticket's id; showing also takes its number. */
                ticket: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Merging"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ticket"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "ticket.spam": {
        parameters: {
            query?: never;
            header: {
                /** @description The version that was seen, in quotes. 428 when missing, 412 with current_version when too old. */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The ticket's id; showing also takes its number. */
                ticket: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ticket"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "ticket.not-spam": {
        parameters: {
            query?: never;
            header: {
                /** @description The version that was seen, in quotes. 428 when missing, 412 with current_version when too old. */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The ticket's id; showing also takes its number. */
                ticket: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ticket"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "ticket.read": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The ticket's id; showing also takes its number. */
                ticket: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    "message.list": {
        parameters: {
            query?: {
                /** @description Rows of a page. */
                limit?: number;
                /** @description The cursor `next` of the page before. */
                after?: string;
            };
            header?: never;
            path: {
                /** @description The ticket's id; showing also takes its number. */
                ticket: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessagePage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "ticket.reply": {
        parameters: {
            query?: never;
            header: {
                /** @description The version that was seen, in quotes. 428 when missing, 412 with current_version when too old. */
                "If-Match": components["parameters"]["IfMatch"];
                /** @description The same request again answers with the first message; with other content 409. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The ticket's id; showing also takes its number. */
                ticket: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewReply"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "ticket.forward": {
        parameters: {
            query?: never;
            header: {
                /** @description The version that was seen, in quotes. 428 when missing, 412 with current_version when too old. */
                "If-Match": components["parameters"]["IfMatch"];
                /** @description The same request again answers with the first message; with other content 409. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The ticket's id; showing also takes its number. */
                ticket: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewForward"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "ticket.note": {
        parameters: {
            query?: never;
            header: {
                /** @description The same request again answers with the first message; with other content 409. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The ticket's id; showing also takes its number. */
                ticket: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewNote"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "message.retry": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RetryRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "message.in_doubt": {
        parameters: {
            query?: {
                /** @description Rows of a page. */
                limit?: number;
                /** @description The cursor `next` of the page before. */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DoubtfulReplyPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "message.settle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Settlement"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettledReplies"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "message.page": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                message: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "attachment.open": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                attachment: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "plugin.list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PluginPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "plugin.approve": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                plugin: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NewApproval"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plugin"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "channel.list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "channel.add": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewChannel"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "channel.check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CheckRequest"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckOutcome"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "channel.show": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "channel.remove": {
        parameters: {
            query?: never;
            header: {
                /** @description The version that was seen, in quotes. 428 when missing, 412 with current_version when too old. */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                channel: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    "channel.change": {
        parameters: {
            query?: never;
            header: {
                /** @description The version that was seen, in quotes. 428 when missing, 412 with current_version when too old. */
                "If-Match": components["parameters"]["IfMatch"];
            };
            path: {
                channel: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ChannelChange"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "channel.poll-now": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Begun. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Empty"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "channel.read_again": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description An item of the ledger; left out: all that could not be read. */
                    item?: components["schemas"]["Id"] | null;
                };
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadAgainRequest"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "channel.ledger": {
        parameters: {
            query?: {
                /** @description Rows of a page. */
                limit?: number;
                /** @description The cursor `next` of the page before. */
                after?: string;
                /** @description pending, ticket, follow_up, duplicate, quarantined, rejected or nothing_to_do */
                fate?: "pending" | "ticket" | "follow_up" | "duplicate" | "quarantined" | "rejected" | "nothing_to_do";
            };
            header?: never;
            path: {
                channel: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LedgerPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "audit.list": {
        parameters: {
            query?: {
                /** @description Rows of a page. */
                limit?: number;
                /** @description The cursor `next` of the page before. */
                after?: string;
                action?: string;
                actor?: string;
                /** @description An id; of a ticket also its number. */
                object_id?: string;
                /** @description From this moment on. */
                since?: components["schemas"]["Time"];
                /** @description Before this moment. */
                until?: components["schemas"]["Time"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "audit.state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditState"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    "audit.accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    "damage.list": {
        parameters: {
            query?: {
                /** @description Rows of a page. */
                limit?: number;
                /** @description The cursor `next` of the page before. */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DamagePage"];
                };
            };
            default: components["responses"]["Problem"];
        };
    };
}

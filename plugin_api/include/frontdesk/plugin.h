/* The Frontdesk plugin interface: the C ABI between a channel plugin and the process that hosts it.
 *
 * A plugin is one shared library with one exported function, frontdesk_plugin_entry. It is loaded by
 * frontdesk-plugin-host, never by the daemon. C++ authors use frontdesk/sdk/channel.h, which wraps this header.
 *
 * Rules
 *  1. Every struct starts with struct_size, set by whoever fills it in; the reader touches only members that lie below
 *     that size. Members are only appended. Enumerations are int32_t; values are never reused. In an array all elements
 *     have the struct_size of the first one, and that is the distance between two elements.
 *  2. Text is UTF-8 in fdk_str, binary is fdk_bytes: views that are valid until the call they were passed to returns.
 *     Who wants to keep the content copies it. Nothing is ever freed across the boundary: results travel through sinks,
 *     which are callbacks that copy. An empty view (size 0, data may be null) means "not given".
 *  3. Wall times are int64_t microseconds since 1970-01-01 UTC (0 = unknown). Durations and deadlines are int64_t
 *     nanoseconds on the monotonic clock of fdk_clock (deadline 0 = none).
 *  4. Every function carries one tag. [control]: the single thread on which the host calls lifecycle, poll and send.
 *     [stream]: the thread that runs `run`. [any]: every thread of the plugin. One instance never sees two calls at
 *     once, except that [stream] and [control] overlap when the manifest says concurrency.send_while_receiving.
 *  5. No exception, signal handler, fork, exit, or change of locale or environment may leave the plugin. What it writes
 *     to stdout and stderr becomes log lines.
 *  6. Version: abi_major must be equal, the plugin's abi_minor must not be above the host's. While the major is 0, a
 *     change of the minor may break; the header's changelog is in plugin_api/README.md.
 */
#ifndef FRONTDESK_PLUGIN_H
#define FRONTDESK_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define FDK_ABI_MAJOR 0u
#define FDK_ABI_MINOR 1u
/* "FDKP" */
#define FDK_MAGIC 0x504b4446u

#if defined(_WIN32)
#define FDK_EXPORT __declspec(dllexport)
#else
#define FDK_EXPORT __attribute__((visibility("default")))
#endif

/* Longest accepted values, in bytes; longer ones make the item FDK_OUTCOME_REJECTED. */
#define FDK_MAX_KEY 200u        /* dedup_key, message_key, conversation_key, each parent key */
#define FDK_MAX_PARENT_KEYS 32u /* parent_keys of one item */
#define FDK_MAX_SUBJECT 4096u
#define FDK_MAX_ATTRIBUTES 16384u
#define FDK_MAX_PARTS 16u
#define FDK_MAX_ATTACHMENTS 1024u
#define FDK_MAX_STATE_VALUE 65536u
#define FDK_MAX_STATE_TOTAL 1048576u
#define FDK_MAX_STATE_ENTRIES 1024u /* keys, and writes between two submits */
#define FDK_MAX_CURSOR 65536u

typedef struct fdk_str {
  const char* data;
  size_t size;
} fdk_str;

typedef struct fdk_bytes {
  const void* data;
  size_t size;
} fdk_bytes;

/* ---- Status ------------------------------------------------------------------------------------------------------ */

typedef int32_t fdk_status;
enum {
  FDK_OK = 0,
  FDK_RETRY = 1,        /* temporary: try again later */
  FDK_RATE_LIMITED = 2, /* temporary, not before retry_after */
  FDK_AUTH = 3,         /* credentials are wrong or expired: the admin must sign in again */
  FDK_CONFIG = 4,       /* the configuration is wrong: the admin must change it */
  FDK_REJECTED = 5,     /* this item or message will never be taken */
  FDK_UNSUPPORTED = 6,
  FDK_CANCELLED = 7,
  FDK_UNKNOWN_OUTCOME = 8, /* it may have happened: never repeated blindly; lookup_send is asked when offered */
  FDK_INTERNAL = 9
};

/* Why something did not work. user_code is a stable lower-case word ("mailbox_not_found") that the admin pages
 * translate; user_text is its English text. internal_text goes to the log only. None may hold secrets or personal
 * data. */
typedef struct fdk_problem {
  uint32_t struct_size;
  fdk_status status;
  int64_t retry_after; /* ns, 0 = the host decides */
  fdk_str user_code;
  fdk_str user_text;
  fdk_str internal_text;
} fdk_problem;

/* Where a call reports its problem, at most once, before it returns the same status. */
typedef struct fdk_problem_sink {
  uint32_t struct_size;
  uint32_t reserved;
  void* ctx;
  void (*report)(void* ctx, const fdk_problem* problem);
} fdk_problem_sink;

/* Where a call puts one binary or textual result. */
typedef struct fdk_bytes_sink {
  uint32_t struct_size;
  uint32_t reserved;
  void* ctx;
  void (*put)(void* ctx, fdk_bytes content);
} fdk_bytes_sink;

/* ---- What comes in ----------------------------------------------------------------------------------------------- */

typedef int32_t fdk_item_kind;
enum {
  FDK_ITEM_MESSAGE = 1,
  FDK_ITEM_MESSAGE_EDITED = 2,     /* message_key names the message, the parts are its new content */
  FDK_ITEM_MESSAGE_DELETED = 3,    /* message_key names the message */
  FDK_ITEM_RECEIPT = 4,            /* what became of a message of ours: `receipt` is set (a bounce is one too) */
  FDK_ITEM_CONVERSATION_EVENT = 5, /* opened, closed, transferred: attributes.event */
  FDK_ITEM_ORDER_EVENT = 6         /* an after-sales or order change of a marketplace: attributes.event */
};

typedef int32_t fdk_direction;
enum {
  FDK_INBOUND = 1, /* written by the customer */
  FDK_OUTBOUND = 2 /* written by our side outside Frontdesk, e.g. in the shop's own app */
};

typedef int32_t fdk_author_role;
enum { FDK_AUTHOR_CUSTOMER = 1, FDK_AUTHOR_STAFF = 2, FDK_AUTHOR_PLATFORM = 3, FDK_AUTHOR_ROBOT = 4 };

typedef int32_t fdk_part_role;
enum {
  FDK_PART_BODY = 1,   /* text/plain: what the customer newly wrote, shown first */
  FDK_PART_QUOTED = 2, /* text/plain: the quoted rest of the conversation, folded away */
  FDK_PART_HTML = 3    /* text/html: the whole original text; sanitised by the daemon */
};

/* UTF-8 whatever the source used. */
typedef struct fdk_part {
  uint32_t struct_size;
  fdk_part_role role;
  fdk_str mime;
  fdk_str text;
} fdk_part;

/* Exactly one of `data` and `ref` is set; both empty is an attachment that could not be kept (name only). */
typedef struct fdk_attachment {
  uint32_t struct_size;
  int32_t is_inline; /* shown inside the HTML by its content_id */
  fdk_bytes data;    /* the content itself */
  fdk_str ref;       /* what fetch_attachment understands, for content that is fetched later; hosts reject it so far */
  fdk_str name;      /* file name for people; path and control characters are removed by the daemon */
  fdk_str mime;      /* as labelled by the sender */
  fdk_str content_id;
  uint64_t size; /* bytes; used when data is empty */
} fdk_attachment;

/* Something the message points at. kind: order, sku, tracking, refund, phone, email, url, or the plugin's own word. */
typedef struct fdk_ref {
  uint32_t struct_size;
  uint32_t reserved;
  fdk_str kind;
  fdk_str value;
} fdk_ref;

typedef int32_t fdk_receipt_status;
enum {
  FDK_RECEIPT_FAILED = 1, /* final */
  FDK_RECEIPT_DELAYED = 2,
  FDK_RECEIPT_DELIVERED = 3,
  FDK_RECEIPT_READ = 4
};

typedef struct fdk_receipt {
  uint32_t struct_size;
  fdk_receipt_status status;
  fdk_str message_key; /* of the outbound message; empty when only thread_token or parent_keys of the item tell */
  fdk_str diagnostic;  /* the platform's own words, e.g. "550 5.1.1 user unknown" */
  fdk_str code;        /* machine code, e.g. "5.1.1" */
  fdk_str failed_recipient;
} fdk_receipt;

typedef uint32_t fdk_item_flags;
enum {
  FDK_FLAG_AUTOMATIC = 1,       /* written by a machine (report, auto-reply, bulk): owes nobody an answer, gets none */
  FDK_FLAG_UNREADABLE = 2,      /* could not be parsed: the daemon opens a visible ticket and keeps `raw` */
  FDK_FLAG_TRUNCATED = 4,       /* something was left out because of a limit; attributes.truncated says what */
  FDK_FLAG_HISTORICAL = 8,      /* from before the channel was opened: stored, no clocks, no acknowledgement */
  FDK_FLAG_NO_REPLY = 16,       /* a person wrote it, but a machine must not answer it (mailing lists) */
  FDK_FLAG_SAME_BY_CONTENT = 32 /* an item with the same content_key that the desk has is this one, under another
                                   dedup_key: the source numbers anew, or the content cannot occur twice. It is told as
                                   a duplicate and leaves a row in the ledger. */
};

/* One thing that happened at the source. Required: kind, dedup_key, and for messages author_key or author_address. */
typedef struct fdk_item {
  uint32_t struct_size;
  fdk_item_kind kind;
  fdk_direction direction;
  fdk_item_flags flags;
  uint32_t revision; /* grows with every change of the same message; 0 for the first */
  fdk_author_role author_role;
  fdk_str dedup_key;          /* stable over re-reads: the same key with the same content is one item for ever */
  fdk_str conversation_key;   /* the source's own thread, when it has one */
  fdk_str message_key;        /* the source's id of this message, e.g. the Message-ID without <> */
  fdk_str thread_token;       /* our token found in an address or subject; the daemon verifies it */
  const fdk_str* parent_keys; /* message_key values this message answers, nearest first */
  size_t parent_key_count;
  fdk_str author_key;     /* the platform's id of the author */
  fdk_str author_address; /* where an answer can be sent: mail address, phone number, user id */
  fdk_str author_display;
  int64_t sent_at;     /* as the sender claims */
  int64_t received_at; /* as the source's server says */
  fdk_str subject;
  fdk_str language; /* BCP 47 hint */
  const fdk_part* parts;
  size_t part_count;
  const fdk_attachment* attachments;
  size_t attachment_count;
  const fdk_ref* refs;
  size_t ref_count;
  const fdk_receipt* receipt; /* for FDK_ITEM_RECEIPT, else null */
  fdk_str unreadable_reason;  /* with FDK_FLAG_UNREADABLE */
  fdk_bytes raw;              /* the original bytes, kept as evidence */
  fdk_str attributes;         /* a JSON object, or empty */
  fdk_str content_key;        /* the same for the same content, whatever the source calls it; or empty */
} fdk_item;

/* ---- What goes out ----------------------------------------------------------------------------------------------- */

typedef int32_t fdk_recipient_role;
enum { FDK_RECIPIENT_TO = 1, FDK_RECIPIENT_CC = 2, FDK_RECIPIENT_BCC = 3 };

typedef struct fdk_recipient {
  uint32_t struct_size;
  fdk_recipient_role role;
  fdk_str address;
  fdk_str display;
} fdk_recipient;

typedef uint32_t fdk_outbound_flags;
enum {
  FDK_OUTBOUND_AUTOMATIC = 1 /* written by a machine (acknowledgement, notice): to be marked so where possible */
};

typedef struct fdk_outbound {
  uint32_t struct_size;
  uint32_t attempt; /* 1 for the first */
  fdk_outbound_flags flags;
  uint32_t reserved;
  fdk_str idempotency_key; /* made by the daemon, constant over all attempts */
  fdk_str message_key;     /* the id to give the message where the source allows it, constant over all attempts */
  fdk_str conversation_key;
  fdk_str reply_to_key;       /* message_key of the message that is answered */
  const fdk_str* parent_keys; /* the whole thread, oldest first */
  size_t parent_key_count;
  const fdk_recipient* recipients;
  size_t recipient_count;
  fdk_str subject;
  const fdk_part* parts; /* always one FDK_PART_BODY, sometimes an FDK_PART_HTML */
  size_t part_count;
  const fdk_attachment* attachments; /* with data */
  size_t attachment_count;
  fdk_str thread_token; /* to be put where an answer carries it back: plus address, subject tag */
  fdk_str attributes;   /* a JSON object, or empty */
  int64_t deadline;
} fdk_outbound;

typedef int32_t fdk_delivery;
enum {
  FDK_DELIVERY_ACCEPTED = 1,       /* the remote server took it */
  FDK_DELIVERY_DELIVERED = 2,      /* it is in front of the customer */
  FDK_DELIVERY_QUEUED_REMOTELY = 3 /* taken, will be tried later; a receipt follows */
};

typedef struct fdk_send_result {
  uint32_t struct_size;
  fdk_delivery delivery;
  fdk_str remote_key; /* the source's id of the message sent */
  int64_t remote_time;
} fdk_send_result;

/* Called once when the message was taken; otherwise the call returns another status and reports a problem. */
typedef struct fdk_send_sink {
  uint32_t struct_size;
  uint32_t reserved;
  void* ctx;
  void (*sent)(void* ctx, const fdk_send_result* result);
  fdk_problem_sink problem;
} fdk_send_sink;

/* ---- Web hooks --------------------------------------------------------------------------------------------------- */

typedef struct fdk_header {
  uint32_t struct_size;
  uint32_t reserved;
  fdk_str name; /* lower case in requests */
  fdk_str value;
} fdk_header;

typedef struct fdk_http_request {
  uint32_t struct_size;
  uint32_t reserved;
  fdk_str method;
  fdk_str path;  /* below the channel's own address, starts with '/' */
  fdk_str query; /* without '?' , still encoded */
  const fdk_header* headers;
  size_t header_count;
  fdk_bytes body; /* at most 1 MiB */
  fdk_str remote_address;
  int64_t received_at;
} fdk_http_request;

typedef struct fdk_http_response {
  uint32_t struct_size;
  int32_t status; /* 100 … 599 */
  const fdk_header* headers;
  size_t header_count;
  fdk_bytes body;
} fdk_http_response;

typedef struct fdk_http_sink {
  uint32_t struct_size;
  uint32_t reserved;
  void* ctx;
  void (*respond)(void* ctx, const fdk_http_response* response);
  fdk_problem_sink problem;
} fdk_http_sink;

/* ---- The channel: what a plugin implements ----------------------------------------------------------------------- */

typedef struct fdk_open_request {
  uint32_t struct_size;
  uint32_t crashes; /* hosts of this channel that died of a signal of their own or hung, since the daemon's start */
  fdk_str instance_id;
  fdk_str config; /* JSON, valid against config_schema; a secret's place holds "secret:<path>" for fdk_secret.get */
  fdk_str cursor; /* as last committed; empty on the very first open */
} fdk_open_request;

typedef struct fdk_poll_request {
  uint32_t struct_size;
  uint32_t max_items; /* stop after about this many */
  uint64_t max_bytes;
  int64_t deadline;
  fdk_str cursor;
} fdk_poll_request;

typedef struct fdk_poll_result {
  uint32_t struct_size;
  int32_t more;       /* the source has more: poll again at once */
  int64_t next_after; /* ns until the next poll makes sense; 0 = the channel's interval */
} fdk_poll_result;

/* One step of a connection test. `name` is a stable word ("imap_login"); `text` is English for the admin. */
typedef struct fdk_check_step {
  uint32_t struct_size;
  fdk_status status;
  fdk_str name;
  fdk_str text;
} fdk_check_step;

typedef struct fdk_check_sink {
  uint32_t struct_size;
  uint32_t reserved;
  void* ctx;
  void (*step)(void* ctx, const fdk_check_step* step);
  fdk_problem_sink problem;
} fdk_check_sink;

/* A null member means that the capability is absent; that must agree with the manifest. `self` goes first to all. */
typedef struct fdk_channel {
  uint32_t struct_size;
  uint32_t reserved;
  void* self;
  /* [control] Reads the configuration and prepares; must not block on the network for more than a few seconds. */
  fdk_status (*open)(void* self, const fdk_open_request* request, const fdk_problem_sink* problem);
  /* [control] Ends what open began, within the deadline. */
  void (*close)(void* self, int64_t deadline);
  /* [control] The last call; frees the instance. */
  void (*destroy)(void* self);
  /* [control] Tests the given configuration, open or not, without side effects at the source. */
  fdk_status (*check)(void* self, fdk_str config, const fdk_check_sink* sink);
  /* [control] Reads from the cursor and submits; the same cursor yields the same dedup keys. */
  fdk_status (*poll)(void* self, const fdk_poll_request* request, fdk_poll_result* result,
                     const fdk_problem_sink* problem);
  /* [stream] Receives and submits until cancelled; returns within 2 s of that. */
  fdk_status (*run)(void* self, fdk_str cursor, const fdk_problem_sink* problem);
  /* [control] Verifies the request's signature, submits, responds after the commit. */
  fdk_status (*on_http)(void* self, const fdk_http_request* request, const fdk_http_sink* sink);
  /* [control] Sends one message. Repeating it with the same idempotency_key must not send twice where avoidable. */
  fdk_status (*send)(void* self, const fdk_outbound* message, const fdk_send_sink* sink);
  /* [control] Was it sent? FDK_OK with a result: yes. FDK_REJECTED: certainly not. FDK_UNKNOWN_OUTCOME: cannot tell. */
  fdk_status (*lookup_send)(void* self, fdk_str idempotency_key, fdk_str message_key, const fdk_send_sink* sink);
  /* [control] Fetches what an attachment's `ref` names. */
  fdk_status (*fetch_attachment)(void* self, fdk_str ref, const fdk_bytes_sink* content,
                                 const fdk_problem_sink* problem);
  /* [control] An optional interface by id, or null. */
  const void* (*get_extension)(void* self, fdk_str id);
} fdk_channel;

/* ---- Services: what the host offers ------------------------------------------------------------------------------ */

typedef struct fdk_host {
  uint32_t struct_size;
  uint32_t abi_major;
  uint32_t abi_minor;
  uint32_t reserved;
  void* ctx;
  /* [any] The service struct with that id, valid as long as the channel, or null when this host lacks it. */
  const void* (*get_service)(void* ctx, fdk_str id);
} fdk_host;

typedef int32_t fdk_outcome;
enum {
  FDK_OUTCOME_ACCEPTED = 1,
  FDK_OUTCOME_DUPLICATE = 2, /* known already: as good as accepted */
  FDK_OUTCOME_CONFLICT = 3,  /* the key is known with other content; the first one is kept, the second is logged */
  FDK_OUTCOME_REJECTED = 4   /* breaks a limit or is not UTF-8: will never be taken */
};

typedef struct fdk_batch {
  uint32_t struct_size;
  uint32_t has_cursor;
  const fdk_item* items;
  size_t item_count;
  fdk_str cursor;   /* with has_cursor: the place after these items; moves in the same transaction */
  int64_t deadline; /* 0: wait as long as it takes */
} fdk_batch;

typedef struct fdk_outcome_sink {
  uint32_t struct_size;
  uint32_t reserved;
  void* ctx;
  /* Once per item, in order, before submit returns FDK_OK. text says why for conflict and rejected. */
  void (*outcome)(void* ctx, size_t index, fdk_outcome outcome, fdk_str text);
  fdk_problem_sink problem;
} fdk_outcome_sink;

/* Code of an FDK_REJECTED submit that holds too much at once: nothing was taken, fewer items will be. */
#define FDK_CODE_BATCH_TOO_LARGE "batch_too_large"

#define FDK_SERVICE_INBOX "frontdesk.inbox/1"
typedef struct fdk_inbox {
  uint32_t struct_size;
  uint32_t max_items; /* of one batch */
  uint64_t max_bytes; /* of one batch; a single larger item is taken up to max_item_bytes */
  uint64_t max_item_bytes;
  void* ctx;
  /* [any] Blocks until the items and the cursor are durable, or the deadline or a cancel came (FDK_RETRY,
   * FDK_CANCELLED: nothing is known to be taken, submit again). A batch with a cursor, or without items, takes all
   * state writes before it along; items alone do not. Waits while the desk has no credit. */
  fdk_status (*submit)(void* ctx, const fdk_batch* batch, const fdk_outcome_sink* sink);
} fdk_inbox;

#define FDK_SERVICE_STATE "frontdesk.state/1"
/* A small key-value store of the instance. Writes become durable with the next submit that carries a cursor or no
 * items, so that they never say of an item that it was taken before it was. */
typedef struct fdk_state {
  uint32_t struct_size;
  uint32_t reserved;
  void* ctx;
  /* [any] FDK_REJECTED when there is no such key. */
  fdk_status (*get)(void* ctx, fdk_str key, const fdk_bytes_sink* value);
  /* [any] FDK_REJECTED beyond FDK_MAX_STATE_VALUE, FDK_MAX_STATE_TOTAL or FDK_MAX_STATE_ENTRIES. An empty value
   * removes the key. */
  fdk_status (*put)(void* ctx, fdk_str key, fdk_bytes value);
  /* [any] Removes; a missing key is fine. */
  fdk_status (*erase)(void* ctx, fdk_str key);
} fdk_state;

#define FDK_SERVICE_SECRET "frontdesk.secret/1"
/* Secrets by their path in the configuration ("imap.password"). Keep them as short as possible, never log them. */
typedef struct fdk_secret {
  uint32_t struct_size;
  uint32_t reserved;
  void* ctx;
  /* [any] FDK_REJECTED when it is not set. The host wipes its copy after the sink returns. */
  fdk_status (*get)(void* ctx, fdk_str path, const fdk_bytes_sink* value);
  /* [any] Stores a rotated secret (a refresh token); durable when it returns FDK_OK. */
  fdk_status (*put)(void* ctx, fdk_str path, fdk_bytes value);
} fdk_secret;

#define FDK_SERVICE_OUTBOX "frontdesk.outbox/1"
/* How far a send has come. For plugins whose manifest names the capability "hand_over". */
typedef struct fdk_outbox {
  uint32_t struct_size;
  uint32_t reserved;
  void* ctx;
  /* [control] Within send, before the step after which the remote side may have the message (its last byte, the request
   * that posts it): blocks until the desk has that on record. FDK_OK: go on. Anything else: do not, and let send return
   * that status. What is cut off before it is certainly not sent and is sent again by itself; only what is cut off
   * after it is in doubt. More than once for one send is fine. FDK_REJECTED: no such message is being sent. */
  fdk_status (*hand_over)(void* ctx, fdk_str idempotency_key);
} fdk_outbox;

#define FDK_SERVICE_CLOCK "frontdesk.clock/1"
typedef struct fdk_clock {
  uint32_t struct_size;
  uint32_t reserved;
  void* ctx;
  /* [any] Wall time, µs. */
  int64_t (*now)(void* ctx);
  /* [any] Monotonic time, ns. */
  int64_t (*monotonic)(void* ctx);
  /* [any] FDK_OK at the deadline (monotonic ns), FDK_CANCELLED as soon as the running call is cancelled. */
  fdk_status (*sleep_until)(void* ctx, int64_t deadline);
} fdk_clock;

#define FDK_SERVICE_CANCEL "frontdesk.cancel/1"
/* Tells a running call to end. The flag belongs to the call of the asking thread; threads made by the plugin see the
 * flag of the whole instance. */
typedef struct fdk_cancel {
  uint32_t struct_size;
  uint32_t reserved;
  void* ctx;
  /* [any] 1 when the call should end. */
  int32_t (*cancelled)(void* ctx);
  /* [any] A descriptor that becomes readable at the cancel. To be polled only: never read, never closed. */
  int (*descriptor)(void* ctx);
} fdk_cancel;

#define FDK_SERVICE_LOG "frontdesk.log/1"
typedef int32_t fdk_log_level;
enum { FDK_LOG_DEBUG = 1, FDK_LOG_INFO = 2, FDK_LOG_WARNING = 3, FDK_LOG_ERROR = 4 };
typedef struct fdk_log {
  uint32_t struct_size;
  uint32_t reserved;
  void* ctx;
  /* [any] One constant sentence; what varies stands in `fields`, a JSON object or empty. No secrets, no personal data.
   * May drop lines when the plugin logs faster than they are taken. */
  void (*write)(void* ctx, fdk_log_level level, fdk_str text, fdk_str fields);
} fdk_log;

#define FDK_SERVICE_HEALTH "frontdesk.health/1"
typedef int32_t fdk_health_state;
enum { FDK_HEALTH_OK = 1, FDK_HEALTH_DEGRADED = 2, FDK_HEALTH_FAILING = 3 };
typedef struct fdk_health {
  uint32_t struct_size;
  uint32_t reserved;
  void* ctx;
  /* [any] What the admin sees beside the channel, until the next report. A stream that neither reports nor submits for
   * 20 minutes is shown as degraded: say OK at least every 10 minutes while the source answers. */
  void (*report)(void* ctx, fdk_health_state state, fdk_str code, fdk_str text);
} fdk_health;

#define FDK_SERVICE_METRICS "frontdesk.metrics/1"
typedef struct fdk_metrics {
  uint32_t struct_size;
  uint32_t reserved;
  void* ctx;
  /* [any] Adds to a counter. name: [a-z0-9_]{1,64}; at most 64 names per instance. */
  void (*count)(void* ctx, fdk_str name, uint64_t delta);
  /* [any] Sets a gauge. */
  void (*gauge)(void* ctx, fdk_str name, double value);
} fdk_metrics;

/* ---- Entry ------------------------------------------------------------------------------------------------------- */

typedef struct fdk_plugin_entry {
  uint32_t struct_size;
  uint32_t magic; /* FDK_MAGIC */
  uint32_t abi_major;
  uint32_t abi_minor;
  fdk_str manifest; /* the text of manifest.json, byte for byte */
  /* [control] Makes an instance; may keep `host`, must not call it. Both stay valid until destroy. */
  fdk_status (*create)(const fdk_host* host, const fdk_channel** channel);
} fdk_plugin_entry;

/* [control] The only exported symbol. Returns null when the plugin cannot speak the host's major version. */
FDK_EXPORT const fdk_plugin_entry* frontdesk_plugin_entry(uint32_t host_abi_major);

#ifdef __cplusplus
}
#endif

#endif

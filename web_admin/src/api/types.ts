// The shapes of the REST interface, version 1, under the names that the application uses. They are generated from
// daemon/api/openapi.yaml into schema.d.ts (`npm run types`); what has another shape there must not be written here.
import type { components, operations } from './schema';

type Schemas = components['schemas'];

/** An operation of the description, by its operationId. */
export type Operation = keyof operations;

type Json<Content> = Content extends { content: { 'application/json': infer Body } } ? Body : undefined;

/** What an operation answers when it succeeds; nothing for 202 and 204. */
export type Answer<Op extends Operation> = operations[Op]['responses'] extends infer Responses
  ? Responses extends { 200: infer Ok }
    ? Json<Ok>
    : Responses extends { 201: infer Made }
      ? Json<Made>
      : void
  : never;

/** What an operation takes as its body; undefined when it takes none. */
export type Body<Op extends Operation> = operations[Op] extends { requestBody?: infer Given }
  ? Json<NonNullable<Given>>
  : undefined;

export type Language = Schemas['Language'];
export type ThemeChoice = Schemas['Theme'];
export type Role = Schemas['Roles'][number];
export type User = Schemas['User'];
export type Person = Schemas['NamedUser'];
export type Session = Schemas['Session'];
export type SetupState = Schemas['SetupState'];
export type SetupForm = Required<Schemas['SetupRequest']>;
export type NewUser = Required<Schemas['NewUser']>;
export type UserPatch = Schemas['UserChange'];
export type MePatch = Schemas['OwnChange'];

export interface Page<T> {
  items: T[];
  next: string | null;
}

export type TicketState = Schemas['TicketState'];
export type Priority = Schemas['Priority'];
export type TicketType = Schemas['TicketType'];
export type Phase = Schemas['Phase'];
export type ClockState = Schemas['ClockState'];
export type RowClock = Schemas['RowClock'];
export type Clock = Schemas['Clock'];
export type TicketRow = Schemas['TicketRow'];
export type Ticket = Schemas['Ticket'];
export type TicketAct = keyof Schemas['Permissions'];
export type TicketView = Schemas['TicketView'];
export type TicketSort = Schemas['TicketSort'];
export type TicketPatch = Schemas['Classification'];
export type Counters = Schemas['Counters'];
/** The data of each live event, by its name. */
export type LiveEvents = Required<Schemas['LiveEvents']>;

export type Message = Schemas['Message'];
export type Delivery = Schemas['Delivery'];
export type DeliveryState = Schemas['DeliveryState'];
export type Attachment = Schemas['Attachment'];
export type Upload = Schemas['Upload'];
export type ReplyDraft = Required<Schemas['NewReply']>;

export type Localised = Schemas['Localised'];
export type JsonSchema = Record<string, unknown>;
export type PluginInfo = Schemas['Plugin'];
export type Channel = Schemas['Channel'];
export type ChannelState = Schemas['ChannelState'];
export type Config = Schemas['Config'];
export type CheckStep = Schemas['CheckStep'];
export type CheckResult = Schemas['CheckOutcome'];
export type Fate = Schemas['Fate'];
export type LedgerItem = Schemas['LedgerRow'];

export type AuditRecord = Schemas['AuditRecord'];
export type AuditState = Schemas['AuditState'];
export type Status = Schemas['Status'];

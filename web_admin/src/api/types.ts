// The shapes of the REST interface, version 1, under the names that the application uses. They are generated from what the
// daemon says of itself (`npm run types`); what has another shape there must not be written here.
import type { components, operations } from './schema';

type Schemas = components['schemas'];

/** An operation of the description, by its name: of a use case, or "session.open" and the like. */
export type Operation = keyof operations;

/** A use case, as in `can` of a ticket. */
export type UseCase = Schemas['UseCaseName'];

type Json<Content> = Content extends { content: { 'application/json': infer Body } } ? Body : undefined;

/** What an operation answers when it succeeds; nothing for 202 and 204. */
export type Answer<Op extends Operation> = operations[Op]['responses'] extends infer Responses
  ? Responses extends { 200: infer Ok }
    ? Json<Ok>
    : Responses extends { 201: infer Made }
      ? Json<Made>
      : void
  : never;

type Parameters<Op extends Operation, Place extends 'path' | 'query' | 'header'> =
  operations[Op]['parameters'] extends Partial<Record<Place, infer Found>> ? Found : never;
type Given<Part> = [NonNullable<Part>] extends [never] ? unknown : NonNullable<Part>;
type Loose<Part> = { [Name in keyof Part]: Part[Name] | null };
/** A body without members is left out. */
type Body<Op extends Operation> = operations[Op] extends { requestBody?: infer Content }
  ? Json<NonNullable<Content>> extends infer Members
    ? string extends keyof Members
      ? unknown
      : Given<Members>
    : unknown
  : unknown;

/** All that is said to an operation, by name: what stands in its path, its query, and its body. */
export type Arguments<Op extends Operation> = Given<Parameters<Op, 'path'>> &
  Loose<Given<Parameters<Op, 'query'>>> &
  Body<Op>;

/** What goes beside it. */
export type Beside<Op extends Operation> = { signal?: AbortSignal } & (Parameters<
  Op,
  'header'
> extends infer Header
  ? (Header extends { 'If-Match': string }
      ? {
          /** The version that was seen. */
          version: number;
        }
      : unknown) &
      (Header extends { 'Idempotency-Key': string }
        ? {
            /** One for each intended effect: see newKey(). */
            key: string;
          }
        : unknown)
  : unknown);

export type User = Schemas['User'];
/** In the list of people, with what the person would give back to the queue. */
export type ListedUser = Schemas['ListedUser'];
export type Language = User['language'];
export type ThemeChoice = User['theme'];
export type Role = Schemas['Roles'][number];
export type Person = Schemas['NamedUser'];
export type Session = Schemas['Session'];
/** How far each right of the signed-in person reaches. */
export type Rights = Schemas['Grants'];
export type Right = keyof Rights;
export type SetupForm = Required<Arguments<'setup.finish'>>;
export type NewUser = Required<Schemas['NewUser']>;

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
export type OtherTicket = Schemas['OtherTicket'];
/** How many tickets a search found. */
export type FoundCount = Schemas['FoundCount'];
/** A piece of masked text; `hit`: it is what was searched for. */
export type TextPiece = Schemas['TextPiece'];
export type TicketView = Schemas['TicketView'];
export type TicketSort = Schemas['TicketSort'];
/** What the inbox shows; nothing stands for everything. */
export interface TicketFilter {
  view: TicketView;
  priority?: Priority;
  type?: TicketType;
  phase?: Phase;
  channel?: string;
  owner?: string;
  customer?: string;
  /** Days as a date field gives them, "2026-03-15": the first and the last on which the tickets came. */
  from?: string;
  to?: string;
  q?: string;
  sort: TicketSort;
}
export type Classification = Schemas['Classification'];
export type Counters = Schemas['Counters'];
/** The data of each live event, by its name. */
export type LiveEvents = Required<Schemas['LiveEvents']>;

export type Message = Schemas['Message'];
export type MessagePerson = Schemas['MessagePerson'];
export type Delivery = Schemas['Delivery'];
export type DoubtfulReply = Schemas['DoubtfulReply'];
export type DeliveryState = Schemas['DeliveryState'];
export type Attachment = Schemas['Attachment'];
export type Upload = Schemas['Upload'];

export type Localised = Schemas['Localised'];
export type JsonSchema = Record<string, unknown>;
export type PluginInfo = Schemas['Plugin'];
export type Channel = Schemas['Channel'];
export type ChannelState = Schemas['ChannelState'];
export type Config = Schemas['Config'];
export type CheckStep = Schemas['CheckStep'];
export type CheckResult = Schemas['CheckOutcome'];
export type LedgerItem = Schemas['LedgerRow'];
export type Fate = LedgerItem['fate'];

export type AuditRecord = Schemas['AuditRecord'];
export type AuditState = Schemas['AuditState'];
export type AuditFilter = Omit<Arguments<'audit.list'>, 'limit' | 'after'>;
export type Status = Schemas['Status'];
export type MachineCheck = Schemas['MachineCheck'];
export type Finding = Schemas['Finding'];

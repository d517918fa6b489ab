// What roles may do, from the daemon's own table (`npm run types`): page tests know no rights of their own.
import type { Right, Rights, Role, Ticket, TicketState, UseCase } from '../../src/api/types';
import { Contract } from './contract.mjs';
import useCases from './use_cases.json';

export const contract = new Contract();

type Scope = Rights[Right];
const reach: Scope[] = ['none', 'own', 'team', 'all'];
const wider = (a: Scope, b: Scope) => (reach.indexOf(a) < reach.indexOf(b) ? b : a);

const scopeOf = (row: (typeof useCases)[number], roles: Role[]): Scope =>
  roles.map((role) => row.roles[role] as Scope).reduce(wider, 'none');

/** Each right as far as the widest of these roles has it. */
export function rightsOf(roles: Role[]): Rights {
  const names = contract.description.components.schemas.Grants?.required ?? [];
  const rights = Object.fromEntries(names.map((name) => [name, 'none'])) as Rights;
  for (const row of useCases) rights[row.right as Right] = scopeOf(row, roles);
  return rights;
}

/**
 * The acts on a ticket in this state that the roles may have at all: on their own or a free one, or on a colleague's. What an
 * act decides by itself (claiming what is taken) is left to the test.
 */
export function actsOf(roles: Role[], state: TicketState, colleagues: boolean): UseCase[] {
  return useCases
    .filter((row) => row.ticket_act && (row.from.length === 0 || row.from.includes(state)))
    .filter((row) => {
      const scope = scopeOf(row, roles);
      return scope !== 'none' && (scope !== 'own' || row.scope === 'by_act' || !colleagues);
    })
    .map((row) => row.name as UseCase);
}

/** Fails the test that shows a ticket with an act that nobody in these roles is offered. */
export function provenActs(roles: Role[], ticket: Ticket, self: string): UseCase[] {
  const allowed = actsOf(roles, ticket.state, ticket.owner !== null && ticket.owner.id !== self);
  const invented = ticket.can.filter((name) => !allowed.includes(name));
  if (invented.length > 0)
    throw new Error(
      `${roles.join()} may not do this to a ticket that is ${ticket.state}: ${invented.join()}`,
    );
  return ticket.can;
}

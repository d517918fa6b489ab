import type { Ticket, UseCase } from '../api/types';

/** Whether the signed-in person may carry out this use case on the ticket now: the server says so, nobody else. */
export const offers = (ticket: Ticket, act: UseCase): boolean => ticket.can.includes(act);

-- Schema 4: the list of all tickets, newest first, filtered by a type, priority or channel that is rare.

CREATE INDEX ticket_by_type ON ticket(type, id);
CREATE INDEX ticket_by_priority ON ticket(priority, id);
CREATE INDEX ticket_by_channel ON ticket(channel_id, id);

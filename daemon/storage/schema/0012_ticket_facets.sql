-- Schema 12: lists with filters, however rare what they leave (tables/ticket_facet.h). A facet is what tickets of one
-- state, priority, type and channel have in common; within it they stand in the order of the list.

DROP INDEX ticket_by_type;
DROP INDEX ticket_by_priority;
DROP INDEX ticket_by_channel;
CREATE INDEX ticket_facet_created ON ticket(state, priority, type, channel_id, id);
CREATE INDEX ticket_facet_updated ON ticket(state, priority, type, channel_id, updated_at, id);
CREATE INDEX ticket_facet_due ON ticket(state, priority, type, channel_id, next_due_at, id) WHERE open = 1;

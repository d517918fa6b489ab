-- Schema 14: the replies of which nobody knows whether they were sent, found among all that ever were.

CREATE INDEX outbox_in_doubt ON outbox(id) WHERE state = 6;

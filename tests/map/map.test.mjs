// What the map reads from sources.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useCasesOf } from './daemon.mjs';
import { mapOf } from './map.mjs';
import { pagesOf } from './pages.mjs';

const daemon = Object.entries({
  'daemon/storage/schema/0001_core.sql': `
CREATE TABLE user (id);
CREATE TABLE ticket (id);
CREATE TABLE pin (id);
ALTER TABLE user RENAME TO person;`,
  'daemon/storage/tables/ticket.cpp': `
constexpr char kLoad[] = "SELECT id FROM ticket";

Result<int> load_ticket(ReadTx& tx) { return read(tx.query(kLoad)); }
`,
  'daemon/storage/tables/pin.cpp': `
Result<void> put_pin(Tx& tx,
                     int id) {
  return tx.execute("INSERT INTO pin VALUES (?1)", id);
}
`,
  'daemon/storage/tables/person.cpp': `
Result<int> list_people(ReadTx& tx) {
  return tx.query("SELECT id FROM person");
}
`,
  'daemon/desk/use_case/desk.h': `
struct Desk {
  People& people;
};
`,
  'daemon/desk/use_case/table.cpp': `
#define FD_EVERY_USE_CASE(X) \\
  X(ListPeople)              \\
  X(PinTicket)
`,
  'daemon/desk/account/people.cpp': `
Result<int> People::list() const {
  return store_.read([](auto& tx) { return storage::list_people(tx); });
}
`,
  'daemon/desk/account/use_cases.cpp': `
struct ListPeople {
  static constexpr UseCase kUseCase{
      .name = "person.list", .route = {Method::kGet, "/people"}, .right = Right::kRunUsers};
  Result<int> run(Desk& desk, const Asked&) { return desk.people.list(); }
};
`,
  'daemon/desk/ticket/pin.cpp': `
namespace {

Result<void> pin(Tx& tx) {
  storage::load_ticket(tx);
  return storage::put_pin(tx, 1);
}

}

struct PinTicket {
  static constexpr UseCase kUseCase{.name = "ticket.pin",
                                    .route = {Method::kPost, "/tickets/{ticket}/pin"},
                                    .right = Right::kSortOut};
  Result<void> run(Act& act) { return pin(act.tx); }
};
`,
});
const web = Object.entries({
  'web_admin/src/inbox/InboxPage.tsx': `
import { Pin } from './Pin';
import type { X } from './Other';`,
  'web_admin/src/inbox/Pin.tsx': `
// call('person.list')
call('ticket.pin', { ticket });
addressOf('attachment.open', {});
can('ticket.pin') && offers(ticket, 'ticket.close');`,
  'web_admin/src/inbox/Other.tsx': `call('other.thing')`,
  'web_admin/src/app/Shell.tsx': `
call(
  'session.show')`,
});

test('use cases come in the order of the table, with what their code touches', () => {
  assert.deepEqual(
    useCasesOf(daemon).map(({ name, method, path, right, file, tables }) => [name, method, path, right, file, tables]),
    [
      ['person.list', 'GET', '/people', 'run_users', 'daemon/desk/account/use_cases.cpp', ['person']],
      ['ticket.pin', 'POST', '/tickets/{ticket}/pin', 'sort_out', 'daemon/desk/ticket/pin.cpp', ['pin', 'ticket']],
    ],
  );
});

test('a page asks for what its modules call, comments and mere types left out', () => {
  assert.deepEqual(
    pagesOf(web).map(({ page, calls }) => [page, [...calls]]),
    [
      ['inbox/InboxPage.tsx', ['ticket.pin', 'attachment.open', 'ticket.close']],
      ['every page (app/)', ['session.show']],
    ],
  );
});

test('what no page asks for is listed, and what is no use case is named as such', () => {
  const map = mapOf([...daemon, ...web]);
  const row = /\| inbox\/InboxPage\.tsx \| ticket\.pin \| `POST \/tickets\/\{ticket\}\/pin` \| sort_out \|.* pin, ticket \|/;
  assert.match(map, row);
  assert.match(map, /\| attachment\.open, ticket\.close \| by hand/);
  assert.match(map, /no page names[\s\S]*\| person\.list \|/);
});

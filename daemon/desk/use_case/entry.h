// Entry of a use case: made from its struct, at the end of the file that declares it:
//
//   FD_USE_CASE(ReopenTicket)
//
// run() has one of three forms, and the answer follows from it:
//   Result<X> run(TicketAct& act)                    one ticket, in one transaction; X void: the ticket as it is then,
//                                                    MessageId: the message; with status 204: nothing
//   Result<X> run(Act& act)                          any other change, in one transaction; X as above, or a View
//   Result<X> run(Desk& desk, const Asked& asked)    everything else; X has a View, or is void or a File
//
// Result<void> prepare(Desk& desk, const Actor& actor), when there is one, runs before the transaction: masking and
// sealing never hold the writer.
#pragma once

#include <type_traits>
#include <utility>

#include "desk/event_feed.h"
#include "desk/ticket/act.h"
#include "desk/ticket/query/query.h"
#include "desk/ticket/query/views.h"
#include "desk/ticket/request_key.h"
#include "desk/use_case/desk.h"
#include "desk/use_case/fingerprint.h"
#include "desk/use_case/table.h"
#include "storage/store.h"

namespace frontdesk::desk {

/// Who asks, and what goes with every request.
struct Asked {
  const Actor& actor;
  const UseCase& use_case;
  std::optional<std::int64_t> seen_version;
};

/// How a use case's own entry is found by the table.
template <class T>
const Entry& entry_of();

namespace entry_detail {

template <class T>
concept RunsInTransaction = requires(T& t, Act& act) {
  t.run(act);
};
template <class T>
concept RunsOnTicket = requires(T& t, TicketAct& act) {
  t.run(act);
}
&&!RunsInTransaction<T>;

template <class T>
struct RunResult {
  using Type = decltype(std::declval<T&>().run(std::declval<Desk&>(), std::declval<const Asked&>()));
};
template <RunsOnTicket T>
struct RunResult<T> {
  using Type = decltype(std::declval<T&>().run(std::declval<TicketAct&>()));
};
template <RunsInTransaction T>
struct RunResult<T> {
  using Type = decltype(std::declval<T&>().run(std::declval<Act&>()));
};
template <class T>
using Given = typename RunResult<T>::Type::Value;

/// What is shown for what run() gives.
template <class T>
struct Shown {
  using Type = Given<T>;
};
template <class T>
requires std::is_same_v<Given<T>, MessageId>
struct Shown<T> {
  using Type = MessageView;
};
template <class T>
requires(std::is_void_v<Given<T>>&& RunsOnTicket<T>&& T::kUseCase.status != 204) struct Shown<T> {
  using Type = TicketDetail;
};

template <class T>
std::vector<Field> fields(ViewSchema::Named& named) {
  InputSchema schema(named);
  T::describe(schema);
  return schema.take();
}

template <class T>
json::Value answer(ViewSchema::Named& named) {
  using Type = typename Shown<T>::Type;
  if constexpr (std::is_void_v<Type> || std::is_same_v<Type, File>) {
    return {};
  } else {
    return ViewSchema(named).named(Type{});
  }
}

template <class Value>
Answer show(Value&& value) {
  if constexpr (std::is_same_v<std::decay_t<Value>, File>) {
    return {{}, 0, std::forward<Value>(value)};
  } else {
    json::Writer out;
    ViewWriter(out).write(value);
    return {out.take(), version_of(value), {}};
  }
}

/// The answer of an act once it is committed: what there is to see then.
template <class T>
Result<Answer> shown_after(Desk& desk, const Actor& actor, TicketId ticket) {
  if constexpr (std::is_void_v<typename Shown<T>::Type>) {
    return Answer{};
  } else {
    auto detail = desk.tickets.find(actor, to_text(ticket));
    if (!detail) return std::move(detail).error();
    return show(*detail);
  }
}

/// The unit starts afresh should the store run it again.
template <class Unit>
auto commit(Desk& desk, AfterCommit& after, Unit unit) {
  auto done = desk.context.store.write_and_wait([&](storage::Tx& tx) {
    after.clear();
    return unit(tx);
  });
  if (done) {
    desk.context.events.announce();
    for (const auto& work : after) work();
  }
  return done;
}

template <class T>
Result<Answer> run_on_ticket(Desk& desk, const Actor& actor, const Input& input, T& use_case) {
  AfterCommit after;
  if constexpr (T::kUseCase.once) {
    FD_TRY(check_request_key(input.request_key));
    const RequestKey key(desk.context, actor.user, input.request_key, fingerprint(use_case));
    auto message = commit(desk, after, [&](storage::Tx& tx) -> Result<MessageId> {
      auto earlier = key.find(tx);
      if (!earlier) return std::move(earlier).error();
      if (*earlier) return **earlier;
      MessageId written;
      FD_TRY(TicketAct::perform(desk, tx, actor, T::kUseCase, use_case.ticket, input.seen_version, after,
                                [&](TicketAct& act) -> Result<void> {
                                  auto given = use_case.run(act);
                                  if (!given) return std::move(given).error();
                                  written = *given;
                                  return {};
                                }));
      FD_TRY(key.remember(tx, written, desk.context.clock.now()));
      return written;
    });
    if (!message) return std::move(message).error();
    auto view = desk.tickets.message(*message);
    if (!view) return std::move(view).error();
    return show(*view);
  } else {
    FD_TRY(commit(desk, after, [&](storage::Tx& tx) {
      return TicketAct::perform(desk, tx, actor, T::kUseCase, use_case.ticket, input.seen_version, after,
                                [&](TicketAct& act) { return use_case.run(act); });
    }));
    return shown_after<T>(desk, actor, use_case.ticket);
  }
}

template <class T>
Result<Answer> run_in_transaction(Desk& desk, const Actor& actor, T& use_case) {
  AfterCommit after;
  auto given = commit(desk, after, [&](storage::Tx& tx) {
    Act act(desk, tx, actor, T::kUseCase, after);
    auto done = use_case.run(act);
    if (!done) return done;
    if (auto recorded = act.finish(); !recorded) return decltype(done)(std::move(recorded).error());
    return done;
  });
  if (!given) return std::move(given).error();
  if constexpr (std::is_same_v<Given<T>, MessageId>) {
    auto view = desk.tickets.message(*given);
    if (!view) return std::move(view).error();
    return show(*view);
  } else if constexpr (std::is_void_v<Given<T>>) {
    return Answer{};
  } else {
    return show(*given);
  }
}

template <class T>
Result<Answer> run_in_desk(Desk& desk, const Actor& actor, const Input& input, T& use_case) {
  auto given = use_case.run(desk, Asked{actor, T::kUseCase, input.seen_version});
  if (!given) return std::move(given).error();
  if constexpr (std::is_void_v<Given<T>>) {
    return Answer{};
  } else {
    return show(std::move(*given));
  }
}

/// What the caller should have seen, for a refusal because of the version.
template <class T>
std::optional<std::int64_t> current_version(Desk& desk, const Actor& actor, const T& use_case) {
  if constexpr (RunsOnTicket<T>) {
    auto ticket = desk.tickets.find(actor, to_text(use_case.ticket));
    if (ticket) return ticket->row.version;
  } else if constexpr (requires { use_case.current_version(desk); }) {
    return use_case.current_version(desk);
  }
  return std::nullopt;
}

template <class T>
Outcome run(Desk& desk, const Actor& actor, const Input& input) {
  T use_case;
  if (auto refusal = read_input(input, use_case)) return std::move(*refusal);
  auto answer = [&]() -> Result<Answer> {
    if constexpr (requires { use_case.prepare(desk, actor); }) FD_TRY(use_case.prepare(desk, actor));
    if constexpr (RunsOnTicket<T>) {
      return run_on_ticket(desk, actor, input, use_case);
    } else if constexpr (RunsInTransaction<T>) {
      return run_in_transaction(desk, actor, use_case);
    } else {
      return run_in_desk(desk, actor, input, use_case);
    }
  }();
  if (answer) return std::move(*answer);
  Refusal refusal{std::move(answer).error(), {}, {}};
  if (refusal.error.key == "error.version") refusal.current_version = current_version(desk, actor, use_case);
  return refusal;
}

template <class T>
Entry make() {
  Entry entry{.use_case = T::kUseCase};
  entry.gives_file = std::is_same_v<typename Shown<T>::Type, File>;
  entry.is_ticket_act = RunsOnTicket<T>;
  entry.fields = fields<T>;
  entry.answer = answer<T>;
  if constexpr (requires(const Offer& offer) { T::offered(offer); }) entry.offered = T::offered;
  entry.run = run<T>;
  return entry;
}

}  // namespace entry_detail

#define FD_USE_CASE(Name)                                   \
  template <>                                               \
  const Entry& entry_of<Name>() {                           \
    static const Entry kEntry = entry_detail::make<Name>(); \
    return kEntry;                                          \
  }

}  // namespace frontdesk::desk

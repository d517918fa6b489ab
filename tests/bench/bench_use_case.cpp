// bench_use_case [count] [rounds]: what the table costs a request that reads a ticket — finding the entry, checking the
// right, reading the input by its description, the erased call — beside the same query and the same JSON written
// straight. Both alternate in this process; no HTTP on either side.
#include <cstdlib>
#include <filesystem>

#include "bench/chat_items.h"
#include "bench/desk_house.h"
#include "bench/rounds.h"
#include "desk/account/service.h"
#include "desk/audit/service.h"
#include "desk/channel/service.h"
#include "desk/plugin/service.h"
#include "desk/ticket/attachment/ticket_files.h"
#include "desk/ticket/query/views.h"
#include "desk/use_case/desk.h"
#include "desk/use_case/table.h"
#include "support/fake_runtime.h"

namespace frontdesk::bench {
namespace {

TicketId add_ticket(DeskHouse& house) {
  desk::InboundBatch batch;
  batch.channel = house.add_channel("chat");
  batch.items.push_back(ChatItems(1).next(house.context().clock.now()));
  house.submit(std::move(batch));
  house.drain();
  desk::TicketQuery query(house.store(), house.context().vault, house.context().clock);
  return demand(query.list(desk::Actor::system(), {.view = desk::TicketView::kAll})).items.at(0).id;
}

int run(std::size_t count, int rounds) {
  const std::string directory = "/tmp/frontdesk-bench-use-case-" + std::to_string(::getpid());
  std::size_t bytes = 0;
  Rounds table;
  Rounds straight;
  {
    DeskHouse house(directory, FRONTDESK_SOURCE_DIR "/config/profile/sop.yaml");
    desk::Context& context = house.context();
    frontdesk::test::FakeRuntime runtime;
    desk::AccountService accounts(context.store, context.trail, context.ids, context.clock, context.random,
                                  {.state_directory = directory, .password_cost = {}});
    desk::TicketQuery query(context.store, context.vault, context.clock);
    desk::TicketFiles files(context);
    desk::ChannelQuery channel_query(context, runtime);
    desk::ChannelService channels(context, runtime);
    desk::PluginService plugins(context, runtime);
    desk::AuditService audit(context.store, context.trail, context.clock);
    desk::Desk desk{context, accounts, query, files, channel_query, channels, plugins, audit, runtime, "", {}, {}};
    const std::string ticket = to_text(add_ticket(house));
    const desk::Actor actor = desk::Actor::system();
    for (int round = 0; round < rounds; ++round) {
      const Stopwatch straight_watch;
      for (std::size_t i = 0; i < count; ++i) {
        json::Writer out;
        desk::ViewWriter(out).write(demand(query.find(actor, ticket)));
        bytes += out.take().size();
      }
      straight.add(straight_watch.cost(count));
      const Stopwatch table_watch;
      for (std::size_t i = 0; i < count; ++i) {
        desk::Input input;
        input.path = {ticket};
        auto outcome = desk::run_use_case(*desk::find_use_case("ticket.show"), desk, actor, input);
        bytes += std::get<desk::Answer>(outcome).json.size();
      }
      table.add(table_watch.cost(count));
    }
  }
  std::filesystem::remove_all(directory);
  print_ratio("use_case", table, straight, 0.9);
  return bytes > 0 ? 0 : 1;
}

}  // namespace
}  // namespace frontdesk::bench

int main(int argc, char** argv) {
  const std::size_t count = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 5'000;
  return frontdesk::bench::run(count, argc > 2 ? std::atoi(argv[2]) : 5);
}

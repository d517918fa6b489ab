// Generated from the table: every use case × role × state × owner is allowed or refused as its declaration says, `can`
// offers what is carried out, and what is carried out leaves its record.
#include <algorithm>

#include "desk/use_case/texts.h"
#include "domain/profile/words.h"
#include "domain/ticket/every_state.h"
#include "unit/desk/desk_fixture.h"

namespace frontdesk::desk {
namespace {

using domain::TicketState;

enum class Owner { kNobody, kSelf, kColleague };
constexpr Owner kEveryOwner[] = {Owner::kNobody, Owner::kSelf, Owner::kColleague};

using domain::kEveryState;

class UseCaseMatrix : public DeskTest {
 protected:
  UseCaseMatrix() : colleague_(add_user("wang.qiang", {Role::kAgent})) {
    take_in(mail("问题", "你好"));
    ticket_ = only_ticket().id;
    take_in(mail("另一个问题", "你好"));
    other_ = list().front().id;
    for (const Role role : kEveryRole) people_.push_back(add_user("one." + std::string(domain::to_text(role)), {role}));
  }

  /// The ticket as it is before each try, with the conversation that a merge took away.
  void put(TicketState state, UserId owner) {
    must(store_->write_and_wait([&](storage::Tx& tx) -> Result<void> {
      FD_TRY(
          tx.execute("UPDATE conversation SET ticket_id = ?1 WHERE id = (SELECT min(id) FROM conversation)", ticket_));
      return tx.execute("UPDATE ticket SET state = ?1, owner_id = ?2, open = ?3 WHERE id = ?4",
                        static_cast<std::int64_t>(state), owner, static_cast<std::int64_t>(domain::is_open(state)),
                        ticket_);
    }));
  }

  UserId owner_of(Owner owner, const Actor& actor) const {
    if (owner == Owner::kNobody) return {};
    return owner == Owner::kSelf ? actor.user : colleague_.user;
  }

  /// What the use case needs at the least.
  Input smallest(const Entry& entry, const Actor& actor, Owner owner) {
    Input input;
    input.request_key = "request-key-" + std::to_string(++keys_);
    ViewSchema::Named named;
    for (const Field& field : entry.fields(named)) {
      if (field.kind == Field::Kind::kPath) {
        input.path.push_back(field.name == "ticket" ? to_text(ticket_) : "999");
      } else if (field.name == "owner_id") {
        // Taking what is free, giving back what is somebody's.
        input.fields.set("owner_id", owner == Owner::kNobody ? json::Value(to_text(actor.user)) : json::Value());
      } else if (field.name == "into") {
        input.fields.set("into", to_text(other_)).set("into_version", detail(other_).row.version);
      } else if (field.required) {
        input.fields.set(field.name, sample(field));
      }
    }
    return input;
  }

  static json::Value sample(const Field& field) {
    if (field.kind == Field::Kind::kList) return json::Array{field.name == "to" ? "somebody@shop.test" : "agent"};
    if (field.kind == Field::Kind::kTree) return json::Object{};
    return field.name == "password" ? "orange submarine 77" : "somebody";
  }

  std::int64_t version_now() { return detail(ticket_).row.version; }

  bool offers(const Actor& actor, std::string_view name) {
    const auto can = must(query_->find(actor, to_text(ticket_))).can;
    return std::find(can.begin(), can.end(), name) != can.end();
  }

  Actor colleague_;
  std::vector<Actor> people_;  ///< one of each role
  TicketId ticket_;
  TicketId other_;  ///< open, of the same customer: what a merge needs
  int keys_ = 0;
};

TEST_F(UseCaseMatrix, who_lacks_the_right_is_refused_and_nobody_else) {
  for (const Entry& entry : use_cases()) {
    for (const Actor& actor : people_) {
      put(TicketState::kOpen, {});
      SCOPED_TRACE(std::string(entry.use_case.name) + " as " + domain::to_text(actor.roles));
      const auto done = tickets_->perform(entry.use_case.name, actor, smallest(entry, actor, Owner::kNobody));
      const bool refused = !done && done.error().code == ErrorCode::kForbidden;
      EXPECT_EQ(refused, !actor.may(entry.use_case.right)) << (done ? "" : done.error().message);
    }
  }
}

// Roles and their scopes, states, owners: whether an act is carried out follows from its declaration.
TEST_F(UseCaseMatrix, acts_on_tickets_follow_right_state_and_scope) {
  for (const Entry& entry : use_cases()) {
    if (!entry.is_ticket_act) continue;
    const UseCase& use_case = entry.use_case;
    for (const Actor& actor : people_) {
      for (const TicketState state : kEveryState) {
        for (const Owner owner : kEveryOwner) {
          put(state, owner_of(owner, actor));
          const auto done = tickets_->perform(use_case.name, actor, smallest(entry, actor, owner));
          const std::string key = done ? "" : done.error().key;
          SCOPED_TRACE(std::string(use_case.name) + " as " + domain::to_text(actor.roles) + " while " +
                       std::string(domain::to_text(state)) + ", owner " + std::to_string(static_cast<int>(owner)) +
                       ": " + (done ? "done" : done.error().message));
          if (!actor.may(use_case.right)) {
            EXPECT_EQ(key, "error.forbidden");
          } else if (!use_case.from.empty() && !use_case.from.has(state)) {
            EXPECT_EQ(key, "error.ticket_state");
            EXPECT_NE(done.error().message.find(domain::to_text(state)), std::string::npos) << "names no state";
          } else if (use_case.scope == ScopeCheck::kOwner && owner == Owner::kColleague &&
                     actor.scope(use_case.right) < Scope::kAll) {
            EXPECT_EQ(key, "error.not_your_ticket");
          } else {
            EXPECT_NE(key, "error.ticket_state");
            EXPECT_NE(key, "error.not_your_ticket");
          }
        }
      }
    }
  }
}

TEST_F(UseCaseMatrix, a_ticket_offers_what_is_carried_out_and_nothing_else) {
  for (const Entry& entry : use_cases()) {
    if (!entry.is_ticket_act) continue;
    for (const Actor& actor : people_) {
      if (!actor.may(Right::kSeeTickets)) continue;
      for (const TicketState state : kEveryState) {
        for (const Owner owner : kEveryOwner) {
          // Claiming one's own ticket again is no mistake, but nothing to offer either.
          if (entry.use_case.name == "ticket.claim" && owner == Owner::kSelf) continue;
          put(state, owner_of(owner, actor));
          const bool offered = offers(actor, entry.use_case.name);
          const auto done = tickets_->perform(entry.use_case.name, actor, smallest(entry, actor, owner));
          EXPECT_EQ(offered, done.ok()) << entry.use_case.name << " as " << domain::to_text(actor.roles) << " while "
                                        << domain::to_text(state) << ", owner " << static_cast<int>(owner) << ": "
                                        << (done ? "" : done.error().message);
        }
      }
    }
  }
}

TEST_F(UseCaseMatrix, an_act_that_is_carried_out_leaves_one_record_one_event_and_a_newer_version) {
  const Actor& supervisor = people_.back();
  for (const Entry& entry : use_cases()) {
    const std::string name(entry.use_case.name);
    if (!entry.is_ticket_act || name == "ticket.read") continue;
    put(entry.use_case.from.has(TicketState::kOpen)       ? TicketState::kOpen
        : entry.use_case.from.has(TicketState::kResolved) ? TicketState::kResolved
                                                          : TicketState::kSpam,
        name == "ticket.claim" ? UserId{} : supervisor.user);
    const std::string records = "SELECT count(*) FROM audit_record WHERE action = '" + name + "'";
    const std::string events = "SELECT count(*) FROM event WHERE data_json LIKE '%\"kind\":\"" + name + "\"%'";
    const auto recorded = count(records);
    const auto announced = count(events);
    const auto version = version_now();
    must(tickets_->perform(name, supervisor, smallest(entry, supervisor, Owner::kSelf)));
    const int tickets = name == "ticket.merge" ? 2 : 1;
    EXPECT_EQ(count(records), recorded + tickets) << name;
    EXPECT_EQ(count(events), announced + tickets) << name;
    EXPECT_EQ(version_now(), version + 1) << name;
  }
}

TEST_F(UseCaseMatrix, a_team_reaches_its_own_tickets) {
  auto rules = std::make_shared<domain::AccessRules>(*domain::default_access());
  rules->roles[Role::kAgent].give(Right::kResolve, Scope::kTeam);
  rules->teams["after_sales"] = {"li.min", "wang.qiang"};
  Actor teammate = agent_;
  teammate.access = rules;
  Actor stranger = add_user("zhou.jie", {Role::kAgent});
  stranger.access = rules;
  put(TicketState::kOpen, colleague_.user);
  EXPECT_FALSE(offers(stranger, "ticket.resolve"));
  EXPECT_EQ(tickets_->resolve(stranger, ticket_, version_now()).error().key, "error.not_your_ticket");
  EXPECT_TRUE(offers(teammate, "ticket.resolve"));
  must(tickets_->resolve(teammate, ticket_, version_now()));
}

TEST_F(UseCaseMatrix, who_answers_for_a_colleague_leaves_a_line_that_the_owner_sees) {
  put(TicketState::kOpen, colleague_.user);
  must(tickets_->reply(agent_, {.ticket = ticket_,
                                .seen_version = version_now(),
                                .text = "您好",
                                .attachments = {},
                                .request_key = "request-1"}));
  EXPECT_EQ(detail(ticket_).row.owner->id, colleague_.user);
  EXPECT_EQ(count("SELECT count(*) FROM message WHERE event_json LIKE '%answered_for%wang.qiang%'"), 1);
}

TEST_F(UseCaseMatrix, sending_and_resolving_needs_both_rights) {
  put(TicketState::kOpen, colleague_.user);
  const auto refused = tickets_->reply(agent_, {.ticket = ticket_,
                                                .seen_version = version_now(),
                                                .text = "您好",
                                                .attachments = {},
                                                .resolve = true,
                                                .request_key = "request-1"});
  EXPECT_EQ(refused.error().key, "error.not_your_ticket");
  EXPECT_EQ(count("SELECT count(*) FROM outbox"), 0);
}

TEST(UseCaseTable, names_routes_and_texts_are_complete) {
  std::vector<std::string> names;
  std::vector<std::string> routes;
  for (const Entry& entry : use_cases()) {
    const UseCase& use_case = entry.use_case;
    const std::string name(use_case.name);
    names.push_back(name);
    routes.push_back(std::string(to_text(use_case.route.method)) + std::string(use_case.route.pattern));
    for (const char* language : {"en", "zh-CN"}) {
      const json::Value& text = catalogue(language).get("use_cases").get(name);
      EXPECT_FALSE(text.get("title").as_string().empty()) << name << " has no title in " << language;
      const bool acts = use_case.route.method != Method::kGet && name != "ticket.read" && name != "channel.check" &&
                        name != "channel.poll-now";
      EXPECT_TRUE(!acts || !text.get("done").as_string().empty()) << name << " has no audit word in " << language;
    }
    ViewSchema::Named named;
    for (const Field& field : entry.fields(named))
      EXPECT_EQ(field.kind == Field::Kind::kPath,
                use_case.route.pattern.find("{" + field.name + "}") != std::string_view::npos)
          << name << " " << field.name;
  }
  for (auto* list : {&names, &routes}) {
    std::sort(list->begin(), list->end());
    EXPECT_EQ(std::adjacent_find(list->begin(), list->end()), list->end());
  }
}

}  // namespace
}  // namespace frontdesk::desk

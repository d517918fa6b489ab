#include "desk/audit/service.h"

#include "unit/desk/desk_fixture.h"

namespace frontdesk::desk {
namespace {

class AuditServiceTest : public DeskTest {
 protected:
  std::vector<AuditEntry> denials() { return must(audit_.list({.action = "access.denied"}, "")); }

  AuditService audit_{*store_, *trail_, clock_};
};

// As record_act() writes it: who was refused is as well known as who did something.
TEST_F(AuditServiceTest, a_denial_names_the_roles_and_the_browser) {
  agent_.user_agent = "Rehearsal/1";
  agent_.roles = {Role::kAgent, Role::kSupervisor};
  ASSERT_TRUE(audit_.record_denial(agent_, {"GET /api/v1/users", "error.forbidden", "user", 7}));
  const auto found = denials();
  ASSERT_EQ(found.size(), 1U);
  const audit::Act& act = found[0].record.act;
  EXPECT_EQ(act.actor_kind, audit::ActorKind::kUser);
  EXPECT_EQ(act.actor_id, agent_.user.raw());
  EXPECT_EQ(act.role, "agent,supervisor");
  EXPECT_EQ(act.user_agent.size(), 64U);
  EXPECT_EQ(act.object_type, "user");
  EXPECT_EQ(act.object_id, 7);
  EXPECT_EQ(act.result, "denied");
}

TEST_F(AuditServiceTest, denials_are_recorded_up_to_a_limit_for_each_minute) {
  const Denial denial{"GET /api/v1/users", "error.forbidden", "", 0};
  for (int i = 0; i < AuditService::kMostPerMinute; ++i) EXPECT_TRUE(audit_.record_denial(agent_, denial));
  EXPECT_FALSE(audit_.record_denial(agent_, denial));
  clock_.advance(std::chrono::minutes(1));
  EXPECT_TRUE(audit_.record_denial(agent_, denial));
  EXPECT_NE(denials()[0].record.act.after.find(R"("left_out":1)"), std::string::npos);
}

}  // namespace
}  // namespace frontdesk::desk

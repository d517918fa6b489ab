// People, their rights and their sessions, as the service decides them.
#include "desk/account/service.h"

#include "audit/browse.h"
#include "storage/tables/account.h"
#include "unit/desk/desk_fixture.h"

namespace frontdesk::desk {
namespace {

constexpr const char* kPassword = "purple lighthouse 42";

UserChange with_roles(Roles roles) {
  UserChange change;
  change.roles = roles;
  return change;
}

UserChange disabling() {
  UserChange change;
  change.disabled = true;
  return change;
}

UserChange renaming(std::string display_name) {
  UserChange change;
  change.display_name = std::move(display_name);
  return change;
}

class AccountServiceTest : public DeskTest {
 protected:
  AccountServiceTest() {
    AccountOptions options;
    options.state_directory = directory_;
    options.password_cost = kTestPasswordCost;
    accounts_ = std::make_unique<AccountService>(*store_, *trail_, ids_, clock_, random_, options);
    must(accounts_->start());
    boss_ = add_user("zhou.min", {Role::kAdmin});
  }

  UserView add(const std::string& name, Roles roles) {
    NewUser user;
    user.name = name;
    user.display_name = name;
    user.roles = roles;
    user.password = Secret(kPassword);
    return must(accounts_->add_user(boss_, std::move(user)));
  }
  SignedIn sign_in(const std::string& name) {
    Duration wait{0};
    auto in = accounts_->sign_in(name, Secret(kPassword), {.address = "192.0.2.7", .request_id = "r1"}, wait);
    EXPECT_TRUE(in) << in.error().message;
    return std::move(*in);
  }
  std::vector<audit::Record> recorded(const std::string& action) {
    return must(store_->read([&](storage::ReadTx& tx) { return audit::list_records(tx, {.action = action}); }));
  }

  std::unique_ptr<AccountService> accounts_;
  Actor boss_;
};

TEST_F(AccountServiceTest, the_list_of_people_says_when_each_signed_in_last) {
  const UserView chen = add("chen.jie", {Role::kAgent});
  const UserView deng = add("deng.yu", {Role::kAgent});
  const auto last_of = [&](UserId id) {
    for (const ListedUser& one : must(accounts_->users()))
      if (one.user.id == id) return one.last_sign_in;
    return Micros{-1};
  };
  EXPECT_EQ(last_of(chen.id), Micros{});
  (void)sign_in("chen.jie");
  clock_.advance(std::chrono::hours(3));
  const SignedIn second = sign_in("chen.jie");
  const Micros when = clock_.now();
  clock_.advance(std::chrono::hours(1));
  must(accounts_->sign_out(second.session.actor));
  must(accounts_->change_user(boss_, chen.id, std::nullopt, renaming("陈洁")));
  Duration wait{0};
  EXPECT_FALSE(accounts_->sign_in("chen.jie", Secret("a wrong long phrase"), {}, wait));
  EXPECT_EQ(last_of(chen.id), when) << "neither the end nor a refusal is a sign-in";
  EXPECT_EQ(last_of(deng.id), Micros{});
}

// P-43: all at once, so that nobody is told in rounds.
TEST_F(AccountServiceTest, all_faults_of_a_set_up_are_told_at_once) {
  SetupRequest request;
  request.user.name = "店主";
  request.user.display_name = "";
  request.user.password = Secret("password1234");
  request.company = std::string(300, 'x');
  request.time_zone = "Mars/Base";
  std::vector<std::string> keys;
  for (const FieldFault& fault : AccountService::set_up_faults(request)) keys.push_back(fault.key);
  EXPECT_EQ(keys, (std::vector<std::string>{"error.user_name", "error.display_name", "error.password_common",
                                            "error.company", "error.time_zone"}));
  request = {};
  request.user.name = "owner";
  request.user.display_name = "Olivia";
  request.user.password = Secret("Silverbirch-trade");
  request.company = "Silverbirch Trade";
  request.time_zone = "Asia/Shanghai";
  ASSERT_EQ(AccountService::set_up_faults(request).size(), 1U);
  EXPECT_EQ(AccountService::set_up_faults(request).front().key, "error.password_context");
  request.user.password = Secret(kPassword);
  EXPECT_TRUE(AccountService::set_up_faults(request).empty());
}

TEST_F(AccountServiceTest, a_change_of_what_somebody_else_changed_is_refused) {
  const UserView seen = add("chen.jie", {Role::kAgent});
  const UserView promoted = must(accounts_->change_user(boss_, seen.id, seen.version, with_roles({Role::kSupervisor})));
  EXPECT_EQ(promoted.version, seen.version + 1);
  const auto late = accounts_->change_user(boss_, seen.id, seen.version, disabling());
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().key, "error.version");
  EXPECT_TRUE(recorded("user.disable").empty());
}

TEST_F(AccountServiceTest, the_record_names_who_disabled_the_user_and_what_was_before) {
  const UserView seen = add("chen.jie", {Role::kAgent});
  const UserView disabled = must(accounts_->change_user(boss_, seen.id, seen.version, disabling()));
  const Actor other = add_user("deng.yu", {Role::kAdmin});
  must(accounts_->change_user(other, seen.id, disabled.version, renaming("陈洁")));
  const auto disables = recorded("user.disable");
  ASSERT_EQ(disables.size(), 1U);
  EXPECT_EQ(disables[0].act.actor_id, boss_.user.raw());
  EXPECT_NE(disables[0].act.before.find("\"disabled\":false"), std::string::npos);
  EXPECT_EQ(recorded("user.change").size(), 1U);
}

TEST_F(AccountServiceTest, disabling_ends_every_session_of_the_user) {
  const UserView user = add("chen.jie", {Role::kAgent});
  const SignedIn in = sign_in("chen.jie");
  ASSERT_NE(accounts_->find_session(in.token.reveal()), nullptr);
  must(accounts_->change_user(boss_, user.id, user.version, disabling()));
  EXPECT_EQ(accounts_->find_session(in.token.reveal()), nullptr);
}

TEST_F(AccountServiceTest, a_password_from_the_command_line_ends_every_session_and_is_on_record_as_its_act) {
  const UserView user = add("chen.jie", {Role::kAgent});
  const SignedIn in = sign_in("chen.jie");
  UserChange change;
  change.password = Secret("green harbour 77 lanterns");
  must(accounts_->change_user(Actor::command_line(), user.id, user.version, std::move(change)));
  EXPECT_EQ(accounts_->find_session(in.token.reveal()), nullptr);
  Duration wait{0};
  EXPECT_FALSE(accounts_->sign_in("chen.jie", Secret(kPassword), {}, wait));
  EXPECT_TRUE(accounts_->sign_in("chen.jie", Secret("green harbour 77 lanterns"), {}, wait));
  const auto changes = recorded("user.password");
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].act.actor_kind, audit::ActorKind::kCli);
}

TEST_F(AccountServiceTest, the_last_administrator_stays_whatever_version_was_seen) {
  const auto me = must(store_->read([&](storage::ReadTx& tx) { return storage::load_user(tx, boss_.user); }));
  EXPECT_EQ(accounts_->change_user(boss_, boss_.user, me.version, with_roles({Role::kAgent})).error().key,
            "error.last_admin");
  add_user("deng.yu", {Role::kAdmin});
  must(accounts_->change_user(boss_, boss_.user, me.version, with_roles({Role::kAgent})));
}

TEST_F(AccountServiceTest, people_change_themselves_without_naming_a_version) {
  const UserView user = add("chen.jie", {Role::kAgent});
  const SignedIn in = sign_in("chen.jie");
  OwnChange dark;
  dark.theme = "dark";
  EXPECT_EQ(must(accounts_->change_me(in.session.actor, std::move(dark))).theme, "dark");
  EXPECT_EQ(accounts_->change_user(boss_, user.id, user.version, renaming("陈洁")).error().key, "error.version");
}

TEST_F(AccountServiceTest, a_session_ends_after_idle_time_and_at_its_end) {
  add("chen.jie", {Role::kAgent});
  const SignedIn idle = sign_in("chen.jie");
  clock_.advance(std::chrono::minutes(31));
  EXPECT_EQ(accounts_->find_session(idle.token.reveal()), nullptr);
  const SignedIn busy = sign_in("chen.jie");
  for (int i = 0; i < 12 * 3; ++i) {
    EXPECT_NE(accounts_->find_session(busy.token.reveal()), nullptr) << i;
    clock_.advance(std::chrono::minutes(20));
  }
  EXPECT_EQ(accounts_->find_session(busy.token.reveal()), nullptr);
}

TEST_F(AccountServiceTest, signing_in_and_failing_are_on_record_with_the_address) {
  add("chen.jie", {Role::kAgent});
  sign_in("chen.jie");
  Duration wait{0};
  EXPECT_FALSE(accounts_->sign_in("chen.jie", Secret("not my password"), {.address = "192.0.2.8"}, wait));
  EXPECT_FALSE(accounts_->sign_in("my secret typed here", Secret("x"), {.address = "192.0.2.8"}, wait));
  ASSERT_EQ(recorded("auth.login").size(), 1U);
  EXPECT_EQ(recorded("auth.login")[0].act.address, "192.0.2.7");
  const auto failures = recorded("auth.fail");
  ASSERT_EQ(failures.size(), 2U);
  EXPECT_EQ(failures[0].act.actor_name, "");  // what was typed is nobody's name
  EXPECT_EQ(failures[1].act.actor_name, "chen.jie");
}

TEST_F(AccountServiceTest, a_taken_name_and_a_user_without_role_are_refused) {
  add("chen.jie", {Role::kAgent});
  NewUser again;
  again.name = "Chen.Jie";
  again.display_name = "陈洁";
  again.roles = {Role::kAgent};
  again.password = Secret(kPassword);
  EXPECT_EQ(accounts_->add_user(boss_, std::move(again)).error().key, "error.name_taken");
  NewUser roleless;
  roleless.name = "wu.tao";
  roleless.display_name = "吴涛";
  roleless.password = Secret(kPassword);
  EXPECT_EQ(accounts_->add_user(boss_, std::move(roleless)).error().key, "error.roles");
}

TEST_F(AccountServiceTest, enabling_a_person_again_is_recorded_as_that) {
  UserView user = add("chen.jie", {Role::kAgent});
  user = must(accounts_->change_user(boss_, user.id, user.version, disabling()));
  UserChange enabling;
  enabling.disabled = false;
  must(accounts_->change_user(boss_, user.id, user.version, std::move(enabling)));
  EXPECT_EQ(recorded("user.disable").size(), 1U);
  EXPECT_EQ(recorded("user.enable").size(), 1U);
}

TEST_F(AccountServiceTest, guessing_ones_own_current_password_is_recorded_and_slowed_down) {
  add("chen.jie", {Role::kAgent});
  const Actor her = accounts_->find_session(sign_in("chen.jie").token.reveal())->actor;
  const auto guess = [&] {
    OwnChange change;
    change.current_password = Secret("not my password");
    change.password = Secret("another lighthouse 43");
    return accounts_->change_me(her, std::move(change)).error().key;
  };
  for (int i = 0; i < 5; ++i) EXPECT_EQ(guess(), "error.current_password");
  EXPECT_EQ(guess(), "error.login_delayed");
  EXPECT_EQ(recorded("auth.fail").size(), 5U);
}

}  // namespace
}  // namespace frontdesk::desk

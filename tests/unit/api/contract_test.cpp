// The description of the interface equals what the server does: routes, permissions, parameters, bodies and limits.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "api/description/description.h"
#include "api/routes/routes.h"
#include "desk/limits.h"
#include "unit/api/house_fixture.h"

namespace frontdesk::api::test {
namespace {

using Names = std::set<std::string>;

const json::Value& description() {
  static const json::Value kDescription = [] {
    json::Parsed parsed = json::parse(*describe_interface(all_routes()));
    EXPECT_TRUE(parsed.value) << parsed.error;
    return parsed.value ? std::move(*parsed.value) : json::Value();
  }();
  return kDescription;
}

const json::Value* at_reference(const std::string& reference) {
  const json::Value* at = &description();
  std::size_t from = 2;  // behind "#/"
  while (from != std::string::npos && at != nullptr) {
    const auto slash = reference.find('/', from);
    at = at->find(reference.substr(from, slash == std::string::npos ? slash : slash - from));
    from = slash == std::string::npos ? slash : slash + 1;
  }
  return at;
}

/// The value itself, or what its $ref names; of a choice between something and null: the something.
const json::Value& resolved(const json::Value& value) {
  if (const json::Value* reference = value.find("$ref")) {
    const json::Value* found = at_reference(std::string(reference->as_string()));
    EXPECT_NE(found, nullptr) << reference->as_string();
    return found != nullptr ? resolved(*found) : value;
  }
  if (const json::Value* choice = value.find("oneOf")) return resolved(choice->items().front());
  return value;
}

/// One operation of the description, with its references followed.
struct Operation {
  std::string method;
  std::string path;
  const json::Value* content = nullptr;
  std::vector<const json::Value*> parameters;

  [[nodiscard]] std::string id() const { return std::string(content->get("operationId").as_string()); }
  [[nodiscard]] const json::Value& body_content() const { return resolved(content->get("requestBody")).get("content"); }
  [[nodiscard]] const json::Value& json_body() const {
    return resolved(body_content().get("application/json").get("schema"));
  }
  [[nodiscard]] bool has_json_body() const { return body_content().find("application/json") != nullptr; }
  [[nodiscard]] Names parameter_names(std::string_view place) const {
    Names names;
    for (const json::Value* parameter : parameters)
      if (parameter->get("in").as_string() == place) names.emplace(parameter->get("name").as_string());
    return names;
  }
  [[nodiscard]] bool takes_header(const std::string& name) const { return parameter_names("header").contains(name); }
};

std::vector<Operation> operations() {
  std::vector<Operation> all;
  for (const auto& [path, item] : description().get("paths").members()) {
    for (const auto& [method, content] : item.members()) {
      if (method == "parameters") continue;
      Operation operation{method, path, &content, {}};
      for (const json::Value* list : {&item.get("parameters"), &content.get("parameters")})
        for (const json::Value& parameter : list->items()) operation.parameters.push_back(&resolved(parameter));
      std::transform(method.begin(), method.end(), operation.method.begin(),
                     [](char c) { return static_cast<char>(c - ('a' - 'A')); });
      all.push_back(std::move(operation));
    }
  }
  return all;
}

const Route* route_of(const Operation& operation) {
  static const std::vector<Route> kRoutes = all_routes();
  for (const Route& route : kRoutes)
    if (route.pattern == operation.path && to_text(route.method) == operation.method) return &route;
  return nullptr;
}

Names fields_with(const Reply& reply, std::string_view key = {}) {
  Names names;
  const json::Value problem = json_of(reply);
  for (const json::Value& error : problem.get("errors").items())
    if (key.empty() || error.get("key").as_string() == key) names.emplace(error.get("field").as_string());
  return names;
}

class ContractTest : public ServerTest {
 protected:
  /// Somebody who may do everything, in a house in which the operation can be asked for.
  Browser& caller_for(const Operation& operation) {
    const bool sets_up = operation.id() == "setup.finish" || operation.id() == "setup.check";
    if (caller_ && sets_up == sets_up_) return *caller_;
    caller_.reset();
    sets_up_ = sets_up;
    if (sets_up) {
      start();
      caller_ = browser();
      return *caller_;
    }
    start_with_users();
    house->add_user("everybody", desk::Roles{desk::Role::kAdmin, desk::Role::kAgent, desk::Role::kSupervisor});
    caller_ = signed_in("everybody");
    user_id_ = json_of(caller_->get("/api/v1/users")).get("items").items().front().get("id").as_string();
    return *caller_;
  }

  [[nodiscard]] std::string path_of(const Operation& operation) const {
    const auto brace = operation.path.find('{');
    if (brace == std::string::npos) return operation.path;
    const std::string id = operation.path.starts_with("/api/v1/users/") ? user_id_ : "999";
    return std::string(operation.path).replace(brace, operation.path.find('}') + 1 - brace, id);
  }

  static std::string headers_for(const Operation& operation) {
    std::string headers;
    if (operation.takes_header("If-Match")) headers += "If-Match: \"1\"\r\n";
    if (operation.takes_header("Idempotency-Key")) headers += "Idempotency-Key: 12345678\r\n";
    return headers;
  }

  Reply send(Browser& caller, const Operation& operation, const json::Object& body) const {
    return caller.send(operation.method, path_of(operation), json::serialize(json::Value(body)),
                       headers_for(operation));
  }

  [[nodiscard]] json::Value sample(const std::string& name, const json::Value& schema) const {
    if (name == "token") return house->setup_token();
    if (name == "password") return "orange submarine 77";
    if (name == "current_password") return kPassword;
    if (name == "name") return "somebody";
    if (name == "time_zone") return "Asia/Shanghai";
    if (name == "roles") return json::Array{"agent"};
    if (const json::Value* words = schema.find("enum")) return words->items().front();
    const std::string_view type = schema.get("type").as_string();
    if (type == "boolean") return true;
    if (type == "object") return json::Object{};
    if (type == "array") return json::Array{};
    if (type == "integer") return schema.get("minimum").as_int(0);
    return schema.find("pattern") != nullptr ? "999" : "某人";
  }

  /// A body with what must be there, and what a service asks for before it looks at the rest.
  [[nodiscard]] json::Object smallest_body(const Operation& operation) const {
    json::Object body;
    const json::Value& schema = operation.json_body();
    for (const json::Value& name : schema.get("required").items()) {
      const std::string member(name.as_string());
      body.emplace_back(member, sample(member, resolved(schema.get("properties").get(member))));
    }
    if (operation.id() == "me.change") body.emplace_back("current_password", kPassword);
    return body;
  }

  std::optional<Browser> caller_;
  bool sets_up_ = false;
  std::string user_id_;
};

TEST(OpenApi, describes_exactly_the_routes_with_their_permissions) {
  std::map<std::string, std::string> described;
  for (const Operation& operation : operations())
    described[operation.method + " " + operation.path] = operation.content->get("x-frontdesk-needs").as_string();
  std::map<std::string, std::string> served;
  for (const Route& route : all_routes())
    served[std::string(to_text(route.method)) + " " + std::string(route.pattern)] = route.needs.word();
  EXPECT_EQ(described, served);
}

void collect_references(const json::Value& value, Names& references) {
  for (const auto& [name, member] : value.members()) {
    if (name == "$ref") references.emplace(member.as_string());
    collect_references(member, references);
  }
  for (const json::Value& item : value.items()) collect_references(item, references);
}

TEST(OpenApi, references_only_what_is_there) {
  Names references;
  collect_references(description(), references);
  EXPECT_FALSE(references.empty());
  for (const std::string& reference : references) EXPECT_NE(at_reference(reference), nullptr) << reference;
}

TEST(OpenApi, bodies_and_path_parameters_are_those_of_the_routes) {
  Names ids;
  for (const Operation& operation : operations()) {
    SCOPED_TRACE(operation.method + " " + operation.path);
    EXPECT_TRUE(ids.insert(operation.id()).second) << operation.id() << " is there twice";
    const Route* route = route_of(operation);
    ASSERT_NE(route, nullptr);
    const bool in_json = operation.has_json_body();
    const bool in_bytes = operation.body_content().find("application/octet-stream") != nullptr;
    EXPECT_EQ(in_json, route->payload.kind == Payload::Kind::kJson);
    EXPECT_EQ(in_bytes, route->payload.kind == Payload::Kind::kBytes);
    const auto brace = operation.path.find('{');
    const Names in_path = brace == std::string::npos
                              ? Names{}
                              : Names{operation.path.substr(brace + 1, operation.path.find('}') - brace - 1)};
    EXPECT_EQ(operation.parameter_names("path"), in_path);
    EXPECT_EQ(operation.content->get("responses").find("default") != nullptr,
              operation.path != "/healthz" && operation.path != "/readyz");
  }
}

TEST(OpenApi, tells_the_limits_that_the_desk_keeps) {
  struct Limit {
    const char* operation;
    const char* name;
    const char* rule;
    std::size_t most;
  };
  std::map<std::string, Operation> by_id;
  for (Operation& operation : operations()) by_id.emplace(operation.id(), std::move(operation));
  for (const Limit& limit : {
           Limit{"ticket.reply", "text", "maxLength", desk::kMostTextCharacters},
           Limit{"ticket.reply", "attachments", "maxItems", desk::kMostAttachments},
           Limit{"ticket.note", "text", "maxLength", desk::kMostTextCharacters},
           Limit{"ticket.classify", "topic", "maxLength", desk::kMostTopicCharacters},
           Limit{"ticket.classify", "reason", "maxLength", desk::kMostReasonCharacters},
           Limit{"channel.add", "name", "maxLength", desk::kMostChannelNameCharacters},
           Limit{"channel.change", "name", "maxLength", desk::kMostChannelNameCharacters},
           Limit{"setup.finish", "company", "maxLength", desk::kMostCompanyCharacters},
       }) {
    const json::Value& member = by_id.at(limit.operation).json_body().get("properties").get(limit.name);
    EXPECT_EQ(resolved(member).get(limit.rule).as_int(), static_cast<std::int64_t>(limit.most))
        << limit.operation << ' ' << limit.name;
  }
}

TEST(OpenApi, every_text_of_a_body_has_a_longest_length) {
  for (const Operation& operation : operations()) {
    for (const auto& [name, member] : operation.json_body().get("properties").members()) {
      const json::Value& schema = resolved(member);
      const bool is_text = schema.get("type").as_string() == "string";
      EXPECT_TRUE(!is_text || schema.find("maxLength") || schema.find("pattern")) << operation.id() << " " << name;
    }
  }
}

TEST_F(ContractTest, bodies_take_the_declared_members_and_no_others) {
  Names everything{"surely_unknown"};
  for (const Operation& operation : operations())
    for (const auto& [name, member] : operation.json_body().get("properties").members()) everything.insert(name);
  for (const Operation& operation : operations()) {
    if (!operation.has_json_body()) continue;
    Browser& caller = caller_for(operation);
    const json::Value& declared = operation.json_body().get("properties");
    json::Object body;
    Names foreign;
    for (const std::string& name : everything) {
      const json::Value* member = declared.find(name);
      if (member == nullptr) foreign.insert(name);
      body.emplace_back(name, member != nullptr ? sample(name, resolved(*member)) : json::Value("x"));
    }
    const Reply reply = send(caller, operation, body);
    SCOPED_TRACE(operation.id() + ": " + reply.body);
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(fields_with(reply), foreign);
    EXPECT_EQ(fields_with(reply, "error.field_unknown"), foreign);
  }
}

TEST_F(ContractTest, missing_members_are_named_exactly_as_declared) {
  for (const Operation& operation : operations()) {
    Names required;
    for (const json::Value& name : operation.json_body().get("required").items()) required.emplace(name.as_string());
    if (required.empty()) continue;
    Browser& caller = caller_for(operation);
    const Reply reply = send(caller, operation, {});
    SCOPED_TRACE(operation.id() + ": " + reply.body);
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(fields_with(reply, "error.field_required"), required);
  }
}

TEST_F(ContractTest, members_of_another_type_are_refused_by_name) {
  for (const Operation& operation : operations()) {
    json::Object body;
    Names names;
    for (const auto& [name, member] : operation.json_body().get("properties").members()) {
      names.insert(name);
      const bool is_number = resolved(member).get("type").as_string() == "integer";
      body.emplace_back(name, is_number ? json::Value("seven") : json::Value(7));
    }
    if (names.empty()) continue;
    Browser& caller = caller_for(operation);
    const Reply reply = send(caller, operation, body);
    SCOPED_TRACE(operation.id() + ": " + reply.body);
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(fields_with(reply), names);
  }
}

std::string repeated(std::string_view piece, std::int64_t times) {
  std::string out;
  for (std::int64_t i = 0; i < times; ++i) out.append(piece);
  return out;
}

/// What is just too much for this schema; null when it has no limit.
json::Value too_much(const json::Value& schema) {
  if (const json::Value* most = schema.find("maxLength")) return repeated("字", most->as_int() + 1);
  if (const json::Value* most = schema.find("maxItems"))
    return json::Array(static_cast<std::size_t>(most->as_int()) + 1, json::Value("999"));
  return nullptr;
}

TEST_F(ContractTest, whatever_exceeds_a_limit_is_refused_by_name) {
  for (const Operation& operation : operations()) {
    for (const auto& [name, member] : operation.json_body().get("properties").members()) {
      json::Value excess = too_much(resolved(member));
      if (excess.is_null()) continue;
      Browser& caller = caller_for(operation);
      json::Object body = smallest_body(operation);
      std::erase_if(body, [wanted = name](const auto& known) { return known.first == wanted; });
      body.emplace_back(name, std::move(excess));
      const Reply reply = send(caller, operation, body);
      SCOPED_TRACE(operation.id() + " " + name + ": " + reply.body);
      EXPECT_EQ(reply.status, 400);
      EXPECT_EQ(fields_with(reply), Names{name});
    }
  }
}

TEST_F(ContractTest, limits_count_characters_so_the_longest_chinese_text_is_taken) {
  for (const Operation& operation : operations()) {
    json::Object body{{"surely_unknown", 1}};
    for (const auto& [name, member] : operation.json_body().get("properties").members())
      if (const json::Value* most = resolved(member).find("maxLength"))
        body.emplace_back(name, repeated("字", most->as_int()));
    if (body.size() == 1) continue;
    Browser& caller = caller_for(operation);
    const Reply reply = send(caller, operation, body);
    SCOPED_TRACE(operation.id() + ": " + reply.body);
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(fields_with(reply, "error.field_long"), Names{});
  }
}

TEST_F(ContractTest, a_seen_version_is_asked_for_exactly_where_declared) {
  for (const Operation& operation : operations()) {
    if (operation.method == "GET" || operation.id() == "session.close") continue;
    Browser& caller = caller_for(operation);
    const std::string body = operation.has_json_body() ? json::serialize(json::Value(smallest_body(operation))) : "";
    const std::string key = operation.takes_header("Idempotency-Key") ? "Idempotency-Key: 12345678\r\n" : "";
    const Reply reply = caller.send(operation.method, path_of(operation), body, key);
    SCOPED_TRACE(operation.id() + ": " + reply.body);
    EXPECT_EQ(reply.status == 428, operation.takes_header("If-Match"));
  }
}

TEST_F(ContractTest, other_declared_headers_are_needed_within_their_limits) {
  for (const Operation& operation : operations()) {
    for (const json::Value* parameter : operation.parameters) {
      const std::string name(parameter->get("name").as_string());
      if (parameter->get("in").as_string() != "header" || name == "If-Match" || !parameter->get("required").as_bool())
        continue;
      Browser& caller = caller_for(operation);
      const json::Value& schema = parameter->get("schema");
      std::vector<std::string> wrong{""};
      if (const json::Value* least = schema.find("minLength"))
        wrong.push_back(name + ": " + repeated("k", least->as_int() - 1) + "\r\n");
      if (const json::Value* most = schema.find("maxLength"))
        wrong.push_back(name + ": " + repeated("k", most->as_int() + 1) + "\r\n");
      const std::string body = operation.has_json_body() ? R"({"text":"hello"})" : "bytes";
      for (const std::string& header : wrong) {
        const Reply reply = caller.send(operation.method, path_of(operation), body, "If-Match: \"1\"\r\n" + header);
        EXPECT_EQ(reply.status, 400) << operation.id() << " " << header << reply.body;
      }
    }
  }
}

TEST_F(ContractTest, query_parameters_know_exactly_their_words) {
  int tried = 0;
  for (const Operation& operation : operations()) {
    for (const json::Value* parameter : operation.parameters) {
      const json::Value* words = resolved(parameter->get("schema")).find("enum");
      if (parameter->get("in").as_string() != "query" || words == nullptr) continue;
      Browser& caller = caller_for(operation);
      const std::string name(parameter->get("name").as_string());
      const std::string address = path_of(operation) + "?" + name + "=";
      const Reply refused = caller.get(address + "surely_unknown");
      EXPECT_EQ(refused.status, 400) << operation.id() << " " << name;
      EXPECT_EQ(fields_with(refused), Names{name}) << refused.body;
      for (const json::Value& word : words->items())
        EXPECT_EQ(caller.get(address + std::string(word.as_string())).status, 200) << name << " " << word.as_string();
      ++tried;
    }
  }
  EXPECT_GE(tried, 5);
}

}  // namespace
}  // namespace frontdesk::api::test

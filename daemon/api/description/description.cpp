#include "api/description/description.h"

#include <map>

#include "api/description/schemas.h"
#include "desk/use_case/texts.h"

namespace frontdesk::api {

namespace {

using desk::Field;
using desk::ViewSchema;
using json::Value;

std::string lower(std::string_view word) {
  std::string out(word);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

Value content_of(std::string_view media, Value schema) {
  Value of;
  of.set("schema", std::move(schema));
  Value content;
  content.set(std::string(media), std::move(of));
  return content;
}

Value response_of(std::string_view description, std::string_view media, Value schema) {
  Value response;
  response.set("description", description);
  if (!media.empty()) response.set("content", content_of(media, std::move(schema)));
  return response;
}

Value component(std::string_view kind, std::string_view name) {
  Value reference;
  reference.set("$ref", "#/components/" + std::string(kind) + "/" + std::string(name));
  return reference;
}

/// One operation, from what the use case or the hand-made route says of itself.
class Operation {
 public:
  Operation(const Route& route, ViewSchema::Named& named) : route_(route), named_(named) {
    if (route.entry != nullptr) {
      const desk::UseCase& use_case = route.entry->use_case;
      name_ = use_case.name;
      status_ = use_case.status;
      fields_ = route.entry->fields(named);
      body_schema_ = use_case.body_schema;
    } else {
      name_ = route.by_hand.name;
      status_ = route.by_hand.status;
      if (route.by_hand.fields != nullptr) fields_ = route.by_hand.fields(named);
    }
  }

  Value take() {
    const desk::Text& text = desk::text_of(name_);
    Value tags;
    tags.push(desk::subject_of(name_));
    operation_.set("operationId", name_).set("tags", tags).set("summary", text.title);
    if (!text.help.empty()) operation_.set("description", text.help);
    operation_.set("x-frontdesk-needs", route_.needs.word());
    if (route_.needs.kind == Needs::Kind::kAnyone) operation_.set("security", json::Array{});
    add_state_and_scope();
    add_parameters();
    add_body();
    add_responses();
    return std::move(operation_);
  }

 private:
  void add_state_and_scope() {
    if (route_.entry == nullptr || !route_.entry->is_ticket_act) return;
    Value states{json::Array{}};
    for (const std::string_view word : domain::Words<domain::TicketState>::all()) {
      if (route_.entry->use_case.from.has(*domain::Words<domain::TicketState>::parse(word))) states.push(word);
    }
    if (!states.items().empty()) operation_.set("x-frontdesk-from", states);
  }

  void add_parameters() {
    Value parameters{json::Array{}};
    const bool reads = route_.method == Method::kGet;
    for (const Field& field : fields_) {
      const bool in_path = field.kind == Field::Kind::kPath;
      if (!in_path && !reads) continue;
      Value parameter;
      parameter.set("name", field.name).set("in", in_path ? "path" : "query").set("required", in_path);
      parameter.set("schema", field.schema);
      const std::string_view help = desk::field_text(name_, field.name);
      if (!help.empty()) parameter.set("description", help);
      parameters.push(std::move(parameter));
    }
    if (route_.entry != nullptr && route_.entry->use_case.needs_version)
      parameters.push(component("parameters", "IfMatch"));
    if (route_.entry != nullptr && route_.entry->use_case.once)
      parameters.push(component("parameters", "IdempotencyKey"));
    for (const std::string_view extra : extra_parameters(name_)) parameters.push(component("parameters", extra));
    if (!parameters.items().empty()) operation_.set("parameters", parameters);
  }

  void add_body() {
    if (route_.payload.kind == Payload::Kind::kNone) return;
    Value body;
    if (route_.payload.kind == Payload::Kind::kBytes) {
      Value bytes = ViewSchema::type("string");
      bytes.set("format", "binary");
      body.set("required", true).set("content", content_of(route_.by_hand.accepts, std::move(bytes)));
      operation_.set("requestBody", body);
      return;
    }
    Value properties{json::Object{}};
    Value required{json::Array{}};
    for (const Field& field : fields_) {
      if (field.kind == Field::Kind::kPath) continue;
      Value schema = field.schema;
      const std::string_view help = desk::field_text(name_, field.name);
      if (!help.empty() && schema.find("$ref") == nullptr) schema.set("description", help);
      properties.set(field.name, std::move(schema));
      if (field.required) required.push(field.name);
    }
    Value schema = ViewSchema::type("object");
    const bool needs_members = !required.items().empty();
    if (needs_members) schema.set("required", required);
    schema.set("properties", properties).set("additionalProperties", false);
    if (!body_schema_.empty()) {
      named_.emplace(body_schema_, schema);
      schema = ViewSchema::reference(body_schema_);
    }
    body.set("required", needs_members).set("content", content_of("application/json", std::move(schema)));
    operation_.set("requestBody", body);
  }

  void add_responses() {
    Value responses;
    const std::string status = std::to_string(status_);
    const Value answer = answer_schema();
    if (status_ == 204) {
      responses.set(status, response_of("Done.", "", {}));
    } else if (!answer.is_null()) {
      responses.set(status, response_of("Done.", "application/json", answer));
      if (name_ == "readiness.show") responses.set("503", response_of("Not ready.", "application/json", answer));
    } else if (status_ == 202) {
      responses.set(status, response_of("Begun.", "application/json", ViewSchema::reference("Empty")));
    } else {
      Value bytes = ViewSchema::type("string");
      responses.set(status, response_of("Done.", file_media(), std::move(bytes)));
    }
    if (route_.pattern.starts_with("/api/") || route_.needs.kind != Needs::Kind::kAnyone)
      responses.set("default", component("responses", "Problem"));
    operation_.set("responses", responses);
  }

  Value answer_schema() {
    if (route_.entry != nullptr) return route_.entry->answer(named_);
    return route_.by_hand.answer != nullptr ? route_.by_hand.answer(named_) : Value();
  }

  std::string_view file_media() const {
    if (route_.entry == nullptr) return route_.by_hand.media;
    // An attachment is told as what it is where a browser draws or plays it.
    return name_ == "message.page" ? "text/html" : "*/*";
  }

  const Route& route_;
  ViewSchema::Named& named_;
  std::string_view name_;
  std::string_view body_schema_;
  int status_ = 200;
  std::vector<Field> fields_;
  Value operation_;
};

}  // namespace

std::shared_ptr<const std::string> describe_interface(const std::vector<Route>& routes) {
  ViewSchema::Named named;
  add_common_schemas(named);
  Value paths;
  for (const Route& route : routes) {
    Value path = paths.get(route.pattern);
    path.set(lower(to_text(route.method)), Operation(route, named).take());
    paths.set(std::string(route.pattern), std::move(path));
  }
  Value names{json::Array{}};
  for (const desk::Entry& entry : desk::use_cases()) names.push(entry.use_case.name);
  Value name_schema;
  name_schema.set("enum", names);
  named.insert_or_assign("UseCaseName", name_schema);
  return std::make_shared<const std::string>(json::serialize(whole_document(std::move(paths), named)));
}

}  // namespace frontdesk::api

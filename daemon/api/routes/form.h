// Forms of the routes that are no use case: read and described with the same visitors.
#pragma once

#include <utility>
#include <vector>

#include "api/problem.h"
#include "api/router.h"
#include "desk/use_case/input.h"
#include "desk/use_case/schema.h"

namespace frontdesk::api {

/// Fills a form from the body; the problem when something is wrong.
template <class Form>
std::optional<Problem> read_form(const Call& call, Form& form) {
  desk::Input input;
  input.fields = call.body;
  if (auto refusal = desk::read_input(input, form)) return Problem(std::move(*refusal));
  return std::nullopt;
}

template <class Form>
std::vector<desk::Field> form_fields(desk::ViewSchema::Named& named) {
  desk::InputSchema schema(named);
  Form::describe(schema);
  return schema.take();
}

template <class Shown>
json::Value shown_schema(desk::ViewSchema::Named& named) {
  return desk::ViewSchema(named).named(Shown{});
}

template <class Shown>
std::string shown_json(const Shown& value) {
  json::Writer out;
  desk::ViewWriter(out).write(value);
  return out.take();
}

}  // namespace frontdesk::api

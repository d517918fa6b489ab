// StaticFiles: the browser application, from a directory read once at the start.
//
// Only what was found below the root then can be served, so no path leads out of it. Files below assets/ carry a hash
// in their name and never change; index.html is asked for again each time (ETag, 304) and told below which path
// browsers find the desk. `x.br` and `x.gz` beside `x` are its compressed forms. A path without a dot is a page of the
// application: index.html. Thread rule: immutable once loaded; any thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "api/http/message.h"

namespace frontdesk::api {

class StaticFiles {
 public:
  /// A root that does not exist serves one page that says so.
  /// `base_path`: "" or "/desk"; what index.html names by "./" lies below it.
  explicit StaticFiles(const std::string& root, std::string base_path = {});

  /// `request` is GET or HEAD. Status 200, 304 or 404.
  [[nodiscard]] Response serve(const RequestHead& request) const;
  [[nodiscard]] std::size_t size() const { return assets_.size(); }

 private:
  struct Form {
    std::shared_ptr<const std::string> content;
    std::string etag;
  };
  struct Asset {
    Form plain;
    Form gzip;  // content null: not there
    Form brotli;
    std::string_view type;
    bool immutable = false;
  };

  void load(const std::string& root);
  void add(const std::string& path, const std::string& content);

  const std::string base_path_;
  std::unordered_map<std::string, Asset> assets_;  // by path, e.g. "/assets/index-a1b2.js"
};

/// `weak or strong tag, …` or `*` names `etag`.
bool matches_etag(std::string_view if_none_match, std::string_view etag);

}  // namespace frontdesk::api

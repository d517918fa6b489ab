// The folder for what was sent: found by its special use (RFC 6154), looked through and written to.
#include <algorithm>
#include <array>
#include <utility>

#include "imap/session.h"
#include "imap/wording.h"

namespace frontdesk::email::imap {
namespace {

using net::FailureKind;
using net::Outcome;

constexpr net::Milliseconds kAppendBudget{10 * 60'000};
constexpr net::Milliseconds kListBudget{120'000};

/// Servers that tell no special use: the names that mail programs give, in the order of trust.
constexpr auto kUsualNames = std::to_array<std::string_view>(
    {"Sent", "Sent Messages", "Sent Items", "INBOX.Sent", "&XfJT0ZAB-", "&XfJT0ZCuTvY-"});  // 已发送, 已发邮件

struct Listed {
  std::vector<std::string> flags;
  std::string name;  ///< as the server writes it
};

/// "* LIST (\HasNoChildren \Sent) "/" "Sent"".
Listed read_list(Response& response) {
  Listed out;
  Tokenizer tokens(response);
  Token token = tokens.next();
  while (token.kind != TokenKind::kOpen && token.kind != TokenKind::kEnd) token = tokens.next();
  for (token = tokens.next(); token.kind == TokenKind::kAtom || token.kind == TokenKind::kText; token = tokens.next()) {
    out.flags.emplace_back(token.content());
  }
  tokens.next();  // the sign between levels
  out.name = std::string(tokens.next().content());
  return out;
}

bool has_flag(const Listed& folder, std::string_view flag) {
  return std::any_of(folder.flags.begin(), folder.flags.end(),
                     [flag](const std::string& one) { return same_word(one, flag); });
}

}  // namespace

Outcome<std::string> Session::sent_folder() {
  std::vector<Listed> folders;
  connection_.begin_command(kListBudget);
  auto tag = send("LIST \"\" \"*\"");
  if (!tag) return std::move(tag).failure();
  auto status = finish(*tag, [&](const Classified& what, Response& response) {
    constexpr std::size_t kMostFolders = 10'000;
    if (same_word(what.word, "LIST") && folders.size() < kMostFolders) folders.push_back(read_list(response));
  });
  if (!status) return std::move(status).failure();
  for (const Listed& folder : folders) {
    if (has_flag(folder, "\\Sent")) return folder.name;
  }
  for (const std::string_view name : kUsualNames) {
    const auto found =
        std::find_if(folders.begin(), folders.end(), [name](const Listed& one) { return one.name == name; });
    if (found != folders.end()) return std::string(name);
  }
  return net::Failure{FailureKind::kNotFound, "the mailbox has no folder for what was sent", {}};
}

Outcome<bool> Session::holds_message_id(std::string_view folder, std::string_view message_id) {
  const auto name = quoted(folder);
  const auto id = quoted(message_id);
  if (!name || !id) return net::Failure{FailureKind::kRefused, "a name that cannot be asked for", {}};
  if (auto opened = expect_ok("EXAMINE " + *name, "open the folder for what was sent"); !opened) {
    return std::move(opened).failure();
  }
  auto found = find("HEADER Message-ID " + *id);
  if (!found) return std::move(found).failure();
  return !found->empty();
}

Outcome<void> Session::append(std::string_view folder, std::string_view mail) {
  const auto name = quoted(folder);
  if (!name) return net::Failure{FailureKind::kRefused, "a folder's name that cannot be written", {}};
  connection_.begin_command(kAppendBudget);
  auto tag = send("APPEND " + *name + " (\\Seen) {" + std::to_string(mail.size()) + "}");
  if (!tag) return std::move(tag).failure();
  auto status = finish(*tag, {}, mail);
  if (!status) return std::move(status).failure();
  if (status->completion == Completion::kOk) return {};
  return net::Failure{FailureKind::kRefused, "the server refused to keep the mail", net::presentable(status->text)};
}

}  // namespace frontdesk::email::imap

// Certificates for servers of a test: an authority of our own and what it signs, as PEM files.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace frontdesk::test {

class CertificateAuthority {
 public:
  /// Makes a new authority, valid for a week; its certificate is written to `folder`/ca.pem.
  explicit CertificateAuthority(const std::filesystem::path& folder);
  ~CertificateAuthority();

  [[nodiscard]] std::filesystem::path file() const { return folder_ / "ca.pem"; }

  struct Order {
    std::string name;                ///< files are <name>.pem and <name>.key
    std::vector<std::string> hosts;  ///< "localhost", "IP:127.0.0.1"
    int first_day = -1;              ///< of validity, relative to today
    int last_day = 7;
  };
  struct Files {
    std::filesystem::path certificate;
    std::filesystem::path key;
  };
  Files issue(const Order& order) const;

 private:
  struct Impl;
  std::filesystem::path folder_;
  std::unique_ptr<Impl> impl_;
};

}  // namespace frontdesk::test

#include "base/client_network.h"

#include <gtest/gtest.h>

namespace frontdesk {
namespace {

TEST(ClientNetwork, takes_an_ipv6_network_for_one_client) {
  EXPECT_EQ(client_network("2001:db8::1:2"), client_network("2001:db8::ffff:3"));
  EXPECT_NE(client_network("2001:db8::1"), client_network("2001:db8:0:1::1"));
}

TEST(ClientNetwork, leaves_ipv4_and_other_words_alone) {
  EXPECT_EQ(client_network("192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(client_network("command line"), "command line");
}

}  // namespace
}  // namespace frontdesk

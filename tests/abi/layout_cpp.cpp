// Proves in C++ that plugin.h compiles cleanly and has the pinned layout.
#include <frontdesk/plugin.h>

#include <cstddef>
#include <type_traits>

#define FDK_SIZE(type, bytes)                                                  \
  static_assert(sizeof(type) == (bytes), "size of " #type);                    \
  static_assert(std::is_standard_layout<type>::value, #type " is plain data"); \
  static_assert(std::is_trivial<type>::value, #type " is plain data");
#define FDK_AT(type, member, offset) static_assert(offsetof(type, member) == (offset), #type "." #member);
#include "layout.h"

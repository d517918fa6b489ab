/* Proves in C11 that plugin.h compiles cleanly and has the pinned layout. */
#include <assert.h>
#include <stddef.h>

#define FDK_SIZE(type, bytes) static_assert(sizeof(type) == (bytes), "size of " #type);
#define FDK_AT(type, member, offset) static_assert(offsetof(type, member) == (offset), #type "." #member);
#include "layout.h"

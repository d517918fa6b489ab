#include "privacy/seal/data_key.h"

#include "privacy/seal/key_material.h"

namespace frontdesk::privacy {

DataKeyId DataKey::id() const { return material_->row.id; }
KeyScope DataKey::scope() const { return material_->row.scope; }
std::int64_t DataKey::owner() const { return material_->row.owner; }
const Bytes& DataKey::wrapped() const { return material_->row.wrapped; }
std::int64_t DataKey::kek_id() const { return material_->row.kek_id; }

}  // namespace frontdesk::privacy

// SPDX-License-Identifier: MIT
#include "benches/harness/answer_digest.hpp"

#include <openssl/evp.h>

#include <stdexcept>

namespace parallax {

AnswerDigest digest_of(std::span<const std::byte> answer) {
  AnswerDigest digest{.sha256 = {}, .bytes = answer.size()};
  if (EVP_Digest(answer.data(), answer.size(), reinterpret_cast<unsigned char*>(digest.sha256.data()),
                 nullptr, EVP_sha256(), nullptr) != 1)
    throw std::runtime_error("SHA-256 failed");
  return digest;
}

}  // namespace parallax

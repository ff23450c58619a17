// SPDX-License-Identifier: MIT
//
// channel_list.inc, made by CMake, has a line CHANNEL(identifier) for each transport's file.
#include "benches/probes/channels/channels.hpp"

#include <fmt/format.h>
#include <signal.h>

#include <map>
#include <vector>

namespace parallax {

#define CHANNEL(identifier) extern const ChannelEntry channel_##identifier;
#include "channel_list.inc"
#undef CHANNEL

std::span<const ChannelEntry* const> channels() {
#define CHANNEL(identifier) &channel_##identifier,
  static const std::vector<const ChannelEntry*> entries{
#include "channel_list.inc"
  };
#undef CHANNEL
  return entries;
}

const ChannelEntry* find_channel(std::string_view name) {
  for (const ChannelEntry* entry : channels()) {
    if (entry->facts.name == name) return entry;
  }
  return nullptr;
}

std::string_view description_of(const ChannelEntry& entry) {
  static const auto texts = [] {
    std::map<std::string_view, std::string> all;
    for (const ChannelEntry* known : channels()) {
      const ChannelFacts& facts = known->facts;
      all[facts.name] = fmt::format("{}; {} to {}, {} {}{}", facts.summary,
                                    facts.several_producers ? "n" : "1", facts.several_consumers ? "n" : "1",
                                    facts.copies, facts.copies == 1 ? "copy" : "copies",
                                    facts.survives_kills ? ", survives the killed" : "");
    }
    return all;
  }();
  return texts.at(entry.facts.name);
}

void require_possible(const ChannelFacts& facts, const ChannelShape& shape) {
  if (shape.producers < 1 || shape.consumers < 1)
    throw NotSupported("a channel has at least one producer and one consumer");
  if (shape.producers > 1 && !facts.several_producers)
    throw NotSupported(fmt::format("{} has one producer only", facts.name));
  if (shape.consumers > 1 && !facts.several_consumers)
    throw NotSupported(fmt::format("{} has one consumer only", facts.name));
  struct sigaction action {};
  if (sigaction(SIGPIPE, nullptr, &action) == 0 && action.sa_handler == SIG_DFL) signal(SIGPIPE, SIG_IGN);
}

}  // namespace parallax

// SPDX-License-Identifier: MIT
#include "reports/results/file_kind.hpp"

#include <gtest/gtest.h>

#include "reports/gate/comparison_json.hpp"
#include "reports/gate/self_test/recording.hpp"
#include "tests/reports/gate/comparison_sample.hpp"
#include "tests/reports/gate/past.hpp"
#include "tests/reports/sample.hpp"

namespace parallax::reports {
namespace {

using sample::file;
using sample::Folder;
using sample::row;

TEST(FileKind, IsToldByTheFirstBytes) {
  const std::string nul(1, '\0');
  for (const auto& [text, kind] : std::vector<std::pair<std::string, FileKind>>{
           {"", FileKind::empty},
           {" \n", FileKind::empty},
           {"\x1f\x8b\x08" + nul, FileKind::compressed},
           {"PK\x03\x04", FileKind::compressed},
           {"\x89PNG\r\n", FileKind::picture},
           {"<!DOCTYPE html><html>", FileKind::page},
           {"\n<HTML>", FileKind::page},
           {"\x7f\x45LF" + nul, FileKind::program},
           {"#!/bin/sh\n", FileKind::program},
           {"# Parallax\nprose, µ too\n", FileKind::text},
           {"name,runtime\n", FileKind::text},
           {"a" + nul + "b", FileKind::other},
           {"[1, 2]", FileKind::other_json},
           {R"({"version": 3, "configurePresets": []})", FileKind::other_json},
           {R"({"a": {"context": 1, "benchmarks": 2}})", FileKind::other_json},
           {R"({"a": "\", \"benchmarks\":", "b": ["benchmarks"]})", FileKind::other_json},
           {R"({"context": {}, "samples": []})", FileKind::other_json},
           {R"({"context": {"date":)", FileKind::results},  // the rest may be anything
           {file(row("x", 1)), FileKind::results}})
    EXPECT_EQ(kind_of_text(text), kind) << text;
}

TEST(FileKind, KnowsWhatTheGateWrites) {
  EXPECT_EQ(kind_of_text(gate::to_json(gate::sample::full())), FileKind::comparison);
  EXPECT_EQ(kind_of_text(gate::to_json(gate::Recording{})), FileKind::recording);
  EXPECT_EQ(kind_of_text(gate::json_line(gate::past::record(1, {}))), FileKind::history);
}

TEST(FileKind, IsUnknownWithoutAFile) {
  const Folder folder;
  EXPECT_EQ(kind_of_file(folder / "none"), FileKind::unknown);
  EXPECT_EQ(kind_of_file(folder / "."), FileKind::unknown);
  folder.write("a", "text");
  EXPECT_EQ(kind_of_file(folder / "a"), FileKind::text);
}

TEST(WrongKind, SaysWhatItIsAndWhatToType) {
  EXPECT_EQ(wrong_kind_text("d/r.json.gz", FileKind::results, FileKind::compressed),
            "d/r.json.gz: is compressed; unpack it first: gunzip -k d/r.json.gz");
  EXPECT_EQ(wrong_kind_text("r.zip", FileKind::results, FileKind::compressed),
            "r.zip: is compressed; unpack it first");
  EXPECT_EQ(wrong_kind_text("g.json", FileKind::results, FileKind::comparison),
            "g.json: is a comparison of two builds, not a result file; gate --from=g.json shows it");
  EXPECT_EQ(wrong_kind_text("r.json", FileKind::comparison, FileKind::results),
            "r.json: is a result file, not a comparison of two builds; report r.json shows it");
  EXPECT_EQ(
      wrong_kind_text("p.png", FileKind::comparison, FileKind::picture),
      "p.png: is a picture, not a comparison of two builds; gate BASE HEAD --json=FILE writes such a file");
  EXPECT_EQ(wrong_kind_text("bench", FileKind::results, FileKind::program),
            "bench: is a program, not a result file; bench --benchmark_out=FILE.json writes one");
}

TEST(WrongKind, LeavesTheRestToTheReader) {
  for (const auto found : {FileKind::results, FileKind::empty, FileKind::unknown})
    EXPECT_EQ(wrong_kind_text("f", FileKind::results, found), "");
  EXPECT_EQ(wrong_kind_text("f", FileKind::history, FileKind::other_json), "");  // a torn line
}

}  // namespace
}  // namespace parallax::reports

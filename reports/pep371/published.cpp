// SPDX-License-Identifier: MIT
#include "reports/pep371/published.hpp"

namespace parallax::reports::pep371 {
namespace {

constexpr std::array<PublishedTable, test_count> published_tables{{
    {"empty_func",
     "nothing",
     {{{1, 0.000001, 0.000796, 0.000714},
       {2, 0.000002, 0.001963, 0.001466},
       {4, 0.000002, 0.003986, 0.002701},
       {8, 0.000003, 0.007990, 0.005512}}}},
    {"fibonacci",
     "50000 Fibonacci numbers",
     {{{1, 0.195548, 0.197909, 0.201175},
       {2, 0.397540, 0.397637, 0.204265},
       {4, 0.795333, 0.797262, 0.206990},
       {8, 1.591680, 1.596824, 0.417899}}}},
    {"crunch_primes",
     "the sum of all primes below 100000",
     {{{1, 0.495157, 0.522320, 0.523757},
       {2, 1.052048, 1.154726, 0.524603},
       {4, 2.104733, 2.455215, 0.530688},
       {8, 4.217455, 5.109192, 1.077939}}}},
    {"file_io",
     "random seeks in a file, lines from there to /dev/null",
     {{{1, 0.057750, 0.089992, 0.090817},
       {2, 0.180256, 0.329961, 0.096683},
       {4, 0.370841, 1.103678, 0.101535},
       {8, 0.749571, 2.437204, 0.203438}}}},
    {"url_get",
     "100 times a small page of a server in the LAN",
     {{{1, 0.124774, 0.120478, 0.121404},
       {2, 0.239574, 0.146138, 0.138366},
       {4, 0.479159, 0.200985, 0.188847},
       {8, 0.960621, 0.659298, 0.298625}}}},
    {"run_bench_queue",
     "items through a queue; how many and how large is not stated",
     {{{1, 0.010546, 0.015164, 0.066167},
       {2, 0.020768, 0.041635, 0.084270},
       {4, 0.041718, 0.086394, 0.144176},
       {8, 0.083488, 0.184254, 0.302999}}}},
}};

}  // namespace

const PublishedTable& published(Test test) { return published_tables[test]; }

}  // namespace parallax::reports::pep371

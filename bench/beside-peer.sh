#!/usr/bin/env bash
# Runs one figure of ours and a peer's program in turn, and prints the ratio of the medians.
# usage: bench/beside-peer.sh FIGURE PAIRS PEER-COMMAND...
#   FIGURE  a name of the quick run, for example tcp.bulk.1460.copy
#   PAIRS   how many times each runs, for example 5
#   the peer prints its figure, in the same unit, behind the words "per CPU-s"
set -euo pipefail
cd "$(dirname "$0")/.."
figure=$1 pairs=$2; shift 2
dotnet build bench/NetStackSim.Benchmarks -c Release -v q -clp:NoSummary >&2
ours() { dotnet bench/NetStackSim.Benchmarks/bin/Release/net10.0/NetStackSim.Benchmarks.dll quick --only "$figure" | awk -v f="$figure" '$1 == f {print $2}'; }
peer() { "$@" | awk '/per CPU-s/ {for (i = 1; i <= NF; i++) if ($i == "CPU-s") print $(i + 1)}' | tail -1; }
median() { sort -g | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }
a=() b=()
for ((i = 0; i < pairs; i++)); do a+=("$(ours)"); b+=("$(peer "$@")"); done
x=$(printf '%s\n' "${a[@]}" | median); y=$(printf '%s\n' "${b[@]}" | median)
echo "$figure: ours $x, peer $y, ratio $(awk -v x="$x" -v y="$y" 'BEGIN {printf "%.2f", x / y}')  (ours: ${a[*]}; peer: ${b[*]})"

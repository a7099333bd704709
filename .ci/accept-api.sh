#!/usr/bin/env bash
# Accepts the public API as it is built now: baselines of every assembly and docs/ddi-map.md. Look at the difference, then commit.
cd "$(dirname "$0")/.." && NETSTACKSIM_ACCEPT=1 dotnet test tests/NetStackSim.PublicApiTests && git status --short tests/NetStackSim.PublicApiTests docs/ddi-map.md

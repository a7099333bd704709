#!/usr/bin/env bash
# Installs the tool from the folder feed as a user would, and runs it.
set -euo pipefail
cat > "$WORK/feed.config" <<XML
<?xml version="1.0" encoding="utf-8"?>
<configuration><packageSources><clear /><add key="feed" value="$FEED" /></packageSources></configuration>
XML
NUGET_PACKAGES="$WORK/tool-packages" dotnet tool install NetStackSim.Cli --tool-path "$WORK/tool" --configfile "$WORK/feed.config"
tool="$WORK/tool/netstacksim"
"$tool" --help | head -20
"$tool" scenarios
cd "$WORK"
"$tool" demo --json --seed 5 > demo.1.json
"$tool" demo --json --seed 5 > demo.2.json
cmp demo.1.json demo.2.json && echo "demo: equal seeds, equal bytes ($(wc -c < demo.1.json) bytes of JSON)"
if command -v python3 >/dev/null; then python3 -m json.tool demo.1.json >/dev/null && echo "demo: one JSON document"; fi

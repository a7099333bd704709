#!/usr/bin/env bash
# A user's project outside the repository: references the packages NetStackSim and NetStackSim.Testing and nothing else of ours, and runs the README's test.
set -euo pipefail
readme="$PWD/README.md"
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)
xunit() { sed -n "s:.*Include=\"$1\" Version=\"\([^\"]*\)\".*:\1:p" Directory.Packages.props; }
consumer="$WORK/consumer"; mkdir -p "$consumer" "$WORK/others"

# What the solution has restored already serves as a second feed: quick, and no network is needed. A package of ours must come from the feed.
cache=${NUGET_PACKAGES:-$HOME/.nuget/packages}
for package in "$cache"/*; do
  case "$(basename "$package")" in netstacksim*) ;; *) ln -sfn "$package" "$WORK/others/$(basename "$package")" ;; esac
done

cat > "$consumer/Consumer.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable><TreatWarningsAsErrors>true</TreatWarningsAsErrors></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="NetStackSim" Version="$version" />
    <PackageReference Include="NetStackSim.Testing" Version="$version" />
    <PackageReference Include="Microsoft.NET.Test.Sdk" Version="$(xunit Microsoft.NET.Test.Sdk)" />
    <PackageReference Include="xunit" Version="$(xunit xunit)" />
    <PackageReference Include="xunit.runner.visualstudio" Version="$(xunit xunit.runner.visualstudio)" />
  </ItemGroup>
</Project>
XML
{
  sed -n '/<!-- test -->/,/^```$/p' "$readme" | sed -n '/^using /p'
  echo "public sealed class ReadmeTests"; echo "{"
  sed -n '/<!-- test -->/,/^```$/p' "$readme" | sed '/^using /d; /^```/d; /^<!--/d'
  echo "}"
} > "$consumer/ReadmeTests.cs"
cat "$consumer/ReadmeTests.cs"

export NUGET_PACKAGES="$WORK/consumer-packages"
dotnet restore "$consumer" --source "$FEED" --source "$WORK/others" -v q
dotnet build "$consumer" -c Release --no-restore -v q -clp:NoSummary
dotnet test "$consumer" -c Release --no-build --logger 'console;verbosity=minimal'

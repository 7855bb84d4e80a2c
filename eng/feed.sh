#!/usr/bin/env bash
# Which of the packages that some feeds lack are there: writes them to .feed/feed.props as PartialFeed and says so once.
# Looked up anew when the package sources, the wanted versions or this script change.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder="$root/.feed"
props="$folder/feed.props"

key=$({ dotnet nuget list source; cat "$root/Directory.Packages.props" "${BASH_SOURCE[0]}"; } | sha256sum | cut -c1-64)
if [ -f "$props" ] && grep -q "$key" "$props"; then
  exit 0
fi

mkdir -p "$folder"
missing=
probe() { # probe NAME PACKAGE …: they restore together, or NAME is missing
  local name=$1 log
  shift
  {
    echo '<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>'
    printf '<PackageReference Include="%s" />' "$@"
    echo '</ItemGroup></Project>'
  } >"$folder/probe.csproj"
  if log=$(dotnet restore "$folder/probe.csproj" --force -v q --nologo 2>&1); then
    return
  fi
  if ! grep -qE 'NU110[12]' <<<"$log"; then
    echo "$log" >&2
    echo "Cannot ask the package feed (see above); 'dotnet nuget list source' shows which feeds are set." >&2
    exit 1
  fi
  missing="$missing$name;"
  echo "The package feed lacks $name: what needs it is left out of the build."
}

rm -f "$props"
probe Microsoft.SemanticKernel Microsoft.SemanticKernel.Abstractions Microsoft.SemanticKernel.Core Microsoft.SemanticKernel.Agents.Core

cat >"$props" <<END
<Project>
  <!-- $key -->
  <PropertyGroup>
    <PartialFeed>$missing</PartialFeed>
  </PropertyGroup>
</Project>
END
rm -rf "$folder/probe.csproj" "$folder/obj"

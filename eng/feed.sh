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
probe() { # probe NAME CONSEQUENCE SDK PACKAGE …: they restore together, or NAME is missing
  local name=$1 consequence=$2 sdk=$3 log
  shift 3
  {
    echo "<Project Sdk=\"$sdk\">"
    [ "$sdk" != Microsoft.NET.Sdk.Web ] || echo '<PropertyGroup><RequiresAspNetWebAssets>true</RequiresAspNetWebAssets></PropertyGroup>'
    echo '<ItemGroup>'
    [ $# -eq 0 ] || printf '<PackageReference Include="%s" />' "$@"
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
  echo "The package feed lacks $name: $consequence."
}

rm -f "$props"
probe Microsoft.SemanticKernel "what needs it is left out of the build" Microsoft.NET.Sdk \
  Microsoft.SemanticKernel.Abstractions Microsoft.SemanticKernel.Core Microsoft.SemanticKernel.Agents.Core
# Every web project asks for this one by itself, in the SDK's own version.
probe Microsoft.AspNetCore.App.Internal.Assets "blazor.web.js is taken from the 9.0 runtime" Microsoft.NET.Sdk.Web
probe bunit "it is put together from what is there" Microsoft.NET.Sdk.Razor bunit
probe Microsoft.Data.Sqlite "an older one on the system's SQLite library takes its place" Microsoft.NET.Sdk \
  Microsoft.Data.Sqlite SQLitePCLRaw.bundle_e_sqlite3

cat >"$props" <<END
<Project>
  <!-- $key -->
  <PropertyGroup>
    <PartialFeed>$missing</PartialFeed>
  </PropertyGroup>
</Project>
END
rm -rf "$folder/probe.csproj" "$folder/obj"

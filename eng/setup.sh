#!/usr/bin/env bash
# What run and test need on a fresh Debian 12: checks the SDK and gets the native libraries. Silent when all is there.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

if ! command -v dotnet >/dev/null; then
  echo "Chameleon.SK needs the .NET 10 SDK: https://dotnet.microsoft.com/download (dotnet is not on the PATH)." >&2
  exit 1
fi
case "$(dotnet --version 2>/dev/null || true)" in
  10.*) ;;
  *) echo "Chameleon.SK needs the .NET 10 SDK; 'dotnet --version' in $root says: $(cd "$root" && dotnet --version 2>&1 | head -n 1)" >&2; exit 1 ;;
esac

"$root/eng/native.sh"
"$root/eng/feed.sh"
"$root/eng/sqlite.sh"

#!/usr/bin/env bash
# The system's SQLite library, where the package feed has none to bring (eng/sqlite.targets). Silent when done.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/eng/apt.sh"

grep -q 'Microsoft\.Data\.Sqlite;' "$root/.feed/feed.props" || exit 0
if ! ldconfig -p | grep -q 'libsqlite3\.so\.0' && ! install_packages libsqlite3-0; then
  echo "SQLite: apt could not install libsqlite3-0; the web page cannot keep chats until libsqlite3.so.0 is there." >&2
fi

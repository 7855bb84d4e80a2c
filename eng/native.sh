#!/usr/bin/env bash
# Gets the picture library libvips into .native/ (git-ignored), pinned by eng/native/package-lock.json. Silent when done.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
lock=$root/eng/native/package-lock.json
library=$root/.native/libvips.so
stamp=$root/.native/package-lock.json

if [[ -f $library ]] && cmp -s "$lock" "$stamp"; then exit 0; fi

case "$(uname -sm)" in
  'Linux x86_64') package=@img/sharp-libvips-linux-x64 ;;
  'Linux aarch64') package=@img/sharp-libvips-linux-arm64 ;;
  *) echo "libvips: no packaged build for $(uname -sm); install libvips 8.14 or newer and set CHAMELEON_LIBVIPS to its path." >&2; exit 0 ;;
esac

source "$root/eng/apt.sh"

from_npm() {
  command -v npm >/dev/null || install_packages nodejs npm || return 1
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  cp "$root"/eng/native/package*.json "$work"
  (cd "$work" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null) || return 1
  local found=("$work/node_modules/$package"/lib/libvips-cpp.so.*)
  [[ -f ${found[0]} ]] || return 1
  mkdir -p "$root/.native"
  # Moved into place whole: a build beside us never sees half a library.
  cp "${found[0]}" "$library.new" && mv -f "$library.new" "$library" && cp "$lock" "$stamp"
}

if from_npm; then
  echo "libvips: installed from npm ($package) into .native/"
elif ldconfig -p 2>/dev/null | grep -q 'libvips\.so\.42'; then
  echo "libvips: npm gave nothing; using the system's libvips.so.42" >&2
elif install_packages libvips42; then
  echo "libvips: npm gave nothing; installed the system's libvips42 by apt"
else
  echo "libvips: neither npm nor apt could install it; pictures cannot be read until libvips 8.14 or newer is there (CHAMELEON_LIBVIPS may name it)." >&2
fi

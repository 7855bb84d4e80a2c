#!/usr/bin/env bash
# The browser that e2e drives: the system's chromium. Silent when it is there.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$root/eng/apt.sh"

if [ ! -x /usr/bin/chromium ] && ! install_packages chromium; then
  echo "e2e: there is no /usr/bin/chromium, and apt could not install it; the page's tests in a browser will fail." >&2
fi

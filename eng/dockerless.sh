#!/usr/bin/env bash
# The Dockerfile's steps where there is no container engine: publishes the page into a folder, and starts it there as the
# container does: another user, a read-only root, only /data and /tmp to write to, the same variables, the same health
# check. Needs root for that; says what it left out when it is not root. Ends what it started.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
port=${1:-8080}
uid=1654
work=$(mktemp -d)
server=
cleanup() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT
chmod 755 "$work"

echo "== build: publish and demo model"
"$root/eng/setup.sh"
publish() { dotnet publish "$root/src/Web" -c Release --use-current-runtime --self-contained false -o "$work/app" -v q --nologo "$@"; }
publish >"$work/log" 2>&1 || publish -p:PublishReadyToRun=false >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
mkdir -p "$work/app/models" "$work/data"
cp -r "$root/models/chameleon-tiny" "$work/app/models/"
cp "$root/LICENSE" "$root/THIRD-PARTY-NOTICES.md" "$work/app/"

variables=(
  "PATH=$PATH" CHAMELEON_LISTEN=0.0.0.0 "CHAMELEON_PORT=$port" CHAMELEON_AUTH=true
  CHAMELEON_OPEN=false DOTNET_EnableDiagnostics=0 HOME=/tmp ASPNETCORE_HTTP_PORTS=
)
dotnet=$(readlink -f "$(command -v dotnet)")
if [ "$(id -u)" = 0 ] && unshare --mount true 2>/dev/null; then
  echo "== run: user $uid, read-only root, /data and /tmp to write to"
  install -d -m 755 "$work/root"
  chown -R "$uid:$uid" "$work/data"
  # A view of this machine in which nothing can be written; the published folder is /app in it.
  env -i "${variables[@]}" CHAMELEON_DATA=/data unshare --mount --propagation private bash -c '
    set -e
    work=$1 dotnet=$2 uid=$3
    mount -t tmpfs tmpfs "$work/root"
    mkdir "$work"/root/{app,data,tmp,dev,proc}
    for part in usr lib lib64 bin etc; do
      [ -e "/$part" ] || continue
      mkdir "$work/root/$part"
      mount --bind "/$part" "$work/root/$part" && mount -o remount,bind,ro "$work/root/$part"
    done
    mkdir -p "$work/root$(dirname "$dotnet")"
    mount --bind "$(dirname "$dotnet")" "$work/root$(dirname "$dotnet")" 2>/dev/null || true
    mount --bind /dev "$work/root/dev"
    mount -t proc proc "$work/root/proc" 2>/dev/null || mount --rbind /proc "$work/root/proc"
    mount --bind "$work/app" "$work/root/app" && mount -o remount,bind,ro "$work/root/app"
    mount --bind "$work/data" "$work/root/data"
    mount -t tmpfs -o mode=1777 tmpfs "$work/root/tmp"
    mount -o remount,ro "$work/root"
    cd "$work/root"
    exec chroot --userspec="$uid:$uid" "$work/root" "$dotnet" /app/Chameleon.Web.dll
  ' bash "$work" "$dotnet" "$uid" >"$work/out" 2>&1 &
else
  echo "== run: in a plain folder; user and read-only root were NOT tried (this needs root)"
  env -i "${variables[@]}" HOME="$work" "CHAMELEON_DATA=$work/data" "$dotnet" "$work/app/Chameleon.Web.dll" >"$work/out" 2>&1 &
fi
server=$!

ask() { # ask PATH: the answer to a GET, like the Dockerfile's health check
  bash -c "exec 3<>/dev/tcp/127.0.0.1/$port && printf 'GET $1 HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3 && cat <&3" 2>/dev/null
}

echo "== check: health, login, key, what was written"
tries=0
until ask /health/ready | grep -q ' 200 '; do
  tries=$((tries + 1))
  if [ "$tries" -gt 120 ] || ! kill -0 "$server" 2>/dev/null; then
    echo "It does not become ready:"
    cat "$work/out"
    exit 1
  fi
  sleep 1
done
ask /health/live | grep -q ' 200 ' || { echo "/health/live does not answer 200"; exit 1; }
ask /v1/models | grep -q ' 401 ' || { echo "/v1 answers without a key"; exit 1; }
ask /login | grep -q ' 200 ' || { echo "/login does not answer"; exit 1; }
grep -q '/setup?token=' "$work/out" || { echo "The address that sets up the owner was not printed"; exit 1; }
[ -f "$work/data/chameleon.db" ] || { echo "Nothing was kept in the data folder"; exit 1; }
echo "The steps of the Dockerfile run here; a container engine itself was not used."

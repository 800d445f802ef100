#!/bin/sh
# Installs the real VS Code workbench (code-server) and what drives it into <repository>/.cache/vscode.
# Does nothing if the same versions are there already. Needs Node 20 with npm, and root on Debian for the
# packages that are missing. usage: sh tests/editors/vscode/install.sh
set -eu

CODE_SERVER=4.100.3 # VS Code 1.100.3, the oldest that the extension supports; its native modules build for Node 20
PLAYWRIGHT=1.65.1

here=$(cd "$(dirname "$0")" && pwd)
target=$(cd "$here/../../.." && pwd)/.cache/vscode
done_mark="$target/installed"
wanted="code-server $CODE_SERVER playwright-core $PLAYWRIGHT node $(node --version) recipe $(cksum < "$0")"
if [ "$(cat "$done_mark" 2>/dev/null || true)" = "$wanted" ]; then
  exit 0
fi

missing=""
for pair in chromium:chromium rg:ripgrep g++:g++ make:make pkg-config:pkg-config python3:python3; do
  command -v "${pair%%:*}" >/dev/null || missing="$missing ${pair#*:}"
done
[ -f /usr/include/krb5.h ] || [ -f /usr/include/krb5/krb5.h ] || missing="$missing libkrb5-dev"
# The workbench measures its text: without any font Chromium draws boxes.
fc-list 2>/dev/null | grep -q . || missing="$missing fonts-dejavu-core"
if [ -n "$missing" ]; then
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || {
    echo "missing:$missing (install these Debian packages, or run as root on Debian)" >&2
    exit 3
  }
  # One at a time: the other editors are installed beside.
  exec 9> "${TMPDIR:-/tmp}/tierline-apt.lock"
  flock -w 300 9 || { echo "other packages have been installed for five minutes" >&2; exit 4; }
  apt-get -o DPkg::Lock::Timeout=120 update -qq 9>&-
  # shellcheck disable=SC2086  # a list of package names
  DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 install -y -qq --no-install-recommends $missing >/dev/null 9>&-
  exec 9>&-
fi

# Node's headers: the folder that holds include/node (a tarball's prefix, or Debian's /usr).
nodedir=$(dirname "$(dirname "$(readlink -f "$(command -v node)")")")
[ -f "$nodedir/include/node/node_api.h" ] || nodedir=/usr
[ -f "$nodedir/include/node/node_api.h" ] || {
  echo "missing: Node's C headers (include/node/node_api.h)" >&2
  exit 3
}
gyp=$(npm root -g)/npm/node_modules/node-gyp/bin/node-gyp.js
rebuild() { (cd "$1" && shift && node "$gyp" rebuild --silent --nodedir="$nodedir" "$@"); }

# No install script runs: code-server's own one stops as root, others would download binaries.
mkdir -p "$target"
cd "$target"
rm -f "$done_mark"
[ -f package.json ] || echo '{"private":true}' >package.json
quiet="--silent --ignore-scripts --no-audit --no-fund --prefer-offline"
# shellcheck disable=SC2086  # a list of options
npm install $quiet --no-save "code-server@$CODE_SERVER" "playwright-core@$PLAYWRIGHT"
cs="$target/node_modules/code-server"
vs="$cs/lib/vscode"
# shellcheck disable=SC2086
(cd "$vs" && npm install $quiet --omit=dev) & # not `npm ci`: its shrinkwrap lacks an entry
vs_done=$!
# shellcheck disable=SC2086
(cd "$vs/extensions" && npm install $quiet --omit=dev)
argon2=$(find "$target/node_modules/argon2" "$cs/node_modules/argon2" -maxdepth 0 2>/dev/null | head -n 1)
rebuild "$argon2" --module_name=argon2 --module_path="$argon2/lib/binding/napi-v3" --napi_build_version=3
wait "$vs_done"

# The native modules that VS Code loads on Linux.
for module in @vscode/spdlog native-watchdog node-pty kerberos; do
  rebuild "$vs/node_modules/$module"
done

# What the skipped postinstall script does, with the system's ripgrep.
ln -sfn node_modules "$vs/node_modules.asar"
ln -sf code-linux.sh "$vs/bin/remote-cli/code-server"
ln -sf browser-linux.sh "$vs/bin/helpers/browser.sh"
mkdir -p "$vs/node_modules/@vscode/ripgrep/bin"
ln -sf "$(command -v rg)" "$vs/node_modules/@vscode/ripgrep/bin/rg"
: >"$target/config.yaml" # without one, code-server writes its own into $HOME
node "$cs/out/node/entry.js" --config "$target/config.yaml" --user-data-dir "$target/none" --version

printf '%s\n' "$wanted" >"$done_mark"

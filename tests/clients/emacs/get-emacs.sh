#!/usr/bin/env bash
# get-emacs.sh: print the path of an Emacs that has eglot in it (29 or newer), installing it where there is none.
#
# Installs emacs-nox on Debian-like machines, as root. Where the machine's own release has an older one, it is taken from
# the release's backports, with package lists of this script's own: the machine's sources stay as they are.
set -euo pipefail

say() { printf 'get-emacs: %s\n' "$*" >&2; }
# -Q: nothing of this machine's user.
new_enough() { command -v emacs >/dev/null && emacs -Q --batch --eval '(kill-emacs (if (>= emacs-major-version 29) 0 1))'; }

if ! new_enough; then
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || {
    say "Emacs 29 or newer is not on the PATH, and only root on a Debian-like machine can install it here"
    exit 3
  }
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  mkdir -p "$work/lists/partial" "$work/sources"
  cp /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources "$work/sources" 2>/dev/null || true
  # shellcheck disable=SC1091
  codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
  apt() {
    DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 -o Acquire::Languages=none \
      -o Acquire::Retries=3 -o Dir::Etc::SourceParts="$work/sources" -o Dir::State::Lists="$work/lists" "$@" >&2 9>&-
  }
  release=()
  if [ "$codename" = bookworm ]; then
    mirror=$(apt-get indextargets --no-release-info --format '$(REPO_URI)' | grep -m1 -E '/debian/?$')
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $codename-backports main" \
      >"$work/sources/backports.list"
    release=(-t "$codename-backports")
  fi
  # One at a time: the other editors are installed beside.
  exec 9> "${TMPDIR:-/tmp}/tierline-apt.lock"
  flock -w 300 9 || { say "other packages have been installed for five minutes"; exit 4; }
  apt update
  apt install -y --no-install-recommends "${release[@]}" emacs-nox
  exec 9>&-
  new_enough || { say "the Emacs that apt has is older than 29"; exit 3; }
fi
command -v emacs

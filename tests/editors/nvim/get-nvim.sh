#!/usr/bin/env bash
# get-nvim.sh DEST [PACKAGE PROGRAM]: put a modern Neovim, or another program of a Debian package, into the private
# folder DEST on a Debian-like machine.
#
# The machine itself is not changed: apt works with lists, cache and an (empty) package status of its own, on the mirror
# that it is configured for; packages are unpacked, not installed; and the program is pointed at the libraries that come with it.
# Needs apt-get, dpkg and Debian's keyring. DEST can't be moved afterwards. Prints the program's path.
#
#   NVIM_SUITE   the Debian suite to take it from: forky (0.12 or newer; trixie instead where forky's Release file has
#                expired) unless told
set -euo pipefail

dest=$(realpath -m "${1:?usage: get-nvim.sh DEST [PACKAGE PROGRAM]}")
package=${2:-neovim}
program=${3:-nvim}
wanted=${NVIM_SUITE:-forky}
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

say() { printf 'get-nvim: %s\n' "$*" >&2; }

mkdir -p "$dest"
exec 9>"$dest/.lock"
flock -w 300 9 || { say "another one has been at $dest for five minutes"; exit 4; }
if [ "$(cat "$dest/.ready" 2>/dev/null)" = "$wanted" ] && "$dest/bin/$program" --version >/dev/null 2>&1; then
  echo "$dest/bin/$program"
  exit 0
fi

[ -f "$keyring" ] || { say "no $keyring: install the package debian-archive-keyring"; exit 2; }
# --no-release-info: as configured, also where `apt-get update` was never run.
mirror=$(apt-get indextargets --no-release-info --format '$(REPO_URI)' | grep -m1 -E '/debian/?$' || true)
[ -n "$mirror" ] || { say "there is no Debian mirror among apt's sources"; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial" "$work/state" "$dest/debs/partial"
: >"$work/state/status"

apt() {
  apt-get -qq \
    -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts=/dev/null \
    -o Dir::Etc::Preferences=/dev/null -o Dir::Etc::PreferencesParts=/dev/null \
    -o Dir::State="$work/state" -o Dir::State::Lists="$work/lists" -o Dir::State::Status="$work/state/status" \
    -o Dir::Cache="$work" -o Dir::Cache::Archives="$dest/debs" \
    -o Dir::Cache::PkgCache= -o Dir::Cache::SrcPkgCache= \
    -o Acquire::Languages=none -o Acquire::PDiffs=false -o Acquire::Retries=3 \
    -o APT::Sandbox::User=root -o APT::Update::Error-Mode=any -o Debug::NoLocking=1 "$@" 9>&-
}

read_suite() {
  echo "deb [signed-by=$keyring] $mirror $1 main" >"$work/sources.list"
  rm -rf "$work/lists"/*
  mkdir -p "$work/lists/partial"
  apt update >&2
}

suite=$wanted
if ! read_suite "$suite"; then
  # A mirror that lags behind serves a Release file past its date. Stable suites have no such date.
  [ "$suite" = forky ] || { say "the suite $suite can't be read from apt's mirror"; exit 3; }
  say "the suite forky was refused; taking trixie"
  suite=trixie
  read_suite "$suite" || { say "the suite trixie can't be read from apt's mirror either"; exit 3; }
fi

# The exact files of this suite, so that older ones in DEST/debs are left aside. patchelf comes along for the last step.
plan=$(apt -s --no-install-recommends install "$package" patchelf)
mapfile -t debs < <(sed -nE 's/^Inst ([^ ]+) \(([^ ]+) [^[]*\[([a-z0-9]+)\]\).*/\1_\2_\3.deb/p' <<<"$plan" |
  sed 's/:/%3a/g' | sort -u)
apt -y --no-install-recommends --download-only install "$package" patchelf >&2

root=$dest/root
rm -rf "$root" "$dest/.ready"
# Links as on a machine with merged /usr, so that packages which still ship /lib land in one place.
mkdir -p "$root"/usr/{bin,lib,lib64} "$dest/bin"
for folder in bin lib lib64; do ln -s "usr/$folder" "$root/$folder"; done
for deb in "${debs[@]}"; do
  dpkg-deb --fsys-tarfile "$dest/debs/$deb" | tar -x --keep-directory-symlink --no-same-owner -C "$root"
done

lib=$root/usr/lib/$(uname -m)-linux-gnu
loader=$(echo "$lib"/ld-linux-*.so.*)
# DT_RPATH and not DT_RUNPATH: it also holds for what the libraries themselves load. No LD_ variable is needed then, so
# that the programs it starts (our server) keep the machine's own libraries.
"$loader" --library-path "$lib" "$root/usr/bin/patchelf" \
  --set-interpreter "$loader" --force-rpath --set-rpath "$lib" "$(readlink -f "$root/usr/bin/$program")"
ln -sfn "$root/usr/bin/$program" "$dest/bin/$program"

say "$("$dest/bin/$program" --version | head -n 1) from $suite, ${#debs[@]} packages"
echo "$wanted" >"$dest/.ready"
echo "$dest/bin/$program"

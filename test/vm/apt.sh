# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# An apt of our own in the cache: other releases than the machine's, nothing of the machine changed, no root needed.
# Where the archive is comes from the machine's own apt; its packages are trusted by Debian's keyring. Sourced.

# Prints the address of the Debian archive that this machine uses: of what it fetched, else of what it is told to.
lab_mirror() {
  local mirror=${ACCFG_MIRROR-}
  # shellcheck disable=SC2016 # apt's, not ours
  [ -n "$mirror" ] || mirror=$(apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
    sed -n 's,^Debian \([^ ]*\)$,\1,p' | head -n 1)
  # shellcheck disable=SC2016
  [ -n "$mirror" ] || mirror=$(apt-get indextargets --format '$(REPO_URI)' 2>/dev/null | grep -m 1 '/debian/*$')
  [ -n "$mirror" ] || return 1
  printf '%s\n' "${mirror%/}"
}

# Prints the path of a keyring that Debian's archive is signed with: the machine's, else from its package.
lab_keyring() {
  local machine=/usr/share/keyrings/debian-archive-keyring.gpg own=$1/keyring
  if [ -e "$machine" ]; then
    echo "$machine"
    return
  fi
  [ -e "$own$machine" ] || {
    mkdir -p "$own" && (cd "$own" && apt-get -q download debian-archive-keyring >&2) &&
      dpkg-deb -x "$own"/debian-archive-keyring_*.deb "$own" || return 1
  }
  echo "$own$machine"
}

# lab_apt_begin DIRECTORY: everything apt keeps lives there afterwards; exports what makes apt look there.
lab_apt_begin() {
  local dir=$1 mirror keyring suite
  command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null ||
    lab_error "this machine has no apt-get and dpkg-deb, so no kernels can be fetched" || return
  mirror=$(lab_mirror) || lab_error "apt's configuration names no Debian archive; ACCFG_MIRROR can" || return
  keyring=$(lab_keyring "$dir") || lab_error "Debian's archive keyring is missing (package debian-archive-keyring)" ||
    return
  mkdir -p "$dir"/{etc/apt.conf.d,lists/partial,cache/archives/partial,tmp} && : >"$dir/status" || return
  for suite in bookworm trixie trixie-backports; do
    echo "deb [signed-by=$keyring] $mirror $suite main"
  done >"$dir/sources.list"
  # Proxies and the like of the machine stay in force, because its files are still read first.
  cat >"$dir/apt.conf" <<TXT
Dir::Etc::sourcelist "$dir/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Dir::State "$dir";
Dir::State::lists "$dir/lists/";
Dir::State::status "$dir/status";
Dir::State::extended_states "$dir/extended_states";
Dir::Cache "$dir/cache/";
Dir::Log "$dir";
Dir::Bin::dpkg "/bin/false";
APT::Sandbox::User "root";
APT::Install-Recommends "false";
APT::Architecture "amd64";
APT::Architectures { "amd64"; };
Acquire::Languages "none";
Acquire::Retries "3";
DPkg::Post-Invoke "";
APT::Update::Post-Invoke "";
APT::Update::Post-Invoke-Success "";
TXT
  export APT_CONFIG=$dir/apt.conf TMPDIR=$dir/tmp
  apt-get -q -o APT::Update::Error-Mode=any update >&2 || lab_error "apt-get update failed for $mirror" || return
}

# lab_apt_closure PACKAGE...: fetches these and all they depend on; the files come to $TMPDIR/../cache/archives.
lab_apt_closure() {
  apt-get -q -t trixie-backports install -y --download-only "$@" >&2
}

# lab_apt_single DIRECTORY PACKAGE...: fetches these alone.
lab_apt_single() {
  local dir=$1
  shift
  mkdir -p "$dir" && (cd "$dir" && apt-get -q download "$@" >&2)
}

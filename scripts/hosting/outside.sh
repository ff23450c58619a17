# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# A part of scripts/hosts: what is outside of the session. It starts the session, waits for it and hands signals on.
# shellcheck disable=SC2154 # scripts/hosts sets what is not set here

# need PACKAGE COMMANDS
need() {
  package=$1
  shift
  for tool in "$@"; do
    command -v "$tool" >/dev/null || fail 69 "there is no $tool here (in Debian: $package)"
  done
}

# Signals that we were started to ignore, as by nohup, the command ignores too. WINCH does no harm, and so no list is empty.
find_signals() {
  while read -r key value; do [ "$key" != SigIgn: ] || ignored=$(printf %d "0x${value#????????}"); done </proc/self/status
  signals=WINCH
  [ $((ignored & 1)) -ne 0 ] || signals=$signals,HUP
  [ $((ignored & 2)) -ne 0 ] || signals=$signals,INT
  [ $((ignored & 4)) -ne 0 ] || signals=$signals,QUIT
  [ $((ignored & 16384)) -ne 0 ] || signals=$signals,TERM
}

# Enters the session from outside; unshare itself is in all its namespaces but that of its processes.
from_outside() {
  outside=$1
  shift
  user=--user
  [ "$(readlink "/proc/$outside/ns/user")" != "$(readlink /proc/self/ns/user)" ] || user=
  # shellcheck disable=SC2086 # no user namespace is no word
  nsenter --target "$outside" $user --preserve-credentials --mount --net --uts --ipc \
    "--pid=/proc/$outside/ns/pid_for_children" sh "$self" "$@"
}

# A signal has come, NAME and NUMBER. unshare blocks it: if it is pending there, a terminal has sent it to all of us, and so
# to the command too. Before the command there is nothing that could end in its own way.
# shellcheck disable=SC2317 # traps call it
hand_on() {
  caught=$1
  if runs_command; then
    while read -r key value; do
      [ "$key" != ShdPnd: ] || [ $((0x${value#????????} & 1 << $2 - 1)) -eq 0 ] || set -- 0 "$2"
    done <"/proc/$session/status"
    from_outside "$session" --end "$1" 2>/dev/null &
  else
    ended=$((128 + $2))
    kill -s KILL "$session"
  fi
}

# shellcheck disable=SC2317
runs_command() {
  root=/proc/$session/root$here # of the session only once it has its namespaces
  namespace=$(readlink "/proc/$session/ns/pid_for_children")
  [ "$namespace" != "$(readlink /proc/self/ns/pid)" ] && [ -e "$root/command" ] &&
    [ "$(cat "$root/namespace")" = "$namespace" ]
}

outside() {
  need util-linux unshare nsenter setpriv setsid
  need mount mount
  need hostname hostname
  need iproute2 ip tc bridge
  [ -d /dev/shm ] || fail 69 "there is no /dev/shm here"
  user=
  if ! problem=$(unshare --pid --fork --kill-child --mount --net --uts --ipc true 2>&1); then
    user=--map-root-user
    unshare $user --pid --fork --kill-child --mount --net --uts --ipc true 2>/dev/null ||
      fail 69 "namespaces are not allowed here, neither as they are nor with a user namespace: $problem"
  fi
  made=
  if [ "$state" ]; then
    [ -d "$state" ] || made=$state
    mkdir -p "$state" || exit 69
    state=$(cd "$state" && pwd)
    [ ! -e "$state/session" ] || rm -f "$state/session"
  fi
  find_signals

  # Not in the foreground, where a shell would handle signals only when the session has ended; but with the terminal as input,
  # and without the signals that are ignored in what a shell starts like this.
  exec 3<&0
  setpriv --pdeathsig KILL sh "$self" --session $$ "$user" $signals \
    "$count" "$slots" "$latency" "$bandwidth" "$state" "$@" <&3 3<&- &
  session=$!
  exec 3<&-
  ended=
  trap 'hand_on HUP 1' HUP # without effect on those that we were started to ignore
  trap 'hand_on INT 2' INT
  trap 'hand_on QUIT 3' QUIT
  trap 'hand_on TERM 15' TERM
  while
    caught=
    status=0
    wait "$session" || status=$?
    [ "$caught" ]
  do :; done
  [ -z "$state" ] || rm -f "$state/session"
  [ -z "$made" ] || rmdir "$made" 2>/dev/null || :
  exit "${ended:-$status}"
}

# The process that becomes unshare; it dies with the script from here on, unless that is dead already.
session() {
  parent=$1 user=$2 signals=$3
  shift 3
  [ "$PPID" = "$parent" ] || exit 1
  # shellcheck disable=SC2086 # no user namespace is no word
  exec env "--block-signal=$signals" unshare $user --pid --fork --kill-child --mount --net --uts --ipc \
    env "--default-signal=$signals" sh "$self" --init $$ "$@"
}

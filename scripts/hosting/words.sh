# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# A part of scripts/hosts: words of a running session. They come from outside or from a host, and are done in the session's own
# namespaces.
# shellcheck disable=SC2154 # scripts/hosts sets what is not set here

word() {
  state=${state:-${PARALLAX_HOSTS_STATE-}}
  [ "$state" ] || mistake "which session? Neither --state nor PARALLAX_HOSTS_STATE says so"
  if [ "$state" = "$inside" ]; then
    [ -e "$inside/namespace" ] || fail 1 "there is no session here"
  else
    [ -r "$state/session" ] || fail 1 "there is no session in $state"
    read -r session namespace <"$state/session"
    if [ "$(readlink /proc/self/ns/pid)" != "$namespace" ]; then
      [ "$(readlink "/proc/$session/ns/pid_for_children")" = "$namespace" ] || fail 1 "the session in $state has ended"
      status=0
      from_outside "$session" --do "$@" || status=$?
      exit $status
    fi
  fi
  exec nsenter --target 1 --mount --net --uts --ipc sh "$self" --do "$@"
}

known() {
  [ -e "$here/holder-$1" ] || fail 2 "there is no $1 in this session"
}

act() {
  word=$1
  shift
  case $word in
    --cut)
      known "$1"
      must bridge link set dev "port${1#host}" state 0
      : >"$here/cut-$1"
      ;;
    --join)
      known "$1"
      must bridge link set dev "port${1#host}" state 3
      rm -f "$here/cut-$1"
      ;;
    --left) list_left ;;
    --on) enter "$@" ;;
    --enter)
      while :; do
        case ${1-} in
          -[BbcDEeFIiJLlmOopQRSWw]) shift 2 ;; # these options of ssh have an argument
          -*) shift ;;
          *) break ;;
        esac
      done
      known "${1#*@}"
      [ ! -e "$here/cut-${1#*@}" ] || fail 255 "$1 is cut off"
      enter "$@"
      ;;
  esac
}

# As sshd: a session of its own, and the environment of a login. What stays here is as much as a client of ssh.
enter() {
  known "${1#*@}"
  host=${1#*@}
  shift
  exec 3<&0
  # shellcheck disable=SC2016 # expanded there
  env -i --default-signal=INT,QUIT setsid nsenter --target "$(cat "$here/holder-$host")" --net --uts --ipc --mount \
    sh -c '. "$1"; cd "$HOME" 2>/dev/null || :; exec sh -c "$2"' sh "$inside/environment" "$*" <&3 3<&- &
  status=0
  wait $! || status=$?
  exit $status
}

list_left() {
  not=" $(cat $here/holder-* $here/command 2>/dev/null | tr '\n' ' ')"
  pid=$$
  while [ "$pid" -gt 1 ]; do
    not="$not$pid "
    pid=$(sed -n 's/^PPid:[^0-9]*//p' "/proc/$pid/status")
  done
  networks=$(cd $here && for file in holder-*; do echo " ${file#holder-}=$(readlink "/proc/$(cat "$file")/ns/net") "; done)
  list=$(readlink "/proc/$$/fd/1")
  find /proc/[0-9]*/ns/net -maxdepth 0 -printf '%p %l\n' 2>/dev/null | while IFS='/ ' read -r _ _ pid _ _ network; do
    case $networks in *"=$network "*) ;; *) continue ;; esac
    case $not in *" $pid "*) continue ;; esac
    words=$({ tr '\0\n' '  ' <"/proc/$pid/cmdline"; } 2>/dev/null) || continue
    [ "$words" ] || continue # it is ending
    case $list in pipe:*) [ "$(readlink "/proc/$pid/fd/0")" != "$list" ] || continue ;; esac # it reads this list
    host=${networks%"=$network "*}
    echo "${host##* } $pid ${words% }"
  done | sort -k 1.5n -k 2n
}

# Ends the command, which has been told if the signal is 0; so that it can do it in its own way it has ten seconds.
end() {
  command=$(cat $here/command)
  [ "$1" = 0 ] || kill -s "$1" "$command" 2>/dev/null || exit 0
  sleep 10
  kill -s KILL "$command"
}

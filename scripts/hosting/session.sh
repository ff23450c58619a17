# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# A part of scripts/hosts: the session's first process. It makes hosts, runs the command, and looks for what that left. It can
# only be killed from outside.
# shellcheck disable=SC2154 # scripts/hosts sets what is not set here

init() {
  session=$1 count=$2 slots=$3 latency=$4 bandwidth=$5 state=$6
  shift 6
  trap : HUP INT QUIT TERM # what a terminal sends is for the command; then we look for what it left
  read -r _ _ _ parent _ </proc/self/stat # of those outside, as long as /proc is theirs
  [ "$parent" = "$session" ] || exit 1

  must mount -t proc proc /proc
  must mount -t tmpfs -o mode=1777 hosts /dev/shm
  mkdir $here
  readlink /proc/self/ns/pid >$here/namespace
  make_files
  if [ -e /proc/sys/net/ipv6 ]; then echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6; fi
  # The first interface here, so that no port has the number that eth0 has on its host: the kernel would take it for one
  # without another end, and be a second late to see that the cable is plugged in.
  must ip link add name switch up type bridge
  cable=none
  [ -z "$latency" ] || choose_cable
  set_environment
  make_hosts
  connect

  if [ "$state" ]; then
    printf '%s %s\n' "$session" "$(cat $here/namespace)" >"$state/session.new"
    mv "$state/session.new" "$state/session"
  fi
  status=0
  # shellcheck disable=SC2016 # expanded there
  nsenter --target "$(cat $here/holder-host1)" --net --uts --ipc --mount \
    sh -c 'cd "$1" && shift && echo $$ >"$1" && shift && exec "$@"' sh "$PWD" "$inside/command" "$@" || status=$?
  tell_left_behind
  exit "$status"
}

make_files() {
  {
    echo '127.0.0.1 localhost'
    echo '::1 localhost'
  } >$here/hosts
  names=
  for i in $(seq "$count"); do
    names="$names host$i"
    echo "10.77.0.$i host$i" >>$here/hosts
    echo "host$i slots=$slots" >>$here/openmpi
    echo "host$i:$slots" >>$here/hydra
  done
  names=${names# }
  printf '#!/bin/sh\nexec sh "%s" --enter "$@"\n' "$self" >$here/agent
  chmod 755 $here/agent
}

# What the command finds in its environment, and what a login on any host has: ranks of MPI start as on a cluster.
set_environment() {
  export PARALLAX_HOSTS="$names" PARALLAX_HOSTS_STATE="${state:-$inside}"
  export OMPI_MCA_orte_default_hostfile=$inside/openmpi OMPI_MCA_plm_rsh_agent=$inside/agent
  export OMPI_MCA_rmaps_base_oversubscribe=1 OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
  # Its files are named after host, user and process, and the same in every session; and here they vanish with it.
  mkdir -m 1777 $here/openmpi-files
  export OMPI_MCA_orte_tmpdir_base=$inside/openmpi-files
  # Each host believes that all processors are its own, so the first ranks of all hosts would be bound to the same one.
  export OMPI_MCA_hwloc_base_binding_policy="${OMPI_MCA_hwloc_base_binding_policy-none}"
  # Ranks beyond the slots go to host1, host2... again as with MPICH, not all that go to host1 there first.
  [ "$slots" -ne 1 ] || export OMPI_MCA_rmaps_base_mapping_policy="${OMPI_MCA_rmaps_base_mapping_policy-node}"
  export HYDRA_HOST_FILE=$inside/hydra HYDRA_LAUNCHER=ssh HYDRA_LAUNCHER_EXEC=$inside/agent
  export -p >$here/environment
}

make_hosts() {
  mkdir $here/cgroup
  mount --rbind /sys/fs/cgroup $here/cgroup 2>/dev/null || :
  helpers=
  for name in $names; do
    unshare --net --uts --ipc --mount sh "$self" --host "${name#host}" "$cable" "$bandwidth" >"$here/holder-$name" &
    helpers="$helpers $!"
  done
  for helper in $helpers; do
    wait "$helper" || exit 69
  done
}

# Plugs them into a switch.
connect() {
  for name in $names; do echo "link set port${name#host} master switch up"; done >$here/batch
  must ip -batch $here/batch
  tries=1000 # of 10 ms or a little more; it takes the kernel a few to notice that a cable has two ends
  until [ "$(bridge link show | grep -c 'state forwarding')" -eq "$count" ]; do
    tries=$((tries - 1))
    [ $tries -gt 0 ] || fail 69 "the bridge does not forward: $(bridge link show)"
    sleep 0.01
  done
  [ "$cable" = netem ] || return 0
  for name in $names; do
    echo "qdisc add dev port${name#host} root netem delay $latency limit 1000000"
  done >$here/batch
  must tc -batch $here/batch
}

# netem, where the kernel has it; or a process of ours between the hosts and the switch.
choose_cable() {
  if problem=$(tc qdisc add dev lo root netem delay 1us 2>&1); then
    tc qdisc del dev lo root
    cable=netem
  else
    cable=process
    wire=$parts/wire
    python=${PYTHON-python3}
    command -v "$python" >/dev/null ||
      fail 69 "the kernel has no netem ($problem), and without python3 there is nothing else for --latency"
    echo "hosts: the kernel has no netem, so a process delays what hosts send; it takes processor time" >&2
    "$python" "$wire" "$latency" "$count" || exit 69
  fi
}

# In the namespaces of a host that is to be: sets them up and prints the process that will keep them.
host() {
  i=$1 cable=$2 bandwidth=$3
  must hostname "host$i"
  # /sys shows the interfaces of where it was mounted, and libraries look for them there. A container may forbid it.
  if mount -t sysfs sysfs /sys 2>/dev/null; then
    mount --rbind $here/cgroup /sys/fs/cgroup 2>/dev/null || :
  fi
  must mount --bind $here/hosts /etc/hosts
  must mount -t tmpfs -o mode=1777 "host$i" /dev/shm
  if [ -e /proc/sys/net/ipv6 ]; then echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6; fi

  make="link add eth0 type veth peer name port$i netns 1"
  if [ "$cable" = process ]; then
    make=
    must nsenter --target 1 --net ip link set "line$i" netns $$ name eth0
  fi
  must ip -batch - <<END
$make
address add 10.77.0.$i/24 dev eth0
link set lo up
link set eth0 up
END
  # The queue of tbf holds what 100 ms can send; TCP's own limits keep it shorter.
  [ -z "$bandwidth" ] || must tc qdisc add dev eth0 root tbf rate "$bandwidth" burst 64kb latency 100ms

  # Out of reach of what a terminal sends, and without what we were given, which would stay open.
  setsid sleep infinity </dev/null >/dev/null 2>&1 &
  echo $!
}

# Launchers end before the daemons that they have told to end do, so those have a moment.
tell_left_behind() {
  patience=15 # a second or so
  while
    behind=$(list_left)
    [ "$behind" ] && [ $patience -gt 0 ]
  do
    patience=$((patience - 1))
    sleep 0.05
  done
  [ "$behind" ] || return 0
  printf '%s\n' "$behind" | while read -r line; do printf 'hosts: left behind: %s\n' "$line" >&2; done
  [ "$status" -ne 0 ] || status=70
}

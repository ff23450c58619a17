#!/bin/sh
# SPDX-License-Identifier: MIT
# usage: with_own_tmpdir.sh COMMAND...
#
# Runs the command with a folder of temporary files of its own, which is
# removed when it ends. Its exit status is the command's.
folder=$(mktemp -d) || exit
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM HUP
TMPDIR=$folder "$@"

#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# own_files.sh COMMAND...: runs it where /etc, /usr and /var can be changed, and all is as
# before when it ends: a test that saves a policy says nothing to the next one.
# Needs a mount namespace of its own (unshare --mount).
set -eu
changes=$(mktemp -d /run/own-files.XXXXXX)
mount -t tmpfs -o mode=755 changes "$changes"
for folder in etc usr var; do
	mkdir "$changes/$folder" "$changes/$folder.work"
	mount -t overlay -o "lowerdir=/$folder,upperdir=$changes/$folder,workdir=$changes/$folder.work" overlay "/$folder"
done
exec "$@"

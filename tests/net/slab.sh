# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What the kernel's memory holds, for tests that look for growth. Sourced after
# world.sh.
#
#   slab                 kB of the kernel's objects, without what it may drop and
#                        what KASAN keeps of those freed
#   slab_grew BEFORE     by how many hundredths of a percent, 0 or more
#   recent_objects       entries of recent lists in use, and those that wait for
#                        a grace period; not what KASAN keeps of those freed

slab() {
	local cache
	sync
	echo 3 >/proc/sys/vm/drop_caches
	sleep 1
	for cache in /sys/kernel/slab/*/shrink; do
		[ ! -e "$cache" ] || echo 1 >"$cache"
	done
	awk '/^SUnreclaim:/ { print $2 }' /proc/meminfo
}

slab_grew() {
	local now
	now=$(slab)
	echo $((now > $1 ? (now - $1) * 10000 / $1 : 0))
}

recent_objects() {
	local cache
	for cache in /sys/kernel/slab/sfw_recent_*/shrink; do
		[ ! -e "$cache" ] || echo 1 >"$cache"
	done
	awk '/^sfw_recent_/ { n += $2 } END { print n + 0 }' /proc/slabinfo
}

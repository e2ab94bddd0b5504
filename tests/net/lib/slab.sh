# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What the kernel's memory holds, for tests that look for growth. Sourced after
# world.sh.
#
#   slab                 kB of the kernel's objects, without what it may drop and
#                        what KASAN keeps of those freed
#   slab_grew BEFORE     by how many hundredths of a percent, 0 or more
#   slab_objects         the objects of each cache: its name and how many are in use
#   slab_kept FILE N     the caches that have N objects more than in FILE, which
#                        slab_objects wrote; not those of the memory of processes
#   recent_objects       entries of recent lists in use, and those that wait for
#                        a grace period; not what KASAN keeps of those freed

slab_shrink() { # NAME
	local cache
	for cache in /sys/kernel/slab/$1/shrink; do
		[ ! -e "$cache" ] || echo 1 >"$cache"
	done
}

slab() {
	sync
	echo 3 >/proc/sys/vm/drop_caches
	sleep 1
	[ "${SFW_KERNEL:-}" != debug ] || slab_shrink '*'
	awk '/^SUnreclaim:/ { print $2 }' /proc/meminfo
}

slab_grew() {
	local now
	now=$(slab)
	echo $((now > $1 ? (now - $1) * 10000 / $1 : 0))
}

slab_objects() {
	slab_shrink '*'
	awk 'NR > 2 { print $1, $2 }' /proc/slabinfo | sort
}

slab_kept() {
	join "$1" <(slab_objects) | awk -v most="$2" '
		$3 - $2 >= most && $1 !~ /^(vm_area_struct|anon_vma|anon_vma_chain|maple_node)$/ { print $1, $2, "->", $3 }'
}

recent_objects() {
	slab_shrink 'sfw_recent_*'
	awk '/^sfw_recent_/ { n += $2 } END { print n + 0 }' /proc/slabinfo
}

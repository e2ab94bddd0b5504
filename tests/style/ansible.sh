#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# ansible-test sanity of the collection. It would fetch its helpers from PyPI into an
# environment for each test: ansible_sanity.py has it take Debian's, which are laid over
# /usr, for this process alone.
. "$(dirname "$0")/tap.sh"
. tests/vm/lib.sh

layer=$(tests/vm/layer.sh ansible-core pycodestyle pylint python3-voluptuous yamllint)
sanity() {
	local home status=0
	home=$(mktemp -d)
	mkdir -p "$home/ansible_collections/sfw"
	cp -r ctl/neighbours/ansible "$home/ansible_collections/sfw/firewall"
	# shellcheck disable=SC2016
	unshare --mount -- sh -c 'mount -t overlay overlay -o ro,lowerdir="$1/usr:/usr" /usr && cd "$2" && shift 2 &&
		exec env -i PATH=/usr/bin:/bin LANG=C.UTF-8 "$@"' sh "$layer" "$home/ansible_collections/sfw/firewall" \
		HOME="$home" PYTHONDONTWRITEBYTECODE=1 python3 "$PWD/tests/style/ansible_sanity.py" \
		sanity --color no --python default >"$home/said" 2>&1 || status=$?
	[ "$status" = 0 ] || grep -v '^Running sanity test\|^WARNING: Using locale' "$home/said" || echo "status $status"
	[ "$(grep -c '^Running sanity test' "$home/said")" -ge 30 ] || echo "ansible-test ran fewer than 30 tests"
	rm -r "$home"
}
complaints "ansible: ansible-test sanity" sanity
plan

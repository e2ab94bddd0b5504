#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# No compiler warning with W=1 and no sparse warning, for each test kernel. C=1: a file is
# checked when it is compiled, and build-module.sh keeps no object of a build that warned.
. "$(dirname "$0")/tap.sh"
. tests/vm/lib.sh

need sparse=sparse

builds() {
	tests/vm/build-module.sh "$@" 2>&1 >/dev/null | grep -v '^building the module'
	return "${PIPESTATUS[0]}"
}

for kernel in uml stock; do
	# A kernel that is missing is fetched, which is no complaint.
	tests/vm/build-module.sh --kernel $kernel >/dev/null || :
	complaints "W=1: no warning for $kernel" builds --kernel $kernel
	complaints "sparse: no warning for $kernel" builds --kernel $kernel C=1 CF=-D__CHECK_ENDIAN__
done
plan

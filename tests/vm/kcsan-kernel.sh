#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The kernel that finds data races, KCSAN's: uml.config and kcsan.config, on x86 for
# QEMU. Prints its folder, see kernel-build.sh.
set -eu
. "$(dirname "$0")/kernel-build.sh"

arch=x86
configs=("$here/uml.config" "$here/kcsan.config")
patches=()
build_kernel

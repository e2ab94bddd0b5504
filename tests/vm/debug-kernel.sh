#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The debug kernel: User-Mode Linux of uml.config and debug.config. Prints its
# folder, see kernel-build.sh.
set -eu
. "$(dirname "$0")/kernel-build.sh"

arch=um
configs=("$here/uml.config" "$here/debug.config")
patches=("$here/debug-stacktrace.patch" "$here/debug-kasan.patch")
build_kernel

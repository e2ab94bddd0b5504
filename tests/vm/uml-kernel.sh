#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The User-Mode Linux kernel of uml.config. Prints its folder, see kernel-build.sh.
set -eu
. "$(dirname "$0")/kernel-build.sh"

arch=um
configs=("$here/uml.config")
patches=()
build_kernel

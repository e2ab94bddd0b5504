#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# User-Mode Linux of uml.config, with systemd's needs. Prints its folder, see
# kernel-build.sh.
set -eu
. "$(dirname "$0")/kernel-build.sh"

arch=um
configs=("$here/uml.config" "$here/systemd.config")
patches=()
build_kernel

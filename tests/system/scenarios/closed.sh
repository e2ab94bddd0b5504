# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Boots without what they need, one of each kind, on the stock kernel.
# shellcheck source=/dev/null
. "$here/kinds.sh"

before_1() { before_broken; }
boot_1() { boot_broken; }
before_2() { before_none; }
boot_2() { boot_none; }
before_3() { before_module; }
boot_3() { boot_module; }

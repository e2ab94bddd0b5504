#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# container_podman with Podman of Debian 13, whose netavark makes its rules with nft.
# In check-full: Podman and its containers.
engine_root=${SFW_TRIXIE:?tests/run sets it}
. "$(dirname "$0")/container_podman.t"

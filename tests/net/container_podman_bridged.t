#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# container_podman_trixie where br_netfilter shows what bridges carry, and with networks
# that Podman isolates.
# In check-full: Podman and its containers.
bridge_nf=1 isolated=yes forwards='drop off'
. "$(dirname "$0")/container_podman_trixie.t"

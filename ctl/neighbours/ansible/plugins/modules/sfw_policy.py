# Copyright: the authors of sfw
# GNU General Public License v3.0+ (see https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Documentation alone: the action plugin of this name does it, on the controller.

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r'''
---
module: sfw_policy
short_description: Put a policy of the firewall sfw in force, unless it locks the controller out
version_added: 1.0.0
description:
  - Puts a policy file of sfw in force on the host, and saves it for the next boot.
  - The host's kernel takes the policy on trial. Only a connection to the host that began
    after the change can confirm it. When none comes within I(confirm_within), the kernel
    goes back by itself to the policy before, and the task fails with the reason.
  - Lists, blocks that end by themselves and live connections stay as they are. So do the members
    of a volatile group that the policy has, such as the bans of fail2ban; without the group they
    are gone.
author:
  - The authors of sfw (!UNKNOWN)
options:
  src:
    description:
      - The policy file on the controller, as C(sfwctl save) writes it; see sfw.conf(5).
    type: path
  content:
    description:
      - The policy itself, in place of I(src); such as the result of the lookup plugin template.
    type: str
  state:
    description:
      - C(present) has the policy in force, and saved in C(/etc/sfw/sfw.conf).
      - C(running) has it in force; a reboot brings the saved one.
      - C(absent) has an empty policy in force and saved, with which every packet passes.
    type: str
    choices: [present, running, absent]
    default: present
  confirm_within:
    description:
      - The time after which the kernel goes back, such as C(90s) or C(5m). It should be
        longer than the time after which Ansible gives a connection up.
    type: str
    default: 60s
  validate:
    description:
      - Commands that must succeed on the host before anything is changed. C(%s) in each
        stands for the policy file. C(sfwctl check) of it runs always.
    type: list
    elements: str
    default: []
attributes:
  check_mode:
    description: Tells what would change, and changes nothing.
    support: full
  diff_mode:
    description: Tells the lines of the policy that come and go.
    support: full
notes:
  - The host needs C(sfwctl) and the module, but no Python.
  - With the connection plugin local no connection is tried.
  - Where C(ControlMaster) of ssh_config(5) keeps connections behind Ansible's back, no new one
    can be had. The task says so and fails, and the policy before comes back at once.
'''

EXAMPLES = r'''
- name: The policy of the web servers
  sfw.firewall.sfw_policy:
    src: web.conf
    confirm_within: 2m

- name: A policy from a template, which must let the monitoring in
  sfw.firewall.sfw_policy:
    content: "{{ lookup('ansible.builtin.template', 'web.conf.j2') }}"
    validate:
      - sfwctl -q -F %s test tcp 192.0.2.10 to 9100

- name: Until the next boot
  sfw.firewall.sfw_policy:
    src: incident.conf
    state: running
'''

RETURN = r'''
generation:
  description: How often the policy of the host has changed.
  returned: success, not in check mode
  type: int
  sample: 17
hash:
  description: The SHA-256 sum of the policy, the same on each host with the same policy.
  returned: success, not in check mode
  type: str
  sample: 8d969eef6ecad3c29a3a629280e686cf0c3f5d5a86aff3ca12020c923adc6c92
msg:
  description: The reason of a failure, the refusal of the new connection among them.
  returned: failure
  type: str
'''

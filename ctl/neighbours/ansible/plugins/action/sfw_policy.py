# Copyright: the authors of sfw
# GNU General Public License v3.0+ (see https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A policy of sfw in force, or as before: the host's kernel goes back by itself unless this
controller, over a connection that began after the change, confirms it."""

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import json
import re
import shlex
import time

from ansible.errors import AnsibleActionFail, AnsibleConnectionFailure, AnsibleError
from ansible.module_utils.common.text.converters import to_text
from ansible.plugins.action import ActionBase

SAVED = '/etc/sfw/sfw.conf'
NOT_LOADED = 3      # exit status of sfwctl
GRACE = 30          # seconds after which the kernel has gone back in any case
UNITS = {'': 1, 's': 1, 'm': 60, 'h': 3600, 'd': 86400}
ARGUMENTS = {
    'src': {'type': 'path'},
    'content': {'type': 'str'},
    'state': {'type': 'str', 'default': 'present', 'choices': ['present', 'running', 'absent']},
    'confirm_within': {'type': 'str', 'default': '60s'},
    'validate': {'type': 'list', 'elements': 'str', 'default': []},
}


def seconds(duration):
    """The seconds of a duration as sfwctl reads it."""
    match = re.match(r'^([1-9][0-9]{0,8})([smhd]?)$', duration)
    if not match:
        raise AnsibleActionFail("confirm_within: '%s' is no duration: give 90, 90s, 5m or 1h" % duration)
    return int(match.group(1)) * UNITS[match.group(2)]


class ActionModule(ActionBase):
    """Runs on the controller; of the host it needs a shell and sfwctl."""

    TRANSFERS_FILES = True
    _supports_check_mode = True
    _supports_diff = True

    # The state of the host once its policy may be another one: whatever goes wrong then fails
    # the task with it, a lost connection too. Hosts that cannot be reached do not end a roll-out.
    meanwhile = None

    def execute(self, words):
        """Runs a command on the host as the user that the task becomes, whose PATH may lack sfwctl."""
        return self._low_level_execute_command('PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"; ' + words)

    def command(self, words, good=(0,)):
        """The same, and fails the task by a status that is not good."""
        done = self.execute(words)
        if done['rc'] not in good:
            raise AnsibleActionFail('%s: %s' % (words, self.words_of(done)))
        return done

    @staticmethod
    def words_of(done):
        return (done['stderr'] or done['stdout'] or 'status %s' % done['rc']).strip()

    def status(self):
        return json.loads(self.command('sfwctl -j status')['stdout'])

    def session(self):
        """The two ends of the connection that a command of now runs over."""
        done = self._low_level_execute_command('echo "$SSH_CONNECTION"', sudoable=False)
        return done['stdout'].strip()

    def policy(self, args):
        """The text of the policy that is wanted."""
        if args['state'] == 'absent':
            return 'disable\n'
        if args['content'] is not None:
            return args['content']
        path = self._loader.get_real_file(self._find_needle('files', args['src']))
        with open(path, 'rb') as policy:
            return to_text(policy.read())

    def upload(self, text):
        folder = self._connection._shell.tmpdir or self._make_tmp_path()
        path = self._connection._shell.join_path(folder, 'sfw.conf')
        self._transfer_data(path, text)
        self._fixup_perms2((folder, path), execute=False)
        return shlex.quote(path)

    def check(self, path, commands):
        """Nothing of this needs the module, or changes anything."""
        done = self.command('sfwctl check %s' % path, good=(0, 1, 2))
        if done['rc']:
            raise AnsibleActionFail('the policy is wrong: %s' % self.words_of(done))
        for command in commands:
            if '%s' not in command:
                raise AnsibleActionFail("validate: '%s' lacks %%s, which stands for the policy" % command)
            done = self.execute(command.replace('%s', path))
            if done['rc']:
                raise AnsibleActionFail('validate: %s: %s' % (command, self.words_of(done)))

    def difference(self, path, before, after):
        """Lines that only the file or only the policy in force has, for --diff; None without any."""
        done = self.command('sfwctl -j diff %s' % path, good=(0, 1))
        lines = json.loads(done['stdout'] or '{}')
        if 'same' not in lines:
            raise AnsibleActionFail(self.words_of(done))
        if lines['same']:
            return None
        runs, wanted = (''.join(line + '\n' for line in lines[key]) for key in ('only_running', 'only_file'))
        if before == SAVED:
            runs, wanted = wanted, runs
        return {'before': runs, 'after': wanted, 'before_header': before, 'after_header': after}

    def try_out(self, path, args, was):
        """Applies a policy and confirms it over a new connection; None, or the reason if it failed."""
        before, refusal = self.session(), None
        self.meanwhile = 'not confirmed, and nothing tells which policy is in force'
        try:
            self.command('sfwctl apply %s confirm-within %s' % (path, args['confirm_within']))
        except AnsibleConnectionFailure as error:
            # The policy may be on trial all the same.
            refusal = to_text(error)
        except AnsibleActionFail:
            # Refused, and nothing is changed.
            self.meanwhile = None
            raise
        last = time.monotonic() + seconds(args['confirm_within']) + GRACE
        while time.monotonic() < last:
            try:
                if self._connection.transport != 'local':
                    self._connection.reset()
                reason = self.confirm(before, path)
            except AnsibleActionFail:
                raise
            except AnsibleError as error:
                refusal = refusal or to_text(error)
                time.sleep(1)
                continue
            return reason and self.taken_back(refusal or reason, was)
        return 'no new connection to the host, not even after the kernel must have gone back: %s' % refusal

    def confirm(self, before, path):
        """Over the connection of now, which must not be the one of before; None, or the reason."""
        if self._connection.transport != 'local' and self.session() == before != '':
            self.command('sfwctl rollback')
            return ('the connection is shared and would prove nothing, since it was there before:'
                    ' let Ansible itself keep connections (ssh_args), not ControlMaster of ssh_config')
        if self.difference(path, '', ''):
            # On trial or not, it is somebody else's: the kernel had gone back by then.
            return 'this policy is not in force'
        done = self.command('sfwctl confirm', good=range(256))
        if not done['rc']:
            return None
        if self.status()['rollback_in'] is not None:
            self.command('sfwctl rollback', good=range(256))
        elif not self.difference(path, '', ''):
            # Confirmed before, by a command whose answer was lost.
            return None
        return self.words_of(done)

    def taken_back(self, reason, was):
        status = self.status()
        if status['rollback_in'] is None and status['hash'] == was['hash']:
            return 'not confirmed, the policy before is in force again: %s' % reason
        return 'not confirmed, and the policy that is in force is neither: %s' % reason

    def change(self, path, args, result):
        """All that the host needs: the policy in force, and saved."""
        try:
            was = self.status()
        except AnsibleActionFail:
            # A host whose module comes with a task before this one.
            if self._task.check_mode and self.command('sfwctl -j status', good=range(256))['rc'] == NOT_LOADED:
                result.update(changed=True, msg='the module is not loaded')
                return
            raise
        if was['rollback_in'] is not None:
            raise AnsibleActionFail('a policy is on trial on this host: sfwctl confirm or sfwctl rollback there first')
        differs = self.difference(path, 'in force', args['src'] or args['state'])
        save = args['state'] != 'running' and (differs or not was['saved'])
        if self._task.diff:
            self.show(differs, save, result)
        if self._task.check_mode:
            result['changed'] = bool(differs or save)
            return
        if differs:
            reason = self.try_out(path, args, was)
            if reason:
                self.meanwhile = None
                raise AnsibleActionFail(reason)
            result['changed'] = True
            self.meanwhile = 'confirmed and in force'
        if save:
            if self.meanwhile:
                self.meanwhile += ', but perhaps not saved'
            self.command('sfwctl save')
            result['changed'] = True
        now = self.status()
        result.update(generation=now['generation'], hash=now['hash'])

    def show(self, differs, save, result):
        result['diff'] = [differs] if differs else []
        if save and not differs:
            result['diff'].append(self.difference(SAVED, SAVED, 'in force')
                                  if not self.command('test -e %s' % SAVED, good=(0, 1))['rc'] else
                                  {'before': '', 'after': self.command('sfwctl save -')['stdout'],
                                   'before_header': SAVED, 'after_header': 'in force'})

    def run(self, tmp=None, task_vars=None):
        result = super(ActionModule, self).run(tmp, task_vars)
        del tmp
        dummy, args = self.validate_argument_spec(
            ARGUMENTS, mutually_exclusive=[('src', 'content')],
            required_if=[('state', 'present', ('src', 'content'), True), ('state', 'running', ('src', 'content'), True)])
        seconds(args['confirm_within'])
        result['changed'] = False
        if self._task.check_mode and self.command('command -v sfwctl', good=range(256))['rc']:
            # A host whose packages come with a task before this one.
            result.update(changed=True, msg='sfwctl is not installed')
            return result
        try:
            path = self.upload(self.policy(args))
            self.check(path, args['validate'])
            self.change(path, args, result)
        except AnsibleError as error:
            if not self.meanwhile and not isinstance(error, AnsibleActionFail):
                raise
            result.update(failed=True, msg=': '.join(filter(None, (self.meanwhile, to_text(error)))))
        return result

    def cleanup(self, force=False):
        try:
            super(ActionModule, self).cleanup(force)
        except AnsibleError:
            pass        # of a host that is gone: the task has its reason

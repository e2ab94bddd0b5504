// SPDX-License-Identifier: GPL-2.0
/*
 * A name is a word of the language and a file in /proc: of any text, any
 * character of it. A setting has a value in its range, and its default is one.
 *
 * Of: words addr entry
 * Loops: 41
 */
#include "../../kmod/core/words.h"
#include "prove.h"

#define ROOM	(SFW_NAME_MAX + 8)

void prove(void)
{
	enum sfw_setting setting = any_below(SFW_S_MAX);
	char name[ROOM];
	u32 i = ANY(u32), length = 0;
	u32 value = ANY(u32);

	claim(sfw_setting_keys[setting]);
	claim(sfw_reason_words[any_below(SFW_R_MAX)]);
	claim(sfw_setting_valid(setting, sfw_setting_defaults[setting]));
	if (sfw_setting_valid(setting, value))
		claim(value || (setting != SFW_S_SCAN_WINDOW &&
				setting != SFW_S_SCAN_PORTS));

	name[ROOM - 1] = 0;
	if (!sfw_name_valid(name))
		return;
	claim(name[0] && name[0] != '.');
	while (name[length])
		length++;
	claim(length <= SFW_NAME_MAX);
	assume(i < length);
	claim(name[i] > ' ' && name[i] < 0x7f && name[i] != '/' &&
	      name[i] != '"' && name[i] != '#' && name[i] != ',');
}

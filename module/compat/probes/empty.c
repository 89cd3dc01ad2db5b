// SPDX-License-Identifier: GPL-2.0
/* Has to compile everywhere: else every other answer would read "absent". */
#include <linux/module.h>

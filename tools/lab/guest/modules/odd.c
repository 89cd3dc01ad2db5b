// SPDX-License-Identifier: GPL-2.0
/*
 * Functions that a module of ours was built to probe in place of the kernel's,
 * see build.odd_module(), and that are called with anything but what the kernel's
 * take: so looks a kernel whose private functions have other arguments.
 */
#include <linux/module.h>
#include <linux/slab.h>

typedef unsigned long odd(unsigned long a, unsigned long b, unsigned long c, unsigned long d);

odd odd_numvfs_store, odd_enable, odd_disable, odd_attach, odd_pasid;

noinline unsigned long odd_numvfs_store(unsigned long a, unsigned long b, unsigned long c,
					unsigned long d)
{
	return a ^ b ^ c ^ d;
}

noinline unsigned long odd_enable(unsigned long a, unsigned long b, unsigned long c,
				  unsigned long d)
{
	return a + b + c + d;
}

noinline unsigned long odd_disable(unsigned long a, unsigned long b, unsigned long c,
				   unsigned long d)
{
	return a - b - c - d;
}

noinline unsigned long odd_attach(unsigned long a, unsigned long b, unsigned long c,
				  unsigned long d)
{
	return a | b | c | d;
}

noinline unsigned long odd_pasid(unsigned long a, unsigned long b, unsigned long c,
				 unsigned long d)
{
	return a & b & c & d;
}

static odd * const functions[] = {
	odd_numvfs_store, odd_enable, odd_disable, odd_attach, odd_pasid,
};

static int set_go(const char *value, const struct kernel_param *kp)
{
	void *zeros = kzalloc(PAGE_SIZE, GFP_KERNEL);
	const unsigned long words[] = {
		0, 7, 0x400000, 0xdead000000000100, -4096UL, (unsigned long)set_go,
		(unsigned long)zeros,
	};
	size_t i, word;

	if (!zeros)
		return -ENOMEM;
	for (word = 0; word < ARRAY_SIZE(words); word++) {
		for (i = 0; i < ARRAY_SIZE(functions); i++)
			functions[i](words[word], words[word], words[word], words[word]);
	}
	kfree(zeros);
	return 0;
}

static const struct kernel_param_ops go_ops = { .set = set_go };
module_param_cb(go, &go_ops, NULL, 0200);

static int __init odd_init(void)
{
	return 0;
}

static void __exit odd_exit(void)
{
}

module_init(odd_init);
module_exit(odd_exit);
MODULE_DESCRIPTION("Functions of the lab with arguments that nobody expects");
MODULE_LICENSE("GPL");

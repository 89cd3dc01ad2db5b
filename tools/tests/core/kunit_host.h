/* SPDX-License-Identifier: GPL-2.0 */
/*
 * As much of KUnit and of the kernel as suites with threads need, so that these run on
 * the host too, where ThreadSanitizer sees what two threads do to the same memory.
 * Forced into each file; the kernel's headers are empty there.
 */
#ifndef IA_TESTS_KUNIT_HOST_H
#define IA_TESTS_KUNIT_HOST_H

#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../../../module/core/types.h"

#define U64_MAX		UINT64_MAX
#define GFP_KERNEL	0
#define IS_ERR(p)	(!(p))
#define noinline	__attribute__((noinline))
#define cond_resched()	sched_yield()
#define min(a, b)	((a) < (b) ? (a) : (b))
#define OPTIMIZER_HIDE_VAR(x)	__asm__ ("" : "=r" (x) : "0" (x))

static inline u64 ktime_get_boot_fast_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

/* Relaxed, as the kernel's are, but for those that return something. */
struct ia_host_atomic {
	int counter;
};

#define atomic_t		struct ia_host_atomic

#define atomic_read(v)		__atomic_load_n(&(v)->counter, __ATOMIC_RELAXED)
#define atomic_set(v, i)	__atomic_store_n(&(v)->counter, i, __ATOMIC_RELAXED)
#define atomic_add(i, v)	((void)__atomic_fetch_add(&(v)->counter, i, __ATOMIC_RELAXED))
#define atomic_inc(v)		atomic_add(1, v)
#define atomic_dec_and_test(v)	(!__atomic_sub_fetch(&(v)->counter, 1, __ATOMIC_SEQ_CST))

#define raw_spinlock_t			pthread_mutex_t
#define raw_spin_lock_init(lock)	pthread_mutex_init(lock, NULL)
#define raw_spin_lock(lock)		pthread_mutex_lock(lock)
#define raw_spin_unlock(lock)		pthread_mutex_unlock(lock)

struct completion {
	pthread_mutex_t lock;
	pthread_cond_t cond;
	bool done;
};

static inline void init_completion(struct completion *c)
{
	*c = (struct completion){ PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false };
}

static inline void complete(struct completion *c)
{
	pthread_mutex_lock(&c->lock);
	c->done = true;
	pthread_cond_broadcast(&c->cond);
	pthread_mutex_unlock(&c->lock);
}

static inline void wait_for_completion(struct completion *c)
{
	pthread_mutex_lock(&c->lock);
	while (!c->done)
		pthread_cond_wait(&c->cond, &c->lock);
	pthread_mutex_unlock(&c->lock);
}

struct task_struct {
	int (*run)(void *data);
	void *data;
};

static inline void *ia_host_thread(void *data)
{
	struct task_struct *task = data;

	task->run(task->data);
	free(task);
	return NULL;
}

static inline struct task_struct *ia_host_run(int (*run)(void *data), void *data)
{
	struct task_struct *task = malloc(sizeof(*task));
	pthread_attr_t attr;
	pthread_t thread;

	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	*task = (struct task_struct){ run, data };
	return pthread_create(&thread, &attr, ia_host_thread, task) ? NULL : task;
}

#define kthread_run(run, data, ...)	ia_host_run(run, data)

struct kunit {
	unsigned int failures;
};

struct kunit_case {
	const char *name;
	void (*run)(struct kunit *test);
};

struct kunit_suite {
	const char *name;
	struct kunit_case *test_cases;
};

#define kunit_kzalloc(test, size, flags)	calloc(1, size)

#define IA_HOST_CHECK(test, holds, ...)					\
do {									\
	if (!(holds)) {							\
		(test)->failures++;					\
		printf("# %s:%d: ", __FILE__, __LINE__);		\
		printf(__VA_ARGS__);					\
		printf("\n");						\
	}								\
} while (0)

#define KUNIT_EXPECT_EQ_MSG(test, a, b, ...)	IA_HOST_CHECK(test, (a) == (b), __VA_ARGS__)
#define KUNIT_EXPECT_EQ(test, a, b)	IA_HOST_CHECK(test, (a) == (b), "%s is not %s", #a, #b)
#define KUNIT_EXPECT_GT(test, a, b)	IA_HOST_CHECK(test, (a) > (b), "%s is not above %s", #a, #b)
#define KUNIT_EXPECT_TRUE(test, a)	IA_HOST_CHECK(test, a, "not %s", #a)
#define KUNIT_EXPECT_FALSE(test, a)	IA_HOST_CHECK(test, !(a), "%s", #a)
#define KUNIT_ASSERT_FALSE		KUNIT_EXPECT_FALSE
#define KUNIT_ASSERT_NOT_NULL(test, a)	IA_HOST_CHECK(test, a, "no memory")

#define KUNIT_CASE(test)	{ #test, test }

static inline int ia_host_run_suite(const struct kunit_suite *suite)
{
	const struct kunit_case *row;
	struct kunit test = {};
	unsigned int before;

	setvbuf(stdout, NULL, _IOLBF, 0);
	for (row = suite->test_cases; row->name; row++) {
		before = test.failures;
		row->run(&test);
		printf("%s - core_threads: %s: %s\n", test.failures == before ? "ok" : "not ok",
		       suite->name, row->name);
	}
	return test.failures ? 1 : 0;
}

/* One suite is a program. */
#define kunit_test_suite(suite)			\
int main(void)					\
{						\
	exit(ia_host_run_suite(&(suite)));	\
}

#endif /* IA_TESTS_KUNIT_HOST_H */

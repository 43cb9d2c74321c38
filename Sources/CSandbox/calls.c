#define _GNU_SOURCE
#include "csandbox.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#if defined(__x86_64__)
#define PROCESSOR AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define PROCESSOR AUDIT_ARCH_AARCH64
#else
#error "the kernel's number of this processor is not known here"
#endif

/// Calls of the other ABI of 64-bit x86 processors have this bit; no program of Debian's makes them.
enum { OTHER_ABI = 0x40000000 };

static const unsigned forbidden[] = {
    // No network, and no local services.
    SYS_socket, SYS_io_uring_setup,
    // Nothing in other processes.
    SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_pidfd_open, SYS_pidfd_getfd, SYS_kcmp,
    SYS_pidfd_send_signal, SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo, SYS_tkill,
    // Nothing of files but their bytes; Landlock does not see these.
    SYS_truncate, SYS_fchmodat, SYS_fchownat, SYS_setxattr, SYS_lsetxattr, SYS_removexattr, SYS_lremovexattr,
    SYS_utimensat, SYS_name_to_handle_at, SYS_open_by_handle_at,
#ifdef SYS_chmod
    SYS_chmod, SYS_chown, SYS_lchown, SYS_utime, SYS_utimes,
#endif
    // Nothing of the system, and nothing of the kernel that was ever a way into it.
    SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_unshare, SYS_setns, SYS_bpf, SYS_perf_event_open,
    SYS_userfaultfd, SYS_keyctl, SYS_add_key, SYS_request_key, SYS_init_module, SYS_finit_module, SYS_kexec_load,
    SYS_shmget, SYS_msgget, SYS_semget, SYS_mq_open, SYS_fanotify_init,
};

/// Those that a process needs to start a program and to end it.
static const unsigned forbidden_alone[] = {SYS_execve, SYS_execveat, SYS_kill};

enum { CALLS = sizeof forbidden / sizeof *forbidden, CALLS_ALONE = sizeof forbidden_alone / sizeof *forbidden_alone };

/// Instructions that answer a call of this number with an error: two.
static int refuse(struct sock_filter *at, unsigned call) {
    at[0] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1);
    at[1] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
    return 2;
}

bool csandbox_filter_calls(bool may_start_programs) {
    struct sock_filter program[16 + 2 * (CALLS + CALLS_ALONE)];
    int length = 0;
    program[length++] =
        (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch));
    program[length++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PROCESSOR, 1, 0);
    program[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
    program[length++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    program[length++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, OTHER_ABI, 0, 1);
    program[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
    for (int i = 0; i < CALLS; i++) length += refuse(program + length, forbidden[i]);
    for (int i = 0; i < CALLS_ALONE && !may_start_programs; i++) length += refuse(program + length, forbidden_alone[i]);
    program[length++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    const struct sock_fprog filter = {.len = (unsigned short)length, .filter = program};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

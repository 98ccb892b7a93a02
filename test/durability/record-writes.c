/*
 * Loaded with LD_PRELOAD, records what a process writes to a database, and when it has waited for the disk: enough to make the files that a power
 * cut could have left at any moment. RECORD_FILE is the database's path, RECORD_TO where records go. Standard output is recorded, too.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { WROTE = 1, TRUNCATED = 2, SYNC_BEGAN = 3, SYNC_ENDED = 4 };
enum { NONE = -1, DATABASE = 0, WRITE_AHEAD_LOG = 1, OUTPUT = 2 };

struct record {
  uint32_t kind;
  uint32_t file;
  uint64_t offset;
  uint64_t length;
};

static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;
static int records = -1;

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("RECORD_TO");
  if (path) records = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int file_of(int descriptor) {
  char link[64], path[PATH_MAX];
  const char *wanted = getenv("RECORD_FILE");
  if (records < 0 || !wanted) return NONE;
  if (descriptor == 1) return OUTPUT;
  strcpy(link, "/proc/self/fd/");
  char digits[16];
  int at = 15, left = descriptor;
  digits[at] = 0;
  do digits[--at] = '0' + left % 10; while (left /= 10);
  strcat(link, digits + at);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return NONE;
  path[length] = 0;
  size_t common = strlen(wanted);
  if (strncmp(path, wanted, common) != 0) return NONE;
  if (path[common] == 0) return DATABASE;
  return strcmp(path + common, "-wal") == 0 ? WRITE_AHEAD_LOG : NONE;
}

static void note(int kind, int file, uint64_t offset, uint64_t length, const void *bytes) {
  struct record head = {kind, file, offset, length};
  struct iovec parts[2] = {{&head, sizeof head}, {(void *)bytes, bytes ? length : 0}};
  syscall(SYS_writev, records, parts, 2);
}

ssize_t write(int descriptor, const void *bytes, size_t length) {
  int file = file_of(descriptor);
  if (file == NONE) return syscall(SYS_write, descriptor, bytes, length);
  pthread_mutex_lock(&order);
  off_t offset = file == OUTPUT ? 0 : lseek(descriptor, 0, SEEK_CUR);
  ssize_t written = syscall(SYS_write, descriptor, bytes, length);
  if (written > 0) note(WROTE, file, offset, written, bytes);
  pthread_mutex_unlock(&order);
  return written;
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t length, off64_t offset) {
  int file = file_of(descriptor);
  if (file == NONE) return syscall(SYS_pwrite64, descriptor, bytes, length, offset);
  pthread_mutex_lock(&order);
  ssize_t written = syscall(SYS_pwrite64, descriptor, bytes, length, offset);
  if (written > 0) note(WROTE, file, offset, written, bytes);
  pthread_mutex_unlock(&order);
  return written;
}

ssize_t pwrite(int descriptor, const void *bytes, size_t length, off_t offset) {
  return pwrite64(descriptor, bytes, length, offset);
}

ssize_t writev(int descriptor, const struct iovec *parts, int count) {
  if (file_of(descriptor) == NONE) return syscall(SYS_writev, descriptor, parts, count);
  ssize_t all = 0;
  for (int part = 0; part < count; part++) {
    ssize_t written = write(descriptor, parts[part].iov_base, parts[part].iov_len);
    if (written < 0) return all ? all : written;
    all += written;
  }
  return all;
}

int ftruncate64(int descriptor, off64_t length) {
  int file = file_of(descriptor);
  if (file == NONE) return syscall(SYS_ftruncate, descriptor, length);
  pthread_mutex_lock(&order);
  int result = syscall(SYS_ftruncate, descriptor, length);
  if (result == 0) note(TRUNCATED, file, length, 0, 0);
  pthread_mutex_unlock(&order);
  return result;
}

int ftruncate(int descriptor, off_t length) { return ftruncate64(descriptor, length); }

static int sync_with(long call, int descriptor) {
  int file = file_of(descriptor);
  if (file == NONE) return syscall(call, descriptor);
  /* Which sync it was is told by its thread. */
  uint64_t thread = syscall(SYS_gettid);
  pthread_mutex_lock(&order);
  note(SYNC_BEGAN, file, thread, 0, 0);
  pthread_mutex_unlock(&order);
  int result = syscall(call, descriptor);
  pthread_mutex_lock(&order);
  if (result == 0) note(SYNC_ENDED, file, thread, 0, 0);
  pthread_mutex_unlock(&order);
  return result;
}

int fsync(int descriptor) { return sync_with(SYS_fsync, descriptor); }

int fdatasync(int descriptor) { return sync_with(SYS_fdatasync, descriptor); }

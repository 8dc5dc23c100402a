// Preloaded into a program under test: ends it with SIGKILL at its k-th call that changes a file under one folder,
// counted over all threads. BOZHONG_KILL_UNDER names the folder, BOZHONG_KILL_AT the call, from 1. With
// BOZHONG_KILL_TORN a write at that call leaves its first half in the file.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_long calls;

static int below(const char* path) {
    const char* folder = getenv("BOZHONG_KILL_UNDER");
    return folder && path && strncmp(path, folder, strlen(folder)) == 0;
}

static int file_below(int file) {
    char name[64], path[4096];
    snprintf(name, sizeof name, "/proc/self/fd/%d", file);
    const ssize_t length = readlink(name, path, sizeof path - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return below(path);
}

/// True at the call to die in.
static int due(int counts) {
    const char* at = getenv("BOZHONG_KILL_AT");
    return counts && at && atomic_fetch_add(&calls, 1) + 1 == atol(at);
}

static void die(void) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

static void* next(const char* name) { return dlsym(RTLD_NEXT, name); }

#define HALF(size) (getenv("BOZHONG_KILL_TORN") ? (size) / 2 : 0)

ssize_t write(int file, const void* bytes, size_t size) {
    ssize_t (*real)(int, const void*, size_t) = next("write");
    if (due(file_below(file))) {
        if (HALF(size)) real(file, bytes, HALF(size));
        die();
    }
    return real(file, bytes, size);
}

ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t at) {
    ssize_t (*real)(int, const void*, size_t, off64_t) = next("pwrite64");
    if (due(file_below(file))) {
        if (HALF(size)) real(file, bytes, HALF(size), at);
        die();
    }
    return real(file, bytes, size, at);
}

ssize_t pwrite(int file, const void* bytes, size_t size, off_t at) { return pwrite64(file, bytes, size, at); }

#define ON_FILE(name)                  \
    int name(int file) {               \
        int (*real)(int) = next(#name); \
        if (due(file_below(file))) die(); \
        return real(file);             \
    }
ON_FILE(fsync)
ON_FILE(fdatasync)

int ftruncate64(int file, off64_t size) {
    int (*real)(int, off64_t) = next("ftruncate64");
    if (due(file_below(file))) die();
    return real(file, size);
}

int ftruncate(int file, off_t size) { return ftruncate64(file, size); }

int unlink(const char* path) {
    int (*real)(const char*) = next("unlink");
    if (due(below(path))) die();
    return real(path);
}

int rename(const char* from, const char* to) {
    int (*real)(const char*, const char*) = next("rename");
    if (due(below(from))) die();
    return real(from, to);
}

/* Qt's VNC platform listens on every address and has no option for it. Preloaded into the station of `./dev run`, this
   turns "any address" into loopback, so that a demonstration never shows its screen to a network. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

int bind(int fd, struct sockaddr const* address, socklen_t length) {
    int (*real)(int, struct sockaddr const*, socklen_t) = (int (*)(int, struct sockaddr const*, socklen_t))dlsym(RTLD_NEXT, "bind");
    if (address->sa_family == AF_INET && length >= sizeof(struct sockaddr_in)) {
        struct sockaddr_in v4;
        memcpy(&v4, address, sizeof v4);
        if (v4.sin_addr.s_addr == htonl(INADDR_ANY)) v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return real(fd, (struct sockaddr const*)&v4, sizeof v4);
    }
    if (address->sa_family == AF_INET6 && length >= sizeof(struct sockaddr_in6)) {
        struct sockaddr_in6 v6;
        memcpy(&v6, address, sizeof v6);
        if (memcmp(&v6.sin6_addr, &in6addr_any, sizeof in6addr_any) == 0) {
            /* A dual-stack socket takes the mapped form of 127.0.0.1. */
            static unsigned char const mapped[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 127, 0, 0, 1};
            memcpy(&v6.sin6_addr, mapped, sizeof mapped);
        }
        return real(fd, (struct sockaddr const*)&v6, sizeof v6);
    }
    return real(fd, address, length);
}

import type { ServerLogins } from "../domain/server-logins.ts";

/** Logins over sockets of this machine; the protocols are loaded when they are needed. */
export const socketLogins: ServerLogins = {
  postgres: async (address, patience) => (await import("./postgres-login.ts")).postgresLogin(address, patience),
  redis: async (address, patience) => (await import("./redis-login.ts")).redisLogin(address, patience),
};

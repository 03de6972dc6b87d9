/** The names and addresses that programs know this machine by, without brackets. */
export const LOOPBACK_HOSTS: readonly string[] = ["localhost", "127.0.0.1", "::1"];

const HOST = /^(?:localhost|127(?:\.\d+){3}|::1|\[::1\])$/;
const BASE = /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):\d{1,5}$/;
const URL_HERE = /^https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):\d{1,5}\/?$/;

/** Whether a host's name or address, with or without an address's brackets, means this machine and no other. */
export const isLoopbackHost = (host: string): boolean => HOST.test(host);

/** Whether a text is the address of a server of this machine, with its port and without a path: `http://127.0.0.1:8099`. */
export const isLoopbackBase = (text: string): boolean => BASE.test(text);

/** Whether an address is that of a server of this machine, with or without TLS. */
export const isLoopbackUrl = (url: string): boolean => URL_HERE.test(url);

import { describe, expect, test } from "vitest";
import { describeOwner, mayBeContainer, stopOwner } from "../../src/domain/port-owner-text.ts";
import {
  listenersOn,
  nameOfCommand,
  parseDynamicPorts,
  parseExcludedPorts,
  parseLsof,
  parseNetstat,
  parseProcNetTcp,
  parseSparedPorts,
  parseTasklist,
} from "../../src/domain/port-owners.ts";

const PROC_NET_TCP = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0200007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 11111 1 0000000000000000 100 0 0 10 0
   1: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 22222 1 0000000000000000 100 0 0 10 0
   2: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 33333 1 0000000000000000 20 4 30 10 -1
   3: 00000000:FDEE 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 44444 1 0000000000000000 100 0 0 10 0
`;

const LSOF = "p812\ncnginx\nf6\nn*:8080\nf7\nn[::1]:8080\n";

const NETSTAT_DE = `
Aktive Verbindungen

  Proto  Lokale Adresse         Remoteadresse          Status           PID
  TCP    0.0.0.0:135            0.0.0.0:0              ABHÖREN         1048
  TCP    127.0.0.1:8080         0.0.0.0:0              ABHÖREN         9012
  TCP    127.0.0.1:8080         127.0.0.1:50111        HERGESTELLT     9012
  TCP    [::1]:65006            [::]:0                 ABHÖREN         4711
`;

const DYNAMIC = `
Protocol tcp Dynamic Port Range
---------------------------------
Start Port      : 49152
Number of Ports : 16384
`;

const EXCLUDED = `
Protocol tcp Port Exclusion Ranges

Start Port    End Port      
----------    --------      
      5357        5357      
     64950       65049      
     65000       65049     *

* - Administered port exclusions.
`;

describe("what operating systems say of listeners", () => {
  test("Linux: only listening sockets count, the one on loopback first", () => {
    expect(listenersOn(parseProcNetTcp(PROC_NET_TCP), 8080).map(({ inode }) => inode)).toEqual(["22222", "11111"]);
    expect(listenersOn(parseProcNetTcp(PROC_NET_TCP), 65006)).toEqual([
      { address: "00000000", port: 65006, uid: 0, inode: "44444" },
    ]);
  });

  test("macOS: lsof's first process", () => {
    expect(parseLsof(LSOF)).toEqual({ pid: 812, command: "nginx" });
    expect(parseLsof("")).toBeUndefined();
  });

  test("Windows: netstat in any language, tasklist's image name", () => {
    expect(listenersOn(parseNetstat(NETSTAT_DE), 8080)).toEqual([{ address: "127.0.0.1", port: 8080, pid: 9012 }]);
    expect(listenersOn(parseNetstat(NETSTAT_DE), 65006)[0]?.pid).toBe(4711);
    expect(parseTasklist('"java.exe","9012","Console","1","412,345 K"\r\n')).toBe("java.exe");
    expect(parseTasklist("INFO: No tasks are running which match the specified criteria.")).toBeUndefined();
  });

  test("Windows: dynamic and excluded ranges", () => {
    expect(parseDynamicPorts(DYNAMIC)).toEqual({ from: 49152, to: 65535 });
    expect(parseDynamicPorts("Access denied")).toBeUndefined();
    expect(parseExcludedPorts(EXCLUDED)).toEqual([
      { from: 5357, to: 5357, kind: "refused" },
      { from: 64950, to: 65049, kind: "refused" },
      { from: 65000, to: 65049, kind: "spared" },
    ]);
  });

  test("Linux: spared ports", () => {
    expect(parseSparedPorts("8080,65000-65049\n")).toEqual([
      { from: 8080, to: 8080, kind: "spared" },
      { from: 65000, to: 65049, kind: "spared" },
    ]);
    expect(parseSparedPorts("\n")).toEqual([]);
  });

  test("a command is its program and script, never its arguments", () => {
    expect(nameOfCommand(["/usr/sbin/nginx", "-g", "daemon off;"])).toBe("nginx");
    expect(nameOfCommand(["/usr/bin/node", "/srv/app/server.js", "--token=hunter2"])).toBe("node server.js");
    expect(nameOfCommand(["node", "-e", "secret()"])).toBe("node");
    expect(nameOfCommand(["C:\\Python\\python.exe", "C:\\srv\\app.py"])).toBe("python.exe app.py");
    expect(nameOfCommand([""])).toBeUndefined();
  });
});

describe("an owner in words", () => {
  test.each([
    [{ pid: 812, command: "nginx" }, "nginx (pid 812)", "kill 812"],
    [
      { container: "other-db-1", project: "other", directory: "/home/me/other" },
      "container other-db-1 of project other (/home/me/other)",
      "docker stop other-db-1",
    ],
    [{ container: "lonely" }, "container lonely", "docker stop lonely"],
    [{ pid: 7, command: "node sandbox.cjs" }, "the avb sandbox of another checkout (pid 7)", "kill 7"],
    [{ uid: 0 }, "a process of user 0", "find out who it is: sudo ss -ltnp 'sport = :8080'"],
    [undefined, "an unknown process", "find out who it is: sudo ss -ltnp 'sport = :8080'"],
  ])("%j", (owner, words, stop) => {
    expect([describeOwner(owner), stopOwner(owner, 8080, "linux")]).toEqual([words, stop]);
  });

  test("the engine is asked about forwarders and about processes that may not be looked into", () => {
    expect(
      ["docker-proxy", "com.docker.backend", "rootlessport", "ssh"].map((command) =>
        mayBeContainer({ pid: 1, command }),
      ),
    ).toEqual([true, true, true, true]);
    expect([mayBeContainer({ uid: 0 }), mayBeContainer(undefined)]).toEqual([true, true]);
    expect(mayBeContainer({ pid: 812, command: "nginx" })).toBe(false);
  });
});

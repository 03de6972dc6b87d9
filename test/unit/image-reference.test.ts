import { describe, expect, test } from "vitest";
import { digestIn, parseImageReference, pullFailure } from "../../src/domain/image-reference.ts";

const DIGEST = `sha256:${"ab".repeat(32)}`;

describe("an image's reference", () => {
  test.each([
    ["redis:8.0", "docker.io", "redis", "8.0"],
    ["postgres", "docker.io", "postgres", "latest"],
    ["openpolicyagent/opa:1.20.1", "docker.io", "openpolicyagent/opa", "1.20.1"],
    ["quay.io/keycloak/keycloak:26.7.4", "quay.io", "quay.io/keycloak/keycloak", "26.7.4"],
    ["localhost/own", "localhost", "localhost/own", "latest"],
    ["127.0.0.1:5000/mirror/redis", "127.0.0.1:5000", "127.0.0.1:5000/mirror/redis", "latest"],
    ["127.0.0.1:5000/redis:8", "127.0.0.1:5000", "127.0.0.1:5000/redis", "8"],
    [`redis@${DIGEST}`, "docker.io", "redis", DIGEST],
    [`quay.io/a/b:1.2@${DIGEST}`, "quay.io", "quay.io/a/b", DIGEST],
  ])("%s", (reference, registry, repository, version) => {
    expect(parseImageReference(reference)).toEqual({ registry, repository, version });
  });
});

describe("a pull that fails", () => {
  test.each([
    "manifest for redis:0 not found: manifest unknown: manifest unknown",
    "pull access denied for redis, repository does not exist or may require 'docker login'",
    "no matching manifest for linux/arm64/v8 in the manifest list entries",
    "name unknown: Repository name not known to registry",
  ])("says that the registry does not have it: %s", (why) => {
    expect(pullFailure("redis:0", why)).toMatchObject({ code: "IMAGE_UNKNOWN", exitCode: 5 });
  });

  test.each([
    'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host',
    'Get "https://registry.example/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority',
    "toomanyrequests: You have reached your pull rate limit",
    'Get "https://registry.example/v2/": Proxy Authentication Required',
    "nothing was heard for 60000 ms",
  ])("says that the registry cannot be reached: %s", (why) => {
    const error = pullFailure("registry.example/redis:0", why);
    expect(error).toMatchObject({ code: "IMAGE_UNREACHABLE", exitCode: 5 });
    expect(error.message).toContain("registry.example");
    expect(error.message).toContain(why);
  });
});

test.each([
  ["redis:8.0", "docker.io/library/redis@sha256:1", "sha256:1"],
  ["docker.io/getlago/api:v1", "getlago/api@sha256:2", "sha256:2"],
  ["m.example/library/redis:8", "redis@sha256:3", undefined],
  ["quay.io/a/b:1@sha256:9", "quay.io/a/b@sha256:4", "sha256:4"],
])("the digest of %s among %s is %s", (reference, known, digest) => {
  expect(digestIn(["other@sha256:0", known], reference)).toBe(digest);
});

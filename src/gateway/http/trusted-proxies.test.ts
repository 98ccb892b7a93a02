import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createTrustedProxies } from "./trusted-proxies.ts";

describe("trusted proxies", () => {
  const proxies = createTrustedProxies(["10.0.0.0/8", "192.0.2.7", "fd00::/8"]);
  const read = (address: string, ...rawHeaders: string[]) => proxies?.readForwarded(address, rawHeaders);
  const from = (address: string, forwarded: string) => read(address, "X-Forwarded-For", forwarded)?.sourceIp;

  it("nobody else is believed", () => {
    assert.equal(read("203.0.113.5", "X-Forwarded-For", "198.51.100.1", "X-Forwarded-Proto", "https"), undefined);
    assert.equal(read("", "X-Forwarded-For", "198.51.100.1"), undefined);
    assert.equal(createTrustedProxies([]), undefined);
  });

  it("the client is the last that no trusted proxy is, whatever it wrote before", () => {
    assert.equal(from("10.1.2.3", "198.51.100.1"), "198.51.100.1");
    assert.equal(from("10.1.2.3", "127.0.0.1, 198.51.100.1"), "198.51.100.1");
    assert.equal(from("10.1.2.3", "198.51.100.1, 192.0.2.7"), "198.51.100.1");
    assert.equal(from("fd00::1", "[2001:db8::1]:4711"), "2001:db8::1");
    assert.equal(from("10.1.2.3", "198.51.100.1:99"), "198.51.100.1");
    assert.equal(from("10.1.2.3", "::ffff:198.51.100.1"), "198.51.100.1");
    assert.equal(
      read("10.1.2.3", "x-forwarded-for", "1.1.1.1", "X-FORWARDED-FOR", "198.51.100.1")?.sourceIp,
      "198.51.100.1",
    );
  });

  it("who passes on nobody's address asks by itself", () => {
    assert.equal(read("10.1.2.3")?.sourceIp, "10.1.2.3");
    assert.equal(from("10.1.2.3", "unknown"), "10.1.2.3");
    assert.equal(from("10.1.2.3", "10.9.9.9"), "10.9.9.9");
    assert.equal(from("10.1.2.3", ""), "10.1.2.3");
  });

  it("the scheme is what the nearest proxy says", () => {
    assert.equal(read("10.1.2.3", "X-Forwarded-Proto", "https")?.scheme, "https");
    assert.equal(read("10.1.2.3", "X-Forwarded-Proto", "https, http")?.scheme, "http");
    assert.equal(read("10.1.2.3", "X-Forwarded-Proto", "gopher")?.scheme, "http");
    assert.equal(read("10.1.2.3")?.scheme, "http");
  });

  it("the request is as the client sent it", () => {
    const forwarded = read(
      "10.1.2.3",
      "Host",
      "a",
      "X-Forwarded-For",
      "9.9.9.9, 198.51.100.1",
      "X-Forwarded-Port",
      "443",
      "Accept",
      "*/*",
    );
    assert.deepEqual(forwarded?.rawHeaders, ["Host", "a", "Accept", "*/*", "x-forwarded-for", "9.9.9.9"]);
    assert.deepEqual(read("10.1.2.3", "X-Forwarded-For", "198.51.100.1")?.rawHeaders, []);
  });

  it("takes a header of the worst kind in time that grows with its length", () => {
    const [small, large] = [20_000, 200_000].map((length) => {
      const begun = process.cpuUsage().user;
      read("10.1.2.3", "X-Forwarded-For", "10.0.0.1,".repeat(length / 9));
      return process.cpuUsage().user - begun;
    });
    assert.ok((large ?? 0) < 40 * Math.max(small ?? 0, 2_000), `${small} µs, then ${large} µs`);
  });
});

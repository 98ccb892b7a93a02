import assert from "node:assert/strict";
import { test } from "node:test";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { apiGateway } from "../../api-gateway/service.ts";
import { createDomain, findDomain, freeDomain, removeDomain } from "./change-domain.ts";
import type { DomainRecord } from "./domain.ts";

const domain: DomainRecord = {
  domainName: "api.example.com",
  endpointType: "REGIONAL",
  ipAddressType: "ipv4",
  securityPolicy: "TLS_1_2",
  target: "d-abcdefghij",
  createdMs: 0,
  tags: {},
  mappings: [],
};

test("a name that is deleted is others', and what frees it does nothing to one that has been made again", async (context) => {
  const { table } = await openServiceTest(context, [apiGateway]);
  const { host } = table;
  const mine = { host, account: "000000000000", region: "us-east-1" };
  const another = { host, account: "111111111111", region: "us-east-1" };
  assert.equal(await createDomain(mine, domain, undefined), true);
  assert.equal(await createDomain(another, domain, undefined), false);
  const first = await findDomain(mine, "API.example.com");
  assert.equal(await removeDomain(mine, "API.example.com"), true);
  assert.equal(await createDomain(mine, domain, undefined), true);
  // The effect of the deletion comes late, or once more.
  await freeDomain(host, { domainName: domain.domainName, claim: first?.claim ?? null });
  assert.equal(await createDomain(another, domain, undefined), false);
  await removeDomain(mine, domain.domainName);
  assert.equal(await createDomain(another, domain, undefined), true);
});

test("of those who make a name at the same time one has it, and who deletes it leaves it to others", async (context) => {
  const { table } = await openServiceTest(context, [apiGateway]);
  const mine = { host: table.host, account: "000000000000", region: "us-east-1" };
  const another = { ...mine, account: "111111111111" };
  const made = await Promise.all([1, 2, 3].map(() => createDomain(mine, domain, undefined)));
  assert.deepEqual(made.toSorted(), [false, false, true]);
  assert.equal(await createDomain(another, domain, undefined), false);
  await removeDomain(mine, domain.domainName);
  assert.equal(await createDomain(another, domain, undefined), true);
});

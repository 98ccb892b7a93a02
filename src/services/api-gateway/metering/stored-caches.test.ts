import assert from "node:assert/strict";
import { test } from "node:test";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { readUsage, usageMigrations } from "../../usage/usage.ts";
import { apiGateway } from "../service.ts";

const hourMs = 3_600_000;

test("a stage's cache is on the bill for as long as it is there, by its size", async (context) => {
  const { call, table, clock } = await openServiceTest(context, [
    { ...apiGateway, migrations: [...apiGateway.migrations, ...usageMigrations] },
  ]);
  const { storage } = table.host;
  const { id: restApiId = "", rootResourceId: resourceId = "" } = await call("api-gateway", "CreateRestApi", {
    name: "shop",
  });
  const method = { restApiId, resourceId, httpMethod: "GET" };
  await call("api-gateway", "PutMethod", { ...method, authorizationType: "NONE" });
  await call("api-gateway", "PutIntegration", { ...method, type: "MOCK" });
  for (const stageName of ["kept", "plain"]) await call("api-gateway", "CreateDeployment", { restApiId, stageName });
  const patch = (path: string, value: string) =>
    call("api-gateway", "UpdateStage", {
      restApiId,
      stageName: "kept",
      patchOperations: [{ op: "replace", path, value }],
    });
  await patch("/cacheClusterEnabled", "true");
  await patch("/cacheClusterSize", "6.1");
  // The first look counts nothing: it is from then on.
  clock.advance(10_000);
  await storage.timers.idle();
  clock.advance(10 * hourMs);
  await storage.timers.idle();
  const used = new Map<string, number>();
  for await (const { usageType, quantity, resource } of readUsage(storage, "000000000000", {
    fromMs: clock.nowMs() - 48 * hourMs,
    toMs: clock.nowMs() + 24 * hourMs,
  }))
    used.set(`${usageType} ${resource}`, (used.get(`${usageType} ${resource}`) ?? 0) + quantity);
  assert.deepEqual([...used.keys()], ["ApiGatewayCacheUsage:6.1GB shop/kept"]);
  const hours = used.get("ApiGatewayCacheUsage:6.1GB shop/kept") ?? 0;
  assert.ok(Math.abs(hours - 10) < 0.01, `${hours} hours`);
});

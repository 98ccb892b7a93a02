import assert from "node:assert/strict";
import { test } from "node:test";
import { openCloudWatch } from "../../../../test/support/cloudwatch.ts";

const widget = { type: "metric", x: 0, y: 0, width: 12, height: 6, properties: { metrics: [["App", "Load"]] } };
const body = JSON.stringify({ widgets: [widget] });

test("a dashboard is put, got, listed by prefix, tagged and deleted; it is the same in every region", async () => {
  await using lab = await openCloudWatch();
  for (const DashboardName of ["ops-1", "ops-2", "web"]) {
    const { DashboardValidationMessages } = await lab.call("PutDashboard", { DashboardName, DashboardBody: body });
    assert.deepEqual(DashboardValidationMessages, []);
  }
  const got = await lab.call("GetDashboard", { DashboardName: "web" }, { region: "eu-west-1" });
  assert.deepEqual([got.DashboardBody, got.DashboardArn], [body, "arn:aws:cloudwatch::000000000000:dashboard/web"]);
  const { DashboardEntries } = await lab.call("ListDashboards", { DashboardNamePrefix: "ops" });
  assert.deepEqual(
    DashboardEntries?.map(({ DashboardName, Size }) => [DashboardName, Size]),
    [
      ["ops-1", body.length],
      ["ops-2", body.length],
    ],
  );
  const ResourceARN = String(got.DashboardArn);
  await lab.call("TagResource", {
    ResourceARN,
    Tags: [
      { Key: "a", Value: "1" },
      { Key: "b", Value: "2" },
    ],
  });
  await lab.call("UntagResource", { ResourceARN, TagKeys: ["a"] });
  assert.deepEqual((await lab.call("ListTagsForResource", { ResourceARN })).Tags, [{ Key: "b", Value: "2" }]);
  await assert.rejects(lab.call("DeleteDashboards", { DashboardNames: ["web", "none"] }), {
    code: "DashboardNotFoundError",
  });
  await lab.call("DeleteDashboards", { DashboardNames: ["web"] });
  await assert.rejects(lab.call("GetDashboard", { DashboardName: "web" }), {
    code: "DashboardNotFoundError",
    message: "Dashboard web does not exist",
  });
});

test("a name with other characters is refused without being repeated", async () => {
  await using lab = await openCloudWatch();
  await assert.rejects(lab.call("PutDashboard", { DashboardName: "a:b", DashboardBody: "{}" }), {
    message: /^The value for field DashboardName contains invalid characters\. .*\(_\)\.\n$/,
  });
});

test("a body that is no dashboard is refused with where and why", async () => {
  await using lab = await openCloudWatch();
  const cases = {
    "{": ["", "Invalid JSON"],
    "[]": ["", "The dashboard body should be an object"],
    "{}": ["", "The dashboard body should have the array: widgets"],
    [JSON.stringify({ widgets: [{ ...widget, type: "pie" }] })]: ["/widgets/0/type", /Should match one of/],
    [JSON.stringify({ widgets: [{ ...widget, width: 99 }] })]: ["/widgets/0/width", /from 1 to 24/],
    [JSON.stringify({ widgets: [{ type: "text" }] })]: ["/widgets/0", /'properties'/],
  } as const;
  for (const [DashboardBody, [path, text]] of Object.entries(cases)) {
    await assert.rejects(lab.call("PutDashboard", { DashboardName: "d", DashboardBody }), (error: never) => {
      const { code, fields } = error as {
        code: string;
        fields: { dashboardValidationMessages: { DataPath: string; Message: string }[] };
      };
      const [fault] = fields.dashboardValidationMessages;
      assert.deepEqual([code, fault?.DataPath], ["DashboardInvalidInputError", path]);
      assert.match(fault?.Message ?? "", new RegExp(text));
      return true;
    });
  }
  await assert.rejects(lab.call("PutDashboard", { DashboardName: "a b", DashboardBody: body }), /invalid characters/);
});

test("tags of what is not there, or is not CloudWatch's", async () => {
  await using lab = await openCloudWatch();
  const list = (ResourceARN: string) => lab.call("ListTagsForResource", { ResourceARN });
  await assert.rejects(list("arn:aws:cloudwatch::000000000000:dashboard/none"), {
    code: "ResourceNotFoundException",
  });
  await assert.rejects(list("arn:aws:s3:::bucket"), { code: "InvalidParameterValueException" });
});

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, it } from "node:test";
import { CloudWatchClient, DescribeAlarmsCommand, GetDashboardCommand } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, DescribeMetricFiltersCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { Browser } from "playwright-core";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { launchChromium, skipWithoutChromium } from "./chromium.ts";
import { type ConsolePage, openConsole } from "./console-page.ts";
import { fillWatch } from "./fill-watch.ts";

const group = `/console/cloudwatch/log-groups/${encodeURIComponent("/shop/orders")}`;

describe("CloudWatch in the console", { skip: skipWithoutChromium, timeout: 120_000 }, () => {
  let squall: TestSquall;
  let browser: Browser;
  let view: ConsolePage;
  let watch: CloudWatchClient;

  before(async () => {
    squall = await startSquall();
    watch = squall.client(CloudWatchClient);
    await fillWatch(squall);
    browser = await launchChromium();
    view = await openConsole(browser, squall.endpoint);
  });
  after(async () => {
    watch?.destroy();
    await browser?.close();
    await squall?.close();
  });
  const click = (name: string | RegExp) => view.page.getByRole("button", { name, exact: true }).first().click();
  const dialog = () => view.page.getByRole("dialog");
  const inDialog = (name: string) => dialog().getByRole("button", { name, exact: true }).click();
  const said = (text: string | RegExp) => view.page.getByText(text).first().waitFor();
  const alarmNamed = async (AlarmName: string) => {
    const AlarmTypes: ("MetricAlarm" | "CompositeAlarm")[] = ["MetricAlarm", "CompositeAlarm"];
    const found = await watch.send(new DescribeAlarmsCommand({ AlarmNames: [AlarmName], AlarmTypes }));
    return { metric: found.MetricAlarms?.[0], composite: found.CompositeAlarms?.[0] };
  };

  it("makes an alarm in words, refuses what is none, edits it, and tells its history", async () => {
    const { page } = view;
    await view.open("/console/cloudwatch/alarms");
    await page.getByRole("link", { name: "Create alarm" }).first().click();
    await page.getByLabel("Evaluation periods").fill("3");
    await page.getByLabel("Datapoints to alarm").fill("4");
    await click("Add action");
    await click("Create alarm");
    await said("Choose a metric.");
    await said("Enter a whole number from one to the number of periods.");
    await said("Enter for each action the ARN of a topic or a function");
    await said("Enter a name for the alarm.");
    await page.getByLabel("Datapoints to alarm").fill("2");
    await page.getByRole("combobox", { name: "Topic or function" }).fill("arn:aws:sns:us-east-1:000000000000:alarms");
    await page.keyboard.press("Escape");
    await click("Select metric");
    for (const place of ["Shop", "Country"]) await dialog().getByRole("button", { name: place, exact: true }).click();
    await dialog()
      .getByRole("radio", { name: /Select Orders/ })
      .check();
    await inDialog("Select metric");
    await page.getByLabel("than").fill("1000");
    await said(
      "When the average of Orders (Shop, Country: CH) is at least 1000 in 2 of 3 periods of 1 minute. Periods without data are not counted.",
    );
    await page.getByLabel("Alarm name").fill("many-orders");
    await click("Create alarm");
    await said("Successfully created alarm many-orders.");
    await said('Alarm "many-orders" created');
    assert.equal((await alarmNamed("many-orders")).metric?.DatapointsToAlarm, 2);

    await page.getByRole("link", { name: "Edit", exact: true }).click();
    await page.getByLabel("than").fill("5");
    await page.getByLabel("Alarm description - optional").fill("Too many");
    await click("Update alarm");
    await said("Successfully updated alarm many-orders.");
    const { metric } = await alarmNamed("many-orders");
    assert.deepEqual([metric?.Threshold, metric?.AlarmDescription, metric?.DatapointsToAlarm], [5, "Too many", 2]);
    assert.equal(metric?.AlarmActions?.length, 1);
    await page.getByRole("button", { name: "Actions" }).click();
    await page.getByRole("menuitem", { name: "Set state" }).click();
    await inDialog("Set state");
    await said("Enter a reason; the history shows it.");
    await dialog().getByLabel("Reason").fill("a trial");
    await inDialog("Set state");
    await said(/The state of many-orders was set/);
    await said(/Alarm updated from/);
    await view.check("alarm");
  });

  it("makes a composite alarm, and deletes several at once", async () => {
    const { page } = view;
    await view.go("/console/cloudwatch/create-composite-alarm");
    await page.getByLabel("Rule").fill('ALARM("orders-high"');
    await page.getByLabel("Alarm name").fill("both");
    await click("Create composite alarm");
    await said("A ) is missing at the end.");
    await page.getByLabel("Rule").fill('ALARM("nobody")');
    await said("There is no alarm nobody.");
    await page.getByLabel("Rule").fill('ALARM("orders-high") AND ALARM("many-orders")');
    await said("When orders-high is in alarm and many-orders is in alarm.");
    await click("Create composite alarm");
    await said("Successfully created composite alarm both.");
    assert.match((await alarmNamed("both")).composite?.AlarmRule ?? "", /many-orders/);
    await view.go("/console/cloudwatch/alarms");
    for (const name of ["both", "many-orders"]) await page.getByRole("checkbox", { name: `Select ${name}` }).check();
    await click("Delete");
    await inDialog("Delete");
    await said("Successfully deleted 2 alarms.");
    assert.equal((await alarmNamed("many-orders")).metric, undefined);
    await view.check("composite");
  });

  it("graphs metrics with math, and puts them on a dashboard, which is changed and saved", async () => {
    const { page } = view;
    await view.go("/console/cloudwatch/metrics");
    for (const place of ["Shop", "Country"]) await page.getByRole("button", { name: place, exact: true }).click();
    await page.getByRole("checkbox", { name: "Select Orders CH" }).check();
    await click("Add to graph");
    await page.getByRole("tab", { name: "Graphed metrics (1)" }).click();
    await click("Add math expression");
    await page.getByLabel("Expression e1").fill("m1 / 2");
    await page.getByLabel("Label of e1").fill("Half");
    await page.locator('[class*="awsui"]').getByText("Half").first().waitFor();
    assert.match(page.url(), /graph=.*Half/);
    await click("Add to dashboard");
    await dialog().getByRole("combobox", { name: "Dashboard" }).fill("no name");
    await inDialog("Add to dashboard");
    await said("Use 1 to 255 letters, digits, - and _.");
    await dialog().getByRole("combobox", { name: "Dashboard" }).fill("Half");
    await inDialog("Add to dashboard");
    await said("The graph was added to the dashboard Half.");

    await view.go("/console/cloudwatch/dashboards/Half");
    await page.getByTestId("widget").getByText("Half").first().waitFor();
    await page.getByRole("button", { name: "Add widget" }).click();
    await page.getByRole("menuitem", { name: "Text" }).click();
    await dialog().getByLabel("Width").fill("30");
    await inDialog("Add widget");
    await said("Enter a whole number from 1 to 24.");
    await dialog().getByLabel("Width").fill("8");
    await dialog().getByLabel("Markdown").fill("**The note**");
    await inDialog("Add widget");
    await said("The changes are not saved yet.");
    await click("Save dashboard");
    await said("Successfully saved dashboard Half.");
    const { DashboardBody = "{}" } = await watch.send(new GetDashboardCommand({ DashboardName: "Half" }));
    const { widgets } = JSON.parse(DashboardBody) as { widgets: { type: string; properties: { metrics: unknown } }[] };
    assert.deepEqual(
      widgets.map(({ type }) => type),
      ["metric", "text"],
    );
    assert.deepEqual(widgets[0]?.properties.metrics, [
      ["Shop", "Orders", "Country", "CH", { id: "m1", stat: "Average" }],
      [{ id: "e1", expression: "m1 / 2", label: "Half" }],
    ]);
    await page.getByRole("button", { name: "Actions", exact: true }).click();
    await page.getByRole("menuitem", { name: "View/edit source" }).click();
    const source = dialog().getByRole("textbox", { name: "Source" });
    await source.fill('{"widgets": 1}');
    await inDialog("Update");
    await said('A dashboard has a list of "widgets".');
    await source.fill('{"widgets": [{"type": "text", "properties": {"markdown": "only this"}}]}');
    await inDialog("Update");
    await said("only this");
    await click("Discard changes");
    await said("The note");
    await view.check("dashboard");
  });

  it("filters a log into a metric, opens events as JSON, and exports them", async () => {
    const { page } = view;
    await view.go(`${group}?tab=metric-filters`);
    await click("Create metric filter");
    await dialog().getByLabel("Filter name").fill("big");
    await dialog().getByLabel("Metric namespace").fill("AWS/Mine");
    await dialog().getByLabel("Metric name", { exact: true }).fill("Total");
    await dialog().getByLabel("Metric value").fill("many");
    await inDialog("Create metric filter");
    await said(/not beginning with AWS\//);
    await said("Enter a number, or a field that begins with $.");
    await dialog().getByLabel("Metric namespace").fill("Mine");
    await dialog().getByLabel("Metric value").fill("$.total");
    await dialog().getByLabel("Filter pattern - optional").fill("{ $.total > 30 }");
    await inDialog("Create metric filter");
    await said("Successfully created metric filter big.");
    const logs = squall.client(CloudWatchLogsClient);
    const { metricFilters = [] } = await logs.send(new DescribeMetricFiltersCommand({ logGroupName: "/shop/orders" }));
    const big = metricFilters.find(({ filterName }) => filterName === "big");
    assert.equal(big?.metricTransformations?.[0]?.metricValue, "$.total");
    await page.getByRole("checkbox", { name: "Select big" }).check();
    await click("Test pattern");
    await inDialog("Take some of the log");
    await inDialog("Test pattern");
    await said("9 of 20 match.");
    await inDialog("Close");

    await view.go(`${group}/log-events`);
    await page
      .getByRole("button", { name: /^Open the event of/ })
      .first()
      .click();
    await page.locator("pre").getByText('"order": 0').waitFor();
    await page.getByRole("button", { name: "UTC" }).click();
    await page
      .getByText(/T\d\d:\d\d:\d\d\.\d{3}Z/)
      .first()
      .waitFor();
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export" }).click();
    await page.getByRole("menuitem", { name: /JSON/ }).click();
    const events = JSON.parse(await readFile(await (await download).path(), "utf8")) as { message: string }[];
    assert.equal(events.length, 20);
    await page.getByRole("button", { name: "Export" }).click();
    await page.getByRole("menuitem", { name: "Export to Amazon S3" }).click();
    await dialog().getByLabel("To (UTC)").fill("yesterday");
    await inDialog("Export");
    await said("Enter a time: 2026-12-24T18:00:00.");
    await said("Choose a bucket.");
    await inDialog("Cancel");
    await view.check("log");
  });

  it("asks Logs Insights for sums, draws them, and keeps the query", async () => {
    const { page } = view;
    await view.go("/console/cloudwatch/logs-insights?group=/shop/orders");
    await page.getByRole("textbox", { name: "Query" }).fill("stats count(*) as events by level");
    await click("Run query");
    await page.getByRole("gridcell", { name: "error", exact: true }).waitFor();
    await page.getByRole("heading", { name: "Visualization" }).waitFor();
    await page.getByRole("button", { name: "Pie" }).click();
    await click("Save query");
    await inDialog("Save query");
    await said("Enter a name for the query.");
    await dialog().getByLabel("Query name").fill("shop/levels");
    await inDialog("Save query");
    await said("Successfully saved query shop/levels.");
    await page.getByRole("tab", { name: "History" }).click();
    await page
      .getByRole("gridcell", { name: /stats count/ })
      .first()
      .waitFor();
    await view.check("insights");
  });
});

import { type DashboardFault, dashboardIsInvalid } from "../errors.ts";
import { limits } from "../limits.ts";

const widgetTypes: ReadonlySet<unknown> = new Set(["alarm", "custom", "explorer", "log", "metric", "number", "text"]);

/** Throws where the body is no dashboard; gives what AWS would only warn of. Source: "Dashboard body structure and syntax". */
export function checkBody(body: string): DashboardFault[] {
  const dashboard = parse(body);
  const widgets = dashboard.widgets;
  if (!Array.isArray(widgets)) throw invalid("", "The dashboard body should have the array: widgets");
  if (widgets.length > limits.dashboardWidgets) {
    throw invalid("/widgets", `The dashboard has more than ${limits.dashboardWidgets} widgets`);
  }
  const faults = widgets.flatMap((widget, index) => checkWidget(widget, `/widgets/${index}`));
  if (faults.length > 0) throw dashboardIsInvalid(faults);
  return Object.keys(dashboard)
    .filter((key) => !knownKeys.has(key))
    .map((key) => ({ DataPath: `/${key}`, Message: `Unexpected property: ${key}` }));
}

const knownKeys: ReadonlySet<string> = new Set(["end", "periodOverride", "start", "variables", "widgets"]);

function parse(body: string): Record<string, unknown> {
  if (Buffer.byteLength(body) > limits.dashboardBytes) throw invalid("", "The dashboard body is too large");
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw invalid("", "Invalid JSON");
  }
  if (isObject(value)) return value;
  throw invalid("", "The dashboard body should be an object");
}

function checkWidget(widget: unknown, at: string): DashboardFault[] {
  if (!isObject(widget)) return [{ DataPath: at, Message: "A widget should be an object" }];
  const faults: DashboardFault[] = [];
  if (!widgetTypes.has(widget.type)) {
    faults.push({ DataPath: `${at}/type`, Message: `Should match one of: ${[...widgetTypes].join(", ")}` });
  }
  if (!isObject(widget.properties))
    faults.push({ DataPath: at, Message: "Should have required property 'properties'" });
  for (const [name, least, most] of [
    ["x", 0, 23],
    ["y", 0, 1_000_000],
    ["width", 1, 24],
    ["height", 1, 1_000],
  ] as const) {
    const value = widget[name];
    if (value === undefined || (Number.isInteger(value) && Number(value) >= least && Number(value) <= most)) continue;
    faults.push({ DataPath: `${at}/${name}`, Message: `Should be an integer from ${least} to ${most}` });
  }
  return faults;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function invalid(DataPath: string, Message: string) {
  return dashboardIsInvalid([{ DataPath, Message }]);
}

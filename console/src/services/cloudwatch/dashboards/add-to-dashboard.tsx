import {
  CloudWatchClient,
  GetDashboardCommand,
  PutDashboardCommand,
  paginateListDashboards,
} from "@aws-sdk/client-cloudwatch";
import { isNotFound } from "../../../aws/errors.ts";
import { FieldsDialog } from "../../../described/fields-dialog.tsx";
import { useLive } from "../../../live/use-live.ts";
import { useClient, useSession } from "../../../shell/session-provider.tsx";
import type { Graph } from "../metrics/graph-address.ts";
import { bodyText, fromLines, nextPlace, parseBody, type Widget } from "./dashboard-body.ts";

interface AddToDashboardProps {
  readonly graph: Graph;
  readonly onClose: () => void;
}

/** Puts a graph on a dashboard, below what is there; a name that is new makes one. */
export function AddToDashboard({ graph, onClose }: AddToDashboardProps) {
  const client = useClient(CloudWatchClient);
  const { region } = useSession();
  const add = async (name = "", title = "") => {
    const known = await client.send(new GetDashboardCommand({ DashboardName: name })).catch((error: unknown) => {
      if (isNotFound(error)) return undefined;
      throw error;
    });
    const body = parseBody(known?.DashboardBody);
    const widget: Widget = {
      type: "metric",
      ...nextPlace(body.widgets),
      width: 12,
      height: 6,
      properties: {
        title: title || undefined,
        view: graph.view,
        region,
        period: graph.periodS,
        metrics: fromLines(graph.lines),
      },
    };
    const DashboardBody = bodyText({ ...body, widgets: [...body.widgets, widget] });
    await client.send(new PutDashboardCommand({ DashboardName: name, DashboardBody }));
  };
  return (
    <FieldsDialog
      title="Add to dashboard"
      submit="Add to dashboard"
      fields={[
        {
          name: "name",
          label: "Dashboard",
          kind: "choice",
          useChoices: useDashboardChoices,
          placeholder: "Choose one, or enter a new name",
          required: "Choose a dashboard, or enter a name for a new one.",
          problem: dashboardNameProblem,
        },
        { name: "title", label: "Widget title" },
      ]}
      initial={{ name: "", title: "" }}
      failed="The graph could not be added"
      done={({ name }) => `The graph was added to the dashboard ${name}.`}
      save={({ name, title }) => add(name, title)}
      onClose={onClose}
    />
  );
}

export function dashboardNameProblem(name: string): string | undefined {
  return /^[\w-]{1,255}$/.test(name) ? undefined : "Use 1 to 255 letters, digits, - and _.";
}

function useDashboardChoices() {
  const client = useClient(CloudWatchClient);
  return useLive(
    "cloudwatch/dashboard-choices",
    async () => {
      const found = [];
      for await (const { DashboardEntries = [] } of paginateListDashboards({ client }, {}))
        found.push(
          ...DashboardEntries.map(({ DashboardName = "" }) => ({ value: DashboardName, label: DashboardName })),
        );
      return found;
    },
    { everyMs: 5_000 },
  );
}

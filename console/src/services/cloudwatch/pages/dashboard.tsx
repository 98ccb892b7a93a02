import { CloudWatchClient, GetDashboardCommand, PutDashboardCommand } from "@aws-sdk/client-cloudwatch";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { lazy, Suspense, useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { parseSpan, spanText } from "../../../chart/time-span.ts";
import { TimeSpanField } from "../../../chart/time-span-field.tsx";
import { TimeZoneToggle } from "../../../chart/time-zone-toggle.tsx";
import { LeaveGuard } from "../../../form/leave-guard.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { usePageCommands } from "../../../shell/search/page-commands.tsx";
import { useClient, useSession } from "../../../shell/session-provider.tsx";
import { useTimeZone } from "../../../text/time-zone.ts";
import { bodyText, type DashboardBody, nextPlace, parseBody, type Widget } from "../dashboards/dashboard-body.ts";
import "../dashboards/dashboard.css";
import { newWidget, widgetKinds } from "../dashboards/new-widget.ts";
import { WidgetView } from "../dashboards/widget-view.tsx";
import { dashboardsCrumb, dashboardsPath } from "../paths.ts";
import { useDeleteDashboards } from "./dashboards.tsx";

const WidgetDialog = lazy(async () => ({ default: (await import("../dashboards/widget-dialog.tsx")).WidgetDialog }));
const SourceDialog = lazy(async () => ({ default: (await import("../dashboards/source-dialog.tsx")).SourceDialog }));

/** A dashboard. What is changed stands here only, until it is saved as a whole. */
export function Component() {
  const { name = "" } = useParams();
  return <Dashboard key={name} name={name} />;
}

type Dialog = { readonly is: "source" } | { readonly is: "widget"; readonly widget: Widget; readonly at?: number };

function Dashboard({ name }: { readonly name: string }) {
  const client = useClient(CloudWatchClient);
  const { region } = useSession();
  const navigate = useNavigate();
  const notify = useNotify();
  const zone = useTimeZone();
  const [search, setSearch] = useSearchParams();
  const [draft, setDraft] = useState<DashboardBody>();
  const [dialog, setDialog] = useState<Dialog>();
  const saved = useLive(
    `cloudwatch/dashboard/${name}`,
    async () => parseBody((await client.send(new GetDashboardCommand({ DashboardName: name }))).DashboardBody),
    { everyMs: 5_000 },
  );
  const remove = useDeleteDashboards(() => undefined);
  const save = useAction(async () => {
    if (!draft) return;
    await client.send(new PutDashboardCommand({ DashboardName: name, DashboardBody: bodyText(draft) }));
    setDraft(undefined);
    saved.refresh();
    notify.success(`Successfully saved dashboard ${name}.`);
  });
  const body = draft ?? saved.data ?? { widgets: [] };
  const change = (widgets: readonly Widget[]) => setDraft({ ...body, widgets });
  const span = parseSpan(search.get("range")) ?? parseSpan(spanOfStart(body.start)) ?? parseSpan("3h")!;
  const add = (kind: string) => setDialog({ is: "widget", widget: newWidget(kind, nextPlace(body.widgets), region) });
  usePageCommands([
    ...widgetKinds.map(({ id, text }) => ({ text: `Add widget: ${text}`, run: () => add(id) })),
    { text: "View or edit the dashboard's source", run: () => setDialog({ is: "source" }) },
    ...(draft ? [{ text: "Save dashboard", run: () => void save.run() }] : []),
  ]);
  const put = (widget: Widget) => {
    const at = dialog?.is === "widget" ? dialog.at : undefined;
    change(
      at === undefined ? [...body.widgets, widget] : body.widgets.map((one, index) => (index === at ? widget : one)),
    );
  };
  const adder = (
    <ButtonDropdown
      disabled={!saved.data}
      items={widgetKinds.map(({ id, text }) => ({ id, text }))}
      onItemClick={({ detail }) => add(detail.id)}
    >
      Add widget
    </ButtonDropdown>
  );
  return (
    <Page
      title={name}
      breadcrumbs={[dashboardsCrumb]}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <ButtonDropdown
            disabled={!saved.data}
            items={[
              { id: "source", text: "View/edit source" },
              { id: "delete", text: "Delete dashboard" },
            ]}
            onItemClick={async ({ detail }) => {
              if (detail.id === "source") setDialog({ is: "source" });
              else if (await remove([name])) {
                setDraft(undefined);
                await navigate(dashboardsPath);
              }
            }}
          >
            Actions
          </ButtonDropdown>
          {adder}
          {draft && <Button onClick={() => setDraft(undefined)}>Discard changes</Button>}
          <Button variant="primary" disabled={!draft} loading={save.isRunning} onClick={() => void save.run()}>
            Save dashboard
          </Button>
        </SpaceBetween>
      }
    >
      <SpaceBetween size="m">
        <SpaceBetween direction="horizontal" size="xs">
          <TimeSpanField
            span={span}
            offered={["1h", "3h", "12h", "1d", "3d", "1w"]}
            onChange={(next) => next && setSearch({ range: spanText(next) }, { replace: true })}
          />
          <TimeZoneToggle zone={zone} />
        </SpaceBetween>
        <ErrorAlert error={save.error} title="The dashboard could not be saved" />
        {draft && <Alert type="info">The changes are not saved yet.</Alert>}
        <Loaded live={saved} what={`the dashboard ${name}`} feature="CloudWatch dashboards">
          {() =>
            body.widgets.length === 0 ? (
              <Box textAlign="center" color="text-body-secondary" padding="xxl">
                <SpaceBetween size="s">
                  <span>The dashboard is empty. Add a graph, alarms, logs or a text.</span>
                  {adder}
                </SpaceBetween>
              </Box>
            ) : (
              <div className="squall-dashboard">
                {body.widgets.map((widget, at) => (
                  <WidgetView
                    // biome-ignore lint/suspicious/noArrayIndexKey: widgets have no names, and two may be alike.
                    key={at}
                    widget={widget}
                    span={span}
                    onEdit={() => setDialog({ is: "widget", widget, at })}
                    onCopy={() => change([...body.widgets, { ...widget, ...nextPlace(body.widgets) }])}
                    onRemove={() => change(body.widgets.filter((_one, index) => index !== at))}
                  />
                ))}
              </div>
            )
          }
        </Loaded>
      </SpaceBetween>
      {draft && (
        <LeaveGuard
          title="Leave with unsaved changes?"
          body={
            <>
              The changes of the dashboard <b>{name}</b> are not saved and will be lost.
            </>
          }
        />
      )}
      <Suspense fallback={null}>
        {dialog?.is === "widget" && (
          <WidgetDialog
            widget={dialog.widget}
            isNew={dialog.at === undefined}
            onSave={put}
            onClose={() => setDialog(undefined)}
          />
        )}
        {dialog?.is === "source" && (
          <SourceDialog
            source={bodyText(body)}
            onSave={(text) => setDraft(parseBody(text))}
            onClose={() => setDialog(undefined)}
          />
        )}
      </Suspense>
    </Page>
  );
}

/** The dashboard's own length of time, `-PT3H`, as an address has it. */
function spanOfStart(start: string | undefined): string | undefined {
  const [, amount, unit] = /^-P(?:T?)(\d+)([MHDW])$/.exec(start ?? "") ?? [];
  return amount && unit && `${amount}${unit.toLowerCase()}`;
}

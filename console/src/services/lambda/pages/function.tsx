import Box from "@cloudscape-design/components/box";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Tabs from "@cloudscape-design/components/tabs";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { saveFile } from "../../../live/save-file.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { RouteButton } from "../../../shell/links.tsx";
import { Page } from "../../../shell/page.tsx";
import { useFunction } from "../api.ts";
import { CodeTab } from "../code/code-tab.tsx";
import { LeaveGuard } from "../code/leave-guard.tsx";
import { useCodeSource } from "../code/use-code-source.ts";
import { ConfigurationTab } from "../configuration/configuration-tab.tsx";
import { MonitorTab } from "../monitor/monitor-tab.tsx";
import { Overview } from "../overview/overview.tsx";
import { RuntimeNotice } from "../overview/runtime-notice.tsx";
import { TestTab } from "../test/test-tab.tsx";
import { useTestRun } from "../test/use-test-run.ts";
import { useTriggers } from "../triggers/use-triggers.ts";
import { Aliases } from "../versions/aliases.tsx";
import { Versions } from "../versions/versions.tsx";
import { useDeleteFunctions } from "./functions.tsx";

export function Component() {
  const { name = "" } = useParams();
  // Another function is another page, with its own unsaved changes.
  return <FunctionPage key={name} name={name} />;
}

function FunctionPage({ name }: { name: string }) {
  const live = useFunction(name);
  const [search, setSearch] = useSearchParams();
  const source = useCodeSource(name, live.data, live.refresh);
  const run = useTestRun(name);
  const triggers = useTriggers(name, live.data?.Configuration?.FunctionArn);
  const configuration = live.data?.Configuration;
  const breadcrumbs = [{ text: "Functions", href: "/console/lambda/functions" }];
  const openTab = (tab: string) => setSearch({ tab });

  if (!configuration) {
    return (
      <Page title={name} breadcrumbs={breadcrumbs}>
        {live.isLoading ? (
          <StatusIndicator type="loading">Loading the function</StatusIndicator>
        ) : (
          <ErrorAlert
            error={live.error}
            title={`The function ${name} could not be read`}
            onRetry={live.refresh}
            action={<RouteButton href="/console/lambda/functions">Functions</RouteButton>}
          />
        )}
      </Page>
    );
  }
  return (
    <Page
      title={name}
      breadcrumbs={breadcrumbs}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <CopyToClipboard
            copyButtonText="Copy ARN"
            textToCopy={configuration.FunctionArn ?? ""}
            copySuccessText="ARN copied"
            copyErrorText="The browser refused to copy"
          />
          <FunctionActions
            name={name}
            onTest={() => openTab("test")}
            onExport={() =>
              source.package.data && saveFile(`${name}.zip`, source.package.data.bytes, "application/zip")
            }
          />
        </SpaceBetween>
      }
    >
      {source.isChanged && <LeaveGuard functionName={name} />}
      <SpaceBetween size="l">
        <RuntimeNotice runtime={configuration.Runtime} />
        <Overview configuration={configuration} triggers={triggers.data ?? []} />
        <Tabs
          activeTabId={search.get("tab") ?? "code"}
          ariaLabel="Function"
          onChange={({ detail }) => openTab(detail.activeTabId)}
          tabs={[
            {
              id: "code",
              label: "Code",
              content: <CodeTab configuration={configuration} source={source} run={run} />,
            },
            {
              id: "test",
              label: "Test",
              content: <TestTab configuration={configuration} run={run} isOutdated={source.isChanged} />,
            },
            { id: "monitor", label: "Monitor", content: <MonitorTab configuration={configuration} /> },
            {
              id: "configuration",
              label: "Configuration",
              content: <ConfigurationTab description={live.data!} triggers={triggers} />,
            },
            { id: "aliases", label: "Aliases", content: <Aliases name={name} /> },
            { id: "versions", label: "Versions", content: <Versions name={name} /> },
          ]}
        />
        {live.error !== undefined && (
          <Box color="text-status-error">The function could not be refreshed: {String(live.error)}</Box>
        )}
      </SpaceBetween>
    </Page>
  );
}

interface FunctionActionsProps {
  readonly name: string;
  readonly onTest: () => void;
  readonly onExport: () => void;
}

function FunctionActions({ name, onTest, onExport }: FunctionActionsProps) {
  const navigate = useNavigate();
  const remove = useDeleteFunctions(() => undefined);
  return (
    <ButtonDropdown
      items={[
        { id: "test", text: "Test" },
        { id: "export", text: "Download deployment package (.zip)" },
        { id: "delete", text: "Delete function" },
      ]}
      onItemClick={async ({ detail }) => {
        if (detail.id === "test") onTest();
        if (detail.id === "export") onExport();
        if (detail.id === "delete" && (await remove([name]))) await navigate("/console/lambda/functions");
      }}
    >
      Actions
    </ButtonDropdown>
  );
}

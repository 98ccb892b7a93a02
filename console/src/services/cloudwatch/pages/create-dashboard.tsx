import { CloudWatchClient, GetDashboardCommand, PutDashboardCommand } from "@aws-sdk/client-cloudwatch";
import { isNotFound } from "../../../aws/errors.ts";
import { CreatePage } from "../../../described/create-page.tsx";
import { checkIsNew } from "../../../form/create.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { dashboardNameProblem } from "../dashboards/add-to-dashboard.tsx";
import { bodyText } from "../dashboards/dashboard-body.ts";
import { dashboardPath, dashboardsCrumb } from "../paths.ts";

export function Component() {
  const client = useClient(CloudWatchClient);
  return (
    <CreatePage
      title="Create dashboard"
      breadcrumbs={[dashboardsCrumb]}
      sections={[
        {
          title: "Dashboard details",
          fields: [
            {
              name: "name",
              label: "Dashboard name",
              required: "Enter a name for the dashboard.",
              constraint: "Letters, digits, - and _.",
              problem: dashboardNameProblem,
            },
          ],
        },
      ]}
      initial={{ name: "" }}
      submit="Create dashboard"
      cancelTo={dashboardsCrumb.href}
      failed="The dashboard could not be created"
      save={async ({ name = "" }) => {
        await checkIsNew(`a dashboard ${name}`, async () => {
          const known = await client.send(new GetDashboardCommand({ DashboardName: name })).catch(ignoreMissing);
          return known !== undefined;
        });
        await client.send(new PutDashboardCommand({ DashboardName: name, DashboardBody: bodyText({ widgets: [] }) }));
        return { to: dashboardPath(name), done: `Successfully created dashboard ${name}.` };
      }}
    />
  );
}

function ignoreMissing(error: unknown): undefined {
  if (!isNotFound(error)) throw error;
}

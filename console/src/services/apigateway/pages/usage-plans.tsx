import {
  APIGatewayClient,
  CreateUsagePlanCommand,
  DeleteUsagePlanCommand,
  GetUsagePlansCommand,
  type UsagePlan,
} from "@aws-sdk/client-api-gateway";
import { PartTable } from "../../../described/part-table.tsx";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { usagePlanPath } from "../paths.ts";
import { limitsOf, planFields } from "../rest/plan-fields.ts";

export function Component() {
  const client = useClient(APIGatewayClient);
  const plans = useLive(
    "apigateway/usage-plans",
    async () => (await client.send(new GetUsagePlansCommand({ limit: 500 }))).items ?? [],
  );
  return (
    <Page title="Usage plans" breadcrumbs={[]} description="How often the holders of API keys may call which stages.">
      <PartTable<UsagePlan>
        id="apigateway.usage-plans"
        title="Usage plans"
        noun="usage plans"
        one="usage plan"
        live={plans}
        rowId={({ id = "" }) => id}
        name={({ name = "" }) => name}
        columns={[
          {
            id: "name",
            header: "Name",
            cell: ({ id = "", name }) => <RouteLink href={usagePlanPath(id)}>{name}</RouteLink>,
            value: ({ name }) => name,
            width: 240,
          },
          {
            id: "throttle",
            header: "Throttling",
            cell: ({ throttle }) => (throttle ? `${throttle.rateLimit}/s, burst ${throttle.burstLimit}` : "None"),
            width: 220,
          },
          {
            id: "quota",
            header: "Quota",
            cell: ({ quota }) => (quota ? `${quota.limit} per ${quota.period?.toLowerCase()}` : "None"),
            width: 180,
          },
          {
            id: "stages",
            header: "Stages",
            cell: ({ apiStages = [] }) => apiStages.length,
            value: ({ apiStages = [] }) => apiStages.length,
            width: 110,
          },
        ]}
        empty="No usage plans."
        create={{
          text: "Create usage plan",
          fields: planFields,
          initial: { period: "MONTH" },
          save: (values) => {
            const { rate, burst, quota, period } = limitsOf(values);
            return client.send(
              new CreateUsagePlanCommand({
                name: values.name,
                description: values.description || undefined,
                throttle:
                  rate === undefined && burst === undefined ? undefined : { rateLimit: rate, burstLimit: burst },
                quota: quota === undefined ? undefined : { limit: quota, period },
              }),
            );
          },
          done: ({ name }) => `Successfully created usage plan ${name}.`,
        }}
        remove={{
          body: () => "Holders of its keys are counted and throttled by it no more. Take its stages off first.",
          run: ({ id: usagePlanId }) => client.send(new DeleteUsagePlanCommand({ usagePlanId })),
        }}
      />
    </Page>
  );
}

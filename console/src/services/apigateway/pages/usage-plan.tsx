import {
  APIGatewayClient,
  type ApiStage,
  CreateUsagePlanKeyCommand,
  DeleteUsagePlanKeyCommand,
  GetApiKeysCommand,
  GetStagesCommand,
  GetUsageCommand,
  GetUsagePlanCommand,
  GetUsagePlanKeysCommand,
  UpdateUsagePlanCommand,
  type UsagePlan,
  type UsagePlanKey,
} from "@aws-sdk/client-api-gateway";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useParams } from "react-router";
import type { Choice } from "../../../choices/choice.ts";
import { FieldsDialog } from "../../../described/fields-dialog.tsx";
import { PartTable } from "../../../described/part-table.tsx";
import { type Live, useLive } from "../../../live/use-live.ts";
import { Details } from "../../../shell/details.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { Page } from "../../../shell/page.tsx";
import { PageTabs } from "../../../shell/page-tabs.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { cloudNowMs } from "../../../text/cloud-clock.ts";
import { readRestApis } from "../api/read-rest-apis.ts";
import { limitsOf, planFields } from "../rest/plan-fields.ts";

export function Component() {
  const { planId = "" } = useParams();
  return <UsagePlanPage key={planId} usagePlanId={planId} />;
}

function UsagePlanPage({ usagePlanId }: { usagePlanId: string }) {
  const client = useClient(APIGatewayClient);
  const [isEditing, setEditing] = useState(false);
  const plan = useLive(`apigateway/usage-plans/${usagePlanId}`, () =>
    client.send(new GetUsagePlanCommand({ usagePlanId })),
  );
  return (
    <Page
      title={plan.data?.name ?? usagePlanId}
      breadcrumbs={[{ text: "Usage plans", href: "/console/apigateway/usage-plans" }]}
    >
      <Loaded live={plan} what={`the usage plan ${usagePlanId}`} feature="API Gateway">
        {(found) => (
          <SpaceBetween size="l">
            <Details
              title="Usage plan details"
              actions={<Button onClick={() => setEditing(true)}>Edit</Button>}
              items={[
                ["ID", usagePlanId],
                ["Rate", found.throttle ? `${found.throttle.rateLimit} per second` : "None"],
                ["Burst", found.throttle ? String(found.throttle.burstLimit) : "None"],
                ["Quota", found.quota ? `${found.quota.limit} per ${found.quota.period?.toLowerCase()}` : "None"],
                ["Description", found.description],
              ]}
            />
            <PageTabs
              label="Usage plan"
              tabs={[
                { id: "stages", label: "Associated stages", content: <Stages plan={found} onChange={plan.refresh} /> },
                { id: "keys", label: "Associated API keys", content: <Keys usagePlanId={usagePlanId} /> },
              ]}
            />
            {isEditing && <EditPlan plan={found} onSaved={plan.refresh} onClose={() => setEditing(false)} />}
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
}

function EditPlan({ plan, onSaved, onClose }: { plan: UsagePlan; onSaved: () => void; onClose: () => void }) {
  const client = useClient(APIGatewayClient);
  const { id: usagePlanId, throttle, quota } = plan;
  return (
    <FieldsDialog
      title={`Edit usage plan ${plan.name}`}
      fields={planFields}
      initial={{
        name: plan.name ?? "",
        description: plan.description ?? "",
        rate: String(throttle?.rateLimit ?? ""),
        burst: String(throttle?.burstLimit ?? ""),
        quota: String(quota?.limit ?? ""),
        period: quota?.period ?? "MONTH",
      }}
      failed="The usage plan could not be saved"
      done="Successfully updated the usage plan."
      save={(values) => {
        const { rate, burst, quota: limit, period } = limitsOf(values);
        const set = (path: string, value: string | number | undefined) =>
          value === undefined ? [] : [{ op: "replace" as const, path, value: String(value) }];
        const isThrottled = rate !== undefined || burst !== undefined;
        const patchOperations = [
          ...set("/name", values.name),
          ...set("/description", values.description || (plan.description ? "" : undefined)),
          ...(!isThrottled && throttle ? [{ op: "remove" as const, path: "/throttle" }] : []),
          ...set("/throttle/rateLimit", rate),
          ...set("/throttle/burstLimit", burst),
          ...(limit === undefined && quota ? [{ op: "remove" as const, path: "/quota" }] : []),
          ...(limit === undefined ? [] : [...set("/quota/limit", limit), ...set("/quota/period", period)]),
        ];
        return client.send(new UpdateUsagePlanCommand({ usagePlanId, patchOperations }));
      }}
      onSaved={onSaved}
      onClose={onClose}
    />
  );
}

/** `API:STAGE` of every REST API. */
function useStageChoices(): Live<readonly Choice[]> {
  const client = useClient(APIGatewayClient);
  return useLive(
    "choices/rest-stages",
    async () => {
      const apis = await readRestApis(client);
      const found = await Promise.all(
        apis.map(async ({ id: restApiId = "", name }) => {
          const { item = [] } = await client.send(new GetStagesCommand({ restApiId }));
          return item.map(({ stageName }) => ({ value: `${restApiId}:${stageName}`, label: `${name}: ${stageName}` }));
        }),
      );
      return found.flat();
    },
    { everyMs: 5_000 },
  );
}

function Stages({ plan, onChange }: { plan: UsagePlan; onChange: () => void }) {
  const client = useClient(APIGatewayClient);
  const change = (op: "add" | "remove", value: string) =>
    client.send(
      new UpdateUsagePlanCommand({ usagePlanId: plan.id, patchOperations: [{ op, path: "/apiStages", value }] }),
    );
  return (
    <PartTable<ApiStage>
      id="apigateway.plan-stages"
      title="Associated stages"
      noun="stages"
      one="stage"
      live={{ data: plan.apiStages ?? [], error: undefined, isLoading: false, refresh: onChange }}
      rowId={({ apiId, stage }) => `${apiId}:${stage}`}
      name={({ apiId, stage }) => `${apiId}:${stage}`}
      columns={[
        { id: "api", header: "API", cell: (one) => one.apiId, value: (one) => one.apiId, width: 200 },
        { id: "stage", header: "Stage", cell: (one) => one.stage, value: (one) => one.stage, width: 200 },
      ]}
      empty="No stages: the plan counts nothing yet."
      create={{
        text: "Add stage",
        fields: [
          {
            name: "stage",
            label: "Stage",
            kind: "choice",
            useChoices: useStageChoices,
            placeholder: "Choose a stage",
            required: "Choose a stage.",
          },
        ],
        initial: {},
        save: ({ stage = "" }) => change("add", stage),
        done: ({ stage }) => `Successfully added stage ${stage}.`,
      }}
      remove={{
        text: "Remove",
        body: () => "Its calls are counted by the plan no more.",
        run: ({ apiId, stage }) => change("remove", `${apiId}:${stage}`),
      }}
    />
  );
}

function useKeyChoices(): Live<readonly Choice[]> {
  const client = useClient(APIGatewayClient);
  return useLive(
    "choices/api-keys",
    async () => {
      const { items = [] } = await client.send(new GetApiKeysCommand({ limit: 500 }));
      return items.map(({ id = "", name = "" }) => ({ value: id, label: name, description: id }));
    },
    { everyMs: 5_000 },
  );
}

interface CountedKey extends UsagePlanKey {
  /** Today. */
  readonly used: number;
}

function Keys({ usagePlanId }: { usagePlanId: string }) {
  const client = useClient(APIGatewayClient);
  const keys = useLive(`apigateway/usage-plans/${usagePlanId}/keys`, async (): Promise<readonly CountedKey[]> => {
    const today = new Date(cloudNowMs()).toISOString().slice(0, 10);
    const [{ items = [] }, { items: usage = {} }] = await Promise.all([
      client.send(new GetUsagePlanKeysCommand({ usagePlanId, limit: 500 })),
      client.send(new GetUsageCommand({ usagePlanId, startDate: today, endDate: today })),
    ]);
    return items.map((key) => ({ ...key, used: usage[key.id ?? ""]?.at(-1)?.[0] ?? 0 }));
  });
  return (
    <PartTable<CountedKey>
      id="apigateway.plan-keys"
      title="Associated API keys"
      noun="API keys"
      one="API key"
      live={keys}
      rowId={({ id = "" }) => id}
      name={({ name = "" }) => name}
      columns={[
        { id: "name", header: "Name", cell: (one) => one.name, value: (one) => one.name, width: 220 },
        { id: "id", header: "ID", cell: (one) => one.id, value: (one) => one.id, width: 160 },
        { id: "used", header: "Requests today", cell: (one) => one.used, value: (one) => one.used, width: 160 },
      ]}
      empty="No API keys: nobody calls by this plan."
      create={{
        text: "Add API key",
        fields: [
          {
            name: "key",
            label: "API key",
            kind: "choice",
            useChoices: useKeyChoices,
            placeholder: "Choose an API key",
            required: "Choose an API key.",
          },
        ],
        initial: {},
        save: ({ key: keyId }) =>
          client.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId, keyType: "API_KEY" })),
        done: () => "Successfully added the API key.",
      }}
      remove={{
        text: "Remove",
        body: () => "The key stays, and is of the plan no more.",
        run: ({ id: keyId }) => client.send(new DeleteUsagePlanKeyCommand({ usagePlanId, keyId })),
      }}
    />
  );
}

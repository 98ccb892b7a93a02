import { paginateGetSamplingRules, type SamplingRule, XRayClient } from "@aws-sdk/client-xray";
import { useLive } from "../../../live/use-live.ts";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";

export function Component() {
  const client = useClient(XRayClient);
  const rules = useLive(
    "xray/sampling-rules",
    async (signal) => {
      const found: SamplingRule[] = [];
      for await (const { SamplingRuleRecords = [] } of paginateGetSamplingRules({ client }, {})) {
        signal.throwIfAborted();
        found.push(...SamplingRuleRecords.flatMap(({ SamplingRule: rule }) => rule ?? []));
      }
      return found;
    },
    { everyMs: 10_000 },
  );
  return (
    <Page title="Settings" breadcrumbs={[]} description="How much of what happens X-Ray is told.">
      <ResourceTable
        id="xray.sampling-rules"
        title="Sampling rules"
        noun="sampling rules"
        description="Of each second the reservoir is traced, and of the rest the fixed rate, where no caller has decided."
        live={rules}
        feature="X-Ray"
        columns={columns}
        rowId={({ RuleName = "" }) => RuleName}
        rowArn={({ RuleARN }) => RuleARN}
        select="single"
        empty={{ text: "No sampling rules." }}
      />
    </Page>
  );
}

const columns: readonly Column<SamplingRule>[] = [
  { id: "name", header: "Name", cell: ({ RuleName }) => RuleName, value: ({ RuleName }) => RuleName, width: 160 },
  {
    id: "priority",
    header: "Priority",
    cell: ({ Priority }) => Priority,
    value: ({ Priority }) => Priority,
    width: 110,
  },
  {
    id: "reservoir",
    header: "Reservoir",
    cell: ({ ReservoirSize = 0 }) => `${ReservoirSize} / s`,
    value: ({ ReservoirSize }) => ReservoirSize,
    width: 120,
  },
  {
    id: "rate",
    header: "Fixed rate",
    cell: ({ FixedRate = 0 }) => `${FixedRate * 100} %`,
    value: ({ FixedRate }) => FixedRate,
    width: 120,
  },
  {
    id: "for",
    header: "Matches",
    cell: (rule) => matchesOf(rule),
    value: (rule) => matchesOf(rule),
    width: 420,
  },
];

function matchesOf({ ServiceName, ServiceType, Host, HTTPMethod, URLPath, ResourceARN }: SamplingRule): string {
  const all = Object.entries({ ServiceName, ServiceType, Host, HTTPMethod, URLPath, ResourceARN });
  const named = all.filter(([, value]) => value !== undefined && value !== "*");
  return named.length === 0 ? "Everything" : named.map(([name, value]) => `${name}: ${value}`).join(", ");
}

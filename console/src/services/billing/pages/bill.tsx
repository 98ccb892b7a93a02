import {
  CostExplorerClient,
  type Expression,
  GetCostAndUsageCommand,
  GetDimensionValuesCommand,
  GetTagsCommand,
  type Granularity,
  type ResultByTime,
} from "@aws-sdk/client-cost-explorer";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { lazy, Suspense } from "react";
import { useSearchParams } from "react-router";
import { arnHref } from "../../../choices/arn-href.ts";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { cloudNowMs } from "../../../text/cloud-clock.ts";
import { type Costs, dateText, divisions, type PartCost, toCosts } from "../costs.ts";
import { Month } from "../month.tsx";

const CostChart = lazy(() => import("../cost-chart.tsx"));

/** "Cost Explorer": what is asked stands in the address. */
export function Component() {
  const client = useClient(CostExplorerClient);
  const [search, setSearch] = useSearchParams();
  const range = ranges.find(({ id }) => id === search.get("days")) ?? ranges[0]!;
  const division = divisions.find(({ id }) => id === search.get("by")) ?? divisions[0]!;
  const service = search.get("service") ?? "";
  const offered = useOffered(range.days);
  const tag = search.get("tag") ?? offered.tags[0] ?? "";
  const change = (key: string, value: string) => {
    const next = new URLSearchParams(search);
    if (value === "") next.delete(key);
    else next.set(key, value);
    setSearch(next, { replace: true });
  };
  const isWithoutTag = division.id === "tag" && tag === "";
  const bill = useLive(
    `billing/${range.id}/${division.id}/${tag}/${service}`,
    () =>
      readCosts(client, {
        TimePeriod: periodOf(range.days),
        Granularity: range.granularity,
        GroupBy: [division.group(tag)],
        Filter: service === "" ? undefined : { Dimensions: { Key: "SERVICE", Values: [service] } },
      }),
    { everyMs: 10_000, enabled: !isWithoutTag },
  );
  return (
    <Page title="Cost Explorer" breadcrumbs={[]} description="What the same usage would cost on AWS.">
      <SpaceBetween size="l">
        <Month />
        <SpaceBetween direction="horizontal" size="xs">
          <SegmentedControl
            label="Date range"
            selectedId={range.id}
            options={ranges.map(({ id, text }) => ({ id, text }))}
            onChange={({ detail }) => change("days", detail.selectedId)}
          />
          <OneOf
            label="Group by"
            options={divisions.map(({ id, text }) => ({ value: id, label: `By ${text.toLowerCase()}` }))}
            value={division.id}
            onChange={(id) => change("by", id)}
          />
          {division.id === "tag" && (
            <OneOf
              label="Tag key"
              options={offered.tags.map((value) => ({ value, label: value }))}
              value={tag}
              onChange={(value) => change("tag", value)}
            />
          )}
          <OneOf
            label="Service"
            options={[
              { value: "", label: "All services" },
              ...offered.services.map((value) => ({ value, label: value })),
            ]}
            value={service}
            onChange={(value) => change("service", value)}
          />
        </SpaceBetween>
        {isWithoutTag ? (
          <Bill costs={{ periods: [], parts: [] }} by={division.text} empty="What was used has no tags in this time." />
        ) : (
          <Loaded live={bill} what="the costs" feature="Cost Explorer">
            {(results) => <Bill costs={toCosts(results)} by={division.text} empty="Nothing was used in this time." />}
          </Loaded>
        )}
      </SpaceBetween>
    </Page>
  );
}

/** What there is to choose from: services and keys of tags that were used in this time. */
function useOffered(days: number): { readonly services: readonly string[]; readonly tags: readonly string[] } {
  const client = useClient(CostExplorerClient);
  const offered = useLive(
    `billing/offered/${days}`,
    async () => {
      const TimePeriod = periodOf(days);
      const [{ DimensionValues = [] }, { Tags = [] }] = await Promise.all([
        client.send(new GetDimensionValuesCommand({ TimePeriod, Dimension: "SERVICE" })),
        client.send(new GetTagsCommand({ TimePeriod })),
      ]);
      return { services: DimensionValues.map(({ Value = "" }) => Value), tags: Tags.filter((tag) => tag !== "") };
    },
    { everyMs: 15_000 },
  );
  return offered.data ?? { services: [], tags: [] };
}

interface Asked {
  readonly TimePeriod: { readonly Start: string; readonly End: string };
  readonly Granularity: Granularity;
  readonly GroupBy: ConstructorParameters<typeof GetCostAndUsageCommand>[0]["GroupBy"];
  readonly Filter: Expression | undefined;
}

const mostPages = 50;

async function readCosts(client: CostExplorerClient, asked: Asked): Promise<ResultByTime[]> {
  const found: ResultByTime[] = [];
  let NextPageToken: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const answer = await client.send(
      new GetCostAndUsageCommand({ ...asked, Metrics: ["UnblendedCost", "UsageQuantity"], NextPageToken }),
    );
    found.push(...(answer.ResultsByTime ?? []));
    NextPageToken = answer.NextPageToken;
    if (!NextPageToken) break;
  }
  return found;
}

interface OneOfProps {
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function OneOf({ label, options, value, onChange }: OneOfProps) {
  return (
    <Select
      ariaLabel={label}
      placeholder={label}
      options={[...options]}
      selectedOption={options.find((option) => option.value === value) ?? null}
      empty="There is none yet."
      onChange={({ detail }) => onChange(detail.selectedOption.value ?? "")}
    />
  );
}

function Bill({ costs, by, empty }: { readonly costs: Costs; readonly by: string; readonly empty: string }) {
  return (
    <SpaceBetween size="l">
      <Suspense fallback={null}>
        <CostChart costs={costs} />
      </Suspense>
      <ResourceTable<PartCost>
        key={by}
        id="billing.parts"
        title={`Costs by ${by.toLowerCase()}`}
        noun="costs"
        hideRefresh
        live={{ data: costs.parts, error: undefined, isLoading: false, refresh: () => undefined }}
        columns={columnsOf(by, costs)}
        rowId={({ name }) => name}
        sortBy={{ column: "total", descending: true }}
        empty={{ text: empty }}
      />
    </SpaceBetween>
  );
}

function columnsOf(by: string, costs: Costs): readonly Column<PartCost>[] {
  const total = costs.parts.reduce((sum, part) => sum + part.total, 0);
  const share = ({ total: own }: PartCost) => (total === 0 ? 0 : (100 * own) / total);
  return [
    {
      id: "name",
      header: by,
      cell: ({ name }) => {
        const href = name.startsWith("arn:") ? arnHref(name) : undefined;
        return href ? <RouteLink href={href}>{name}</RouteLink> : <span className="squall-anywhere">{name}</span>;
      },
      value: ({ name }) => name,
      width: 420,
    },
    {
      id: "total",
      header: "Total (USD)",
      cell: ({ total: own }) => own.toFixed(6),
      value: ({ total: own }) => own,
      width: 150,
    },
    { id: "share", header: "Share", cell: (part) => `${share(part).toFixed(1)} %`, value: share, width: 110 },
    { id: "usage", header: "Usage", cell: ({ usage }) => usage, value: ({ usage }) => usage, width: 240 },
  ];
}

const ranges: readonly {
  readonly id: string;
  readonly text: string;
  readonly days: number;
  readonly granularity: Granularity;
}[] = [
  { id: "7d", text: "Last 7 days", days: 7, granularity: "DAILY" },
  { id: "30d", text: "Last 30 days", days: 30, granularity: "DAILY" },
  { id: "6m", text: "Last 6 months", days: 183, granularity: "MONTHLY" },
];

/** Cost Explorer's end is not counted, and may not lie past the month's. */
function periodOf(days: number): { readonly Start: string; readonly End: string } {
  const at = (fromToday: number) => dateText(cloudNowMs() + fromToday * 86_400_000);
  return { Start: at(-days + 1), End: at(1) };
}

import {
  CloudWatchLogsClient,
  DeleteSubscriptionFilterCommand,
  PutSubscriptionFilterCommand,
  paginateDescribeSubscriptionFilters,
  type SubscriptionFilter,
} from "@aws-sdk/client-cloudwatch-logs";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { arnHref } from "../../../choices/arn-href.ts";
import { nameOfArn } from "../../../choices/choice.ts";
import { checkArn } from "../../../choices/choice-field.tsx";
import { useFunctionChoices } from "../../../choices/functions.ts";
import type { Values } from "../../../described/field-checks.ts";
import type { FieldDescription } from "../../../described/field-description.ts";
import { PartTable } from "../../../described/part-table.tsx";
import { checkIsNew, makeWhole } from "../../../form/create.ts";
import { useLive } from "../../../live/use-live.ts";
import { allowInvoke } from "../../../permission/allow-invoke.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useClient, useSession } from "../../../shell/session-provider.tsx";
import type { Column } from "../../../table/resource-table.tsx";

/** "Subscription filters" of a log group: which of its events go to a function, at once. */
export function SubscriptionsTab({ group }: { readonly group: string }) {
  const client = useClient(CloudWatchLogsClient);
  const lambda = useClient(LambdaClient);
  const { account, region } = useSession();
  const filters = useLive(
    `logs/subscriptions/${group}`,
    async () => {
      const found: SubscriptionFilter[] = [];
      const pages = paginateDescribeSubscriptionFilters({ client }, { logGroupName: group });
      for await (const { subscriptionFilters = [] } of pages) found.push(...subscriptionFilters);
      return found;
    },
    { everyMs: 5_000 },
  );
  const put = (values: Values) =>
    makeWhole(async (made) => {
      const functionArn = values.function ?? "";
      if (values.allow === "true") {
        await allowInvoke(
          lambda,
          {
            functionArn,
            principal: `logs.${region}.amazonaws.com`,
            sourceArn: `arn:aws:logs:${region}:${account}:log-group:${group}:*`,
            sourceAccount: account,
          },
          made,
        );
      }
      await client.send(
        new PutSubscriptionFilterCommand({
          logGroupName: group,
          filterName: values.name,
          filterPattern: values.pattern ?? "",
          destinationArn: functionArn,
        }),
      );
    });
  const create = async (values: Values) => {
    // PutSubscriptionFilter would put it in the place of one of this name.
    await checkIsNew(`a subscription filter ${values.name}`, async () =>
      (filters.data ?? []).some(({ filterName }) => filterName === values.name),
    );
    await put(values);
  };
  return (
    <PartTable<SubscriptionFilter>
      id="logs.subscriptions"
      title="Subscription filters"
      noun="subscription filters"
      one="subscription filter"
      description="A log group has up to two."
      live={filters}
      columns={columns}
      rowId={({ filterName = "" }) => filterName}
      name={({ filterName = "" }) => filterName}
      empty="No subscription filters. A subscription filter sends events that match to a function."
      create={{
        text: "Create Lambda subscription filter",
        fields: [nameField, ...fields(group)],
        initial: { name: "", function: "", pattern: "", allow: "true" },
        done: ({ name }) => `Successfully created subscription filter ${name}.`,
        save: create,
      }}
      edit={{
        fields: fields(group),
        initial: ({ filterName = "", filterPattern = "", destinationArn = "" }) => ({
          name: filterName,
          function: destinationArn,
          pattern: filterPattern,
          allow: "",
        }),
        save: (_filter, values) => put(values),
      }}
      remove={{
        body: ({ filterName, destinationArn = "" }) => (
          <>
            The function <b>{nameOfArn(destinationArn)}</b> gets no more events by <b>{filterName}</b>.
          </>
        ),
        run: ({ filterName }) => client.send(new DeleteSubscriptionFilterCommand({ logGroupName: group, filterName })),
      }}
    />
  );
}

const nameField: FieldDescription = {
  name: "name",
  label: "Subscription filter name",
  required: "Enter a name for the filter.",
  problem: (value) => (/^[^:*]{1,512}$/.test(value) ? undefined : "Use up to 512 characters without colons and stars."),
};

function fields(group: string): readonly FieldDescription[] {
  return [
    {
      name: "function",
      label: "Lambda function",
      kind: "choice",
      useChoices: useFunctionChoices,
      required: "Choose a function, or enter its ARN.",
      problem: (value) =>
        group === `/aws/lambda/${nameOfArn(value)}`
          ? "The function's own log would make it run again and again."
          : checkArn(value, "lambda", "a function"),
    },
    {
      name: "pattern",
      label: "Subscription filter pattern",
      description: 'ERROR, ?one ?another, "some words", { $.level = "error" }. Empty: all events.',
      problem: (value) => (value.length <= 1_024 ? undefined : "A pattern has up to 1,024 characters."),
    },
    {
      name: "allow",
      label: "Permission",
      kind: "check",
      text: "Let CloudWatch Logs invoke the function",
      description: "Adds a statement to the function's policy.",
    },
  ];
}

const columns: readonly Column<SubscriptionFilter>[] = [
  {
    id: "name",
    header: "Filter name",
    cell: ({ filterName }) => filterName,
    value: ({ filterName }) => filterName,
    width: 220,
  },
  {
    id: "pattern",
    header: "Filter pattern",
    cell: ({ filterPattern }) => <span className="squall-mono">{filterPattern || "All events"}</span>,
    value: ({ filterPattern }) => filterPattern,
    width: 260,
  },
  {
    id: "destination",
    header: "Destination",
    cell: ({ destinationArn = "" }) => (
      <RouteLink href={arnHref(destinationArn)}>{nameOfArn(destinationArn)}</RouteLink>
    ),
    value: ({ destinationArn }) => destinationArn,
    width: 260,
  },
];

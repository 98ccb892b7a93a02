import {
  DynamoDBClient,
  type KeySchemaElement,
  QueryCommand,
  ScanCommand,
  type TableDescription,
} from "@aws-sdk/client-dynamodb";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useEffect, useState } from "react";
import { useSearchParams } from "react-router";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type Filter, filterTests, type RangeTest, toFilterExpression, toKeyExpression } from "../items/filter.ts";
import { FilterRows } from "../items/filter-rows.tsx";
import type { Item } from "../items/item-json.ts";
import { ItemTable } from "../items/item-table.tsx";
import { useTable, useTableNames } from "../table/table.ts";

/** Items of a page: as many as AWS's console shows. */
const pageItems = 50;

export function Component() {
  const [search, setSearch] = useSearchParams();
  const names = useTableNames();
  const name = search.get("table") ?? names.data?.[0];
  return (
    <Page title="Explore items" breadcrumbs={[]}>
      <SpaceBetween size="l">
        <Container>
          <Field label="Table" problem={undefined}>
            <Select
              selectedOption={name === undefined ? null : { value: name, label: name }}
              options={(names.data ?? []).map((value) => ({ value, label: value }))}
              placeholder="Choose a table"
              filteringType="auto"
              empty="There is no table yet."
              onChange={({ detail }) => setSearch({ table: detail.selectedOption.value ?? "" })}
            />
          </Field>
        </Container>
        {name !== undefined && <Explorer key={name} name={name} />}
      </SpaceBetween>
    </Page>
  );
}

function Explorer({ name }: { name: string }) {
  const live = useTable(name);
  return (
    <Loaded live={live} what={`the table ${name}`}>
      {(table) => <Form table={table} name={name} />}
    </Loaded>
  );
}

interface Result {
  readonly items: readonly Item[];
  readonly scanned: number;
  readonly units: number;
  readonly next: Item | undefined;
}

function Form({ table, name }: { table: TableDescription; name: string }) {
  const client = useClient(DynamoDBClient);
  const [mode, setMode] = useState<"scan" | "query">("scan");
  const [index, setIndex] = useState<string>();
  const [hash, setHash] = useState<Readonly<Record<string, string>>>({});
  const [range, setRange] = useState<RangeTest>({ test: "=", value: "" });
  const [isBackward, setBackward] = useState(false);
  const [filters, setFilters] = useState<readonly Filter[]>([]);
  const [result, setResult] = useState<Result>();
  const schema = schemaOf(table, index);
  const typeOf = (attribute: string) =>
    table.AttributeDefinitions?.find(({ AttributeName }) => AttributeName === attribute)?.AttributeType ?? "S";
  const hashNames = namesOf(schema, "HASH");
  const [rangeName] = namesOf(schema, "RANGE");
  const run = useAction(async (from: Item | undefined) => {
    const filter = toFilterExpression(filters);
    const key =
      mode === "query"
        ? toKeyExpression(
            hashNames.map((part) => ({ name: part, type: typeOf(part), value: hash[part] ?? "" })),
            rangeName === undefined ? undefined : { name: rangeName, type: typeOf(rangeName), ...range },
          )
        : undefined;
    const attributeNames = { ...filter.names, ...key?.names };
    const values = { ...filter.values, ...key?.values };
    const asked = {
      TableName: name,
      IndexName: index,
      Limit: pageItems,
      ExclusiveStartKey: from,
      FilterExpression: filter.text,
      ExpressionAttributeNames: Object.keys(attributeNames).length > 0 ? attributeNames : undefined,
      ExpressionAttributeValues: Object.keys(values).length > 0 ? values : undefined,
      ReturnConsumedCapacity: "TOTAL" as const,
    };
    const page = key
      ? await client.send(
          new QueryCommand({ ...asked, KeyConditionExpression: key.text, ScanIndexForward: !isBackward }),
        )
      : await client.send(new ScanCommand(asked));
    setResult((before) => ({
      items: [...(from ? (before?.items ?? []) : []), ...(page.Items ?? [])],
      scanned: (from ? (before?.scanned ?? 0) : 0) + (page.ScannedCount ?? 0),
      units: (from ? (before?.units ?? 0) : 0) + (page.ConsumedCapacity?.CapacityUnits ?? 0),
      next: page.LastEvaluatedKey,
    }));
  });
  // A table that is opened shows its items at once, as AWS's console does.
  const { run: runNow } = run;
  useEffect(() => void runNow(undefined), [runNow]);
  const sources = [
    { value: "", label: `Table: ${name}` },
    ...indexNames(table).map((value) => ({ value, label: `Index: ${value}` })),
  ];
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Scan or query items</Header>}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void run.run(undefined);
          }}
        >
          <SpaceBetween size="l">
            <SegmentedControl
              label="Scan or query"
              selectedId={mode}
              options={[
                { id: "scan", text: "Scan" },
                { id: "query", text: "Query" },
              ]}
              onChange={({ detail }) => setMode(detail.selectedId as "scan" | "query")}
            />
            <Field label="Select a table or index" problem={undefined}>
              <Select
                selectedOption={sources.find(({ value }) => value === (index ?? "")) ?? null}
                options={sources}
                onChange={({ detail }) => setIndex(detail.selectedOption.value || undefined)}
              />
            </Field>
            {mode === "query" && (
              <SpaceBetween size="l">
                {hashNames.map((part) => (
                  <Field key={part} label={`${part} (Partition key)`} problem={undefined}>
                    <Input
                      value={hash[part] ?? ""}
                      placeholder="Enter the partition key's value"
                      onChange={({ detail }) => setHash({ ...hash, [part]: detail.value })}
                    />
                  </Field>
                ))}
                {rangeName !== undefined && (
                  <Field label={`${rangeName} (Sort key)`} problem={undefined}>
                    <div className="squall-actions">
                      <Select
                        ariaLabel="Condition of the sort key"
                        selectedOption={{ value: range.test, label: filterTests[range.test] }}
                        options={rangeTests.map((value) => ({ value, label: filterTests[value] }))}
                        onChange={({ detail }) =>
                          setRange({ ...range, test: detail.selectedOption.value as RangeTest["test"] })
                        }
                      />
                      <Input
                        value={range.value}
                        ariaLabel={`${rangeName} (Sort key)`}
                        placeholder="Any"
                        onChange={({ detail }) => setRange({ ...range, value: detail.value })}
                      />
                      <Checkbox checked={isBackward} onChange={({ detail }) => setBackward(detail.checked)}>
                        Sort descending
                      </Checkbox>
                    </div>
                  </Field>
                )}
              </SpaceBetween>
            )}
            <ExpandableSection headerText="Filters - optional">
              <FilterRows filters={filters} onChange={setFilters} />
            </ExpandableSection>
            <SpaceBetween direction="horizontal" size="xs">
              <Button variant="primary" loading={run.isRunning}>
                Run
              </Button>
              <Button
                formAction="none"
                onClick={() => {
                  setHash({});
                  setRange({ test: "=", value: "" });
                  setFilters([]);
                }}
              >
                Reset
              </Button>
            </SpaceBetween>
          </SpaceBetween>
        </form>
      </Container>
      {run.error !== undefined && <ErrorAlert error={run.error} title="The items could not be read" />}
      {result && (
        <ItemTable
          title="Items returned"
          description={`Items scanned: ${result.scanned}. Capacity units consumed: ${result.units}.`}
          table={name}
          keyNames={(table.KeySchema ?? []).map(({ AttributeName = "" }) => AttributeName)}
          items={result.items}
          isLoading={run.isRunning}
          onChange={() => void run.run(undefined)}
          onMore={result.next && (() => void run.run(result.next))}
        />
      )}
      {!result && run.isRunning && <Box color="text-status-inactive">Reading items …</Box>}
    </SpaceBetween>
  );
}

const rangeTests: readonly RangeTest["test"][] = ["=", "<", "<=", ">", ">=", "begins_with"];

function schemaOf(table: TableDescription, index: string | undefined): readonly KeySchemaElement[] {
  const all = [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])];
  return all.find(({ IndexName }) => IndexName === index)?.KeySchema ?? table.KeySchema ?? [];
}

function indexNames(table: TableDescription): string[] {
  const all = [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])];
  return all.map(({ IndexName = "" }) => IndexName);
}

function namesOf(schema: readonly KeySchemaElement[], kind: "HASH" | "RANGE"): string[] {
  return schema.filter(({ KeyType }) => KeyType === kind).map(({ AttributeName = "" }) => AttributeName);
}

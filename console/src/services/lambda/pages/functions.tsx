import { DeleteFunctionCommand, type FunctionConfiguration, LambdaClient } from "@aws-sdk/client-lambda";
import Box from "@cloudscape-design/components/box";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import { useNavigate } from "react-router";
import { RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { ListPage } from "../../../table/list-page.tsx";
import type { Column } from "../../../table/resource-table.tsx";
import { formatBytes } from "../../../text/bytes.ts";
import { formatAge, toMs } from "../../../text/times.ts";
import { useFunctions } from "../api.ts";
import { functionPath } from "../paths.ts";
import { runtimeLabel } from "../runtimes.ts";

export function Component() {
  const functions = useFunctions();
  const navigate = useNavigate();
  const remove = useDeleteFunctions(functions.refresh);
  return (
    <ListPage
      id="lambda.functions"
      title="Functions"
      noun="functions"
      live={functions}
      columns={columns}
      rowId={({ FunctionName = "" }) => FunctionName}
      rowArn={({ FunctionArn }) => FunctionArn}
      select="multi"
      sortBy={{ column: "modified", descending: true }}
      searchPlaceholder="Search by name, description or runtime"
      filters={[{ id: "runtime", label: "Runtime", value: ({ Runtime }) => runtimeLabel(Runtime) }]}
      create={{ text: "Create function", href: "/console/lambda/create/function" }}
      empty="There is no function here yet. Create one to run code at an event."
      actions={(selected) => (
        <>
          <ButtonDropdown
            disabled={selected.length === 0}
            items={[
              { id: "view", text: "View details", disabled: selected.length !== 1 },
              { id: "test", text: "Test", disabled: selected.length !== 1 },
              { id: "delete", text: "Delete" },
            ]}
            onItemClick={({ detail }) => {
              const [first] = selected;
              if (detail.id === "view") void navigate(functionPath(first?.FunctionName ?? ""));
              if (detail.id === "test") void navigate(functionPath(first?.FunctionName ?? "", "test"));
              if (detail.id === "delete") void remove(selected.map(({ FunctionName = "" }) => FunctionName));
            }}
          >
            Actions
          </ButtonDropdown>
        </>
      )}
    />
  );
}

/** Asks, deletes each, and tells. Answers whether the functions are gone. */
export function useDeleteFunctions(onChange: () => void): (names: readonly string[]) => Promise<boolean> {
  const client = useClient(LambdaClient);
  const confirmed = useConfirmed();
  return async (names) => {
    const what = names.length === 1 ? `function ${names[0]}` : `${names.length} functions`;
    return confirmed(
      {
        title: `Delete ${what}?`,
        body: (
          <>
            Deleting removes the code and the configuration of <b>{names.join(", ")}</b> for good. The log group and the
            role stay.
          </>
        ),
        action: "Delete",
        typed: "delete",
      },
      async () => {
        for (const FunctionName of names) await client.send(new DeleteFunctionCommand({ FunctionName }));
      },
      { done: `Successfully deleted ${what}.`, failed: `Deleting ${what} failed`, onChange: onChange },
    );
  };
}

const columns: readonly Column<FunctionConfiguration>[] = [
  {
    id: "name",
    header: "Function name",
    cell: ({ FunctionName = "" }) => <RouteLink href={functionPath(FunctionName)}>{FunctionName}</RouteLink>,
    value: ({ FunctionName }) => FunctionName,
    width: 260,
  },
  {
    id: "description",
    header: "Description",
    cell: ({ Description }) => Description || <Box color="text-body-secondary">-</Box>,
    value: ({ Description }) => Description,
    width: 240,
  },
  {
    id: "package",
    header: "Package type",
    cell: ({ PackageType }) => PackageType,
    value: ({ PackageType }) => PackageType,
    width: 130,
  },
  {
    id: "runtime",
    header: "Runtime",
    cell: ({ Runtime }) => runtimeLabel(Runtime),
    value: ({ Runtime }) => runtimeLabel(Runtime),
    width: 150,
  },
  {
    id: "modified",
    header: "Last modified",
    cell: ({ LastModified }) => formatAge(LastModified),
    value: ({ LastModified }) => toMs(LastModified),
    width: 160,
  },
  {
    id: "size",
    header: "Code size",
    cell: ({ CodeSize }) => formatBytes(CodeSize),
    value: ({ CodeSize }) => CodeSize,
    width: 120,
    hidden: true,
  },
  {
    id: "memory",
    header: "Memory",
    cell: ({ MemorySize }) => `${MemorySize} MB`,
    value: ({ MemorySize }) => MemorySize,
    width: 110,
    hidden: true,
  },
  {
    id: "handler",
    header: "Handler",
    cell: ({ Handler }) => Handler,
    value: ({ Handler }) => Handler,
    width: 240,
    hidden: true,
  },
];

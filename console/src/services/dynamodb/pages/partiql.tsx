import { DynamoDBClient, ExecuteStatementCommand } from "@aws-sdk/client-dynamodb";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Link from "@cloudscape-design/components/link";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { TextEditor } from "../../../form/code-editor.tsx";
import { useAction } from "../../../live/use-action.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import type { Item } from "../items/item-json.ts";
import { ItemTable } from "../items/item-table.tsx";
import { useTableNames } from "../table/table.ts";

interface Result {
  readonly items: readonly Item[];
  readonly next: string | undefined;
}

export function Component() {
  const client = useClient(DynamoDBClient);
  const names = useTableNames();
  const [text, setText] = useState("");
  const [result, setResult] = useState<Result>();
  const run = useAction(async (NextToken: string | undefined) => {
    const { Items = [], NextToken: next } = await client.send(
      new ExecuteStatementCommand({ Statement: text.trim().replace(/;$/, ""), NextToken }),
    );
    setResult((before) => ({ items: [...(NextToken ? (before?.items ?? []) : []), ...Items], next }));
  });
  return (
    <Page title="PartiQL editor" breadcrumbs={[]}>
      <SpaceBetween size="l">
        <Container
          header={
            <Header
              variant="h2"
              description="A language like SQL: SELECT, INSERT, UPDATE and DELETE of items."
              actions={
                <div className="squall-actions">
                  <Button onClick={() => setText("")}>Clear</Button>
                  <Button
                    variant="primary"
                    loading={run.isRunning}
                    disabled={text.trim() === ""}
                    onClick={() => void run.run(undefined)}
                  >
                    Run
                  </Button>
                </div>
              }
            >
              Query
            </Header>
          }
        >
          <SpaceBetween size="s">
            <TextEditor value={text} language="text" ariaLabel="Statement" heightPixels={160} onChange={setText} />
            <SpaceBetween direction="horizontal" size="s">
              {(names.data ?? []).length > 0 && <Box color="text-body-secondary">Select from table:</Box>}
              {(names.data ?? []).slice(0, 10).map((name) => (
                <Link key={name} onFollow={() => setText(`SELECT * FROM "${name}"`)}>
                  {name}
                </Link>
              ))}
            </SpaceBetween>
          </SpaceBetween>
        </Container>
        {run.error !== undefined && <ErrorAlert error={run.error} title="The statement could not be run" />}
        {result && run.error === undefined && (
          <SpaceBetween size="l">
            <StatusIndicator>Completed</StatusIndicator>
            <ItemTable
              title="Items returned"
              description="What the statement gives."
              table={undefined}
              keyNames={[]}
              items={result.items}
              isLoading={run.isRunning}
              onChange={() => undefined}
              onMore={result.next === undefined ? undefined : () => void run.run(result.next)}
            />
          </SpaceBetween>
        )}
      </SpaceBetween>
    </Page>
  );
}

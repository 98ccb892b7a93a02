import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Container from "@cloudscape-design/components/container";
import Grid from "@cloudscape-design/components/grid";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { NewEventDialog } from "../test/new-event-dialog.tsx";
import { useSavedEvents } from "../test/saved-events.ts";
import { TestResult } from "../test/test-result.tsx";
import type { TestRun } from "../test/use-test-run.ts";
import { CodeProperties, RuntimeSettings } from "./code-properties.tsx";
import { FileDialog } from "./file-dialog.tsx";
import { FileTree } from "./file-tree.tsx";
import { languageOf } from "./language.ts";
import { Layers } from "./layers.tsx";
import { saveFile } from "./save-file.ts";
import { UploadDialog } from "./upload-dialog.tsx";
import type { CodeSource } from "./use-code-source.ts";
import { toText } from "./zip.ts";

const TextEditor = lazy(async () => ({ default: (await import("../../../form/code-editor.tsx")).TextEditor }));

interface CodeTabProps {
  readonly configuration: FunctionConfiguration;
  readonly source: CodeSource;
  readonly run: TestRun;
}

export function CodeTab({ configuration, source, run }: CodeTabProps) {
  const { FunctionName: name = "" } = configuration;
  const [dialog, setDialog] = useState<"upload-zip" | "upload-s3" | "new-file" | { readonly rename: string }>();
  const saved = useSavedEvents(name);
  const [isNewEvent, setNewEvent] = useState(false);
  const test = () =>
    saved.current ? void run.invoke.run(saved.events[saved.current] ?? "{}", "RequestResponse") : setNewEvent(true);
  useDeployKey(source);
  const content = source.package.data;
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <ButtonDropdown
                  items={[
                    { id: "upload-zip", text: ".zip file" },
                    { id: "upload-s3", text: "Amazon S3 location" },
                  ]}
                  onItemClick={({ detail }) => setDialog(detail.id as "upload-zip" | "upload-s3")}
                >
                  Upload from
                </ButtonDropdown>
                <Button
                  iconName="download"
                  disabled={!content}
                  onClick={() => content && saveFile(`${name}.zip`, content.bytes, "application/zip")}
                >
                  Download
                </Button>
              </SpaceBetween>
            }
          >
            Code source
          </Header>
        }
      >
        <SpaceBetween size="s">
          <SpaceBetween direction="horizontal" size="xs" alignItems="center">
            <Button
              variant="primary"
              disabled={!source.isChanged}
              loading={source.deploy.isRunning}
              onClick={() => void source.deploy.run()}
            >
              Deploy
            </Button>
            <Button loading={run.invoke.isRunning} loadingText="The function runs" onClick={test}>
              Test
            </Button>
            <Button iconName="add-plus" disabled={!content || content.isTooLarge} onClick={() => setDialog("new-file")}>
              New file
            </Button>
            {source.isChanged && (
              <SpaceBetween direction="horizontal" size="xs" alignItems="center">
                <Button variant="link" onClick={source.discard}>
                  Discard changes
                </Button>
                <StatusIndicator type="warning">Changes not deployed</StatusIndicator>
              </SpaceBetween>
            )}
          </SpaceBetween>
          <ErrorAlert error={source.deploy.error} title="The code could not be deployed" />
          {source.oldDraft && <OldDraft source={source} />}
          {source.isReplaced && source.isChanged && (
            <Alert type="warning" header="The code has been replaced since you began to change it">
              Somebody has deployed other code, which is what runs and what the other files show. Your changes stand
              over it: Deploy puts yours in the place of {[...source.changedPaths].join(", ")}. Discard them to see what
              is there now.
            </Alert>
          )}
          <ErrorAlert error={run.invoke.error} title="The function could not be invoked" />
          {run.result && (
            <TestResult
              configuration={configuration}
              result={run.result}
              isOutdated={source.isChanged}
              onDismiss={run.clear}
            />
          )}
          <ErrorAlert
            error={source.package.error}
            title="The code could not be shown"
            onRetry={source.package.refresh}
          />
          {content?.isTooLarge ? (
            <Alert>
              The deployment package of your Lambda function "{name}" is too large to enable inline code editing.
              However, you can still invoke your function.
            </Alert>
          ) : (
            content && (
              <Grid
                gridDefinition={[{ colspan: { default: 12, s: 4, l: 3 } }, { colspan: { default: 12, s: 8, l: 9 } }]}
              >
                <FileTree source={source} functionName={name} onRename={(rename) => setDialog({ rename })} />
                <OpenFile source={source} />
              </Grid>
            )
          )}
        </SpaceBetween>
      </Container>
      <CodeProperties configuration={configuration} />
      <RuntimeSettings configuration={configuration} />
      <Layers configuration={configuration} />
      {(dialog === "upload-zip" || dialog === "upload-s3") && (
        <UploadDialog
          name={name}
          kind={dialog === "upload-zip" ? "zip" : "s3"}
          onClose={() => setDialog(undefined)}
          losesEdits={source.isChanged}
          onUploaded={source.discard}
        />
      )}
      {isNewEvent && (
        <NewEventDialog
          onClose={() => setNewEvent(false)}
          onSave={(eventName, json) => {
            saved.save(eventName, json);
            void run.invoke.run(json, "RequestResponse");
          }}
        />
      )}
      {dialog === "new-file" && (
        <FileDialog
          title="New file"
          action="Create"
          taken={source.files}
          onClose={() => setDialog(undefined)}
          onChoose={(path) => {
            source.write(path, "");
            source.open(path);
          }}
        />
      )}
      {typeof dialog === "object" && (
        <FileDialog
          title={`Rename ${dialog.rename}`}
          action="Rename"
          initial={dialog.rename}
          taken={source.files}
          onClose={() => setDialog(undefined)}
          onChoose={(path) => source.rename(dialog.rename, path)}
        />
      )}
    </SpaceBetween>
  );
}

function OpenFile({ source }: { source: CodeSource }) {
  const path = source.openPath;
  const content = path === undefined ? undefined : source.files[path];
  if (path === undefined || content === undefined) return <Box color="text-body-secondary">The package is empty.</Box>;
  const text = toText(content);
  if (text === undefined) return <Box color="text-body-secondary">{path} is not text, so it is not shown.</Box>;
  return (
    <Suspense fallback={<StatusIndicator type="loading">Loading the editor</StatusIndicator>}>
      <TextEditor
        key={path}
        value={text}
        language={languageOf(path)}
        ariaLabel={`Code of ${path}`}
        heightPixels={420}
        left={source.leftEditors}
        onChange={(next) => source.write(path, next)}
      />
    </Suspense>
  );
}

function OldDraft({ source }: { source: CodeSource }) {
  return (
    <Alert
      type="warning"
      header="There are changes of yours that were not deployed"
      action={
        <SpaceBetween direction="horizontal" size="xs">
          <Button onClick={() => source.takeOldDraft(false)}>Forget them</Button>
          <Button onClick={() => source.takeOldDraft(true)}>Take them up</Button>
        </SpaceBetween>
      }
    >
      They were made in a version of the code that has been replaced since. Taken up, they stand over what is deployed
      now: {Object.keys(source.oldDraft?.edits.files ?? {}).join(", ")}.
    </Alert>
  );
}

/** Ctrl+S, which would save the page as a file, and Ctrl+Shift+U, as in AWS's editor. */
function useDeployKey(source: CodeSource): void {
  const { deploy } = source;
  const latest = useRef(source);
  latest.current = source;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase();
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      if (!(event.shiftKey ? key === "u" : key === "s")) return;
      event.preventDefault();
      if (latest.current.hasEdits()) void deploy.run();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [deploy.run]);
}

import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useEffect, useRef, useState } from "react";
import { saveFile } from "../../../live/save-file.ts";
import { usePageCommands } from "../../../shell/search/page-commands.tsx";
import { NewEventDialog } from "../test/new-event-dialog.tsx";
import { useSavedEvents } from "../test/saved-events.ts";
import type { TestRun } from "../test/use-test-run.ts";
import { CodeProperties, RuntimeSettings } from "./code-properties.tsx";
import { FileDialog } from "./file-dialog.tsx";
import { Layers } from "./layers.tsx";
import { UploadDialog } from "./upload-dialog.tsx";
import type { CodeSource } from "./use-code-source.ts";
import { Workbench } from "./workbench.tsx";

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
  usePageCommands([
    ...(source.isChanged ? [{ text: "Deploy", run: () => void source.deploy.run() }] : []),
    { text: "Test", run: test },
    { text: "New file", run: () => setDialog("new-file") },
  ]);
  const content = source.package.data;
  return (
    <SpaceBetween size="l">
      <Workbench
        configuration={configuration}
        source={source}
        run={run}
        onTest={test}
        onNewFile={() => setDialog("new-file")}
        onRename={(rename) => setDialog({ rename })}
        packageActions={
          <>
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
              ariaLabel="Download"
              disabled={!content}
              onClick={() => content && saveFile(`${name}.zip`, content.bytes, "application/zip")}
            />
          </>
        }
      />
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

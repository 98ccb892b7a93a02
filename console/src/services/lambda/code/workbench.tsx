import "./workbench.css";
import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { type CSSProperties, lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from "react";
import { useStored } from "../../../live/stored.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { type ErrorPlace, errorPlaces } from "../test/error-places.ts";
import { TestResult } from "../test/test-result.tsx";
import type { TestRun } from "../test/use-test-run.ts";
import { FileTree } from "./file-tree.tsx";
import { languageOf } from "./language.ts";
import { OldDraft, Replaced } from "./not-deployed.tsx";
import { OpenTabs } from "./open-tabs.tsx";
import { SearchPanel } from "./search-panel.tsx";
import { Splitter } from "./splitter.tsx";
import type { CodeSource } from "./use-code-source.ts";
import { toText } from "./zip.ts";

const TextEditor = lazy(async () => ({ default: (await import("../../../form/code-editor.tsx")).TextEditor }));

interface WorkbenchProps {
  readonly configuration: FunctionConfiguration;
  readonly source: CodeSource;
  readonly run: TestRun;
  readonly onTest: () => void;
  readonly onNewFile: () => void;
  readonly onRename: (path: string) => void;
  /** What is done with the package as a whole. */
  readonly packageActions: ReactNode;
}

/** Files, editor and what the last test gave, in one frame as high as the window, or over all of it. */
export function Workbench({ configuration, source, run, packageActions, ...on }: WorkbenchProps) {
  const { FunctionName: name = "" } = configuration;
  const [isFull, setFull] = useFullScreen();
  const [isSearching, setSearching] = useState(false);
  const [sidePixels, setSidePixels] = useStored("code.side", 240);
  const content = source.package.data;
  const isEditable = content !== undefined && !content.isTooLarge;
  const places = useMemo(() => (run.result?.functionError ? errorPlaces(run.result.payload) : []), [run.result]);
  useSearchKey(() => setSearching(true), isEditable);
  return (
    <section className={isFull ? "squall-bench squall-bench-full" : "squall-bench"} aria-label="Code source">
      <div className="squall-bench-bar">
        <div>
          <Header variant="h2">Code source</Header>
        </div>
        <div className="squall-actions squall-bench-actions">
          {source.isChanged && <StatusIndicator type="warning">Changes not deployed</StatusIndicator>}
          {source.isChanged && (
            <Button variant="link" onClick={source.discard}>
              Discard changes
            </Button>
          )}
          <Button
            variant="primary"
            disabled={!source.isChanged}
            loading={source.deploy.isRunning}
            onClick={() => void source.deploy.run()}
          >
            Deploy
          </Button>
          <Button loading={run.invoke.isRunning} loadingText="The function runs" onClick={on.onTest}>
            Test
          </Button>
          <Button iconName="add-plus" disabled={!isEditable} onClick={on.onNewFile}>
            New file
          </Button>
          <Button
            iconName="search"
            ariaLabel="Search in files (Ctrl+Shift+F)"
            disabled={!isEditable}
            onClick={() => setSearching(!isSearching)}
          />
          {packageActions}
          <Button
            iconName={isFull ? "exit-full-screen" : "full-screen"}
            ariaLabel={isFull ? "Leave full screen" : "Full screen"}
            onClick={() => setFull(!isFull)}
          />
        </div>
      </div>
      <Messages source={source} run={run} />
      {content?.isTooLarge ? (
        <Box padding="m">
          <Alert>
            The deployment package of your Lambda function "{name}" is too large to enable inline code editing. However,
            you can still invoke your function.
          </Alert>
        </Box>
      ) : (
        content && (
          <div className="squall-bench-body">
            <div className="squall-bench-side" style={{ "--squall-side": `${sidePixels}px` } as CSSProperties}>
              {isSearching ? (
                <SearchPanel source={source} onClose={() => setSearching(false)} />
              ) : (
                <FileTree source={source} functionName={name} onRename={on.onRename} />
              )}
            </div>
            <Splitter label="Width of the list of files" pixels={sidePixels} onChange={setSidePixels} />
            <div className="squall-bench-files">
              <OpenTabs source={source} />
              <OpenFile source={source} places={places} />
            </div>
          </div>
        )
      )}
      {run.result && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
        <section className="squall-bench-result" aria-label="Execution result" tabIndex={0}>
          <SpaceBetween size="xs">
            <ErrorLinks places={places} source={source} />
            <TestResult
              configuration={configuration}
              result={run.result}
              isOutdated={source.isChanged}
              onDismiss={run.clear}
            />
          </SpaceBetween>
        </section>
      )}
    </section>
  );
}

function Messages({ source, run }: { source: CodeSource; run: TestRun }) {
  const { deploy, package: content } = source;
  const isQuiet =
    deploy.error === undefined &&
    run.invoke.error === undefined &&
    content.error === undefined &&
    !source.oldDraft &&
    !(source.isReplaced && source.isChanged);
  if (isQuiet) return null;
  return (
    <div className="squall-bench-messages">
      <SpaceBetween size="xs">
        <ErrorAlert error={deploy.error} title="The code could not be deployed" />
        {source.oldDraft && <OldDraft source={source} />}
        {source.isReplaced && source.isChanged && <Replaced source={source} />}
        <ErrorAlert error={run.invoke.error} title="The function could not be invoked" />
        <ErrorAlert error={content.error} title="The code could not be shown" onRetry={content.refresh} />
      </SpaceBetween>
    </div>
  );
}

/** Where the last test's error came through, as links into the code. */
function ErrorLinks({ places, source }: { places: readonly ErrorPlace[]; source: CodeSource }) {
  const known = places.filter(({ path }) => Object.hasOwn(source.files, path));
  if (known.length === 0) return null;
  return (
    <div>
      Thrown at{" "}
      {known.map(({ path, line }, index) => (
        <span key={`${path}:${line}`}>
          {index > 0 && ", called from "}
          <Button variant="inline-link" onClick={() => source.open(path, { line })}>
            {path}:{line}
          </Button>
        </span>
      ))}
    </div>
  );
}

function OpenFile({ source, places }: { source: CodeSource; places: readonly ErrorPlace[] }) {
  const path = source.openPath;
  const marks = useMemo(
    () =>
      places
        .filter((place) => place.path === path)
        .map(({ line, message, isOrigin }) => ({ line, message, severity: isOrigin ? "error" : "info" }) as const),
    [places, path],
  );
  const content = path === undefined ? undefined : source.files[path];
  if (path === undefined || content === undefined) return <Nothing>The package is empty.</Nothing>;
  const text = toText(content);
  if (text === undefined) return <Nothing>{path} is not text, so it is not shown.</Nothing>;
  const language = languageOf(path);
  return (
    <Suspense fallback={<StatusIndicator type="loading">Loading the editor</StatusIndicator>}>
      <TextEditor
        key={path}
        value={text}
        language={language}
        ariaLabel={`Code of ${path}`}
        fills
        // JSON has a check of its own.
        marks={language === "json" ? undefined : marks}
        place={source.place}
        left={source.leftEditors}
        onChange={(next) => source.write(path, next)}
      />
    </Suspense>
  );
}

function Nothing({ children }: { children: ReactNode }) {
  return (
    <Box color="text-body-secondary" padding="m">
      {children}
    </Box>
  );
}

/** Escape leads back, unless what is in front takes it. */
function useFullScreen(): [boolean, (isFull: boolean) => void] {
  const [isFull, setFull] = useState(false);
  useEffect(() => {
    if (!isFull) return;
    const onKey = (event: KeyboardEvent) => {
      const isTaken = event.defaultPrevented || document.querySelector('[role="dialog"], .cm-panel') !== null;
      if (event.key === "Escape" && !isTaken) setFull(false);
    };
    const { overflow } = document.body.style;
    document.body.style.overflow = "hidden";
    window.addEventListener("keydown", onKey);
    return () => {
      document.body.style.overflow = overflow;
      window.removeEventListener("keydown", onKey);
    };
  }, [isFull]);
  return [isFull, setFull];
}

function useSearchKey(open: () => void, isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return;
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || !event.shiftKey || event.key.toLowerCase() !== "f") return;
      event.preventDefault();
      open();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  });
}

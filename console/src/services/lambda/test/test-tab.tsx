import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { checkJson } from "../../../form/checks.ts";
import { TextEditor } from "../../../form/code-editor.tsx";
import { Field } from "../../../form/field.tsx";
import { useConfirm } from "../../../shell/confirm.tsx";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { RouteButton } from "../../../shell/links.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { logGroupPath } from "../paths.ts";
import { checkEventName, eventNameRule, toEventJson, useSavedEvents } from "./saved-events.ts";
import { TemplateField } from "./template-field.tsx";
import { templates } from "./templates.ts";
import { TenantField } from "./tenant-field.tsx";
import { TestResult } from "./test-result.tsx";
import { type TypedEvent, useTypedEvent } from "./typed-event.ts";
import type { TestResult as Result, TestRun } from "./use-test-run.ts";

interface TestTabProps {
  readonly configuration: FunctionConfiguration;
  readonly run: TestRun;
  /** The editor has changes that do not run. */
  readonly isOutdated: boolean;
}

export function TestTab({ configuration, run, isOutdated }: TestTabProps) {
  const name = configuration.FunctionName ?? "";
  const saved = useSavedEvents(name);
  const notify = useNotify();
  const confirm = useConfirm();
  const savedNames = Object.keys(saved.events);
  const [typed, setTyped] = useTypedEvent(name);
  const isNew = typed?.isNew ?? savedNames.length === 0;
  const current =
    !isNew && typed?.savedAs && Object.hasOwn(saved.events, typed.savedAs) ? typed.savedAs : saved.current;
  const eventName = typed?.name ?? "";
  const [isNameShown, setNameShown] = useState(false);
  const [invocation, setInvocation] = useState<Result["invocation"]>("RequestResponse");
  const json = typed?.json ?? ((current && saved.events[current]) || toEventJson(templates[0]!.event));
  const setEvent = (change: Partial<TypedEvent>) =>
    setTyped({ isNew, savedAs: current, name: eventName, json, ...change });
  const jsonError = checkJson(json, "The event");
  const nameError = isNew ? checkEventName(eventName, saved.events) : undefined;
  const savedAs = isNew ? eventName : current;

  const edit = (chosen: string | undefined) => {
    if (!chosen) return;
    saved.choose(chosen);
    setEvent({ isNew: false, savedAs: chosen, json: saved.events[chosen] ?? "{}" });
  };
  const save = () => {
    setNameShown(true);
    if (!savedAs || nameError || jsonError) return;
    saved.save(savedAs, json);
    setTyped(undefined);
    setNameShown(false);
    notify.success(`The test event ${savedAs} was successfully saved.`);
  };
  const remove = async () => {
    if (
      !current ||
      !(await confirm({
        title: `Delete test event ${current}?`,
        body: (
          <>
            The test event <b>{current}</b> is deleted from this browser.
          </>
        ),
        action: "Delete",
      }))
    )
      return;
    saved.remove(current);
    setTyped(undefined);
  };

  return (
    <SpaceBetween size="l">
      {run.invoke.isRunning && <StatusIndicator type="in-progress">Executing function</StatusIndicator>}
      {run.result && (
        <TestResult configuration={configuration} result={run.result} isOutdated={isOutdated} onDismiss={run.clear} />
      )}
      <ErrorAlert error={run.invoke.error} title="The function could not be invoked" />
      <Container
        header={
          <Header
            variant="h2"
            description="To invoke your function without saving an event, configure the JSON event, then choose Test."
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                {!isNew && (
                  <Button disabled={!current} onClick={() => void remove()}>
                    Delete
                  </Button>
                )}
                <RouteButton href={`${logGroupPath(`/aws/lambda/${name}`)}/live-tail`}>
                  CloudWatch Logs Live Tail
                </RouteButton>
                <Button onClick={save}>Save</Button>
                <Button
                  variant="primary"
                  disabled={jsonError !== undefined}
                  loading={run.invoke.isRunning}
                  onClick={() => void run.invoke.run(json, invocation)}
                >
                  Test
                </Button>
              </SpaceBetween>
            }
          >
            Test event
          </Header>
        }
      >
        <SpaceBetween size="l">
          <FormField label="Test event action">
            <RadioGroup
              value={isNew ? "new" : "saved"}
              items={[
                { value: "new", label: "Create new event" },
                { value: "saved", label: "Edit saved event", disabled: savedNames.length === 0 },
              ]}
              onChange={({ detail }) => (detail.value === "new" ? setEvent({ isNew: true }) : edit(current))}
            />
          </FormField>
          <TenantField configuration={configuration} run={run} />
          <FormField label="Invocation type">
            <RadioGroup
              value={invocation}
              items={[
                {
                  value: "RequestResponse",
                  label: "Synchronous",
                  description: "Executes the function and waits for its response.",
                },
                {
                  value: "Event",
                  label: "Asynchronous",
                  description: "Queues the event and does not wait; failures are retried.",
                },
              ]}
              onChange={({ detail }) => setInvocation(detail.value as Result["invocation"])}
            />
          </FormField>
          {isNew ? (
            <FormField
              label="Event name"
              constraintText={eventNameRule}
              errorText={isNameShown || eventName !== "" ? nameError : undefined}
            >
              <Input
                value={eventName}
                placeholder="MyEventName"
                spellcheck={false}
                onChange={({ detail }) => setEvent({ name: detail.value })}
              />
            </FormField>
          ) : (
            <FormField label="Event name">
              <Select
                ariaLabel="Event name"
                options={savedNames.map((value) => ({ value, label: value }))}
                selectedOption={current ? { value: current, label: current } : null}
                onChange={({ detail }) => edit(detail.selectedOption.value)}
              />
            </FormField>
          )}
          {isNew && <TemplateField onChoose={(chosen) => setEvent({ json: chosen })} />}
          <Field
            label="Event JSON"
            stretch
            problem={jsonError}
            secondaryControl={
              <Button
                disabled={jsonError !== undefined}
                onClick={() => setEvent({ json: toEventJson(JSON.parse(json)) })}
              >
                Format JSON
              </Button>
            }
          >
            <TextEditor
              value={json}
              language="json"
              ariaLabel="Event JSON"
              onChange={(next) => setEvent({ json: next })}
              heightPixels={260}
            />
          </Field>
        </SpaceBetween>
      </Container>
    </SpaceBetween>
  );
}

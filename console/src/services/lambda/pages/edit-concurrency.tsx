import { DeleteFunctionConcurrencyCommand, LambdaClient, PutFunctionConcurrencyCommand } from "@aws-sdk/client-lambda";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useNavigate } from "react-router";
import { EditForm } from "../../../form/edit-form.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { functionPath } from "../paths.ts";
import { EditPage } from "./edit-page.tsx";

export function Component() {
  return (
    <EditPage title="Edit concurrency">
      {({ Configuration, Concurrency }) => (
        <ConcurrencyForm
          name={Configuration?.FunctionName ?? ""}
          reserved={Concurrency?.ReservedConcurrentExecutions}
        />
      )}
    </EditPage>
  );
}

function ConcurrencyForm({ name, reserved }: { name: string; reserved: number | undefined }) {
  const client = useClient(LambdaClient);
  const navigate = useNavigate();
  const notify = useNotify();
  const back = `${functionPath(name, "configuration")}&section=concurrency`;
  const [isReserved, setReserved] = useState(reserved !== undefined);
  const [count, setCount] = useState(String(reserved ?? 0));
  const save = useAction(async () => {
    if (isReserved)
      await client.send(
        new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions: Number(count) }),
      );
    else await client.send(new DeleteFunctionConcurrencyCommand({ FunctionName: name }));
    await navigate(back);
    notify.success(`Successfully updated the concurrency of ${name}.`);
  });
  const isCount = /^\d+$/.test(count);
  return (
    <EditForm action={save} submit="Save" cancelTo={back} failed="The concurrency could not be saved">
      <Container header={<Header variant="h2">Concurrency</Header>}>
        <SpaceBetween size="l">
          <RadioGroup
            ariaLabel="Concurrency"
            value={isReserved ? "reserved" : "unreserved"}
            items={[
              { value: "unreserved", label: "Use unreserved account concurrency" },
              { value: "reserved", label: "Reserve concurrency" },
            ]}
            onChange={({ detail }) => setReserved(detail.value === "reserved")}
          />
          {isReserved && (
            <Field
              label="Reserved concurrency"
              description="0 lets nothing invoke the function."
              problem={isCount ? undefined : "Enter a whole number."}
            >
              <Input
                type="number"
                inputMode="numeric"
                value={count}
                onChange={({ detail }) => setCount(detail.value)}
              />
            </Field>
          )}
        </SpaceBetween>
      </Container>
    </EditForm>
  );
}

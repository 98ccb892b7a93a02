import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import Input from "@cloudscape-design/components/input";
import { Field } from "../../../form/field.tsx";
import type { TestRun } from "./use-test-run.ts";

/** For whom the function is run; only of one that keeps its tenants apart. */
export function TenantField({
  configuration,
  run,
}: {
  readonly configuration: FunctionConfiguration;
  readonly run: TestRun;
}) {
  if (configuration.TenancyConfig?.TenantIsolationMode !== "PER_TENANT") return null;
  return (
    <Field
      label="Tenant ID"
      description="The function keeps its tenants apart: each has execution environments of its own."
      problem={checkTenant(run.tenant)}
    >
      <Input value={run.tenant} spellcheck={false} onChange={({ detail }) => run.setTenant(detail.value)} />
    </Field>
  );
}

function checkTenant(tenant: string): string | undefined {
  return /^[a-zA-Z0-9._:/=+\-@ ]{1,256}$/.test(tenant)
    ? undefined
    : "Enter a tenant ID of up to 256 letters, digits, spaces and ._:/=+-@ characters.";
}

import { IAMClient, paginateListRoles, type Role } from "@aws-sdk/client-iam";
import Box from "@cloudscape-design/components/box";
import FormField from "@cloudscape-design/components/form-field";
import RadioGroup from "@cloudscape-design/components/radio-group";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Field } from "../../../form/field.tsx";
import { type Live, useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";

export type RoleChoice = { readonly kind: "new" } | { readonly kind: "existing"; readonly arn: string };

interface RoleFieldProps {
  readonly choice: RoleChoice;
  readonly onChange: (choice: RoleChoice) => void;
  readonly functionName: string;
}

/** "Execution role" of AWS's form: a new one, or one that Lambda may take on. */
export function RoleField({ choice, onChange, functionName }: RoleFieldProps) {
  return (
    <SpaceBetween size="m">
      <FormField
        label="Execution role"
        description={
          <>
            Choose a role that defines the permissions of your function. To create a custom role, go to the{" "}
            <RouteLink href="/console/iam/roles">IAM console</RouteLink>.
          </>
        }
      >
        <RadioGroup
          value={choice.kind}
          items={[
            { value: "new", label: "Create a new role with basic Lambda permissions" },
            { value: "existing", label: "Use an existing role" },
          ]}
          onChange={({ detail }) => onChange(detail.value === "new" ? { kind: "new" } : { kind: "existing", arn: "" })}
        />
      </FormField>
      {choice.kind === "new" ? (
        <Box color="text-body-secondary">
          Lambda will create an execution role named {functionName || "myFunctionName"}-role-…, with permission to
          upload logs to CloudWatch Logs.
        </Box>
      ) : (
        <ExistingRole arn={choice.arn} onChange={(arn) => onChange({ kind: "existing", arn })} />
      )}
    </SpaceBetween>
  );
}

export function ExistingRole({ arn, onChange }: { arn: string; onChange: (arn: string) => void }) {
  const roles = useLambdaRoles();
  const options = (roles.data ?? []).map(({ RoleName, Arn, Description }) => ({
    label: RoleName,
    value: Arn,
    description: Description,
  }));
  return (
    <Field
      label="Existing role"
      description="Choose an existing role that you've created to be used with this Lambda function. The role must have permission to upload logs to CloudWatch Logs."
      problem={arn === "" ? "Choose a role." : undefined}
    >
      <Select
        placeholder="Choose a role"
        ariaLabel="Existing role"
        options={options}
        selectedOption={
          options.find(({ value }) => value === arn) ?? (arn ? { label: arn.split("/").at(-1), value: arn } : null)
        }
        filteringType={options.length > 7 ? "auto" : "none"}
        statusType={roles.isLoading ? "loading" : roles.error ? "error" : "finished"}
        errorText="The roles could not be read."
        recoveryText="Retry"
        onLoadItems={roles.refresh}
        empty="No role trusts Lambda. Create one in IAM."
        onChange={({ detail }) => onChange(detail.selectedOption.value ?? "")}
      />
    </Field>
  );
}

/** Roles whose trust policy lets Lambda take them on. */
function useLambdaRoles(): Live<readonly Role[]> {
  const client = useClient(IAMClient);
  return useLive("iam/lambda-roles", async () => {
    const found: Role[] = [];
    for await (const { Roles = [] } of paginateListRoles({ client }, {})) found.push(...Roles.filter(trustsLambda));
    return found;
  });
}

function trustsLambda({ AssumeRolePolicyDocument = "" }: Role): boolean {
  return decodeURIComponent(AssumeRolePolicyDocument).includes("lambda.amazonaws.com");
}

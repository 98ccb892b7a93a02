import FormField from "@cloudscape-design/components/form-field";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { ChoiceField, checkArn } from "../choices/choice-field.tsx";
import { useRoleChoices } from "../choices/roles.ts";

/** A role made for one purpose (undefined), or one that is there. */
export type RoleArn = string | undefined;

interface RoleFieldProps {
  readonly role: RoleArn;
  readonly onChange: (role: RoleArn) => void;
  /** "EventBridge": who takes it on. */
  readonly service: string;
}

export function ServiceRoleField({ role, onChange, service }: RoleFieldProps) {
  const roles = useRoleChoices(role !== undefined);
  return (
    <SpaceBetween size="s">
      <FormField label="Execution role" description={`${service} needs permission to send to the target.`}>
        <RadioGroup
          ariaLabel="Execution role"
          value={role === undefined ? "new" : "existing"}
          items={[
            { value: "new", label: "Create a new role for this specific resource" },
            { value: "existing", label: "Use existing role" },
          ]}
          onChange={({ detail }) => onChange(detail.value === "new" ? undefined : "")}
        />
      </FormField>
      {role !== undefined && (
        <ChoiceField
          label="Role"
          value={role}
          onChange={onChange}
          choices={roles}
          problem={checkArn(role, "iam", "a role")}
        />
      )}
    </SpaceBetween>
  );
}

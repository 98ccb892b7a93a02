import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { TextEditor } from "../../../form/code-editor.tsx";
import { type Blueprint, blueprints } from "../blueprints.ts";
import { languageOf } from "../code/language.ts";

interface BlueprintFieldProps {
  readonly blueprint: Blueprint;
  readonly code: string;
  readonly onChoose: (blueprint: Blueprint) => void;
  readonly onCode: (code: string) => void;
}

export function BlueprintField({ blueprint, code, onChoose, onCode }: BlueprintFieldProps) {
  const options = blueprints.map(({ id, title, description, runtime }) => ({
    value: id,
    label: title,
    description,
    labelTag: runtime.id,
  }));
  return (
    <Container header={<Header variant="h2">Blueprint</Header>}>
      <SpaceBetween size="l">
        <FormField label="Blueprint name">
          <Select
            ariaLabel="Blueprint name"
            options={options}
            selectedOption={options.find(({ value }) => value === blueprint.id) ?? null}
            onChange={({ detail }) =>
              onChoose(blueprints.find(({ id }) => id === detail.selectedOption.value) ?? blueprint)
            }
          />
        </FormField>
        <FormField
          label="Lambda function code"
          description="Code is preconfigured by the chosen blueprint. You can change it here or after you create the function."
          stretch
        >
          <TextEditor
            value={code}
            onChange={onCode}
            language={languageOf(blueprint.file)}
            ariaLabel="Lambda function code"
            heightPixels={300}
          />
        </FormField>
      </SpaceBetween>
    </Container>
  );
}

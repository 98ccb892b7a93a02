import AttributeEditor from "@cloudscape-design/components/attribute-editor";
import Autosuggest from "@cloudscape-design/components/autosuggest";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useFunctionChoices } from "../../../choices/functions.ts";
import { useTopicChoices } from "../../../choices/topics.ts";
import { Field } from "../../../form/field.tsx";
import { type ActionState, type StateAction, stateTexts } from "./alarm.ts";

interface ActionsSectionProps {
  readonly actions: readonly StateAction[];
  readonly onChange: (actions: readonly StateAction[]) => void;
  readonly isEnabled: boolean;
  readonly onEnable: (isEnabled: boolean) => void;
}

const states = (Object.keys(stateTexts) as ActionState[]).sort().map((value) => ({ value, label: stateTexts[value] }));
/** Source: "PutMetricAlarm", AlarmActions. */
const mostOfState = 5;

/** "Configure actions": whom an alarm tells of which state. */
export function ActionsSection({ actions, onChange, isEnabled, onEnable }: ActionsSectionProps) {
  const topics = useTopicChoices();
  const functions = useFunctionChoices();
  const options = [
    { label: "Topics", options: (topics.data ?? []).map(({ value, label }) => ({ value, label, description: value })) },
    {
      label: "Functions",
      options: (functions.data ?? []).map(({ value, label }) => ({ value, label, description: value })),
    },
  ].filter((group) => group.options.length > 0);
  const set = (index: number, change: Partial<StateAction>) =>
    onChange(actions.map((action, at) => (at === index ? { ...action, ...change } : action)));
  return (
    <Container
      header={
        <Header variant="h2" description="A topic or a function is told when the alarm comes into a state.">
          Actions
        </Header>
      }
    >
      <SpaceBetween size="m">
        <Field stretch problem={actionsProblem(actions)}>
          <AttributeEditor<StateAction>
            items={actions}
            addButtonText="Add action"
            removeButtonText="Remove"
            removeButtonAriaLabel={({ arn }) => `Remove ${arn || "the action"}`}
            empty="No actions: the alarm only shows its state."
            onAddButtonClick={() => onChange([...actions, { state: "ALARM", arn: "" }])}
            onRemoveButtonClick={({ detail }) => onChange(actions.filter((_one, at) => at !== detail.itemIndex))}
            definition={[
              {
                label: "When it is",
                control: ({ state }, index) => (
                  <Select
                    ariaLabel="When it is"
                    options={states}
                    selectedOption={{ value: state, label: stateTexts[state] }}
                    onChange={({ detail }) => set(index, { state: detail.selectedOption.value as ActionState })}
                  />
                ),
              },
              {
                label: "Topic or function",
                control: ({ arn }, index) => (
                  <Autosuggest
                    ariaLabel="Topic or function"
                    value={arn}
                    placeholder="Choose one, or enter an ARN"
                    options={options}
                    enteredTextLabel={(text) => `Use: ${text}`}
                    empty="There is none in this region yet; an ARN can be entered."
                    onChange={({ detail }) => set(index, { arn: detail.value.trim() })}
                  />
                ),
              },
            ]}
          />
        </Field>
        <Checkbox
          checked={isEnabled}
          description="Without this the alarm changes its state and tells nobody."
          onChange={({ detail }) => onEnable(detail.checked)}
        >
          Actions are enabled
        </Checkbox>
      </SpaceBetween>
    </Container>
  );
}

function actionsProblem(actions: readonly StateAction[]): string | undefined {
  if (actions.some(({ arn }) => !/^arn:aws[a-z-]*:(?:sns|lambda):/.test(arn)))
    return "Enter for each action the ARN of a topic or a function: arn:aws:sns:… or arn:aws:lambda:….";
  const full = states.find(({ value }) => actions.filter(({ state }) => state === value).length > mostOfState);
  return full && `A state has up to ${mostOfState} actions.`;
}

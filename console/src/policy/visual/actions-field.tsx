import Button from "@cloudscape-design/components/button";
import Input from "@cloudscape-design/components/input";
import Multiselect from "@cloudscape-design/components/multiselect";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { serviceName } from "../in-words.ts";
import { levelOf, levels } from "./action-levels.ts";
import actionsOfServices from "./generated/actions.json";

interface ActionsFieldProps {
  /** `s3:GetObject`, `s3:Get*`, `*`. */
  readonly actions: readonly string[];
  readonly onChange: (actions: readonly string[]) => void;
  /** Where what is tried are actions, patterns of them are none. */
  readonly isExact?: boolean;
}

const known: Readonly<Record<string, readonly string[]>> = actionsOfServices;
const services = Object.keys(known).map((prefix) => ({
  value: prefix,
  label: serviceName(prefix),
  description: prefix,
}));

/** Actions, a service at a time by what they do, or as a pattern. */
export function ActionsField({ actions, onChange, isExact = false }: ActionsFieldProps) {
  const [service, setService] = useState(() => prefixOf(actions[0]) ?? "s3");
  const [pattern, setPattern] = useState("");
  const of = known[service] ?? [];
  const isChosen = (name: string) => actions.includes(`${service}:${name}`);
  const others = actions.filter((action) => prefixOf(action) !== service || !of.includes(action.split(":")[1] ?? ""));
  const add = (more: readonly string[]) => onChange([...new Set([...actions, ...more])]);
  const byLevel = levels.map((level) => ({ level, names: of.filter((name) => levelOf(name) === level) }));
  return (
    <SpaceBetween size="xs">
      <Select
        ariaLabel="Service"
        filteringType="auto"
        options={services}
        selectedOption={services.find(({ value }) => value === service) ?? null}
        onChange={({ detail }) => setService(detail.selectedOption.value ?? service)}
      />
      <Multiselect
        ariaLabel={`Actions of ${serviceName(service)}`}
        placeholder={`Choose actions of ${serviceName(service)}`}
        filteringType="auto"
        options={byLevel
          .filter(({ names }) => names.length > 0)
          .map(({ level, names }) => ({
            label: level,
            options: names.map((name) => ({ value: name, label: name })),
          }))}
        selectedOptions={of.filter(isChosen).map((name) => ({ value: name, label: name }))}
        hideTokens
        onChange={({ detail }) =>
          onChange([...others, ...detail.selectedOptions.map(({ value }) => `${service}:${value}`)])
        }
      />
      <SpaceBetween direction="horizontal" size="xs">
        {!isExact && (
          <Button formAction="none" onClick={() => add([`${service}:*`])}>
            All of {serviceName(service)}
          </Button>
        )}
        {byLevel
          .filter(({ names }) => names.length > 0)
          .map(({ level, names }) => (
            <Button
              key={level}
              formAction="none"
              ariaLabel={`Add all of the level ${level}`}
              onClick={() => add(names.map((name) => `${service}:${name}`))}
            >
              {level} ({names.filter(isChosen).length}/{names.length})
            </Button>
          ))}
      </SpaceBetween>
      <SpaceBetween direction="horizontal" size="xs">
        <Input
          ariaLabel={isExact ? "An action" : "An action, or a pattern of actions"}
          placeholder={isExact ? "s3:GetObject" : "s3:Get*"}
          value={pattern}
          spellcheck={false}
          onChange={({ detail }) => setPattern(detail.value.trim())}
          onKeyDown={(event) => {
            if (event.detail.key !== "Enter") return;
            event.preventDefault();
            addPattern();
          }}
        />
        <Button formAction="none" disabled={pattern === ""} onClick={addPattern}>
          Add
        </Button>
      </SpaceBetween>
      {actions.length > 0 && (
        <ul className="squall-chosen" aria-label="Chosen actions">
          {actions.map((action) => (
            <li key={action}>
              {action}
              <Button
                variant="inline-icon"
                iconName="close"
                formAction="none"
                ariaLabel={`Remove ${action}`}
                onClick={() => onChange(actions.filter((one) => one !== action))}
              />
            </li>
          ))}
        </ul>
      )}
    </SpaceBetween>
  );

  function addPattern() {
    if (pattern !== "") add([pattern]);
    setPattern("");
  }
}

function prefixOf(action: string | undefined): string | undefined {
  const prefix = action?.split(":")[0];
  return prefix !== undefined && prefix in known ? prefix : undefined;
}

import type { CreateConnectionAuthRequestParameters } from "@aws-sdk/client-eventbridge";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Field } from "../../../form/field.tsx";

export type Authorization = "BASIC" | "OAUTH_CLIENT_CREDENTIALS" | "API_KEY";

/** What a connection authorizes with. */
export interface ConnectionForm {
  readonly type: Authorization;
  readonly user: string;
  readonly password: string;
  readonly keyName: string;
  readonly keyValue: string;
  readonly endpoint: string;
  readonly method: "GET" | "POST" | "PUT";
  readonly clientId: string;
  readonly clientSecret: string;
}

export const initialConnection: ConnectionForm = {
  type: "API_KEY",
  user: "",
  password: "",
  keyName: "",
  keyValue: "",
  endpoint: "",
  method: "POST",
  clientId: "",
  clientSecret: "",
};

export function toAuthParameters(form: ConnectionForm): CreateConnectionAuthRequestParameters {
  switch (form.type) {
    case "BASIC":
      return { BasicAuthParameters: { Username: form.user, Password: form.password } };
    case "API_KEY":
      return { ApiKeyAuthParameters: { ApiKeyName: form.keyName, ApiKeyValue: form.keyValue } };
    case "OAUTH_CLIENT_CREDENTIALS":
      return {
        OAuthParameters: {
          AuthorizationEndpoint: form.endpoint,
          HttpMethod: form.method,
          ClientParameters: { ClientID: form.clientId, ClientSecret: form.clientSecret },
        },
      };
  }
}

interface ConnectionFieldsProps {
  readonly form: ConnectionForm;
  readonly change: (part: Partial<ConnectionForm>) => void;
}

export function ConnectionFields({ form, change }: ConnectionFieldsProps) {
  const text = (label: string, name: "user" | "keyName" | "clientId" | "endpoint", problem: string) => (
    <Field label={label} problem={form[name] === "" ? problem : undefined}>
      <Input value={form[name]} spellcheck={false} onChange={({ detail }) => change({ [name]: detail.value })} />
    </Field>
  );
  const secret = (label: string, name: "password" | "keyValue" | "clientSecret", problem: string) => (
    <Field label={label} problem={form[name] === "" ? problem : undefined}>
      <Input
        type="password"
        autoComplete={false}
        value={form[name]}
        onChange={({ detail }) => change({ [name]: detail.value })}
      />
    </Field>
  );
  return (
    <SpaceBetween size="l">
      <FormField label="Authorization type">
        <RadioGroup
          ariaLabel="Authorization type"
          value={form.type}
          items={[
            { value: "BASIC", label: "Basic (Username/Password)" },
            { value: "OAUTH_CLIENT_CREDENTIALS", label: "OAuth Client Credentials" },
            { value: "API_KEY", label: "API Key" },
          ]}
          onChange={({ detail }) => change({ type: detail.value as Authorization })}
        />
      </FormField>
      {form.type === "BASIC" && text("Username", "user", "Enter a user name.")}
      {form.type === "BASIC" && secret("Password", "password", "Enter a password.")}
      {form.type === "API_KEY" && text("API key name", "keyName", "Enter the name of the header.")}
      {form.type === "API_KEY" && secret("Value", "keyValue", "Enter the key.")}
      {form.type === "OAUTH_CLIENT_CREDENTIALS" && text("Authorization endpoint", "endpoint", "Enter an address.")}
      {form.type === "OAUTH_CLIENT_CREDENTIALS" && (
        <FormField label="HTTP method">
          <Select
            ariaLabel="HTTP method"
            options={["POST", "GET", "PUT"].map((value) => ({ value, label: value }))}
            selectedOption={{ value: form.method, label: form.method }}
            onChange={({ detail }) => change({ method: detail.selectedOption.value as ConnectionForm["method"] })}
          />
        </FormField>
      )}
      {form.type === "OAUTH_CLIENT_CREDENTIALS" && text("Client ID", "clientId", "Enter the client's ID.")}
      {form.type === "OAUTH_CLIENT_CREDENTIALS" &&
        secret("Client secret", "clientSecret", "Enter the client's secret.")}
    </SpaceBetween>
  );
}

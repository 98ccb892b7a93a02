import type { Cors } from "@aws-sdk/client-lambda";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";

/** A function URL's CORS settings as they are typed: lists with commas. */
export interface CorsTexts {
  readonly origins: string;
  readonly methods: string;
  readonly headers: string;
  readonly exposed: string;
  readonly maxAge: string;
  readonly credentials: boolean;
}

export function fromCors(cors: Cors | undefined): CorsTexts {
  const toText = (list: readonly string[] | undefined, none = "") => list?.join(", ") ?? none;
  return {
    origins: toText(cors?.AllowOrigins, cors ? "" : "*"),
    methods: toText(cors?.AllowMethods, cors ? "" : "*"),
    headers: toText(cors?.AllowHeaders),
    exposed: toText(cors?.ExposeHeaders),
    maxAge: String(cors?.MaxAge ?? ""),
    credentials: cors?.AllowCredentials ?? false,
  };
}

export function toCors({ origins, methods, headers, exposed, maxAge, credentials }: CorsTexts): Cors {
  const toList = (text: string) => {
    const list = text.split(",").flatMap((each) => each.trim() || []);
    return list.length > 0 ? list : undefined;
  };
  return {
    AllowOrigins: toList(origins),
    AllowMethods: toList(methods),
    AllowHeaders: toList(headers),
    ExposeHeaders: toList(exposed),
    MaxAge: maxAge === "" ? undefined : Number(maxAge),
    AllowCredentials: credentials,
  };
}

export function CorsFields({ value, onChange }: { value: CorsTexts; onChange: (value: CorsTexts) => void }) {
  return (
    <SpaceBetween size="m">
      {fields.map(({ id, label, description, type }) => (
        <FormField key={id} label={label} description={description}>
          <Input
            value={value[id]}
            type={type}
            spellcheck={false}
            onChange={({ detail }) => onChange({ ...value, [id]: detail.value })}
          />
        </FormField>
      ))}
      <Checkbox
        checked={value.credentials}
        onChange={({ detail }) => onChange({ ...value, credentials: detail.checked })}
      >
        Allow credentials
      </Checkbox>
    </SpaceBetween>
  );
}

const fields = [
  { id: "origins", label: "Allow origin", description: "https://www.example.com, or * for all.", type: "text" },
  { id: "methods", label: "Allow methods", description: "GET, POST, …, or * for all.", type: "text" },
  { id: "headers", label: "Allow headers", description: "Headers that requests may have.", type: "text" },
  { id: "exposed", label: "Expose headers", description: "Headers that pages may read.", type: "text" },
  { id: "maxAge", label: "Max age", description: "Seconds for which browsers keep the answer.", type: "number" },
] as const;

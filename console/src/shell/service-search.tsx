import Autosuggest from "@cloudscape-design/components/autosuggest";
import { useState } from "react";
import { useNavigate } from "react-router";
import { services } from "../services/index.ts";

/** Finds services and their pages by name or by what they are for. */
export function ServiceSearch() {
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const open = (href: string) => {
    setText("");
    void navigate(href);
  };
  return (
    <Autosuggest
      value={text}
      placeholder="Search"
      ariaLabel="Search for services and features"
      options={options}
      empty="No service or feature is called that."
      enteredTextLabel={(value) => `Search: ${value}`}
      hideEnteredTextOption
      onChange={({ detail }) => setText(detail.value)}
      onSelect={({ detail }) => open(detail.value)}
    />
  );
}

const options = [
  {
    label: "Services",
    options: services.map(({ name, home, description }) => ({
      value: home,
      label: name,
      description,
    })),
  },
  {
    label: "Features",
    options: services.flatMap(({ name, features }) =>
      features.map(({ text, href }) => ({ value: href, label: text, description: name })),
    ),
  },
];

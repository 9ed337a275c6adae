import { kindOfType } from "./kind-of-type";

/** A text for people: a reference to what is known only after an apply is in words, `<name of certificate manager dns authorization api>`. */
export function readable(text: string): string {
  return text.replace(
    /\$\{([a-z]\w*_\w+)\.([\w-]+)\.(?:\w+\[0\]\.)?(\w+)\}/g,
    (_, type: string, name: string, attribute: string) => {
      return `<${attribute.replaceAll("_", " ")} of ${kindOfType(type)} ${name}>`;
    },
  );
}

/**
 * The program of a new project in JavaScript: the example's, which is in TypeScript, without its types. The type of what it exports
 * becomes a comment that the compiler reads as well. It knows the few forms that the example has; a test holds that no other is left.
 */
export function asJavaScript(text: string): string {
  return text
    .replaceAll(/^import \{ (.*) \} from (\S+);$/gm, (_, names, from) => {
      const values = names.split(", ").filter((name: string) => !name.startsWith("type "));
      return `const { ${values.join(", ")} } = require(${from});`;
    })
    .replaceAll(
      /^export const (\w+): (\w+) = /gm,
      '/** @type {import("cdktf-hybrid-kubernetes").$2} */\nexports.$1 = ',
    );
}

/** A file of settings for a program in JavaScript, which Node runs without help. */
export function settingsForJavaScript(text: string): string {
  return text
    .replaceAll("node --import tsx", "node")
    .replaceAll(/^ *"tsx": .*\n/gm, "")
    .replaceAll(/\.ts\b/g, ".js");
}

/** An element of XML, as far as Route 53 uses it: without attributes, and with text or with elements. */
export interface Element {
  readonly name: string;
  readonly text: string;
  readonly children: readonly Element[];
}

/** Reads the one element of a document. */
export function readXml(xml: string): Element {
  const root = { name: "", text: "", children: [] as Element[] };
  const open = [root];
  for (const [, end, name = "", alone, text] of xml.matchAll(/<(\/?)([\w:]+)[^>]*?(\/?)>|([^<]+)/g)) {
    const last = open.at(-1) ?? root;
    if (text !== undefined) last.text += unescaped(text);
    else if (end === "/") open.pop();
    else {
      const element = { name, text: "", children: [] as Element[] };
      last.children.push(element);
      if (alone !== "/") open.push(element);
    }
  }
  return root.children[0] ?? root;
}

export const child = (element: Element | undefined, name: string): Element | undefined =>
  element?.children.find((one) => one.name === name);

export const textOf = (element: Element | undefined, ...path: readonly string[]): string | undefined =>
  path.reduce((at, name) => child(at, name), element)?.text;

export function writeXml({ name, text, children }: Element): string {
  return `<${name}>${children.length > 0 ? children.map(writeXml).join("") : escaped(text)}</${name}>`;
}

/** An element of a text, or of elements. */
export const element = (name: string, content: string | number | boolean | readonly Element[]): Element =>
  Array.isArray(content) ? { name, text: "", children: content } : { name, text: String(content), children: [] };

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#34;": '"', "&#39;": "'" };
const unescaped = (text: string) =>
  text.replace(/&(amp|lt|gt|quot|#34|#39);/g, (entity) => ENTITIES[entity as keyof typeof ENTITIES]);
const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

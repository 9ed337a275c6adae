/** What the text of a secret looks like, whatever the file: a key, a certificate, a hash, the form of a known token. */
const FORMS = [
  /-----BEGIN [A-Z ]+-----/g,
  /\$(?:1|2[aby]|5|6|8|9|y)\$[^\s"']{4,}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\b(?:ghp_|glpat-|xox[abp]-|hvs\.|ya29\.|AIza)[\w-]{10,}/g,
  /\b(?:Bearer|Basic) [\w+/=.-]{6,}/g,
  /\b[a-z+]+:\/\/[^\s/@:"']+:[^\s/@"']+@/g,
  // A name that has a word and a number would be shorter.
  /\b(?=[A-Za-z+/]*\d)(?=[\w+/]*[A-Z])[A-Za-z0-9+/]{32,}={0,2}/g,
];

/** What is said to be a secret, and its value. */
const NAMED =
  /\b(?:[\w-]*(?:password|passwd|secret|token|credential)|(?:private|api|access|pre[-_]?shared)[-_]?key|stats auth)s?\b["']?(?:\s*[:=]\s*|[ \t]+)(\{[^}]*\}|'[^'\n]*'|"[^"\n]*"|\S+)/gi;

/** An expression of a template, a reference or the first of several, nothing at all. */
const HARMLESS = /^(?:["']?\{\{.*|(?:\{\s*"\w+": )?\{ ?"pillar": "[\w/.-]+" ?\}|null[,}]*|%\})$/;

/** The secrets in the text of a file: data, a template or a program. */
export function secretsIn(text: string): readonly string[] {
  const byForm = FORMS.flatMap((form) => [...text.matchAll(form)].map(([found]) => found));
  const code = text.replace(/^\s*[#!].*$/gm, "");
  const byName = [...code.matchAll(NAMED)].flatMap(([, value = ""]) => (HARMLESS.test(value) ? [] : [value]));
  return [...byForm, ...byName];
}

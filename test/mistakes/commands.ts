/** What somebody types, and the first line of the answer. */
export const COMMANDS: readonly (readonly [args: readonly string[], line: string])[] = [
  [["stack"], "error: unknown command 'stack'"],
  [["stacks", "nowhere.out"], 'error: nowhere.out: manifest.json: there is no such file: run "cdktf synth" first'],
  [["stacks", "--jsn"], "error: unknown option '--jsn'"],
  [["stacks", "a.out", "b.out"], "error: too many arguments for 'stacks'. Expected 1 argument but got 2."],
  [
    ["routing", "nowhere.out", "--million-queries", "many"],
    "error: option '--million-queries <number>' argument 'many' is invalid. It must be a number above 0.",
  ],
  [["review", "nowhere.out"], "error: missing required argument 'new'"],
  [
    ["verify", "nowhere.out", "--draws", "0.5"],
    "error: option '--draws <number>' argument '0.5' is invalid. It must be a whole number, 1 or more.",
  ],
  [
    ["init", "x", "--ci", "jenkins"],
    "error: option '--ci <pipeline>' argument 'jenkins' is invalid. Allowed choices are github, gitlab.",
  ],
  [
    ["init", "x", "--project", "Acme"],
    'error: init: --project: got "Acme", expected the id of a project, 6 to 30 characters: "acme-production"',
  ],
  [
    ["check", "--geo-locations", "nowhere.json"],
    "error: check: --geo-locations: nowhere.json cannot be read (ENOENT: no such file or directory, open 'nowhere.json')",
  ],
];

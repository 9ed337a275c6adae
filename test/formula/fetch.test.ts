import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeReleases } from "../../lib/cli/data-centers-release";
import { planSite } from "../../lib/data-center/plan-site";
import { tarOf } from "../../lib/data-center/release-tar";
import { siteFiles } from "../../lib/data-center/site-files";
import { TINY_SITE } from "../data-center/tiny-site";
import { replaced } from "../support/replaced";

const MASTER = join(__dirname, "../../formula/hybrid-kubernetes/master");
const FETCH = join(MASTER, "fetch.py");
const RELEASES = join(MASTER, "releases.py");
/** Writes an archive with one member of a type. */
const MEMBER = `
import sys, tarfile
with tarfile.open(fileobj=sys.stdout.buffer, mode="w|") as tar:
    member = tarfile.TarInfo(sys.argv[2])
    member.type, member.linkname = getattr(tarfile, sys.argv[1]), sys.argv[3]
    tar.addfile(member)
`;
/** Runs a program, and looks whether a file is there before and after whatever removes or renames. */
const WATCHED = `
import os, runpy, shutil, sys
folder, path, *sys.argv = sys.argv[1:]
sys.path.insert(0, folder)
looks = []
def watched(call):
    def around(*args, **more):
        looks.append(os.path.exists(path))
        done = call(*args, **more)
        looks.append(os.path.exists(path))
        return done
    return around
os.rename, os.replace, shutil.rmtree = watched(os.rename), watched(os.replace), watched(shutil.rmtree)
runpy.run_path(sys.argv[0], run_name="__main__")
print("looked, never missing" if looks and all(looks) else f"missing: {looks}")
`;
const able = ["python3", "ssh-keygen"].every((program) => spawnSync(program, ["-?"]).error === undefined);
if (!able)
  process.stdout.write(
    "SKIPPED, not passed: no release is fetched here, without python3 and ssh-keygen of openssh-client\n",
  );

(able ? describe : describe.skip)("the program that takes releases to a master", () => {
  const folder = mkdtempSync(join(tmpdir(), "fetch-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  let at: (...path: readonly string[]) => string;
  let count = 0;

  const key = (name: string): string => {
    const path = join(folder, name);
    spawnSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", path]);
    return path;
  };
  const ours = key("ours");
  const strange = key("strange");

  /** What synthesis writes of a data centre, which differs from release to release in one text. */
  const synthesized = (text: string): string => {
    const out = join(folder, `out-${count++}`);
    const site = join(out, "data-centers/production/paris");
    for (const [path, content] of siteFiles(planSite(TINY_SITE))) {
      mkdirSync(join(site, path, ".."), { recursive: true });
      writeFileSync(join(site, path), content);
    }
    writeFileSync(join(site, "addresses.md"), text);
    return out;
  };
  const publish = (number: number, text: string, by = ours): string => {
    writeReleases(synthesized(text), { to: at("source"), number });
    const said = readFileSync(at("source/production/paris/current.json"), "utf8");
    sign(said, by);
    return JSON.parse(said).sha256;
  };
  const sign = (said: string, by = ours): void => {
    const options = ["-Y", "sign", "-q", "-f", by, "-n", "hybrid-kubernetes"];
    const { stdout } = spawnSync("ssh-keygen", options, { input: said, encoding: "utf8" });
    writeFileSync(at("source/production/paris/current"), said + stdout);
  };
  /** An archive of another kind, which is signed as those of `data-centers-release` are. */
  const publishArchive = (number: number, bundle: Buffer): void => {
    const sha256 = createHash("sha256").update(bundle).digest("hex");
    writeFileSync(at("source/production/paris/releases", `${sha256}.tar`), bundle);
    sign(JSON.stringify({ data_center: "production/paris", number, sha256 }));
  };
  const configure = (change: object = {}): void => {
    const defaults = {
      source: at("source/production/paris"),
      data_center: "production/paris",
      signers: at("signers"),
      folder: at("srv"),
    };
    writeFileSync(at("fetch.json"), JSON.stringify({ ...defaults, ...change }));
  };
  const runs = (program: string, ...wishes: readonly string[]) => {
    const command = [program, at("fetch.json"), ...wishes];
    const { status, stdout, stderr } = spawnSync("python3", ["-B", ...command], { encoding: "utf8" });
    return { status, said: stdout + stderr };
  };
  const run = (...wishes: readonly string[]) => runs(FETCH, ...wishes);
  const back = () => runs(RELEASES, "--back");
  const current = (): string => readFileSync(at("srv/current/data-center/addresses.md"), "utf8");
  const releases = (): readonly string[] =>
    readdirSync(at("srv/releases"))
      .map((name) => name.replace(/-.*/, ""))
      .sort();

  beforeEach(() => {
    const own = join(folder, `test-${count++}`);
    mkdirSync(own);
    at = (...path) => join(own, ...path);
    const trusted = readFileSync(`${ours}.pub`, "utf8");
    writeFileSync(at("signers"), `production/* namespaces="hybrid-kubernetes" ${trusted}`);
    configure();
  });

  test("unpacks it beside what is there, with what Salt reads, and switches to it", () => {
    const sha256 = publish(1, "one");
    expect(run()).toEqual({ status: 0, said: `current is 1-${sha256}\n` });
    expect(readlinkSync(at("srv/current"))).toBe(`releases/1-${sha256}`);
    expect(current()).toBe("one");
    expect(readdirSync(at("srv/current"))).toEqual(["data-center", "formula", "release.json"]);
    const { files } = JSON.parse(readFileSync(at("srv/current/release.json"), "utf8"));
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining(["formula/hybrid-kubernetes/init.sls", "data-center/servers/edge-1.sls"]),
    );
    // A master takes a file of the same time for the same.
    expect(Date.now() - statSync(at("srv/current/data-center/addresses.md")).mtimeMs).toBeLessThan(3_600_000);
    expect(run()).toEqual({ status: 0, said: "" });
    publish(2, "two");
    run();
    expect(current()).toBe("two");
  });

  test("keeps the last three", () => {
    for (const number of [8, 9, 10, 11]) {
      publish(number, `release ${number}`);
      expect(run().status).toBe(0);
    }
    expect(releases()).toEqual(["10", "11", "9"]);
  });

  test.each([
    ["a file that is gone", (folder: string) => rmSync(join(folder, "data-center/addresses.md"))],
    ["a file that is another", (folder: string) => writeFileSync(join(folder, "data-center/addresses.md"), "spoiled")],
    ["its own list, cut off", (folder: string) => writeFileSync(join(folder, "release.json"), "{")],
    ...["{}", "null", "[]", '"text"', '{"files":[]}', '{"files":{}}', '{"files":null}', '{"files":{"a":1}}'].map(
      (text) =>
        [`its own list, as ${text}`, (folder: string) => writeFileSync(join(folder, "release.json"), text)] as const,
    ),
    ["a file that nobody signed", (folder: string) => writeFileSync(join(folder, "formula/more.sls"), "a: {}")],
    [
      "a folder that is a link to elsewhere",
      (folder: string) => spawnSync("ln", ["-s", "/etc", join(folder, "formula/more")]),
    ],
    ["all of it", (folder: string) => rmSync(folder, { recursive: true })],
  ] satisfies readonly (readonly [string, (folder: string) => unknown])[])("repairs %s", (_, damage) => {
    publish(1, "release 1");
    run();
    const [name = ""] = readdirSync(at("srv/releases"));
    damage(at("srv/releases", name));
    const { status, said } = run();
    expect({ status, said }).toEqual({
      status: 0,
      said: `current stays ${name}: it was damaged, and is whole again\n`,
    });
    expect(current()).toBe("release 1");
    expect(readdirSync(at("srv/releases"))).toEqual([name]);
    expect(run()).toEqual({ status: 0, said: "" });
  });

  test("has all that Salt reads there at each moment while it repairs", () => {
    publish(1, "release 1");
    run();
    const [name = ""] = readdirSync(at("srv/releases"));
    writeFileSync(at("srv/releases", name, "release.json"), "null");
    writeFileSync(at("watched.py"), WATCHED);
    const file = at("srv/current/data-center/addresses.md");
    const { stdout } = spawnSync("python3", ["-B", at("watched.py"), MASTER, file, FETCH, at("fetch.json")], {
      encoding: "utf8",
    });
    expect(stdout).toBe(`current stays ${name}: it was damaged, and is whole again\nlooked, never missing\n`);
  });

  test("refuses an archive that is larger than any release has, though it is signed", () => {
    publish(1, "one");
    run();
    publishArchive(2, Buffer.concat([tarOf(new Map([["out", Buffer.from("x")]])), Buffer.alloc(64 * 1024 * 1024)]));
    const { status, said } = run();
    expect(status).toBe(1);
    expect(said).toMatch(
      /^nothing was changed, current stays 1-.*\.tar has more than 67108864 bytes, which no release has\n$/,
    );
  });

  test("leaves what is damaged where the source is absent", () => {
    publish(1, "release 1");
    run();
    const [name = ""] = readdirSync(at("srv/releases"));
    writeFileSync(at("srv/releases", name, "data-center/addresses.md"), "spoiled");
    rmSync(at("source"), { recursive: true });
    expect(run().status).toBe(1);
    expect(current()).toBe("spoiled");
  });

  test.each([
    [FETCH, "--bakc", "--older"],
    [FETCH, "--back", "--older"],
    [FETCH, "--older 1", "--older"],
    [FETCH, "-h", "--older"],
    [RELEASES, "--bakc", "--back"],
    [RELEASES, "--back 1", "--back"],
    [RELEASES, "", "--back"],
  ])("%s refuses %s, which may be a slip in another one", (program, wishes, expected) => {
    publish(1, "release 1");
    run();
    publish(2, "release 2");
    const { status, said } = runs(program, ...wishes.split(" ").filter(Boolean));
    expect(status).toBe(1);
    expect(said).toContain(`${wishes}, expected a file of settings, and ${expected}`);
    expect(current()).toBe("release 1");
  });

  test("goes back by one command, and stays there until there is a newer one", () => {
    for (const number of [1, 2]) {
      publish(number, `release ${number}`);
      run();
    }
    expect(back().status).toBe(0);
    expect(current()).toBe("release 1");
    utimesSync(at("srv/heard"), 1000, 1000);
    expect(run().said).toMatch(/^current stays 1-\w+: 2-\w+ was left by --back\n$/);
    // That the source was heard is what metrics say.
    expect(Date.now() - statSync(at("srv/heard")).mtimeMs).toBeLessThan(3_600_000);
    expect(current()).toBe("release 1");
    expect(back().said).toContain("there is no release before 1-");
    publish(3, "release 3");
    run();
    expect(current()).toBe("release 3");
    // Not to 2, which was left because something was wrong with it.
    back();
    expect(current()).toBe("release 1");
    expect(run("--older").status).toBe(0);
    expect(current()).toBe("release 3");
  });

  test("goes back along the way that was taken, also after --older", () => {
    for (const number of [1, 2, 3]) {
      publish(number, `release ${number}`);
      run();
    }
    publish(1, "release 1");
    run("--older");
    const way = ["3", "2"].map((number) => [back().status, current().replace("release ", "")].join(" ") + number);
    expect(way).toEqual(["0 33", "0 22"]);
    expect(back().said).toContain("there is no release before 2-");
  });

  test("never goes back to what is in the folder and was not current, and removes it with the next one", () => {
    publish(2, "release 2");
    run();
    const [two = ""] = readdirSync(at("srv/releases"));
    // As a run leaves it that ended between a hash that was right and the switch, or as somebody copied it there.
    cpSync(at("srv/releases", two), at("srv/releases", `1-${"0".repeat(64)}`), { recursive: true });
    expect(back()).toEqual({
      status: 1,
      said: `nothing was changed, current stays ${two}: there is no release before ${two}\n`,
    });
    publish(3, "release 3");
    run();
    expect(releases()).toEqual(["2", "3"]);
  });

  test("takes the same release again on a new master, and the same hash from a source that was built anew", () => {
    const names = [1, 2].map((number) => {
      const name = `${number}-${publish(number, `release ${number}`)}`;
      run();
      return name;
    });
    rmSync(at("srv"), { recursive: true });
    expect(run()).toEqual({ status: 0, said: `current is ${names[1]}\n` });
    expect(current()).toBe("release 2");
    expect(back().said).toContain(`there is no release before ${names[1]}`);
    rmSync(at("source"), { recursive: true });
    publish(2, "release 2");
    expect(run()).toEqual({ status: 0, said: "" });
  });

  test("never goes back to what was changed since", () => {
    const [one] = [1, 2].map((number) => {
      const sha256 = publish(number, `release ${number}`);
      run();
      return `${number}-${sha256}`;
    });
    writeFileSync(at("srv/releases", one ?? "", "data-center/servers/edge-1.sls"), "{}");
    const { status, said } = back();
    expect(status).toBe(1);
    expect(said).toContain(`${one}, the release before, was changed or lost on this master`);
    expect(current()).toBe("release 2");
  });

  test("completes what it had decided when it ended before the switch, forward and back", () => {
    const names = [1, 2].map((number) => {
      const name = `${number}-${publish(number, `release ${number}`)}`;
      run();
      return name;
    });
    const pointsTo = (name: string) => spawnSync("ln", ["-sfn", `releases/${name}`, at("srv/current")]);
    pointsTo(names[0] ?? "");
    expect(run().said).toBe(`current is ${names[1]}\n`);
    back();
    pointsTo(names[1] ?? "");
    expect(run().said).toMatch(/^current is 1-\w+\ncurrent stays 1-\w+: 2-\w+ was left by --back\n$/);
    expect(current()).toBe("release 1");
  });

  test("takes none and goes nowhere while one is rolled out", () => {
    publish(1, "one");
    run();
    publish(2, "two");
    // As hybrid-kubernetes-roll-out holds it.
    const held = (...command: readonly string[]) =>
      spawnSync("flock", [at("srv/lock"), "python3", "-B", ...command], { encoding: "utf8" });
    const [taken, left] = [held(FETCH, at("fetch.json")), held(RELEASES, at("fetch.json"), "--back")];
    expect([taken.status, taken.stdout]).toEqual([0, "a roll-out is under way, or another fetch.py: current stays\n"]);
    expect([left.status, left.stderr]).toEqual([1, "a roll-out is under way, or another fetch.py: current stays\n"]);
    // Not 0 for who asked for it and has not got it.
    const wanted = held(FETCH, at("fetch.json"), "--older");
    expect([wanted.status, wanted.stderr]).toEqual([
      1,
      "a roll-out is under way, or another fetch.py: current stays\n",
    ]);
    expect(current()).toBe("one");
    run();
    expect(current()).toBe("two");
    // Who has it for a moment is waited for: --back and --older are what somebody wants now.
    const hold = `flock ${at("srv/lock")} sh -c 'echo >${at("held")}; sleep 1.5' & while [ ! -e ${at("held")} ]; do sleep 0.05; done`;
    spawnSync("sh", ["-c", hold], { stdio: "ignore" });
    back();
    expect(current()).toBe("one");
    rmSync(at("held"));
    spawnSync("sh", ["-c", hold], { stdio: "ignore" });
    expect(run("--older").status).toBe(0);
    expect(current()).toBe("two");
  });

  test("refuses an older one, and another one of the same number, but with --older", () => {
    publish(5, "five");
    run();
    utimesSync(at("srv/heard"), 1000, 1000);
    for (const number of [4, 5]) {
      publish(number, `replayed ${number}`);
      const { status, said } = run();
      expect(status).toBe(1);
      expect(said).toMatch(
        /nothing was changed, current stays 5-\w+: [45]-\w+ is not newer than 5-\w+, which was here; --older takes it/,
      );
      expect(current()).toBe("five");
      expect(statSync(at("srv/heard")).mtimeMs).toBe(1_000_000);
    }
    expect(run("--older").status).toBe(0);
    expect(current()).toBe("replayed 5");
  });

  const refused: Readonly<Record<string, readonly [() => void, RegExp]>> = {
    "signed by a stranger": [() => publish(2, "two", strange), /current is not signed by one of/],
    "not signed": [
      () => {
        publish(2, "two");
        cpSync(at("source/production/paris/current.json"), at("source/production/paris/current"));
      },
      /current is not signed by one of/,
    ],
    "changed after it was signed": [
      () => {
        publish(2, "two");
        const path = at("source/production/paris/current");
        writeFileSync(path, replaced(readFileSync(path, "utf8"), ['"number":2', '"number":3']));
      },
      /current is not signed by one of/,
    ],
    "signed for another data centre": [
      () => {
        publish(2, "two");
        configure({ data_center: "production/frankfurt" });
      },
      /current is of production\/paris, not of production\/frankfurt/,
    ],
    "signed by a key that may not sign for this data centre": [
      () => {
        publish(2, "two");
        writeFileSync(at("signers"), `staging/* namespaces="hybrid-kubernetes" ${readFileSync(`${ours}.pub`, "utf8")}`);
      },
      /current is not signed by one of/,
    ],
    forged: [
      () => {
        const path = at("source/production/paris/releases", `${publish(2, "two")}.tar`);
        writeFileSync(path, replaced(readFileSync(path, "latin1"), ["two", "owt"]), "latin1");
      },
      /\.tar has another hash/,
    ],
    truncated: [
      () => {
        const path = at("source/production/paris/releases", `${publish(2, "two")}.tar`);
        writeFileSync(path, readFileSync(path).subarray(0, 5000));
      },
      /\.tar has another hash/,
    ],
    "without its archive": [
      () => rmSync(at("source/production/paris/releases", `${publish(2, "two")}.tar`)),
      /No such file/,
    ],
    absent: [() => rmSync(at("source"), { recursive: true }), /No such file/],
  };

  test.each(Object.entries(refused))("refuses one that is %s, and changes nothing", (_, [spoil, why]) => {
    publish(1, "one");
    run();
    spoil();
    const { status, said } = run();
    expect(status).toBe(1);
    expect(said).toMatch(/^nothing was changed, current stays 1-/);
    expect(said).toMatch(why);
    expect(current()).toBe("one");
    expect(releases()).toEqual(["1"]);
  });

  /** An archive with one member that is no plain file. */
  const archiveWith = (type: string, name: string, target: string): Buffer =>
    spawnSync("python3", ["-c", MEMBER, type, name, target]).stdout;

  test.each<readonly [string, () => Buffer]>([
    ["a path with ..", () => tarOf(new Map([["formula/../../../out", Buffer.from("x")]]))],
    ["a path that begins with ..", () => tarOf(new Map([["../out", Buffer.from("x")]]))],
    ["an absolute path", () => tarOf(new Map([[at("out"), Buffer.from("x")]]))],
    ["a symbolic link", () => archiveWith("SYMTYPE", "out", "/etc/hostname")],
    ["a hard link", () => archiveWith("LNKTYPE", "out", "/etc/hostname")],
    ["a device", () => archiveWith("CHRTYPE", "out", "")],
  ])("refuses %s in an archive, though it is signed, and writes nothing elsewhere", (_, bundle) => {
    publish(1, "one");
    run();
    publishArchive(2, bundle());
    const { status, said } = run();
    expect(status).toBe(1);
    expect(said).toMatch(/^nothing was changed, current stays 1-.*out, which is no file below its folder\n$/);
    expect([at("out"), at("srv/out"), at("srv/releases/out")].filter((path) => existsSync(path))).toEqual([]);
    expect(current()).toBe("one");
    expect(releases()).toEqual(["1"]);
  });

  test.each<readonly [string, object]>([
    ["a hash that is a path", { number: 2, sha256: "../../out" }],
    ["a number that is a path", { number: "2/../..", sha256: "0".repeat(64) }],
    ["a number below zero", { number: -2, sha256: "0".repeat(64) }],
    ["a number as text, which would be another release than 2", { number: "0002", sha256: "0".repeat(64) }],
  ])("refuses %s, though it is signed", (_, wrong) => {
    publish(1, "one");
    run();
    sign(JSON.stringify({ data_center: "production/paris", ...wrong }));
    const { status, said } = run();
    expect(status).toBe(1);
    expect(said).toMatch(/^nothing was changed, current stays 1-.*which are not those of a release\n$/);
    expect(releases()).toEqual(["1"]);
  });

  test("the source is heard while a release is rolled out, unless it has none that may be taken", () => {
    publish(2, "two");
    run();
    const heard = () => statSync(at("srv/heard")).mtimeMs;
    const busy = () => {
      utimesSync(at("srv/heard"), 1, 1);
      const command = [at("srv/lock"), "python3", "-B", FETCH, at("fetch.json")];
      const { status, stdout, stderr } = spawnSync("flock", command, { encoding: "utf8" });
      return { status, said: stdout + stderr, isHeard: heard() > 1000 };
    };
    const stays = "a roll-out is under way, or another fetch.py: current stays\n";
    expect(busy()).toEqual({ status: 0, said: stays, isHeard: true });
    // A newer one waits.
    publish(3, "three");
    expect(busy()).toEqual({ status: 0, said: stays, isHeard: true });
    expect([current(), releases()]).toEqual(["two", ["2"]]);
    publish(1, "one");
    expect(busy()).toEqual({ status: 0, said: stays, isHeard: false });
    publish(4, "four", strange);
    expect(busy()).toMatchObject({ status: 1, said: expect.stringContaining("not signed"), isHeard: false });
    rmSync(at("source"), { recursive: true });
    expect(busy()).toMatchObject({ status: 1, said: expect.stringContaining("No such file"), isHeard: false });
    expect([current(), releases()]).toEqual(["two", ["2"]]);
  });

  const DAMAGED = ["", "{", "[]", '{"way": 1, "newest": null}', '{"way": [1], "newest": "2-a"}', '{"newest": "2-a"}'];
  const taken = () => JSON.parse(readFileSync(at("srv/taken.json"), "utf8"));

  test.each(DAMAGED)("what was taken is begun anew from the link where its file is %j", (damaged) => {
    const [one, two] = ["one", "two"].map((text, index) => {
      const sha256 = publish(index + 1, text);
      run();
      return `${index + 1}-${sha256}`;
    });
    back();
    // As where the folder is a disk of its own.
    mkdirSync(at("srv/releases/lost+found"));
    utimesSync(at("srv/releases", two ?? ""), 1700, 1700);
    writeFileSync(at("srv/taken.json"), damaged);
    const found = back();
    expect(found).toMatchObject({ status: 1, said: expect.stringContaining("there is no release before 1-") });
    expect(found.said).toMatch(/^taken.json is damaged \(.*\): current stays 1-/);
    expect(current()).toBe("one");
    // What metrics and the alert of old releases go by is there at once, whether or not the source answers.
    expect(taken()).toEqual({ way: [one], newest: two, newest_at: 1700 });
    // The newest of the folders is known: what was left is not taken again by itself, nor what is older.
    expect(run()).toEqual({ status: 0, said: `current stays ${one}: ${two} was left by --back\n` });
    expect(current()).toBe("one");
    publish(3, "three");
    expect(run().status).toBe(0);
    expect(current()).toBe("three");
    expect(run()).toEqual({ status: 0, said: "" });
    expect(back().status).toBe(0);
    expect(current()).toBe("one");
    expect(existsSync(at("srv/releases/lost+found"))).toBe(true);
  });

  test.each(DAMAGED)(
    "what is published is taken where nothing is current, as the link is lost, too, with %j",
    (damaged) => {
      const names = [1, 2].map((number) => {
        const name = `${number}-${publish(number, `release ${number}`)}`;
        run();
        return name;
      });
      const lose = () => {
        writeFileSync(at("srv/taken.json"), damaged);
        rmSync(at("srv/current"));
      };
      lose();
      expect(run().said).toMatch(
        new RegExp(`^taken.json is damaged .*: current stays nothing, .*\ncurrent is ${names[1]}\n$`),
      );
      expect(current()).toBe("release 2");
      expect(taken()).toMatchObject({ way: [names[1]], newest: names[1] });
      // What is older than what is there is not, but for --older: a source may give out what it gave before.
      lose();
      utimesSync(at("srv/heard"), 1000, 1000);
      publish(1, "release 1");
      const refused = run();
      expect(refused).toMatchObject({
        status: 1,
        said: expect.stringContaining(`${names[0]} is not newer than ${names[1]}`),
      });
      expect([existsSync(at("srv/current")), statSync(at("srv/heard")).mtimeMs]).toEqual([false, 1_000_000]);
      expect(taken()).toMatchObject({ way: [], newest: names[1] });
      expect(back()).toMatchObject({
        status: 1,
        said: expect.stringContaining("there is no release before the first"),
      });
      expect(run("--older").status).toBe(0);
      expect(current()).toBe("release 1");
    },
  );

  test("a damaged file is as none where no release has come", () => {
    run();
    mkdirSync(at("srv/releases"), { recursive: true });
    writeFileSync(at("srv/taken.json"), "{");
    expect(back().status).toBe(1);
    expect(existsSync(at("srv/taken.json"))).toBe(false);
    publish(1, "one");
    expect(run().status).toBe(0);
    expect(current()).toBe("one");
  });

  test("an end half way leaves what was current, and the next run takes the new one whole", () => {
    publish(1, "one");
    run();
    const sha256 = publish(2, "two");
    // What is left when the power fails: a folder without its name, a link that replaced nothing.
    mkdirSync(at("srv/releases/.part/formula"), { recursive: true });
    writeFileSync(at("srv/releases/.part/left"), "half");
    spawnSync("ln", ["-s", "releases/2-half", at("srv/current.part")]);
    writeFileSync(at("srv/taken.json.part"), "{");
    expect(current()).toBe("one");
    expect(run()).toEqual({ status: 0, said: `current is 2-${sha256}\n` });
    expect(current()).toBe("two");
    expect(readdirSync(at("srv/current"))).toEqual(["data-center", "formula", "release.json"]);
  });

  test("a release is one hash, whatever the times and modes of files are", () => {
    const [one, other] = [synthesized("same"), synthesized("same")];
    for (const path of readdirSync(other, { recursive: true, encoding: "utf8" })) {
      const file = join(other, path);
      if (statSync(file).isFile()) chmodSync(file, 0o600);
      spawnSync("touch", ["-d", "2001-02-03", file]);
    }
    const hash = (out: string) => readdirSync(join(out, "production/paris/releases"));
    for (const [from, to] of [
      [one, at("a")],
      [other, at("b")],
    ] as const)
      writeReleases(from, { to, number: 1 });
    expect(hash(at("a"))).toEqual(hash(at("b")));
    expect(hash(at("a"))).toHaveLength(1);
  });
});

import type { Command } from "commander";
import { readEnvironment } from "../environments";
import { picture } from "../picture";
import { type PictureFiles, wantsFiles, writePictures } from "../picture-files";
import { ENVIRONMENT, FOLDER, onlyFile } from "./arguments";
import { print } from "./print";

export function pictureCommand(program: Command): void {
  program
    .command("picture")
    .description("a platform as a picture in Mermaid, or in files: a map, load against capacity, a page with all of it")
    .argument(...FOLDER)
    .option(...ENVIRONMENT)
    .option("--stack <name>", "the stack with the records of Route 53, when there are several: production-dns")
    .option(
      "--page <file>",
      "write an HTML page: all pictures and all numbers, with a switch for the failures",
      onlyFile,
    )
    .option(
      "--map <file>",
      "write an SVG: who is served from where, when all is well and when something is down",
      onlyFile,
    )
    .option("--narrow-map <file>", "write the same for a telephone, as parts one below the other", onlyFile)
    .option("--load <file>", "write an SVG: what everyone is asked for, against what they can take", onlyFile)
    .option(
      "--topology <file>",
      "write an SVG: users, Route 53, data centres, load balancer, regions, clusters, links",
      onlyFile,
    )
    .option(
      "--host, --host-name <name>",
      "draw what is answered for this one; in files, else for as many as are answered alike",
    )
    .option("--facts <file>", "what is known beside it: docs/schemas/routing-facts.schema.json")
    .option("--no-failures", "draw the map while all is well alone")
    .option("--no-borders", "draw circles only, and no countries")
    .option("--atlas <file>", "another atlas, in TopoJSON")
    .action((folder: string, options: PictureFiles) => {
      if (wantsFiles(options)) print(writePictures(folder, options));
      else print(picture(readEnvironment(folder, options.environment), options.stack, options.hostName));
    });
}

// node asyncapi.mjs FILE: prints what AsyncAPI's parser says of a document, and how many channels it has.
import { Parser } from "@asyncapi/parser";
import { readFileSync } from "node:fs";

const { document, diagnostics } = await new Parser().parse(readFileSync(process.argv[2], "utf8"));
for (const { code, path, message } of diagnostics) {
  console.log(`${code} at ${path.join(".")}: ${message}`);
}
if (!document) {
  process.exit(1);
}
console.log(`channels: ${document.channels().all().length}`);

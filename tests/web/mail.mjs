// Asks the data of caniemail what mail programs make of the given pages. What they do not take whole has to be allowed
// here, with the reason why the mail stays readable without it; an allowance that nothing needs is an error, too.

import { readFileSync } from "node:fs";
import { caniemail } from "caniemail";

const CLIENTS = ["gmail.*", "outlook.*", "apple-mail.*", "yahoo.*"];

const ALLOWED = {
  "@media": "narrow and dark screens are an extra: without it the same styles hold everywhere",
  "<style> element": "it holds nothing but @media: all other styles stand in the elements",
  "<body> element": "its colour is on the outermost table as well",
  "display:none": "where the first words are not hidden they are a sentence that may be read",
  "align attribute": "the mail then stands at the left",
  "background": "where a colour is dropped, dark text stands on the program's own background",
  "border": "a picture then has no frame",
  "display": "only of pictures, and of the first words",
  "font-size": "other sizes are still readable",
  "font-weight": "bold text is in <b> or a heading as well",
  "height attribute": "pictures then have the height that they are",
  "height property": "pictures have their height as an attribute",
  "lang attribute": "a screen reader then reads in the language that the reader has set",
  "line-height": "lines are then as high as the program likes",
  "margin": "only to take away what programs put around paragraphs",
  "max-width": "the mail is then as wide as the window",
  "overflow": "only of the first words, which are hidden otherwise, too",
  "padding": "only in cells, where every program takes it",
  "role attribute": "a screen reader then tells of tables, whose cells stand in the order of reading",
  "text-align": "left, which is what programs do anyway",
  "white-space": "a reference may then break at its hyphen",
  "width attribute": "columns are then as wide as what stands in them",
  "word-break": "a long address then makes the mail wider than a telephone",
  "width property": "pictures have their width as an attribute",
};

const needed = new Set();
const wrong = new Set();
for (const file of process.argv.slice(2)) {
  const { issues } = caniemail({ clients: CLIENTS, html: readFileSync(file, "utf8") });
  for (const found of [issues.errors, issues.warnings])
    for (const [client, list] of found)
      for (const { title } of list) {
        if (title in ALLOWED) needed.add(title);
        else wrong.add(`${file}: ${title}: ${client}`);
      }
}
const unused = Object.keys(ALLOWED).filter((title) => !needed.has(title));
for (const line of wrong) console.error(line);
for (const title of unused) console.error(`allowed, but nothing needs it: ${title}`);
if (process.argv.length < 3) console.error("no page was given");
if (wrong.size || unused.length || process.argv.length < 3) process.exit(1);
console.log(`${process.argv.length - 2} pages: nothing but the ${needed.size} things that are allowed`);

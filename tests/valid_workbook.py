"""Tells what in a workbook a spreadsheet would «repair» though each of its parts fits the schema.

Names that stand twice, references to nothing, what overlaps, what is longer than Excel takes. The schema itself is
checked by the validator that `.ci/run` installs; this needs the standard library alone.
"""

import posixpath
import re
import sys
import zipfile
from xml.etree import ElementTree

CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})$")
NAME = re.compile(r"[^\W\d][\w.]*$")
OF_SHEET = re.compile(r"'((?:[^']|'')+)'!")
LIMITS = {"prompt": 255, "error": 255, "promptTitle": 32, "errorTitle": 32}


def bare(element):
    return element.tag.rsplit("}", 1)[-1]


def every(element, name):
    return [e for e in element.iter() if bare(e) == name]


def twice(values):
    seen = set()
    return [v for v in values if v in seen or seen.add(v)]


def cell(text):
    match = CELL.match(text or "")
    if not match:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    row = int(match[2])
    return (column, row) if column <= 16384 and row <= 1048576 else None


def area(text):
    first, _, last = (text or "").partition(":")
    first, last = cell(first), cell(last or first)
    return (*first, *last) if first and last and first[0] <= last[0] and first[1] <= last[1] else None


class Workbook:
    def __init__(self, path):
        self.package = zipfile.ZipFile(path)
        self.faults = []
        names = self.package.namelist()
        self.say("package", "a part stands twice", twice(n.lower() for n in names))
        ends = (".xml", ".rels", ".vml")
        self.parts = {n: ElementTree.fromstring(self.package.read(n)) for n in names if n.endswith(ends)}

    def say(self, part, what, of):
        self.faults += [f"{part}: {what}: {one}" for one in of]

    def related(self, part):
        folder, file = posixpath.split(part)
        relations = self.parts.get(posixpath.join(folder, "_rels", file + ".rels"))
        if relations is None:
            return {}
        target = lambda r: posixpath.normpath(posixpath.join("/" + folder, r.get("Target"))).lstrip("/")
        return {r.get("Id"): target(r) for r in relations if r.get("TargetMode") != "External"}

    def check(self):
        book = self.parts["xl/workbook.xml"]
        sheets, names = every(book, "sheet"), every(book, "definedName")
        self.sheet_names = {s.get("name").lower() for s in sheets}
        self.say("workbook", "no sheet is visible", [] if any(not s.get("state") for s in sheets) else [""])
        self.say("workbook", "a name stands twice", twice((n.get("name").lower(), n.get("localSheetId")) for n in names))
        self.say("workbook", "no name", [n.get("name") for n in names if not NAME.match(n.get("name"))])
        for name in names:
            self.references("workbook", f"the name {name.get('name')}", name.text)
        strings = every(self.parts["xl/sharedStrings.xml"], "si") if "xl/sharedStrings.xml" in self.parts else []
        long = [n for n, s in enumerate(strings) if len("".join(s.itertext()).encode("utf-16-le")) > 2 * 32767]
        self.say("strings", "longer than a cell takes", long)
        styles = self.parts["xl/styles.xml"]
        self.looks = len(every(every(styles, "cellXfs")[0], "xf"))
        differences = every(styles, "dxfs")
        self.differences = len(every(differences[0], "dxf")) if differences else 0
        parts, tables = self.related("xl/workbook.xml"), []
        for sheet in sheets:
            relation = next(v for k, v in sheet.attrib.items() if k.endswith("}id"))
            tables += self.sheet(parts.get(relation), len(strings))
        self.say("workbook", "a table's number stands twice", twice(t.get("id") for t in tables))
        global_names = [n.get("name").lower() for n in names if not n.get("localSheetId")]
        self.say("workbook", "tables and names share one", twice([t.get("displayName").lower() for t in tables] + global_names))

    def references(self, part, where, text):
        named = [n.replace("''", "'").lower() for n in OF_SHEET.findall(text or "")]
        self.say(part, f"{where} names a sheet that is none", [n for n in named if n not in self.sheet_names])

    def sheet(self, part, strings):
        sheet = self.parts.get(part)
        if sheet is None:
            self.say("workbook", "no part", [part])
            return []
        last = 0
        for row in every(sheet, "row"):
            # Both may leave out where they stand: behind the one before.
            number = int(row.get("r", last + 1))
            self.say(part, "rows out of order", [number] if number <= last else [])
            self.say(part, "a row too tall", [number] if float(row.get("ht", 0)) > 409.5 else [])
            last = number
            self.cells(part, (number, row), strings)
        taken = [("merged", m.get("ref"), area(m.get("ref"))) for m in every(sheet, "mergeCell")]
        related, tables = self.related(part), []
        for used in every(sheet, "tablePart"):
            table = self.parts[related[next(v for k, v in used.attrib.items() if k.endswith("}id"))]]
            tables.append(table)
            taken.append(("table", table.get("ref"), area(table.get("ref"))))
            columns = [c.get("name").lower() for c in every(table, "tableColumn")]
            self.say(part, "a table's column stands twice", twice(columns))
        self.say(part, "no area", [ref for _, ref, box in taken if box is None])
        boxes = sorted((b for _, _, b in taken if b), key=lambda b: b[1])
        for n, one in enumerate(boxes):
            for other in boxes[n + 1:]:
                if other[1] > one[3]:
                    break
                if other[0] <= one[2] and one[0] <= other[2]:
                    self.say(part, "areas overlap", [(one, other)])
        for rule in every(sheet, "cfRule"):
            self.say(part, "no such look", [rule.get("dxfId")] if int(rule.get("dxfId", -1)) >= self.differences else [])
        for validation in every(sheet, "dataValidation"):
            for name, most in LIMITS.items():
                self.say(part, f"{name} too long", [validation.get(name)] if len(validation.get(name, "")) > most else [])
            for formula in every(validation, "formula1"):
                self.say(part, "a validation too long", [formula.text] if len(formula.text or "") > 255 else [])
        for text in every(sheet, "oddHeader") + every(sheet, "oddFooter"):
            self.say(part, "header or footer too long", [text.text] if len(text.text or "") > 255 else [])
        for target in related.values():
            if "comments" in target and target in self.parts:
                self.say(part, "two notes at a cell", twice(c.get("ref") for c in every(self.parts[target], "comment")))
        return tables

    def cells(self, part, numbered, strings):
        last, (number, row) = 0, numbered
        for one in row:
            at, kind = cell(one.get("r")) if one.get("r") else (last + 1, number), one.get("t", "n")
            if at is None or at[1] != number or at[0] <= last:
                self.say(part, "a cell out of place", [one.get("r")])
                continue
            last = at[0]
            value = next((v.text for v in one if bare(v) == "v"), None)
            self.say(part, "an error", [one.get("r")] if kind == "e" else [])
            self.say(part, "no such look", [one.get("r")] if int(one.get("s", 0)) >= self.looks else [])
            if kind == "s" and not (value or "").isdigit() or kind == "s" and int(value) >= strings:
                self.say(part, "no such string", [one.get("r")])
            for formula in (f for f in one if bare(f) == "f"):
                self.say(part, "a formula too long", [one.get("r")] if len(formula.text or "") > 8192 else [])
                self.references(part, f"the formula in {one.get('r')}", formula.text)


def main():
    faulty = False
    for path in sys.argv[1:]:
        workbook = Workbook(path)
        workbook.check()
        for fault in workbook.faults[:20]:
            print(f"{path}: {fault}")
        faulty |= bool(workbook.faults)
    sys.exit(faulty)


main()

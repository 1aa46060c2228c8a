"""Compares every number and every result of a formula of two workbooks, sheet by sheet and cell by cell.

The first is what phubieu wrote, with the results of its formulas cached; the second is the same
workbook after LibreOffice recalculated and saved it. Only the standard library is needed.
"""

import re
import sys
import zipfile
from xml.etree import ElementTree

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def numbers(path):
    """Gives {(sheet, cell): (number or words of a formula, has a formula)}; fails on an error cell."""
    found = {}
    with zipfile.ZipFile(path) as book:
        rels = ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
        targets = {r.get("Id"): r.get("Target") for r in rels}
        for sheet in ElementTree.fromstring(book.read("xl/workbook.xml")).find("m:sheets", NS):
            part = "xl/" + targets[sheet.get(REL)].removeprefix("/xl/")
            for cell in ElementTree.fromstring(book.read(part)).iter("{%s}c" % NS["m"]):
                kind, value = cell.get("t", "n"), cell.find("m:v", NS)
                if kind == "e":
                    sys.exit(f"{path}: error cell {sheet.get('name')}!{cell.get('r')}")
                formula = cell.find("m:f", NS) is not None
                place = sheet.get("name"), re.sub(r"\$", "", cell.get("r"))
                if kind == "n" and value is not None:
                    found[place] = (float(value.text), formula)
                elif kind == "str" and formula:
                    found[place] = ((value.text or "").strip() if value is not None else "", formula)
    return found


def same(one, other):
    """Tells whether two results are the same, as far as a program that calculates in floats can tell."""
    if isinstance(one, str) or isinstance(other, str) or other is None:
        return one == other
    return abs(one - other) <= 1e-9 * max(1.0, abs(one))


def main():
    ours, theirs = numbers(sys.argv[1]), numbers(sys.argv[2])
    formulas = sum(1 for _, formula in ours.values() if formula)
    wrong = [
        (place, value, theirs.get(place, (None,))[0])
        for place, (value, _) in ours.items()
        if not same(value, theirs.get(place, (None,))[0])
    ]
    for place, value, other in wrong[:20]:
        print(f"{place}: {value} here, {other} after recalculating")
    print(f"{len(ours)} cells compared, {formulas} of them formulas, {len(wrong)} differ")
    if wrong or formulas == 0:
        sys.exit(1)


main()

"""Turns the lines of a run into tables, prints them and puts them between the markers of a page.

Arguments: the file of lines, the page, then one sentence per condition. A ratio is the median of the ratios of the
rounds, whose sides ran one after the other; so a change of the machine's load falls out of it.
"""

import json
import re
import statistics
import sys

BEGIN, END = "<!-- make bench-trainer: begin -->", "<!-- make bench-trainer: end -->"
OTHERS = {"theirs": "PyTorch as people run it", "tuned": "PyTorch with the same allocator settings"}


def rounds_of(lines):
    """Workload to the list of its rounds, each a map from side to result."""
    rounds = {}
    for line in lines:
        of = rounds.setdefault(line["workload"], {})
        of.setdefault(line["round"], {})[line["side"]] = line["result"]
    complete = {workload: [r for r in of.values() if len(r) == 1 + len(OTHERS)] for workload, of in rounds.items()}
    return {workload: of for workload, of in complete.items() if of}


def median(rounds, side, field):
    return statistics.median(r[side][field] for r in rounds)


def ratio(rounds, other, field):
    each = [r["ours"][field] / r[other][field] for r in rounds]
    spread = f" ({min(each):.2f}–{max(each):.2f})" if len(each) > 1 else ""
    return f"**{statistics.median(each):.2f}**{spread}"


def table(rounds, other):
    rows = [
        f"### Beside {OTHERS[other]}\n",
        "| workload | SpinRun s | PyTorch s | time ratio | CPU-time ratio | SpinRun MiB | PyTorch MiB | memory ratio | start to first result |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for workload, of in rounds.items():
        cells = [
            workload,
            f"{median(of, 'ours', 'seconds'):.3f}",
            f"{median(of, other, 'seconds'):.3f}",
            ratio(of, other, "seconds"),
            ratio(of, other, "cpuSeconds"),
            f"{median(of, 'ours', 'peakMiB'):.0f}",
            f"{median(of, other, 'peakMiB'):.0f}",
            ratio(of, other, "peakMiB"),
            ratio(of, other, "firstSeconds"),
        ]
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows)


def main():
    lines_file, page, *conditions = sys.argv[1:]
    with open(lines_file) as file:
        rounds = rounds_of([json.loads(line) for line in file])
    facts = "\n".join(f"- {condition}" for condition in conditions)
    text = "\n\n".join([facts, *(table(rounds, other) for other in OTHERS)])
    print(text)
    with open(page) as file:
        old = file.read()
    if BEGIN not in old or END not in old:
        sys.exit(f"error: {page} has no lines `{BEGIN}` and `{END}`; put them where the tables belong.")
    new = re.sub(f"{BEGIN}.*{END}", lambda _: f"{BEGIN}\n{text}\n{END}", old, flags=re.DOTALL)
    with open(page, "w") as file:
        file.write(new)


if __name__ == "__main__":
    main()

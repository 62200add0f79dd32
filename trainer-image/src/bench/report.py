"""Turns the lines of a run into tables, prints them and puts them between the markers of a page.

Arguments: the file of lines, the page, then one sentence per condition. A ratio is the median of the ratios of the
rounds, whose two sides ran one after the other; so a change of the machine's load falls out of it.
"""

import json
import re
import statistics
import sys

BEGIN, END = "<!-- make bench-trainer: begin -->", "<!-- make bench-trainer: end -->"


def rounds_of(lines):
    """(allocator, workload) to the list of its rounds, each a map from side to result."""
    rounds = {}
    for line in lines:
        of = rounds.setdefault((line["malloc"], line["workload"]), {})
        of.setdefault(line["round"], {})[line["result"]["side"]] = line["result"]
    complete = {key: [r for r in of.values() if len(r) == 2] for key, of in rounds.items()}
    return {key: of for key, of in complete.items() if of}


def median(rounds, side, field):
    return statistics.median(r[side][field] for r in rounds)


def ratio(rounds, field):
    each = [r["ours"][field] / r["theirs"][field] for r in rounds]
    spread = f" ({min(each):.2f}–{max(each):.2f})" if len(each) > 1 else ""
    return f"**{statistics.median(each):.2f}**{spread}"


def table(rounds, malloc):
    rows = [
        f"### {malloc}\n",
        "| workload | SpinRun s | PyTorch s | time ratio | CPU-time ratio | SpinRun MiB | PyTorch MiB | memory ratio | start to first result |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for (allocator, workload), of in rounds.items():
        if allocator == malloc:
            cells = [
                workload,
                f"{median(of, 'ours', 'seconds'):.3f}",
                f"{median(of, 'theirs', 'seconds'):.3f}",
                ratio(of, "seconds"),
                ratio(of, "cpuSeconds"),
                f"{median(of, 'ours', 'peakMiB'):.0f}",
                f"{median(of, 'theirs', 'peakMiB'):.0f}",
                ratio(of, "peakMiB"),
                ratio(of, "firstSeconds"),
            ]
            rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows)


def main():
    lines_file, page, *conditions = sys.argv[1:]
    with open(lines_file) as file:
        rounds = rounds_of([json.loads(line) for line in file])
    mallocs = dict.fromkeys(malloc for malloc, _ in rounds)
    facts = "\n".join(f"- {condition}" for condition in conditions)
    text = "\n\n".join([facts, *(table(rounds, malloc) for malloc in mallocs)])
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

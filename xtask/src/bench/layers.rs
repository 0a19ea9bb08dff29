//! The middleware at run time, beside its rivals; and what many paths, tenants and edits cost.

use std::fmt::Write;
use std::fs;

use crate::bench::section;
use crate::command::cargo;
use crate::command::output;
use crate::command::root;

/// Runs the benches and writes `docs/benchmarks.md`. Takes minutes; needs valgrind.
pub(super) fn run() -> anyhow::Result<()> {
    let bench = ["bench", "--quiet", "--manifest-path", "bench/Cargo.toml", "--bench"];
    let mut text = output(cargo(&[&bench[..], &["layers"]].concat()))?;
    text.push_str(HEAD);
    let timed =
        output(cargo(&[&bench[..], &["policy", "--", "siblings|add_one|select"]].concat()))?;
    for [what, fastest, median, slowest] in rows(&timed) {
        writeln!(text, "| {what} | {fastest} | {median} | {slowest} |")?;
    }
    let path = root().join("docs/benchmarks.md");
    let page = fs::read_to_string(&path)?;
    fs::write(path, text + section::others(&page))?;
    Ok(())
}

/// What divan prints, a line for each bench: its name, the fastest, the median and the slowest of its runs.
fn rows(printed: &str) -> Vec<[String; 4]> {
    let (mut rows, mut group) = (Vec::new(), String::new());
    for line in printed.lines() {
        let is_inside = line.starts_with([' ', '│']);
        let Some((_, named)) = line.split_once("─ ") else { continue };
        let cells: Vec<&str> = named.split('│').map(str::trim).collect();
        let [first, slowest, median, ..] = cells[..] else { continue };
        let name = match first.split_once("  ") {
            // Those below it have the figures.
            None => {
                group = words(first);
                continue;
            }
            Some((name, _)) if is_inside => format!("{group}: {name}"),
            Some((name, _)) => words(name),
        };
        let fastest = first.rsplit("  ").next().unwrap_or_default().trim();
        rows.push([name, fastest.into(), median.into(), slowest.into()]);
    }
    rows
}

/// `one_of_10_000_siblings` as people read it.
fn words(name: &str) -> String {
    let mut words = String::new();
    let mut parts = name.split('_').peekable();
    while let Some(part) = parts.next() {
        words.push_str(part);
        let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        match parts.peek() {
            Some(next) if is_number(part) && is_number(next) => words.push(','),
            Some(_) => words.push(' '),
            None => {}
        }
    }
    words
}

const HEAD: &str = "
## Many of them

Time, not instructions, so it depends on the machine, and the slowest on what else it does. 10,000 paths
side by side, of which a stranger asks for one that is none; one origin added to a list of so many, two
thousand times, where the whole list is made anew now and then; the policy of one tenant among 100,000.

| what | fastest | median | slowest |
| --- | --: | --: | --: |
";

#[cfg(test)]
mod tests {
    use super::rows;

    #[test]
    fn what_is_printed_for_people_at_a_terminal_becomes_a_table() {
        let printed = "\
Timer precision: 20 ns
policy                      fastest       │ slowest       │ median        │ mean          │ samples │ iters
├─ compile_10_000_siblings  29.99 ms      │ 89.44 ms      │ 54.21 ms      │ 52.76 ms      │ 5       │ 5
│                           max alloc:    │               │               │               │         │
│                             70013       │ 70013         │ 70013         │ 70013         │         │
├─ add_one_origin                         │               │               │               │         │
│  ╰─ 100                   1.902 µs      │ 4.259 ms      │ 4.692 µs      │ 10.46 µs      │ 2000    │ 2000
╰─ one_of_10_000_siblings                 │               │               │               │         │
   ╰─ /tenants/t5           89.72 ns      │ 2.423 µs      │ 89.72 ns      │ 116.4 ns      │ 100     │ 100
";
        let rows: Vec<String> = rows(printed).iter().map(|row| row.join(" | ")).collect();
        assert_eq!(
            rows,
            [
                "compile 10,000 siblings | 29.99 ms | 54.21 ms | 89.44 ms",
                "add one origin: 100 | 1.902 µs | 4.692 µs | 4.259 ms",
                "one of 10,000 siblings: /tenants/t5 | 89.72 ns | 89.72 ns | 2.423 µs",
            ]
        );
    }
}

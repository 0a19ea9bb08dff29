//! What was counted, as tables, beside the goals.

use std::fmt::Write;

use crate::callgrind;
use crate::callgrind::Counts;
use crate::compile;
use crate::compile::Compiled;
use crate::scenarios::Part;
use crate::scenes::Scene;
use crate::subjects::Subject;
use crate::time;

/// One scene, counted for everybody.
struct Row {
    scene: Scene,
    decide: Counts,
    tower: Trio,
    actix: Trio,
}

/// A bare service, ours around it, theirs around it.
struct Trio {
    bare: Counts,
    ours: Counts,
    theirs: Counts,
    time: Option<f64>,
}

/// Measures everything and writes it down as Markdown. Takes minutes.
pub(crate) fn write() -> String {
    let trio = |subjects: [Subject; 3], scene: &Scene| {
        let [bare, ours, theirs] = subjects.map(|subject| count(subject, scene));
        Trio { bare, ours, theirs, time: time::ratio(subjects, scene) }
    };
    let rows: Vec<Row> = Scene::all()
        .into_iter()
        .map(|scene| Row {
            decide: count(Subject::Decide, &scene),
            tower: trio([Subject::Tower, Subject::CrosscheckTower, Subject::TowerHttp], &scene),
            actix: trio([Subject::Actix, Subject::CrosscheckActix, Subject::ActixCors], &scene),
            scene,
        })
        .collect();

    let mut text = String::from(HEAD);
    table(&mut text, "tower", "tower-http", rows.iter().map(|row| (&row.scene, &row.tower)));
    table(&mut text, "actix", "actix-cors", rows.iter().map(|row| (&row.scene, &row.actix)));
    let scenarios = scenarios(&mut text);
    goals(&mut text, &rows, scenarios, compile::measure(MANY));
    text.push_str(TAIL);
    text
}

fn count(subject: Subject, scene: &Scene) -> Counts {
    eprintln!("{}: {}", subject.name(), scene.name);
    callgrind::count_request(subject, scene)
}

fn table<'r>(
    text: &mut String,
    framework: &str,
    rival: &str,
    rows: impl Iterator<Item = (&'r Scene, &'r Trio)>,
) {
    let _ = writeln!(
        text,
        "\n## {framework}\n\n\
         | scene | bare | crosscheck-{framework} | {rival} | instructions, × ours | time, × ours \
         | allocations: ours, theirs |\n| --- | --: | --: | --: | --: | --: | --: |"
    );
    for (scene, trio) in rows {
        let (ours, theirs) = (trio.net(trio.ours), trio.net(trio.theirs));
        let ratio = |theirs: f64| match ours.instructions > 0.0 && theirs > 0.0 {
            true => format!("{:.1}", theirs / ours.instructions),
            false => "–".to_owned(),
        };
        let time = trio.time.filter(|time| *time > 0.0);
        let time = time.map_or_else(|| "–".to_owned(), |time| format!("{time:.1}"));
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {time} | {}, {} |",
            scene.name,
            whole(trio.bare.instructions),
            whole(ours.instructions),
            whole(theirs.instructions),
            ratio(theirs.instructions),
            whole(ours.allocations),
            whole(theirs.allocations),
        );
    }
}

/// What a scenario costs, part by part; in all at the end.
fn scenarios(text: &mut String) -> Counts {
    text.push_str(SCENARIOS);
    let mut all = Counts::default();
    for part in Part::ALL {
        eprintln!("a scenario: {}", part.name());
        all = part.count();
        let _ = writeln!(text, "| {} | {} |", part.name(), whole(all.instructions));
    }
    all
}

fn goals(text: &mut String, rows: &[Row], scenario: Counts, many: Compiled) {
    let row = |name: &str| rows.iter().find(|row| row.scene.name == name).expect("a scene");
    let decide = |name: &str| row(name).decide.instructions;
    let tower = |name: &str| row(name).tower.net(row(name).tower.ours);
    let actix = |name: &str| row(name).actix.net(row(name).actix.ours);
    let preflight = row("preflight, 3 headers");
    let allocations = |counts: Counts| counts.allocations;
    let get = |name: &str| Some(count(Subject::Get, &row(name).scene).instructions);
    let by_hand = |name: &str| count(Subject::ByHand, &row(name).scene);
    let net_by_hand = |name: &str| Some(row(name).tower.net(by_hand(name)).instructions);
    let goals = [
        ("decide: allowed", decide("allowed"), 320.0, get("allowed")),
        ("decide: refused", decide("refused"), 290.0, get("refused")),
        ("decide: no Origin", decide("no Origin"), 160.0, None),
        ("decide: preflight, refused", decide("preflight, refused"), 530.0, None),
        ("decide: preflight, 3 headers", decide("preflight, 3 headers"), 900.0, None),
        ("decide: allocations", rows.iter().map(|row| allocations(row.decide)).sum(), 0.0, None),
        (
            "decide: list of 1 MiB",
            decide("preflight, list of 1 MiB"),
            preflight.decide.instructions - 1.0,
            None,
        ),
        ("decide: 10,000 origins, in % of 1", percent(&decide, "allowed, 10,000"), 105.0, None),
        (
            "decide: 1,000,000 origins, in % of 1",
            percent(&decide, "allowed, 1,000,000"),
            105.0,
            None,
        ),
        ("decide: wildcard, in % of exact", percent(&decide, "wildcard"), 200.0, None),
        ("tower: allowed, net", tower("allowed").instructions, 1000.0, net_by_hand("allowed")),
        ("tower: no Origin, net", tower("no Origin").instructions, 500.0, net_by_hand("no Origin")),
        (
            "tower: preflight, 3 headers, in all",
            preflight.tower.ours.instructions,
            3300.0,
            Some(by_hand(preflight.scene.name).instructions),
        ),
        ("tower: allocations, allowed", allocations(tower("allowed")), 0.0, None),
        ("actix: allowed, net", actix("allowed").instructions, 1500.0, None),
        ("actix: allocations, allowed", allocations(actix("allowed")), 0.0, None),
        (
            "a scenario, in % of the first engine's",
            scenario.instructions / FIRST_ENGINE,
            80.0,
            None,
        ),
    ];
    let _ = writeln!(
        text,
        "\n## Goals\n\nInstructions, unless said otherwise. *Least* is what nobody can avoid who uses \
         `http`: to look at\n`Origin` once; for tower, a layer that does so, knows the answer \
         beforehand, passes the request on and\nputs the same headers.\n\n\
         | what | at most | counted | least | |\n| --- | --: | --: | --: | --- |"
    );
    for (what, counted, most, floor) in goals {
        let met = match counted.round() <= most.round() {
            true => "met",
            false if floor.is_some_and(|floor| floor > most) => "**missed**: no layer can",
            false => "**missed**",
        };
        let floor = floor.map(whole).unwrap_or_default();
        let (most, counted) = (whole(most), whole(counted));
        let _ = writeln!(text, "| {what} | {most} | {counted} | {floor} | {met} |");
    }
    for (what, most, measured) in [
        ("1,000,000 origins: seconds to check and compile", 2.0, many.seconds),
        (
            "1,000,000 origins: bytes for each byte of their text",
            3.0,
            many.bytes_per_origin / many.text_per_origin,
        ),
    ] {
        let met = if measured <= most { "met" } else { "**missed**" };
        let _ = writeln!(text, "| {what} | {most} | {measured:.2} | | {met} |");
    }
    let _ = writeln!(
        text,
        "\nOf 1,000,000 origins each takes {:.0} bytes; its text alone has {:.0}.",
        many.bytes_per_origin, many.text_per_origin
    );
}

fn percent(decide: &dyn Fn(&str) -> f64, scene: &str) -> f64 {
    100.0 * decide(scene) / decide("allowed")
}

impl Trio {
    fn net(&self, counts: Counts) -> Counts {
        Counts {
            instructions: counts.instructions - self.bare.instructions,
            allocations: counts.allocations - self.bare.allocations,
        }
    }
}

/// A whole number with commas, as people read it.
fn whole(number: f64) -> String {
    let digits = format!("{:.0}", number.abs());
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if number.round() < 0.0 { format!("−{text}") } else { text }
}

const MANY: usize = 1_000_000;

/// A hundredth of the instructions that a scenario took before the engine knew an HTTP cache, frames and
/// the local network.
const FIRST_ENGINE: f64 = 1_830.0;

const SCENARIOS: &str = "
## A scenario

What `crosscheck simulate --browser chromium` does for each of 1,000 recorded scenarios, of 1.7 messages
on the average.

| part | instructions |
| --- | --: |
";

const HEAD: &str = "\
# Benchmarks

Written by `cargo xtask bench`; everything in one table was measured in one run.

Middleware around a service that answers at once, one request after the other, without a network:
`crosscheck-tower` beside tower-http 0.7's `CorsLayer`, `crosscheck-actix` beside actix-cors 0.7. The
policies are the same: exact origins with credentials, one method, three request headers, an age.
Instructions and allocations (calls of `malloc`, `calloc` and `realloc`) are counted by callgrind and
are the same on every run. **Figures are net**: what the bare service takes is taken off. A negative
one is an answer that did not need the service. Time is how many times longer the rival's net is than
ours, the quickest of 101 slices by turns; a dash is where a net is nothing or less.
";

const TAIL: &str = "
## What to make of it

- Counted on x86-64 Linux with the release profile and thin LTO. Other processors and compilers count
  otherwise; ratios stay near these.
- A request's price is mostly elsewhere: parsing, routing and the kernel take tens of thousands of
  instructions. What counts is that CORS does not show, and that nobody can make it show.
- tower-http and actix-cors have no wildcards; their rows are a function that compares the end of the
  origin, as users write it, and lets through what no browser sends.
- tower-http does not read what a preflight asks for: it sends its lists, and the browser compares.
- `decide` reads from `http`'s header map here, which takes about 130 instructions for a name, however
  many there are: near half of an allowed request. Each header that is put into the map costs 150 to
  200, whoever puts them. The column *least* has both, measured in the same run; what a goal leaves
  beside it is all the room for the rest: comparing the origin, choosing the answer.
- tower's goal for an allowed request is a tenth above what a layer costs that decides nothing: three
  headers are put, one is looked up, a request and an answer are handed on.
- The answer to a preflight is made when it is first given, and copied from then on: quicker than to put
  it together header by header.
- Who is refused may be a page of the server itself, so `Host` is looked at: about 50 instructions of each
  refusal. What looks like it is parsed; nobody else is.
- A preflight that asks for what is not listed is told what is, so that the browser can name it: that is
  what a list of 1 MiB costs here, for it is not read.
- Allocations are those of the header map, which grows with what is put into it.
";

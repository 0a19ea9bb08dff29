//! The page for people.

use std::fmt::Write;

use anyhow::Context;

use super::source::Kind;
use super::source::Member;
use super::source::OBJECTS;
use super::source::Source;

const INTRODUCTION: &str = "\
# Scenarios

Written by `cargo xtask gen`, off the types that scenarios are read into.

A scenario is a page, what it does step by step, and what servers answer: one JSON object a line. `crosscheck simulate` \
plays it as a browser would and writes a record: what script saw, which requests reached the servers, what the console \
said. `crosscheck simulate --schema` prints the JSON Schema for your editor. What is misspelt is named with its place and \
the word that was meant; what no request can meet, or a step's API does not take, is a warning.

One line, here in several, of a page that logs in and then asks by a method that needs a preflight:

```json
{
  \"id\": \"orders\",
  \"page\": \"https://app.example.com\",
  \"steps\": [
    {\"api\": \"fetch\", \"url\": \"https://api.example.com/login\", \"method\": \"POST\", \"credentials\": \"include\"},
    {\"api\": \"fetch\", \"url\": \"https://api.example.com/orders/1\", \"method\": \"DELETE\", \"credentials\": \"include\", \"wait_ms\": 1000}
  ],
  \"server\": [
    {\"origin\": \"https://api.example.com\", \"path\": \"/orders/1\", \"method\": \"OPTIONS\", \"status\": 204,
     \"headers\": [[\"Access-Control-Allow-Origin\", \"https://app.example.com\"],
                 [\"Access-Control-Allow-Credentials\", \"true\"],
                 [\"Access-Control-Allow-Methods\", \"DELETE\"]]},
    {\"origin\": \"https://api.example.com\", \"path\": \"/login\", \"method\": \"*\", \"status\": 200,
     \"headers\": [[\"Access-Control-Allow-Origin\", \"https://app.example.com\"],
                 [\"Access-Control-Allow-Credentials\", \"true\"],
                 [\"Set-Cookie\", \"session=1; SameSite=None; Secure\"]]},
    {\"origin\": \"https://api.example.com\", \"path\": \"/orders/1\", \"method\": \"DELETE\", \"status\": 200,
     \"when\": {\"cookie\": \"present\"},
     \"headers\": [[\"Access-Control-Allow-Origin\", \"https://app.example.com\"],
                 [\"Access-Control-Allow-Credentials\", \"true\"]]}
  ]
}
```

Each scenario begins in a browser that has seen nothing: no cookie, nothing cached. Header values are text whose code \
points are bytes. A file of scenarios may have comments nowhere, empty lines anywhere.
";

/// The words that members take, each set under its heading.
const WORDS: [(&str, &str); 10] = [
    ("Api", "`api`"),
    ("RequestMode", "`mode`"),
    ("CredentialsMode", "`credentials`"),
    ("RedirectMode", "`redirect`"),
    ("CacheMode", "`cache`"),
    ("ReferrerPolicy", "`referrerPolicy`"),
    ("BodyKind", "`kind` of a body"),
    ("PreloadDestination", "`as` of a preload"),
    ("FormEncoding", "`enctype`"),
    ("Access", "`access` of what was loaded"),
];

/// Where a step can run: as it is written, and what it is by [`crosscheck::scenario::Context`].
const PLACES: [(&str, &str); 10] = [
    ("top", "Top"),
    ("frame:ORIGIN", "Frame"),
    ("credentialless:ORIGIN", "Credentialless"),
    ("window:ORIGIN", "Window"),
    ("sandbox", "Sandbox"),
    ("srcdoc", "Srcdoc"),
    ("worker", "Worker"),
    ("module-worker", "ModuleWorker"),
    ("shared-worker", "SharedWorker"),
    ("service-worker-controlled", "ServiceWorkerControlled"),
];

pub(super) fn write(source: &Source) -> anyhow::Result<String> {
    let mut page = INTRODUCTION.to_owned();
    for (name, heading) in OBJECTS {
        let object = source.object(name)?;
        write!(page, "\n## {heading}\n\n{}\n\n", object.about)?;
        table(&mut page, &object.members, true)?;
        if name == "Step" {
            places(&mut page, source)?;
        }
    }
    writeln!(page, "\n## Words")?;
    for (name, heading) in WORDS {
        let words = source.words(name).with_context(|| format!("there are no words `{name}`"))?;
        writeln!(page, "\n### {heading}\n\n| | |\n| --- | --- |")?;
        for (word, about) in &words.words {
            let word = if word.is_empty() { "(empty)".to_owned() } else { format!("`{word}`") };
            writeln!(page, "| {word} | {about} |")?;
        }
    }
    records(&mut page, source)?;
    Ok(page)
}

fn places(page: &mut String, source: &Source) -> anyhow::Result<()> {
    let places = source.object("Context")?;
    writeln!(page, "\n### Where a step can run\n\n{}\n\n| `in` | |\n| --- | --- |", places.about)?;
    for (written, variant) in PLACES {
        let variant = variant.to_lowercase();
        let (_, about, _) = places
            .variants
            .iter()
            .find(|(name, ..)| *name == variant)
            .with_context(|| format!("no step runs in `{variant}`"))?;
        writeln!(page, "| `{written}` | {about} |")?;
    }
    Ok(())
}

fn records(page: &mut String, source: &Source) -> anyhow::Result<()> {
    let record = source.object("Record")?;
    write!(page, "\n## A record\n\n{}\n\n", record.about)?;
    table(page, &record.members, false)?;
    let request = source.object("WireRequest")?;
    write!(page, "\n### A request on the wire\n\n{}\n\n", request.about)?;
    table(page, &request.members, false)?;
    let steps = source.object("StepRecord")?;
    writeln!(page, "\n### What script saw of a step\n\n{}", steps.about)?;
    for (kind, about, members) in &steps.variants {
        writeln!(page, "\n`\"kind\": \"{kind}\"`: {about}")?;
        if !members.is_empty() {
            writeln!(page)?;
            table(page, members, false)?;
        }
    }
    Ok(())
}

fn table(page: &mut String, members: &[Member], tells_needed: bool) -> anyhow::Result<()> {
    writeln!(page, "| member | value | |\n| --- | --- | --- |")?;
    for member in members {
        let needed = if tells_needed && member.is_needed { " **Needed.**" } else { "" };
        writeln!(
            page,
            "| `{}` | {} | {}{needed} |",
            member.name,
            value(&member.kind),
            member.about
        )?;
    }
    Ok(())
}

fn value(kind: &Kind) -> String {
    let of = |name: &str| match OBJECTS.iter().chain(&WORDS).find(|(own, _)| *own == name) {
        Some((_, heading)) => format!("[{}](#{})", heading.replace('`', ""), anchor(heading)),
        None => match name {
            "Context" => "[a place](#where-a-step-can-run)".to_owned(),
            "Origin" => "an origin, or `null`".to_owned(),
            "StepRecord" => "[what script saw](#what-script-saw-of-a-step)".to_owned(),
            "WireRequest" => "[a request](#a-request-on-the-wire)".to_owned(),
            "PermissionState" => "`granted` or `denied`".to_owned(),
            "ThirdPartyCookies" => "`block`".to_owned(),
            other => other.to_owned(),
        },
    };
    match kind {
        Kind::Text => "text".to_owned(),
        Kind::Flag => "`true` or `false`".to_owned(),
        Kind::Number => "number".to_owned(),
        Kind::Lines => "list of pairs: name, value".to_owned(),
        Kind::Texts => "object: a text for each name".to_owned(),
        Kind::Addresses => "object: an IP address for each name".to_owned(),
        Kind::ListOfTexts => "list of texts".to_owned(),
        Kind::Of(name) => of(name),
        Kind::ListOf(name) => format!("list: {}", of(name)),
    }
}

/// What a heading is linked by.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|letter| letter.is_alphanumeric() || " -".contains(*letter));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

//! A whole policy for Vercel: for each path headers for whoever is listed, and `Vary` for all.

use std::collections::BTreeSet;

use crosscheck::server::Policy;

use crate::export::Ability;
use crate::export::AnyHeader;
use crate::export::ConfigFile;
use crate::export::CorsObject;
use crate::export::Effect;
use crate::export::Export;
use crate::export::Loss;
use crate::export::LossKind;
use crate::export::ONE_ORIGIN;
use crate::export::OnPath;
use crate::export::Spelled;
use crate::export::escape;
use crate::export::in_json;
use crate::export::origin_regex;

const ABILITY: Ability = Ability {
    pattern: |pattern| Spelled::Exactly(origin_regex(pattern)),
    most_origins: usize::MAX,
    looks_through: true,
    any_header: AnyHeader::Sent,
    everybodys_credentials: true,
    always: &[
        (
            LossKind::UncheckedPreflight,
            Effect::Narrower,
            "how it answers a preflight for a file is not documented, and was not tried; a function answers its own",
        ),
        (
            LossKind::OtherHeaders,
            Effect::NotByBrowsers,
            "every answer to a page that is let in says what preflights need, too",
        ),
        (
            LossKind::Application,
            Effect::Wider,
            "what a function says of CORS to an origin that is not listed is sent on: take CORS out of it",
        ),
    ],
    ..ONE_ORIGIN
};

pub(crate) fn export(policy: &Policy) -> Export {
    let (paths, mut losses) = ABILITY.by_path(policy);
    let names: BTreeSet<&str> = paths.iter().map(OnPath::path).collect();
    let mut entries = Vec::new();
    for on in paths.iter().filter(|on| !on.is_left()) {
        let source = source(on.path(), &names);
        if source.len() > MOST_LETTERS {
            let text = "an expression that leaves out all paths below it is longer than it takes: nobody is let in";
            let loss = Loss::new(LossKind::Paths, Effect::Narrower, text);
            losses.push(loss.at(on.path().to_owned()));
            continue;
        }
        entries.push(entry(&source, None, &[("Vary", "Origin".to_owned())]));
        if let Some(object) = &on.object {
            entries.extend(cors(&source, object));
        }
    }
    if entries.len() > MOST_ENTRIES {
        let text = "it takes 2,048 entries, and refuses this file, which has more";
        losses.push(Loss::new(LossKind::Paths, Effect::Narrower, text));
    }
    let text = format!("{{\n  \"headers\": [\n{}\n  ]\n}}\n", entries.join(",\n"));
    let place = "put its entries into headers of your vercel.json";
    Export { files: vec![ConfigFile::new("vercel.json", place, text)], losses }
}

/// The entries that let the origins of an object in.
pub(super) fn cors(source: &str, object: &CorsObject) -> Vec<String> {
    if object.is_for_everybody() && !object.credentials {
        return vec![entry(source, None, &object.header_lines("*"))];
    }
    let all: Vec<String> = match object.is_for_everybody() {
        true => vec![".+".to_owned()],
        false => {
            let origins = object.origins.iter().map(|origin| escape(origin));
            origins.chain(object.patterns.iter().cloned()).collect()
        }
    };
    let lines = object.header_lines(":origin");
    let listed = in_lists(&all, MOST_LETTERS - "^(?<origin>)$".len());
    let listed = listed.iter().map(|list| format!("^(?<origin>{list})$"));
    listed.map(|list| entry(source, Some(&list), &lines)).collect()
}

/// Expressions as few as there can be, each of so many letters at most, in their order.
fn in_lists(all: &[String], most: usize) -> Vec<String> {
    let mut lists: Vec<String> = Vec::new();
    for one in all {
        match lists.last_mut() {
            Some(list) if list.len() + 1 + one.len() <= most => *list += &format!("|{one}"),
            _ => lists.push(one.clone()),
        }
    }
    lists
}

/// Of an expression, in its schema.
const MOST_LETTERS: usize = 4_096;

/// Of `headers`, in its schema.
const MOST_ENTRIES: usize = 2_048;

/// One of `headers`. In: which origins it is for, as an expression.
fn entry(source: &str, origins: Option<&str>, lines: &[(&str, String)]) -> String {
    let text = |text: &str| in_json(&[text.to_owned()]).trim_matches(['[', ']']).to_owned();
    let has = origins.map(|origins| {
        let value = text(origins);
        format!("      \"has\": [{{ \"type\": \"header\", \"key\": \"origin\", \"value\": {value} }}],\n")
    });
    let headers: Vec<String> = lines
        .iter()
        .map(|(name, value)| {
            format!("        {{ \"key\": \"{name}\", \"value\": {} }}", text(value))
        })
        .collect();
    format!(
        "    {{\n      \"source\": {},\n{}      \"headers\": [\n{}\n      ]\n    }}",
        text(source),
        has.unwrap_or_default(),
        headers.join(",\n")
    )
}

/// A path and what is below it, but for those that have entries of their own.
fn source(path: &str, all: &BTreeSet<&str>) -> String {
    let above = format!("{}/", path.trim_end_matches('/'));
    let below = all.range(above.as_str()..).map_while(|other| other.strip_prefix(above.as_str()));
    let below: Vec<String> = below.filter(|rest| !rest.is_empty()).map(escape).collect();
    let but = match below.is_empty() {
        true => String::new(),
        false => format!("(?!(?:{})(?:/|$))", below.join("|")),
    };
    let is_sign = |letter: char| ":*?+(){}\\".contains(letter);
    let letters = path.chars().map(|letter| match is_sign(letter) {
        true => format!("\\{letter}"),
        false => letter.to_string(),
    });
    match path {
        "/" => format!("/({but}.*)"),
        _ => format!("{}(/{but}.*)?", letters.collect::<String>()),
    }
}

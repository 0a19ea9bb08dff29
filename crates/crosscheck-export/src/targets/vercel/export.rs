//! A whole policy for Vercel: for each path headers for whoever is listed, and `Vary` for all.

use std::collections::BTreeSet;

use crosscheck::server::Policy;

use crate::export::Ability;
use crate::export::AnyHeader;
use crate::export::ConfigFile;
use crate::export::CorsObject;
use crate::export::Effect;
use crate::export::Export;
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
            LossKind::Application,
            Effect::Wider,
            "what a function says of CORS to an origin that is not listed is sent on: take CORS out of it",
        ),
    ],
    ..ONE_ORIGIN
};

pub(crate) fn export(policy: &Policy) -> Export {
    let (paths, losses) = ABILITY.by_path(policy);
    let names: BTreeSet<&str> = paths.iter().map(OnPath::path).collect();
    let mut entries = Vec::new();
    for on in paths.iter().filter(|on| !on.is_left()) {
        let source = source(on.path(), &names);
        entries.push(entry(&source, None, &[("Vary", "Origin".to_owned())]));
        if let Some(object) = &on.object {
            entries.push(cors(&source, object));
        }
    }
    let text = format!("{{\n  \"headers\": [\n{}\n  ]\n}}\n", entries.join(",\n"));
    let place = "put its entries into headers of your vercel.json";
    Export { files: vec![ConfigFile::new("vercel.json", place, text)], losses }
}

/// The entry that lets the origins of an object in.
pub(super) fn cors(source: &str, object: &CorsObject) -> String {
    if object.is_for_everybody() && !object.credentials {
        return entry(source, None, &object.header_lines("*"));
    }
    let origins = object.origins.iter().map(|origin| escape(origin));
    let all: Vec<String> = match object.is_for_everybody() {
        true => vec![".+".to_owned()],
        false => origins.chain(object.patterns.iter().cloned()).collect(),
    };
    let listed = format!("^(?<origin>{})$", all.join("|"));
    entry(source, Some(&listed), &object.header_lines(":origin"))
}

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

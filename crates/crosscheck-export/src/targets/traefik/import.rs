//! Traefik's middleware `headers`, in a file, as a resource of Kubernetes, or in labels.
//!
//! Expressions are searched for anywhere in the origin. A listed `*` beside credentials is answered with the
//! request's own origin.

use crate::import::At;
use crate::import::Draft;
use crate::import::DraftRule;
use crate::import::Kind;
use crate::import::Node;
use crate::import::Read;
use crate::import::Reader;
use crate::import::Regex;
use crate::import::Star;
use crate::import::cors_header;
use crate::import::documents;
use crate::import::items;

pub(crate) fn import(reader: &mut Reader<'_>) -> Result<Read, (At, String)> {
    let mut draft = Draft::default();
    for document in documents(reader.text())? {
        let mut fields = Vec::new();
        find(&document, 0, &mut fields);
        // One middleware after the other: each is told by the table or the labels that it stands in.
        let mut groups: Vec<(String, Vec<Field>)> = Vec::new();
        for (owner, field) in fields {
            match groups.iter_mut().find(|(known, _)| *known == owner) {
                Some((_, all)) => all.push(field),
                None => groups.push((owner, vec![field])),
            }
        }
        // Where no origin is listed nobody is let in.
        let lists = |fields: &[Field]| {
            fields.iter().any(|field| field.name.starts_with("accesscontrolalloworigin"))
        };
        groups.sort_by_key(|(_, fields)| !lists(fields));
        for (number, (_, fields)) in groups.iter().enumerate() {
            let Some(first) = fields.first() else { continue };
            if !lists(fields) {
                fields.iter().for_each(|_| reader.count());
                let reason = "without a list of origins it lets nobody in";
                reader.note(first.at, &first.name, reason);
                continue;
            }
            if number > 0 {
                reader.count();
                let reason =
                    "a policy is for one router: import each middleware from a file of its own";
                reader.miss(first.at, &first.name, reason);
                continue;
            }
            draft.rules.push(read(fields, first.at, reader));
        }
    }
    Ok(Read::Draft(draft))
}

/// A field of a middleware.
struct Field {
    /// In lower case.
    name: String,
    values: Vec<(String, At)>,
    at: At,
}

fn find(node: &Node, depth: usize, found: &mut Vec<(String, Field)>) {
    if depth > DEEPEST {
        return;
    }
    for (key, at, value) in node.table() {
        let lower = key.to_ascii_lowercase();
        if lower.starts_with("accesscontrol") || lower == "addvaryheader" {
            let list = value.list().iter().map(|item| (item.text(), item.at));
            let one = [(value.text(), value.at)].into_iter();
            let values = one.chain(list).filter_map(|(text, at)| Some((text?.to_owned(), at)));
            let field = Field { name: lower, values: values.collect(), at: *at };
            found.push((format!("table at {}", node.at), field));
        } else if lower == "customresponseheaders" {
            for (name, at, value) in
                value.table().iter().filter(|(name, ..)| cors_header(name).is_some())
            {
                let values = value.text().map(|text| (text.to_owned(), value.at));
                let field =
                    Field { name: name.clone(), values: values.into_iter().collect(), at: *at };
                found.push((format!("table at {}", node.at), field));
            }
        } else if lower.starts_with("traefik.") {
            let text = value.text().unwrap_or_default();
            label(&lower, text, *at, value.at, found);
        } else {
            find(value, depth + 1, found);
        }
    }
    for item in node.list() {
        match item.text().and_then(|text| text.split_once('=')) {
            Some((key, text)) => label(&key.to_ascii_lowercase(), text, item.at, item.at, found),
            None => find(item, depth + 1, found),
        }
    }
}

/// `traefik.http.middlewares.NAME.headers.accesscontrolallowmethods=GET,PUT`
fn label(key: &str, text: &str, at: At, value_at: At, found: &mut Vec<(String, Field)>) {
    let Some((owner, name)) = key.rsplit_once(".headers.") else { return };
    let name = name.split('[').next().unwrap_or_default();
    let name = name.strip_prefix("customresponseheaders.").unwrap_or(name);
    if cors_header(name).is_some() || name.starts_with("accesscontrol") || name == "addvaryheader" {
        // A dollar is written twice where compose files would replace it.
        let text = text.replace("$$", "$");
        let values = if name.ends_with("regex") { vec![text] } else { items(&text) };
        let values = values.into_iter().map(|value| (value, value_at)).collect();
        found.push((owner.to_owned(), Field { name: name.to_owned(), values, at }));
    }
}

fn read(fields: &[Field], at: At, reader: &mut Reader<'_>) -> DraftRule {
    let mut rule = DraftRule { at, ..DraftRule::default() };
    let (mut methods, mut headers) = (Vec::new(), Vec::new());
    for field in fields {
        reader.count();
        let (first, first_at) = field.values.first().cloned().unwrap_or_default();
        let value = Node { at: first_at, kind: Kind::Text(first) };
        let names = || field.values.iter().flat_map(|(text, _)| items(text)).collect();
        match field.name.as_str() {
            "accesscontrolalloworiginlist" | "accesscontrolalloworigin" => {
                rule.origins.extend(field.values.iter().map(|(text, _)| text.clone()));
            }
            "accesscontrolalloworiginlistregex" => {
                for (text, at) in &field.values {
                    rule.origins_of(Regex::new(text, false), *at, text, reader);
                }
            }
            "accesscontrolallowmethods" => methods = names(),
            "accesscontrolallowheaders" => headers = names(),
            "accesscontrolexposeheaders" => rule.expose_headers = names(),
            "accesscontrolmaxage" => rule.max_age = reader.seconds(&value),
            "accesscontrolallowcredentials" => rule.credentials = reader.truth(&value),
            "addvaryheader" => {}
            name if cors_header(name).is_some() => {
                let reason =
                    "a header that is written out: preflights get none, and others whoever asks";
                reader.miss(field.at, name, reason);
            }
            _ => reader.miss(field.at, &field.name, "this field is not known"),
        }
    }
    rule.names(methods, headers, Star::Sent, (at, "headers"), reader);
    rule
}

const DEEPEST: usize = 90;

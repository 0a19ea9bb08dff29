//! What programs that send requests export: Postman, Insomnia, Hoppscotch, Thunder Client.
//!
//! Each has a format of its own, and in each a request is an object with a method, a URL and a list of
//! headers; that is what is looked for, at any depth.

use std::collections::BTreeMap;

use serde_json::Map;
use serde_json::Value;

use crate::curl::Command;

/// Requests that a file holds, and names in them that it gives no value to.
#[derive(Debug, Default)]
pub(crate) struct Collection {
    pub(crate) commands: Vec<Command>,
    /// Variables, as they are written between braces.
    pub(crate) unknown: Vec<String>,
}

/// The most requests that are read, and the deepest that they are looked for.
const MOST: usize = 40;
const DEEPEST: usize = 24;

impl Collection {
    /// Reads a file; `None` if no request is in it.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text).ok()?;
        let mut variables = BTreeMap::new();
        find_variables(&value, DEEPEST, &mut variables);
        let mut collection = Self::default();
        collection.find(&value, DEEPEST, &variables);
        (!collection.commands.is_empty()).then_some(collection)
    }

    fn find(&mut self, value: &Value, deepest: usize, variables: &BTreeMap<String, String>) {
        if deepest == 0 || self.commands.len() == MOST {
            return;
        }
        let inner: Vec<&Value> = match value {
            Value::Object(object) => {
                if let Some(command) = self.request(object, variables) {
                    self.commands.push(command);
                    return;
                }
                object.values().collect()
            }
            Value::Array(values) => values.iter().collect(),
            _ => return,
        };
        inner.into_iter().for_each(|value| self.find(value, deepest - 1, variables));
    }

    fn request(
        &mut self,
        object: &Map<String, Value>,
        variables: &BTreeMap<String, String>,
    ) -> Option<Command> {
        let method = object.get("method")?.as_str()?.trim();
        let url = object.get("url").or_else(|| object.get("endpoint"))?;
        let url = url.as_str().or_else(|| url.get("raw")?.as_str())?;
        let lists = [object.get("header"), object.get("headers")];
        let lines = lists.into_iter().flatten().filter_map(Value::as_array).flatten();
        let mut headers: Vec<(String, String)> = Vec::new();
        for line in lines.filter(|line| is_sent(line)) {
            let name = line.get("key").or_else(|| line.get("name"))?.as_str()?;
            let value = line.get("value").and_then(Value::as_str).unwrap_or_default();
            if !name.is_empty() {
                headers.push((name.into(), filled(value, variables)));
            }
        }
        let auth = object.get("auth").or_else(|| object.get("authentication"));
        let kind = auth.and_then(|auth| auth.get("type").or_else(|| auth.get("authType")));
        let mut add = |name: &str, value: &str| {
            if !headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name)) {
                headers.push((name.into(), value.into()));
            }
        };
        if let Some("bearer" | "basic" | "oauth2" | "jwt") = kind.and_then(Value::as_str) {
            add("Authorization", "Bearer x");
        }
        let body = object.get("body").and_then(body);
        if let Some((_, Some(content_type))) = &body {
            add("Content-Type", content_type);
        }
        let url = self.whole_url(&filled(url, variables));
        let body = body.map(|(text, _)| text);
        Command::of_parts(&url, Some(method), headers, body.as_deref(), false).ok()
    }

    /// A URL whose beginning may be a name without a value.
    fn whole_url(&mut self, url: &str) -> String {
        let Some((name, rest)) = url.strip_prefix("{{").and_then(|rest| rest.split_once("}}"))
        else {
            return url.into();
        };
        let name = name.trim().to_owned();
        if !self.unknown.contains(&name) {
            self.unknown.push(name);
        }
        format!("{STANDING_IN}{rest}")
    }
}

/// What stands in for a host that is not told.
pub(crate) const STANDING_IN: &str = "https://api.example.com";

/// Whether a header is one that is sent.
fn is_sent(line: &Value) -> bool {
    let is = |name: &str| line.get(name).and_then(Value::as_bool);
    is("disabled") != Some(true) && is("active") != Some(false) && is("isDisabled") != Some(true)
}

/// The body, and the type that the program gives it.
fn body(body: &Value) -> Option<(String, Option<String>)> {
    let text = ["raw", "text", "body"].iter().find_map(|name| body.get(name)?.as_str());
    let kind = ["mimeType", "contentType", "mode", "type"];
    let kind = kind.iter().find_map(|name| body.get(name)?.as_str());
    let language = body.pointer("/options/raw/language").and_then(Value::as_str);
    let content_type = match (kind, language) {
        (_, Some("json")) | (Some("json" | "graphql"), _) => Some("application/json".to_owned()),
        (Some("urlencoded"), _) => Some("application/x-www-form-urlencoded".to_owned()),
        (Some("formdata"), _) => Some("multipart/form-data; boundary=x".to_owned()),
        (Some(kind), _) if kind.contains('/') => Some(kind.to_owned()),
        _ => None,
    };
    let is_there = text.is_some_and(|text| !text.is_empty())
        || ["urlencoded", "formdata", "graphql"].iter().any(|name| body.get(name).is_some());
    is_there.then(|| (text.unwrap_or("x").to_owned(), content_type))
}

/// Names that the file gives a value to: lists of `key` and `value`, and Insomnia's environments.
fn find_variables(value: &Value, deepest: usize, variables: &mut BTreeMap<String, String>) {
    if deepest == 0 {
        return;
    }
    let mut know = |name: &str, value: &Value| {
        if let Some(text) = value.as_str() {
            variables.entry(name.to_owned()).or_insert_with(|| text.to_owned());
        }
    };
    match value {
        Value::Object(object) => {
            let is_environment = object.get("_type").and_then(Value::as_str) == Some("environment");
            let data = object.get("data").filter(|_| is_environment).and_then(Value::as_object);
            data.into_iter().flatten().for_each(|(name, value)| know(name, value));
            let list = object.get("variable").and_then(Value::as_array);
            for one in list.into_iter().flatten() {
                if let (Some(Value::String(name)), Some(value)) = (one.get("key"), one.get("value"))
                {
                    know(name, value);
                }
            }
            object.values().for_each(|value| find_variables(value, deepest - 1, variables));
        }
        Value::Array(values) => {
            values.iter().for_each(|value| find_variables(value, deepest - 1, variables));
        }
        _ => {}
    }
}

/// A text with its `{{name}}` filled.
fn filled(text: &str, variables: &BTreeMap<String, String>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once("{{") {
        let Some((name, after)) = inside.split_once("}}") else { break };
        out.push_str(before);
        match variables.get(name.trim().trim_start_matches("_.").trim()) {
            Some(value) => out.push_str(value),
            None => out.extend(["{{", name, "}}"]),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Every string in a JSON text, one a line: what a log of consoles holds.
pub(crate) fn texts_of_json(text: &str) -> Option<String> {
    fn gather(value: &Value, deepest: usize, out: &mut String) {
        match value {
            Value::String(text) if out.len() < MOST_TEXT => {
                out.push_str(text);
                out.push('\n');
            }
            Value::Array(values) if deepest > 0 => {
                values.iter().for_each(|value| gather(value, deepest - 1, out));
            }
            Value::Object(object) if deepest > 0 => {
                for (name, value) in object {
                    // Chromium's codes are read with their names.
                    if let (CODE | PARAMETER, Some(text)) = (name.as_str(), value.as_str()) {
                        out.extend([name, ": '", text, "'\n"]);
                        continue;
                    }
                    gather(value, deepest - 1, out);
                }
            }
            _ => {}
        }
    }
    let mut out = String::new();
    // A log has one value a line.
    let values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    values.map_while(Result::ok).for_each(|value| gather(&value, DEEPEST, &mut out));
    (!out.is_empty()).then_some(out)
}

const MOST_TEXT: usize = 64 * 1024;
const CODE: &str = "corsError";
const PARAMETER: &str = "failedParameter";

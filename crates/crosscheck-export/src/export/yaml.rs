//! Objects of CORS as YAML and JSON.

use crate::export::CorsObject;
use crate::fix::names::Names;

/// Its lists, each under its name, so far in; what is empty is left out. In: how patterns are listed, if not
/// beside the origins.
pub(crate) fn in_yaml(
    object: &CorsObject,
    indent: &str,
    called: Names,
    each_pattern: Option<(&str, &str)>,
) -> String {
    let list = |name: &str, before: &str, items: &[String]| {
        let items: String =
            items.iter().map(|item| format!("\n{indent}- {before}{}", quoted(item))).collect();
        if items.is_empty() { String::new() } else { format!("{indent}{name}:{items}\n") }
    };
    let mut text = String::new();
    let (name, before) = each_pattern.unwrap_or((called.origins, called.each_origin));
    if name == called.origins && !object.patterns.is_empty() {
        let origins =
            object.origins.iter().map(|item| format!("{}{}", called.each_origin, quoted(item)));
        let patterns = object.patterns.iter().map(|item| format!("{before}{}", quoted(item)));
        text += &format!("{indent}{name}:\n");
        origins.chain(patterns).for_each(|line| text += &format!("{indent}- {line}\n"));
    } else {
        text += &list(called.origins, called.each_origin, &object.origins);
        text += &list(name, before, if name == called.origins { &[] } else { &object.patterns });
    }
    if object.credentials {
        text += &format!("{indent}{}: true\n", called.credentials);
    }
    text += &list(called.methods, "", &object.methods);
    text += &list(called.request_headers, "", &object.request_headers);
    text += &list(called.expose_headers, "", &object.expose_headers);
    if let Some(seconds) = object.max_age {
        let age = called.max_age.replace("600", &seconds.to_string());
        text += &format!("{indent}{age}\n");
    }
    text
}

/// A text in YAML, as it is: none has a quotation mark of its own.
pub(crate) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A list of texts in JSON.
pub(crate) fn in_json(items: &[String]) -> String {
    let items: Vec<String> =
        items.iter().map(|item| format!("\"{}\"", item.replace('\\', "\\\\"))).collect();
    format!("[{}]", items.join(", "))
}

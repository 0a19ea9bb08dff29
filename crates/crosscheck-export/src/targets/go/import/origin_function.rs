//! Go's functions that decide on an origin, where all they do is compare it.

use crate::export::escape;
use crate::import::At;
use crate::import::DraftRule;
use crate::import::Literal;
use crate::import::LiteralKind;
use crate::import::Reader;
use crate::import::Regex;

/// Whom a part of a function lets in.
#[derive(Debug)]
enum Lets {
    Everybody,
    One(String),
    Fitting(String),
}

impl DraftRule {
    /// Takes whom a function lets in; whether it was understood.
    pub(crate) fn origins_by_function(&mut self, value: &Literal, reader: &mut Reader<'_>) -> bool {
        let LiteralKind::Other(written) = &value.kind else { return false };
        let Some(found) = read(written) else { return false };
        for lets in found {
            self.take(lets, value.at, reader);
        }
        true
    }

    fn take(&mut self, lets: Lets, at: At, reader: &mut Reader<'_>) {
        match lets {
            Lets::Everybody => self.origins.push("*".into()),
            Lets::One(origin) => self.origins.push(origin),
            Lets::Fitting(regex) => self.origins_of(Regex::new(&regex, false), at, &regex, reader),
        }
    }
}

/// `func(origin string) bool { … }`
fn read(written: &str) -> Option<Vec<Lets>> {
    let (parameters, rest) = written.strip_prefix("func")?.trim_start().split_once(')')?;
    let parameters = parameters.strip_prefix('(')?.split(',');
    let names = parameters.filter_map(|one| one.trim().strip_suffix(" string"));
    let [name] = names.collect::<Vec<_>>().try_into().ok()?;
    let rest = rest.trim_start().strip_prefix("bool")?.trim_start();
    let mut rest = rest.strip_prefix('{')?.strip_suffix('}')?.trim();
    let mut found = Vec::new();
    while let Some(condition) = rest.strip_prefix("if ") {
        let (condition, behind) = condition.split_once('{')?;
        let (then, behind) = behind.split_once('}')?;
        if then.trim() != "return true" {
            return None;
        }
        found.extend(any_of(condition, name)?);
        rest = behind.trim_start();
    }
    found.extend(any_of(rest.strip_prefix("return ")?, name)?);
    Some(found)
}

fn any_of(condition: &str, name: &str) -> Option<Vec<Lets>> {
    let mut found = Vec::new();
    for test in condition.split("||").map(str::trim) {
        match test {
            "true" => found.push(Lets::Everybody),
            "false" => {}
            test => found.push(by(test, name)?),
        }
    }
    Some(found)
}

/// `origin == "…"`, `strings.HasPrefix(origin, "…")`
fn by(test: &str, name: &str) -> Option<Lets> {
    if let Some((one, other)) = test.split_once("==") {
        let (one, other) = (one.trim(), other.trim());
        let text = if one == name { other } else { one };
        return (one == name || other == name).then(|| quoted(text).map(Lets::One))?;
    }
    let (call, arguments) = test.strip_suffix(')')?.split_once('(')?;
    let (subject, text) = arguments.split_once(',')?;
    let text = escape(quoted(text.trim()).filter(|_| subject.trim() == name)?.as_str());
    Some(Lets::Fitting(match call {
        "strings.HasPrefix" => format!("^{text}"),
        "strings.HasSuffix" => format!("{text}$"),
        "strings.Contains" => text,
        _ => return None,
    }))
}

/// What stands in quotation marks, if nothing in it is more than a letter.
fn quoted(text: &str) -> Option<String> {
    let text = text.strip_prefix('"')?.strip_suffix('"')?;
    (!text.contains(['"', '\\'])).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn what_does_more_than_compare_is_not_understood() {
        for written in [
            "func(origin string) bool { return isAllowed(origin) }",
            "func(origin string) bool { return !strings.HasPrefix(origin, \"https://a.example\") }",
            "func(origin string) bool { return origin == \"https://a.example\" && debug }",
            "func(origin string) bool { if origin == \"https://a.example\" { return false }; return true }",
            "func(origin string) bool { if debug { return true }; return false }",
            "func(origin string) bool { log(origin); return true }",
            "func(one string, other string) bool { return true }",
            "func(origin string) bool { return strings.HasPrefix(host, \"https://a.example\") }",
            "func(origin string) bool { return origin == other }",
            "func(origin string) (bool, error) { return true, nil }",
            "isAllowed",
        ] {
            assert!(read(written).is_none(), "{written}: {:?}", read(written));
        }
    }
}

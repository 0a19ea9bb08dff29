//! Whatever people paste, as a scenario.

use crosscheck::scenario::Scenario;

use super::command;
use crate::curl::is_curl;
use crate::lab::judge::Objection;
use crate::lab::judge::check;

/// Reads a pasted text: a scenario, one line of JSON, or a `curl` command.
///
/// One arm for each kind of text, told by how it begins.
pub(in crate::lab) fn import(text: &str) -> Result<Scenario, Objection> {
    let text = text.trim();
    let scenario = match text {
        _ if is_curl(text) => command::scenario(text)?,
        _ if text.starts_with('{') => serde_json::from_str(text).map_err(|error| Objection {
            field: "",
            error: format!("not a scenario: {error}"),
            hint: "paste one line, as the lab exports it".into(),
        })?,
        _ => {
            return Err(Objection {
                field: "",
                error: "this is neither a curl command nor a scenario".into(),
                hint: "in the browser's network panel choose \"Copy as cURL\", and paste it here"
                    .into(),
            });
        }
    };
    check(&scenario)?;
    Ok(scenario)
}

#[cfg(test)]
mod tests {
    use super::import;

    #[test]
    fn each_kind_of_text_is_told_by_how_it_begins() {
        let scenario = import("  curl https://api.example/ \n").expect("a command");
        let line = serde_json::to_string(&scenario).expect("JSON");
        assert_eq!(import(&line).expect("a scenario"), scenario);
        for text in ["", "hello", "{", "{}", "curling https://a/", "curl -H 'origin: *' a"] {
            let objection = import(text).expect_err(text);
            assert!(!objection.error.is_empty() && !objection.hint.is_empty(), "{text}");
        }
    }
}

//! A scenario as somebody wrote it, or what is wrong with it and where.

use crosscheck::scenario::Problem;
use crosscheck::scenario::ReadError;
use crosscheck::scenario::Scenario;
use crosscheck::scenario::ScenarioError;
use crosscheck::scenario::read;

use crate::chinese::in_chinese;
use crate::error::InputError;

/// Reads one scenario, in JSON.
///
/// Fails with everything that is wrong with it, each with its place: `steps[0].credentials`.
pub fn read_scenario(text: &[u8]) -> Result<Scenario, InputError> {
    let mut json = serde_json::Deserializer::from_slice(text);
    let scenario = match read(&mut json) {
        Ok(scenario) => scenario,
        Err(ReadError::Scenario(errors)) => {
            let first = errors.first();
            let error =
                InputError::at(member(&first.place), format!("not a scenario: {errors}"), HINT);
            // Several are told in the one language that has words for all.
            let is_alone = first.to_string() == errors.to_string();
            return Err(match told_in_chinese(first).filter(|_| is_alone) {
                Some(chinese) => error.in_chinese(chinese, HINT_IN_CHINESE),
                None => error,
            });
        }
        Err(error) => return Err(InputError::new(format!("not a scenario: {error}"), HINT)),
    };
    match json.end() {
        Ok(()) => Ok(scenario),
        Err(error) => Err(InputError::new(format!("not a scenario: {error}"), HINT)),
    }
}

/// What would do in a text's place, in simplified Chinese; `None` where nobody has written the reason in it.
fn told_in_chinese(error: &ScenarioError) -> Option<String> {
    let Problem::Invalid { reason, suggestion } = &error.problem else { return None };
    let (place, reason) = (&error.place, in_chinese(reason)?);
    Some(match suggestion {
        Some(suggestion) => format!("{place}：{reason}；请写 `{suggestion}`"),
        None => format!("{place}：{reason}"),
    })
}

/// The member of the scenario that a place is in.
fn member(place: &str) -> &'static str {
    let first = place.split(['.', '[']).next();
    let members = ["id", "kind", "page", "steps", "server"];
    members.into_iter().find(|name| Some(*name) == first).unwrap_or_default()
}

const HINT: &str = "write one as for `crosscheck simulate`";
const HINT_IN_CHINESE: &str = "请按 `crosscheck simulate` 的格式书写";

#[cfg(test)]
mod tests {
    use super::read_scenario;

    /// The lab writes it below the page's field, in the language that the page has.
    #[test]
    fn what_is_no_origin_of_a_page_is_told_in_chinese() {
        for (page, chinese) in [
            ("App.example/", "page：这不是一个源（缺少协议）；请写 `https://app.example`"),
            ("*", "page：浏览器发送的源里没有 `*`"),
        ] {
            let text = format!(
                r#"{{"id": "a", "page": "{page}", "steps": [{{"api": "fetch", "url": "https://api.example/"}}]}}"#
            );
            let error = read_scenario(text.as_bytes()).expect_err("it is no origin");
            let [said, _] = error.chinese.expect("somebody has written it");
            assert!(said.starts_with(chinese), "{said}");
        }
    }
}

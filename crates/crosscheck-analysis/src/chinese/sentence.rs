//! Finding a sentence by what stands around its holes, and filling those of the other language.

use crosscheck::catalog::Check;
use crosscheck::catalog::FetchRule;
use crosscheck::catalog::Wording;
use crosscheck::diagnosis::Advice;
use crosscheck::diagnosis::Refusal;
use crosscheck::diagnosis::advice;
use crosscheck::diagnosis::advice_in_chinese;
use crosscheck::diagnosis::meanings_of_gateways;
use crosscheck::diagnosis::meanings_of_no_errors;

use super::advice::ADVICE;
use super::audit::EVIDENCE;
use super::beside::BESIDE;
use super::exports::LOSSES;
use super::exports::PLACES;
use super::imports::REMARKS;
use super::labels::LABELS;
use super::policy::FINDINGS;
use super::toml::SYNTAX;
use super::who_may::ACCESSES;
use super::who_may::STEPS;
use crate::products::products;

/// A sentence of ours in simplified Chinese; `None` if nobody has written it.
///
/// # Example
/// ```
/// use crosscheck_analysis::chinese::in_chinese;
///
/// let told = in_chinese("there is no `metods`; write `methods`");
/// assert_eq!(told.as_deref(), Some("没有 `metods`；请写 `methods`"));
/// assert_eq!(in_chinese("nobody says this"), None);
/// ```
pub fn in_chinese(text: &str) -> Option<String> {
    within(text, DEEPEST)
}

/// What a page may do, as it is said within a sentence.
pub(super) fn access_in_chinese(text: &str) -> String {
    within(text, DEEPEST - 1).unwrap_or_else(|| text.to_owned())
}

/// What is said by itself.
const TABLES: [&[Wording]; 10] =
    [FINDINGS, EVIDENCE, BESIDE, ADVICE, LABELS, LOSSES, PLACES, REMARKS, STEPS, SYNTAX];

/// How many sentences stand within one another.
const DEEPEST: usize = 4;

fn within(text: &str, deepest: usize) -> Option<String> {
    let whole = || {
        of_rule(text)
            .or_else(|| of_check(text))
            .or_else(|| of_gateway(text))
            .or_else(|| of_product(text))
    };
    if let Some(whole) = crosscheck_export::in_chinese(text).or_else(whole) {
        return Some(whole.into());
    }
    // What a page may do is only ever said within a sentence.
    let accesses = if deepest < DEEPEST { ACCESSES } else { &[] };
    let known = TABLES.iter().chain([&accesses]).copied().flatten().filter_map(|sentence| {
        let Wording { english, chinese, .. } = *sentence;
        let caught = caught(english, text)?;
        Some((english.len() - 2 * caught.len(), chinese?, caught))
    });
    // The one that says most itself.
    let (_, chinese, caught) = known.max_by_key(|(length, ..)| *length)?;
    let mut said = String::new();
    let mut rest = chinese;
    while let Some((before, hole)) = rest.split_once('{') {
        let Some((name, after)) = hole.split_once('}') else { break };
        said.push_str(before);
        let (is_sentence, number) = match name.strip_prefix('=') {
            Some(number) => (true, number),
            None => (false, name),
        };
        let number = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        match number.and_then(|number| caught.get(number)) {
            Some(value) if is_sentence && deepest > 0 => {
                said.push_str(within(value, deepest - 1).as_deref().unwrap_or(value));
            }
            Some(value) => said.push_str(value),
            // A brace of the sentence's own.
            None => said.push_str(&format!("{{{name}}}")),
        }
        rest = after;
    }
    said.push_str(rest);
    Some(said)
}

/// What is advised for a rule of which nothing is seen.
fn of_rule(text: &str) -> Option<&'static str> {
    FetchRule::ALL.iter().find_map(|rule| {
        let Advice { server, page } = advice(&Refusal::new(*rule));
        let [on_the_server, on_the_page] = advice_in_chinese(*rule);
        match server.as_deref() == Some(text) {
            true => on_the_server,
            false => on_the_page.filter(|_| page.iter().any(|told| told == text)),
        }
    })
}

/// What a check says.
fn of_check(text: &str) -> Option<&'static str> {
    let mut said = Check::ALL.iter().flat_map(|check| [check.what(), check.fix()]);
    said.find(|said| said.english == text)?.chinese
}

/// What a gateway's word means.
fn of_gateway(text: &str) -> Option<&'static str> {
    meanings_of_gateways()
        .chain(meanings_of_no_errors())
        .find(|meaning| meaning.english == text)?
        .chinese
}

/// Where a product keeps its list.
fn of_product(text: &str) -> Option<&'static str> {
    products().find(|known| known.says.english == text)?.says.chinese
}

/// What stands in the holes of a sentence, if a text is it.
fn caught<'t>(sentence: &str, text: &'t str) -> Option<Vec<&'t str>> {
    let mut literals = sentence.split("{}");
    let mut before = literals.next()?;
    let mut rest = text.strip_prefix(before)?;
    let mut caught = Vec::new();
    let mut literals = literals.peekable();
    while let Some(literal) = literals.next() {
        let at = match (literals.peek(), literal) {
            (None, "") => rest.len(),
            (None, _) => rest.len() - rest.strip_suffix(literal).map(|_| literal.len())?,
            (Some(_), _) => rest.find(literal)?,
        };
        // What stands between the marks of code has none within it.
        if before.ends_with('`') && literal.starts_with('`') && rest[..at].contains('`') {
            return None;
        }
        caught.push(&rest[..at]);
        rest = &rest[at + literal.len()..];
        before = literal;
    }
    rest.is_empty().then_some(caught)
}

#[cfg(test)]
mod tests {
    use super::ACCESSES;
    use super::TABLES;
    use super::caught;
    use super::in_chinese;

    #[test]
    fn a_sentence_is_found_by_what_stands_around_its_holes() {
        assert_eq!(
            caught("{}: no `Vary`", "https://a.example/: no `Vary`").unwrap(),
            ["https://a.example/"]
        );
        assert_eq!(caught("a {} b {}", "a 1 b 2 b").unwrap(), ["1", "2 b"]);
        assert_eq!(caught("write it", "write it down"), None);
        assert_eq!(
            in_chinese(
                "an origin has no path, not even a trailing slash; write `https://a.example`"
            )
            .as_deref(),
            Some("源不带路径，末尾的斜杠也不行；请写 `https://a.example`")
        );
    }

    /// No hole of the Chinese is one that the English lacks; it may leave out what it says itself.
    #[test]
    fn holes_are_those_of_both_languages() {
        for sentence in TABLES.into_iter().chain([ACCESSES]).flatten() {
            let count = sentence.english.matches("{}").count();
            let chinese = sentence.chinese.unwrap_or_default();
            let has_more = chinese.contains(&format!("{{{}}}", count + 1));
            let is_chinese = chinese.chars().any(|c| ('一'..='龥').contains(&c));
            assert!(!has_more && (is_chinese || chinese.contains('`')), "{chinese}");
        }
    }
}

//! What to change after a refusal: what was seen said in Chinese, else what holds for its rule.

use crosscheck::diagnosis::Advice;
use crosscheck::diagnosis::Refusal;
use crosscheck::diagnosis::advice;
use crosscheck::diagnosis::advice_in_chinese;

use super::sentence::in_chinese;

/// What to change, in simplified Chinese, on the server and on the page; a text for all that is said of a side
/// and of which not all has words.
pub(crate) fn advice_said_in_chinese(refusal: &Refusal) -> Advice {
    let Advice { server, page } = advice(refusal);
    let [of_server, of_page] = advice_in_chinese(refusal.rule);
    let server = server.and_then(|text| in_chinese(&text).or(of_server.map(Into::into)));
    let said: Option<Vec<String>> = page.iter().map(|text| in_chinese(text)).collect();
    let page = said.unwrap_or_else(|| of_page.map(Into::into).into_iter().collect());
    Advice { server, page }
}

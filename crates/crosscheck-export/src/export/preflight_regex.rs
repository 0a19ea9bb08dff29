//! What preflights may ask for, as regular expressions.

use crosscheck::server::RuleStatement;

use super::path_pattern::escape;

/// An expression for the lists that a rule permits, blanks and empty items as they may be: for what
/// stands behind `^`, whatever its case; empty if it permits everything.
///
/// Where a rule permits every header but `authorization`, it looks ahead, which PCRE and JavaScript can.
pub(crate) fn header_list_regex(rule: &RuleStatement<'_>) -> String {
    let names: Vec<String> = rule.request_headers().iter().map(|name| escape(name)).collect();
    let lists_authorization = rule.request_headers().iter().any(|name| name == "authorization");
    match (rule.permits_any_request_header(), lists_authorization) {
        (true, true) => String::new(),
        (true, false) => "(?!(?:.*,)?[ \\t]*authorization[ \\t]*(?:,|$))".into(),
        (false, _) if names.is_empty() => "[ \\t,]*$".into(),
        (false, _) => {
            format!("[ \\t,]*(?:(?:{})[ \\t]*(?:,[ \\t,]*|$))*$", names.join("|"))
        }
    }
}

/// An expression for the methods that a rule permits, those that need no permission included: for what
/// stands behind `^`; empty if it permits all.
pub(crate) fn methods_regex(rule: &RuleStatement<'_>) -> String {
    match rule.methods() {
        None => String::new(),
        Some(methods) => {
            let named = methods.iter().map(|method| escape(method));
            let all: Vec<String> =
                ["GET", "HEAD", "POST"].map(String::from).into_iter().chain(named).collect();
            format!("(?:{})$", all.join("|"))
        }
    }
}

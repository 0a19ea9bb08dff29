//! Methods of literals after which a policy means the same: `[…].filter(Boolean)`, `"…".parse().unwrap()`.

use super::literals::Arguments;
use super::literals::Literal;
use super::literals::LiteralKind;

/// Whether what a method makes of a literal is, for a policy, the same.
pub(super) fn changes_nothing(name: &str, arguments: &Arguments) -> bool {
    let given = match arguments.as_slice() {
        [] => return HARMLESS.contains(&name),
        [(None, Literal { kind: LiteralKind::Other(given), .. })] => given.as_str(),
        // `expect("…")`
        [_] => return name == "expect",
        _ => return false,
    };
    match name {
        "filter" => given == "Boolean",
        "map" => {
            let last = given.rsplit(':').next().unwrap_or_default();
            let is_of_one = matches!(last, "from_static" | "strip" | "to_owned" | "to_string");
            // `|one| one.parse().unwrap()`, `one => one.trim()`
            let closure = given.strip_prefix('|').and_then(|rest| rest.split_once('|'));
            let closure = closure.or(given.split_once("=>")).map(|(name, body)| {
                let name = name.trim().trim_matches(['(', ')', '&']);
                body.trim().strip_prefix(name).unwrap_or_default()
            });
            let calls = closure.map(|body| body.split('.').skip(1).collect::<Vec<_>>());
            let names = |call: &&str| call.split(['(', ':']).next().unwrap_or_default().to_owned();
            is_of_one
                || calls.is_some_and(|calls| {
                    !calls.is_empty()
                        && calls.iter().map(names).all(|call| HARMLESS.contains(&call.as_str()))
                })
        }
        _ => HARMLESS.contains(&name),
    }
}

/// Methods that leave the text or the list what it is.
const HARMLESS: [&str; 19] = [
    "parse",
    "unwrap",
    "into",
    "to_owned",
    "to_string",
    "expect",
    "iter",
    "cloned",
    "clone",
    "collect",
    "copied",
    "into_iter",
    "stream",
    "to_vec",
    "as_slice",
    "unwrap_or_default",
    "trim",
    "strip",
    "to_str",
];

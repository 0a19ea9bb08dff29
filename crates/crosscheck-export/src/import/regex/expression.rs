//! A regular expression of somebody else's configuration: bytes, no letters of Unicode, in linear time.

use std::sync::Arc;

use regex_automata::Input;
use regex_automata::meta;
use regex_automata::util::captures::Captures;
use regex_automata::util::syntax;

/// An expression that is understood.
#[derive(Clone)]
pub(crate) struct Regex {
    /// As it is written, with what makes it fit whole texts if it does.
    pub(crate) text: String,
    pub(crate) ignores_case: bool,
    compiled: Arc<meta::Regex>,
    /// What must not fit: what stood in `(?!…)`, behind what stood before it.
    unless: Option<Arc<meta::Regex>>,
}

impl std::fmt::Debug for Regex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Regex").field(&self.text).finish()
    }
}

impl Regex {
    /// Fails with the reason why it is not understood.
    pub(crate) fn new(text: &str, ignores_case: bool) -> Result<Self, String> {
        if text.len() > LONGEST {
            return Err(format!("it is longer than {LONGEST} bytes"));
        }
        let (plain, unless) = match text.split_once("(?!") {
            None => (text.to_owned(), None),
            Some((before, behind)) => {
                let (inside, rest) = split_group(behind).ok_or("a group is not closed")?;
                // Only what looks ahead where nothing has been chosen yet: `^abc(?!x)`.
                if before.contains(['(', ')', '*', '+', '?']) || rest.contains("(?!") {
                    return Err("it looks ahead, which is understood at its beginning only".into());
                }
                let unless = compile(&format!("{before}(?:{inside})"), ignores_case)?;
                (format!("{before}{rest}"), Some(Arc::new(unless)))
            }
        };
        let compiled = Arc::new(compile(&plain, ignores_case)?);
        Ok(Self { text: text.to_owned(), ignores_case, compiled, unless })
    }

    /// What its groups caught, the whole first; `None` if it does not fit.
    pub(crate) fn groups(&self, text: &str) -> Option<Vec<String>> {
        if self.unless.as_ref().is_some_and(|unless| unless.is_match(text)) {
            return None;
        }
        let mut captures: Captures = self.compiled.create_captures();
        self.compiled.captures(Input::new(text), &mut captures);
        let groups = captures.is_match().then(|| captures.iter())?;
        let groups = groups.map(|group| {
            group.and_then(|span| text.get(span.start..span.end)).unwrap_or_default().to_owned()
        });
        Some(groups.collect())
    }

    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.unless.as_ref().is_none_or(|unless| !unless.is_match(text))
            && self.compiled.is_match(text)
    }
}

fn compile(text: &str, ignores_case: bool) -> Result<meta::Regex, String> {
    let config = meta::Config::new()
        .utf8_empty(false)
        .nfa_size_limit(Some(LARGEST))
        .hybrid(false)
        .dfa(false)
        .onepass_size_limit(Some(LARGEST));
    let built = meta::Builder::new().configure(config).syntax(syntax_of(ignores_case)).build(text);
    built.map_err(|error| reason(&error.to_string()))
}

/// How expressions are read.
pub(super) fn syntax_of(ignores_case: bool) -> syntax::Config {
    syntax::Config::new()
        .unicode(false)
        .utf8(false)
        .case_insensitive(ignores_case)
        .nest_limit(DEEPEST)
}

/// What is wrong with an expression, in our own words.
pub(super) fn reason(error: &str) -> String {
    let kinds = [
        ("look-around", "it looks around"),
        ("backreference", "it refers to a group"),
        ("nest", "it is nested too deeply"),
        ("size", "it is too large"),
    ];
    let kind = kinds.iter().find(|(word, _)| error.contains(word));
    kind.map_or("it is no expression that is understood here", |(_, reason)| reason).to_owned()
}

/// What is left of the group that was open before a text, and what is behind it.
fn split_group(text: &str) -> Option<(&str, &str)> {
    let (mut depth, mut is_escaped) = (0_usize, false);
    text.split_once(|letter| {
        match letter {
            _ if is_escaped => {
                is_escaped = false;
                return false;
            }
            '\\' => is_escaped = true,
            '(' => depth += 1,
            ')' if depth == 0 => return true,
            ')' => depth -= 1,
            _ => {}
        }
        false
    })
}

const LONGEST: usize = 64 * 1024;
const LARGEST: usize = 1 << 20;
pub(super) const DEEPEST: u32 = 40;

//! Names that a function is given: whatever else they are given there, whoever calls it decides.

use super::code::Code;
use super::reading::is_of_name;

impl Code {
    /// Whether a function has a parameter of that name.
    pub(super) fn is_parameter(&self, name: &str) -> bool {
        !self.functions_with(name).is_empty()
    }

    /// Whether a function has a parameter of that name, and is not called in this file.
    pub(super) fn is_parameter_from_elsewhere(&self, name: &str) -> bool {
        let functions = self.functions_with(name);
        !functions.is_empty()
            && functions.iter().all(|function| {
                let places = if function.is_empty() { Vec::new() } else { self.after(function) };
                let calls =
                    places.iter().filter(|at| self.behind(**at).trim_start().starts_with('('));
                calls.count() <= 1
            })
    }

    /// The names of functions that have such a parameter: empty for those without one.
    fn functions_with(&self, name: &str) -> Vec<String> {
        let is_of_word = |letter: char| u8::try_from(letter).is_ok_and(is_of_name);
        let places = self.after(name);
        let functions = places.iter().filter_map(|at| {
            let before = self.before(at - name.len());
            let (list, head) = open_parenthesis(before)?;
            let list = before.get(list..).unwrap_or_default();
            // What stands behind its name is its type, or a default.
            let last = list.rsplit(',').next().unwrap_or_default();
            if !["", "mut", "&", "*", "..."].contains(&last.trim()) {
                return None;
            }
            let own = head.trim_end_matches(is_of_word);
            let function = head.get(own.len()..).unwrap_or_default();
            let own = own.trim_end();
            // A method of Go has who it belongs to before its name.
            let own = match own.strip_suffix(')') {
                Some(inner) => inner.rsplit_once('(').map(|(before, _)| before.trim_end())?,
                None => own,
            };
            let is_word = |word: &str| {
                own.strip_suffix(word).is_some_and(|before| !before.ends_with(is_of_word))
            };
            if FUNCTIONS.contains(&function) {
                return Some(String::new());
            }
            FUNCTIONS.iter().any(|word| is_word(word)).then(|| function.to_owned())
        });
        functions.collect()
    }
}

/// Where the parenthesis is open that a text ends in, and what stands before it.
fn open_parenthesis(before: &str) -> Option<(usize, &str)> {
    let mut depth = 0_usize;
    for (place, letter) in before.char_indices().rev().take(FARTHEST) {
        match letter {
            ')' => depth += 1,
            '(' if depth == 0 => return Some((place + 1, before.get(..place)?.trim_end())),
            '(' => depth -= 1,
            ';' | '{' | '}' => return None,
            _ => {}
        }
    }
    None
}

const FUNCTIONS: [&str; 5] = ["func", "def", "function", "fn", "fun"];
/// How far a parameter may be from the first one, in letters.
const FARTHEST: usize = 1_000;

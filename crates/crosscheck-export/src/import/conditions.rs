//! What a program does in some cases only, in languages that write conditions and blocks as C does.

use super::code::Code;
use super::source::At;

impl Code {
    /// Whether what stands at a place is done under a condition: behind `if (…)` or `else`, or in a block of one.
    pub(crate) fn is_conditional(&self, at: At) -> bool {
        let before = self.before(at);
        let places = before.char_indices().rev().take(FARTHEST);
        let mut depth = 0_usize;
        let mut has_statement_ended = false;
        for (place, letter) in places {
            match letter {
                ')' | ']' | '}' => {
                    // A block that is closed ends what stands before it.
                    has_statement_ended |= depth == 0 && letter == '}';
                    depth += 1;
                }
                '(' | '[' if depth > 0 => depth -= 1,
                '{' if depth > 0 => depth -= 1,
                '(' | '[' => has_statement_ended = false,
                '{' => {
                    if is_condition(before.get(..place).unwrap_or_default()) {
                        return true;
                    }
                    has_statement_ended = true;
                }
                ';' if depth == 0 => has_statement_ended = true,
                'f' | 'e' if depth == 0 && !has_statement_ended => {
                    let here = before.get(..=place).unwrap_or_default();
                    let behind = before.get(place + 1..).unwrap_or_default();
                    let is_end =
                        behind.starts_with(|letter: char| letter.is_whitespace() || letter == '(');
                    if is_end && (ends_in_word(here, "if") || ends_in_word(here, "else")) {
                        return true;
                    }
                }
                _ => {}
            }
        }
        false
    }
}

/// Whether a block that begins behind this is a condition's.
fn is_condition(before: &str) -> bool {
    let before = before.trim_end();
    if ends_in_word(before, "else") {
        return true;
    }
    if !before.ends_with(')') {
        return false;
    }
    let mut depth = 0_usize;
    let open = before.char_indices().rev().take(FARTHEST).find(|(_, letter)| {
        match letter {
            ')' => depth += 1,
            '(' => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    let head = open.and_then(|(place, _)| before.get(..place)).unwrap_or_default().trim_end();
    ends_in_word(head, "if")
}

fn ends_in_word(text: &str, word: &str) -> bool {
    let is_of_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.strip_suffix(word).is_some_and(|before| !before.ends_with(is_of_word))
}

/// How far is looked back, in letters.
const FARTHEST: usize = 20_000;

#[cfg(test)]
mod tests {
    use crate::import::Code;
    use crate::import::Comments;

    #[test]
    fn a_call_is_conditional_in_what_an_if_holds() {
        for (text, is_conditional) in [
            ("policy.HERE", false),
            ("if (a) policy.HERE", true),
            ("if (a(b)) { x(); policy.HERE", true),
            ("if (a) { x(); } policy.HERE", false),
            ("if (a) x(); policy.HERE", false),
            ("if (a) { x(); } else { policy.HERE", true),
            ("else policy.HERE", true),
            ("add(o => { if (a) { b(); } policy.HERE", false),
            ("if (a) { add(o => { o.add(policy => policy.HERE", true),
            ("if (a) { return; }\nadd(o => o.HERE", false),
            ("var elif = policy.HERE", false),
            ("policy\n  .x(y)\n  .HERE", false),
        ] {
            let code = Code::new(text, Comments::Slashes);
            let at = text.find("HERE").expect("it is there");
            assert_eq!(code.is_conditional(at), is_conditional, "{text}");
        }
    }
}

//! The questions of `crosscheck init`, to whoever is there.

use std::io;
use std::io::BufRead;

use crosscheck_analysis::text;
use crosscheck_analysis::text::Text;
use crosscheck_config::Starter;

use super::mistake::Mistake;
use crate::failure::CliError;

/// Asks for all that a first policy says. What cannot be is told at its question, which is put again.
///
/// In: where answers come from, a line each; who shows questions.
///
/// Fails if the answers end before the questions: then there is no policy.
pub(super) fn ask(input: impl BufRead, tell: impl FnMut(&Text)) -> anyhow::Result<Starter> {
    put_all(input, tell).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => CliError::with_hint(
            "the answers ended before the questions; nothing is written",
            "answer each one, by an empty line where there is nothing, or say all of it by options: \
             `crosscheck init --origin https://app.example.com`",
        ),
        _ => error.into(),
    })
}

fn put_all(input: impl BufRead, tell: impl FnMut(&Text)) -> io::Result<Starter> {
    let mut asking = Asking { input, tell, starter: Starter::default() };
    asking.fill("Which pages may read, as https://app.example.com?", |starter, answer| {
        starter.origins = words(answer);
        if starter.origins.is_empty() {
            Err("name their origins; every page of the web is `*`")
        } else {
            Ok(())
        }
    })?;
    if asking.starter.origins != ["*"] {
        asking.fill("May they read with cookies or logins (y/N)?", |starter, answer| {
            starter.credentials = match answer.to_ascii_lowercase().as_str() {
                "y" | "yes" => true,
                "" | "n" | "no" => false,
                _ => return Err("answer `y` or `n`"),
            };
            Ok(())
        })?;
    }
    let lists: [(&str, List); 4] = [
        ("Methods beside GET, HEAD and POST, as PUT DELETE?", |starter| &mut starter.methods),
        ("Headers that pages set, as authorization content-type?", |starter| {
            &mut starter.request_headers
        }),
        ("Response headers that pages read, as x-total?", |starter| &mut starter.expose_headers),
        ("Pages under development, as http://localhost:5173?", |starter| &mut starter.development),
    ];
    for (question, list) in lists {
        asking.fill(question, |starter, answer| {
            *list(starter) = words(answer);
            Ok(())
        })?;
    }
    Ok(asking.starter)
}

/// Where an answer of many words goes.
type List = fn(&mut Starter) -> &mut Vec<String>;

struct Asking<I, T> {
    input: I,
    tell: T,
    /// What is answered so far.
    starter: Starter,
}

impl<I: BufRead, T: FnMut(&Text)> Asking<I, T> {
    /// Puts a question until its answer can be.
    ///
    /// In: what to do with an answer; `Err` tells what to answer instead.
    fn fill(
        &mut self,
        question: &str,
        put: impl Fn(&mut Starter, &str) -> Result<(), &'static str>,
    ) -> io::Result<()> {
        loop {
            (self.tell)(&text!("{question}"));
            let mut line = String::new();
            if self.input.read_line(&mut line)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let mut filled = self.starter.clone();
            if let Err(instead) = put(&mut filled, line.trim()) {
                (self.tell)(&text!("{instead}"));
                continue;
            }
            let Some(Mistake { what, hint, .. }) = Mistake::first_of(&filled) else {
                self.starter = filled;
                return Ok(());
            };
            let colon = if hint.is_empty() { "" } else { "; " };
            (self.tell)(&text!("{what}{colon}{hint}"));
        }
    }
}

/// Words, with commas or blanks between them.
fn words(answer: &str) -> Vec<String> {
    let words = answer.split([',', ' ', '\t']).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes of answers, and what is told beside the questions.
    fn answered(answers: &str) -> (anyhow::Result<Starter>, Vec<String>) {
        let mut told = Vec::new();
        let starter =
            ask(answers.as_bytes(), |text| told.push(text.letters().trim_end().to_owned()));
        told.retain(|line| !line.ends_with('?'));
        (starter, told)
    }

    #[test]
    fn the_whole_web_is_let_in_by_a_word_and_never_by_silence() {
        let (starter, told) = answered("\n\n\n\n\n\n");
        let ended = starter.expect_err("no answer");
        assert_eq!(ended.to_string(), "the answers ended before the questions; nothing is written");
        let hint = CliError::hint_of(&ended).expect("what to do");
        assert!(hint.contains("crosscheck init --origin"), "{hint}");
        assert_eq!(told, ["name their origins; every page of the web is `*`"; 6]);
        let (starter, told) = answered("*\n\n\n\n\n");
        let starter = starter.expect("answers");
        assert_eq!((starter.origins, starter.credentials), (vec!["*".to_owned()], false));
        assert!(told.is_empty(), "{told:?}");
    }

    #[test]
    fn what_cannot_be_is_told_at_its_question_and_asked_again() {
        let (starter, told) = answered(
            "https://app.example.com/\nhttps://app.example.com, https://b.example\nmaybe\nYes\n\
             PUT DELETE\na:\nauthorization\n\nlocalhost:5173\nhttp://localhost:5173\n",
        );
        let expected = Starter {
            origins: vec!["https://app.example.com".into(), "https://b.example".into()],
            credentials: true,
            methods: vec!["PUT".into(), "DELETE".into()],
            request_headers: vec!["authorization".into()],
            expose_headers: Vec::new(),
            development: vec!["http://localhost:5173".into()],
        };
        assert_eq!(starter.expect("answers"), expected);
        assert_eq!(told.len(), 4, "{told:?}");
        assert!(told[0].ends_with("; write `https://app.example.com`"), "{told:?}");
        assert_eq!(told[1], "answer `y` or `n`");
        assert!(told[2].starts_with("`a:`: "), "{told:?}");
        assert!(told[3].ends_with("write `http://localhost:5173`"), "{told:?}");
    }
}
